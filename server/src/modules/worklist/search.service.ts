import { Injectable } from '@nestjs/common';
import { type Instant, SEARCH_MAX, type SearchKind } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { BlindIndex, normalisePhone } from '../../platform/crypto';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { AuditStore } from '../audit/audit.store';
import { Visibility } from '../orders';
import { FoundQuery } from './found.query';
import type { WorkRow } from './list-rows';
import type { Part } from './rules/list-plan';
import { cleanQuery, type SearchPlan, searchPlan } from './rules/search-plan';
import { WordsQuery } from './words.query';

export interface SearchAsk {
  query: string;
  /** What an order found must be besides. */
  conditions: readonly Part[];
  /** The streets whose orders the list is of. */
  rootIds: readonly string[];
  /** Only open orders are asked for: they may be fewer than those that hold a word. */
  openOnly: boolean;
  /** Only orders filed before this one. */
  beforeId: string | null;
  limit: number;
}

export interface Found {
  kinds: SearchKind[];
  /** Newest first, `limit` of them at most. */
  rows: WorkRow[];
}

/** One box for numbers, telephones, names and words: whatever the query may be is looked for, newest first. */
@Injectable()
export class SearchService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly found: FoundQuery,
    private readonly words: WordsQuery,
    private readonly index: BlindIndex,
    private readonly visibility: Visibility,
    private readonly audit: AuditStore,
  ) {}

  /** Throws DESK_SEARCH_LONG, DESK_SEARCH_SHORT, and DESK_SEARCH_PHONE for who may not look up callers. */
  async search(actor: Actor, ask: SearchAsk): Promise<Found> {
    const plan = this.plan(actor, ask.query);
    const callers = this.visibility
      .rootsWith(actor, 'caller:lookUp')
      .filter((root) => ask.rootIds.includes(root));
    const named = callers.length > 0 ? plan.nameTerm : null;
    const phone = plan.phone === null ? null : this.index.phone(plan.phone);
    const [numbers, uppers, callersOwn, names, worded] = await Promise.all([
      this.found.byNumber(ask, plan.orderNo, plan.tailTerm),
      plan.upperNo === null ? [] : this.found.byUpperNo(ask, plan.upperNo),
      phone === null ? [] : this.found.byPhone({ ...ask, rootIds: callers }, phone),
      named === null ? [] : this.found.byTerm({ ...ask, rootIds: callers }, named),
      plan.words === null ? [] : this.words.find(ask, plan.words),
    ]);
    if (phone !== null) await this.noteLook(actor, callers, callersOwn, 'PHONE', ask);
    if (names.length > 0) await this.noteLook(actor, callers, names, 'NAME', ask);
    const kinds = named === null ? plan.kinds.filter((kind) => kind !== 'NAME') : plan.kinds;
    return { kinds, rows: newestOf([numbers, uppers, callersOwn, names, worded], ask.limit) };
  }

  private plan(actor: Actor, text: string): SearchPlan {
    const query = cleanQuery(text);
    if ([...query].length > SEARCH_MAX) throw new AppError('DESK_SEARCH_LONG', { limit: SEARCH_MAX });
    const plan = searchPlan(query, normalisePhone);
    if (plan.kinds.length === 0) throw new AppError('DESK_SEARCH_SHORT');
    if (plan.phone !== null && this.visibility.rootsWith(actor, 'caller:lookUp').length === 0) {
      throw new AppError('DESK_SEARCH_PHONE');
    }
    return plan;
  }

  /** Who looked a person up is written down, as where callers are looked up; the next page is the same look. */
  private async noteLook(
    actor: Actor,
    roots: readonly string[],
    rows: readonly WorkRow[],
    by: SearchKind,
    { beforeId }: SearchAsk,
  ): Promise<void> {
    if (beforeId !== null) return;
    const now: Instant = this.clock.now();
    await this.db.inTransaction((tx) =>
      this.audit.add(tx, {
        at: now,
        actorId: actor.personId,
        action: 'caller.lookUp',
        subjectKind: 'STREET',
        subjectId: roots[0] ?? '',
        // Which orders were shown says whom it was about; neither number nor name is written down.
        facts: { by, found: rows.length, newest: rows[0]?.orderNo ?? null },
      }),
    );
  }
}

/** The newest of several finds, each once. */
function newestOf(finds: readonly (readonly WorkRow[])[], limit: number): WorkRow[] {
  const rows = new Map(finds.flat().map((row) => [row.id, row]));
  return [...rows.values()].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit);
}
