import { Injectable } from '@nestjs/common';
import { type Reachability, TEMPLATE_KINDS, type TemplateKind } from '@yihu/shared';
import { Env } from '../../config/env';
import { Db } from '../../platform/db/db';
import { allows, type Credit } from './credits.store';

const OF_RESIDENTS: readonly TemplateKind[] = ['progress', 'result', 'info'];

/** Whether WeChat will take the next message to a person; for staff, who must then call or wait for the inbox. */
@Injectable()
export class ReachabilityQuery {
  constructor(
    private readonly db: Db,
    private readonly env: Env,
  ) {}

  /** @param kinds the templates that count; those of residents unless given */
  async of(personId: string, kinds: readonly TemplateKind[] = OF_RESIDENTS): Promise<Reachability> {
    const wechat = await this.verdict(personId, kinds);
    const lastError = await this.lastError(personId);
    return lastError === null ? { wechat } : { wechat, lastError };
  }

  /** The verdict of `of` for many at once; who is not in it has no WeChat account. */
  async ofMany(personIds: readonly string[]): Promise<Map<string, Reachability['wechat']>> {
    const wanted = [...new Set(personIds)];
    if (wanted.length === 0) return new Map();
    const among = wanted.map(() => '?').join(',');
    const bound = await this.db.read<{ id: string }>(
      `SELECT id FROM person WHERE id IN (${among}) AND openid_cipher IS NOT NULL`,
      wanted,
    );
    const ids = new Set(this.configured(OF_RESIDENTS).map(({ templateId }) => templateId));
    const rows = await this.db.read<Credit & { person_id: string }>(
      `SELECT person_id, template, remaining, mode, refused_at FROM send_credit WHERE person_id IN (${among})`,
      wanted,
    );
    const held = Map.groupBy(
      rows.filter(({ template }) => ids.has(template)),
      ({ person_id }) => person_id,
    );
    return new Map(bound.map(({ id }) => [id, verdictOf(held.get(id) ?? [])]));
  }

  /** Credit per template, for the person's own page. */
  credits(personId: string): Promise<Credit[]> {
    return this.db.read<Credit>(
      'SELECT template, remaining, mode, refused_at FROM send_credit WHERE person_id = ? ORDER BY template',
      [personId],
    );
  }

  /** The configured templates of these kinds; one that serves several kinds appears under the first. */
  configured(kinds: readonly TemplateKind[]): { kind: TemplateKind; templateId: string; title: string }[] {
    const seen = new Set(['']);
    return kinds.flatMap((kind) => {
      const templateId = this.env.wechat.templates[kind];
      if (seen.has(templateId)) return [];
      seen.add(templateId);
      return [{ kind, templateId, title: TEMPLATE_KINDS[kind] }];
    });
  }

  private async verdict(personId: string, kinds: readonly TemplateKind[]): Promise<Reachability['wechat']> {
    const [person] = await this.db.read('SELECT id FROM person WHERE id = ? AND openid_cipher IS NOT NULL', [
      personId,
    ]);
    if (person === undefined) return 'UNBOUND';
    const ids = new Set(this.configured(kinds).map(({ templateId }) => templateId));
    const credits = (await this.credits(personId)).filter((credit) => ids.has(credit.template));
    return verdictOf(credits);
  }

  /** The error of the person's newest WeChat message, null when that one went out or is on its way. */
  private async lastError(personId: string): Promise<string | null> {
    const [last] = await this.db.read<{ state: string; error: string | null }>(
      `SELECT state, error FROM notice WHERE recipient_id = ? AND channel = 'WECHAT'
        ORDER BY created_at DESC, id DESC LIMIT 1`,
      [personId],
    );
    if (last === undefined || ['SENT', 'QUEUED', 'SENDING'].includes(last.state)) return null;
    return last.error ?? last.state;
  }
}

/** What the credit of the templates that count comes to. */
function verdictOf(credits: readonly Credit[]): Reachability['wechat'] {
  if (credits.some(allows)) return 'OK';
  return credits.some((credit) => credit.refused_at !== null) ? 'REFUSED' : 'NO_CREDIT';
}
