import { Injectable } from '@nestjs/common';
import { addMinutes, type Instant } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { newId } from '../../platform/ids';

/** Client report and push of one tap are at most this far apart. */
const PAIR_WINDOW_MIN = 10;

export interface Tap {
  personId: string;
  template: string;
  source: 'CLIENT' | 'PUSH';
  /** WeChat's word: accept…, reject, ban, filter. */
  result: string;
  /** The same report told twice has the same key. */
  key: string;
  at: Instant;
}

export interface Credit {
  template: string;
  remaining: number;
  mode: 'ONCE' | 'LONG';
  refused_at: Instant | null;
}

/**
 * The ledger of what WeChat will still take: an accepted tap adds one message of that template, a sent one takes it.
 * A tap is told by the client and, where the push is set up, by WeChat too. Whichever comes first counts, the other is
 * put beside it and adds nothing; so no tap counts twice, and none is lost because one of the two stayed silent. A
 * forged client report gains nothing: WeChat refuses the message, and 43101 sets the credit to 0.
 */
@Injectable()
export class CreditsStore {
  /** Takes a report in; one of a key that is there already changes nothing. */
  async tapped(tx: Tx, tap: Tap): Promise<void> {
    await this.lock(tx, tap.personId, tap.template, tap.at);
    const id = newId();
    if (!(await this.store(tx, id, tap))) return;
    if (tap.result.startsWith('accept')) await this.accepted(tx, id, tap);
    else if (tap.result === 'reject') await this.noteRefusal(tx, tap.personId, tap.template, tap.at);
  }

  /** One message of a one-time template went out. */
  async spend(tx: Tx, personId: string, template: string, now: Instant): Promise<void> {
    await tx.execute(
      `UPDATE send_credit SET remaining = remaining - 1, updated_at = ?
        WHERE person_id = ? AND template = ? AND mode = 'ONCE' AND remaining > 0`,
      [now, personId, template],
    );
  }

  /** WeChat says that nothing is left (43101), or the person withdrew on the card: also ends a long-term consent. */
  async exhaust(tx: Tx, personId: string, template: string, now: Instant): Promise<void> {
    await this.lock(tx, personId, template, now);
    await tx.execute(
      `UPDATE send_credit SET remaining = 0, mode = 'ONCE', refused_at = ?, updated_at = ?
        WHERE person_id = ? AND template = ?`,
      [now, now, personId, template],
    );
  }

  /** WeChat lists the template as long-term: the consent there is covers any number of messages. */
  async makeLongTerm(tx: Tx, personId: string, template: string, now: Instant): Promise<void> {
    await tx.execute(
      `UPDATE send_credit SET mode = 'LONG', updated_at = ? WHERE person_id = ? AND template = ? AND mode = 'ONCE'`,
      [now, personId, template],
    );
  }

  /** True when WeChat should take a message. */
  async has(tx: Tx, personId: string, template: string): Promise<boolean> {
    const [credit] = await tx.query<Credit>(
      'SELECT template, remaining, mode, refused_at FROM send_credit WHERE person_id = ? AND template = ?',
      [personId, template],
    );
    return credit !== undefined && allows(credit);
  }

  /** Makes sure that the row is there and holds it: reports of one person and template come one after the other. */
  private async lock(tx: Tx, personId: string, template: string, now: Instant): Promise<void> {
    const touch = () =>
      tx.execute('UPDATE send_credit SET updated_at = ? WHERE person_id = ? AND template = ?', [
        now,
        personId,
        template,
      ]);
    if ((await touch()) === 1) return;
    const row = {
      person_id: personId,
      template,
      remaining: 0,
      mode: 'ONCE',
      refused_at: null,
      updated_at: now,
    };
    try {
      await tx.insert('send_credit', row);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      await touch();
    }
  }

  private async store(tx: Tx, id: string, tap: Tap): Promise<boolean> {
    try {
      await tx.insert('subscription_tap', {
        id,
        person_id: tap.personId,
        template: tap.template,
        source: tap.source,
        result: tap.result,
        tap_key: tap.key,
        pair_id: null,
        at: tap.at,
      });
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  private async accepted(tx: Tx, id: string, tap: Tap): Promise<void> {
    // `acceptWithAlert` exists for long-term templates only.
    const mode = tap.result === 'acceptWithAlert' ? `, mode = 'LONG'` : '';
    const gain = (await this.pair(tx, id, tap)) ? 0 : 1;
    await tx.execute(
      `UPDATE send_credit SET remaining = remaining + ?, refused_at = NULL${mode} WHERE person_id = ? AND template = ?`,
      [gain, tap.personId, tap.template],
    );
  }

  /** Finds the other source's report of the same tap. */
  private async pair(tx: Tx, id: string, tap: Tap): Promise<boolean> {
    const [other] = await tx.query<{ id: string }>(
      `SELECT id FROM subscription_tap
        WHERE person_id = ? AND template = ? AND at >= ? AND at <= ?
          AND source <> ? AND result LIKE 'accept%' AND pair_id IS NULL
        ORDER BY at, id LIMIT 1`,
      [
        tap.personId,
        tap.template,
        addMinutes(tap.at, -PAIR_WINDOW_MIN),
        addMinutes(tap.at, PAIR_WINDOW_MIN),
        tap.source,
      ],
    );
    if (other === undefined) return false;
    await tx.execute('UPDATE subscription_tap SET pair_id = ? WHERE id = ?', [id, other.id]);
    await tx.execute('UPDATE subscription_tap SET pair_id = ? WHERE id = ?', [other.id, id]);
    return true;
  }

  private async noteRefusal(tx: Tx, personId: string, template: string, at: Instant): Promise<void> {
    await tx.execute('UPDATE send_credit SET refused_at = ? WHERE person_id = ? AND template = ?', [
      at,
      personId,
      template,
    ]);
  }
}

export function allows(credit: Credit): boolean {
  return credit.mode === 'LONG' || credit.remaining > 0;
}
