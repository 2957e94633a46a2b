/** Who accepted which template how often: what WeChat keeps on its side and never lets anyone query. */

export type Choice = 'accept' | 'reject' | 'ban' | 'filter';

interface Entry {
  remaining: number;
  /** A long-term template once accepted: unlimited until refused. */
  unlimited: boolean;
  refused: boolean;
}

export class Ledger {
  private readonly entries = new Map<string, Entry>();

  reset(): void {
    this.entries.clear();
  }

  entry(openid: string, templateId: string): Entry {
    const key = `${openid}/${templateId}`;
    const found = this.entries.get(key) ?? { remaining: 0, unlimited: false, refused: false };
    this.entries.set(key, found);
    return found;
  }

  /** One tap on the subscription dialog. */
  tap(openid: string, templateId: string, choice: Choice, longTerm: boolean): void {
    const entry = this.entry(openid, templateId);
    if (choice === 'accept') {
      entry.refused = false;
      if (longTerm) entry.unlimited = true;
      else entry.remaining += 1;
    }
    if (choice === 'reject' && longTerm) entry.unlimited = false;
  }

  /** Refused from a received card: nothing more may be sent until the next accepted tap. */
  refuse(openid: string, templateId: string): void {
    Object.assign(this.entry(openid, templateId), { remaining: 0, unlimited: false, refused: true });
  }

  /** Takes one send; false when there is none to take. */
  consume(openid: string, templateId: string): boolean {
    const entry = this.entry(openid, templateId);
    if (entry.refused) return false;
    if (entry.unlimited) return true;
    if (entry.remaining < 1) return false;
    entry.remaining -= 1;
    return true;
  }
}
