import { Injectable } from '@nestjs/common';
import {
  addMinutes,
  dayEnd,
  dayOf,
  dayStart,
  HARD_DAYS,
  HARD_REWORKS,
  HARD_UNITS,
  type Instant,
  isOpen,
  MORNING_VIEWS,
  type MorningCounts,
  type MorningView,
  paramsOf,
  STUCK_RETURNS,
  SWEEP_DEFAULTS,
  TRIGGERS,
  type TriggerName,
  type TriggerParams,
  type TriggerRow,
  windowStart,
} from '@yihu/shared';
import { Db, type SqlValue } from '../../platform/db/db';
import { PoliciesService } from '../policies/policies.service';
import { type ListPage, OrderRowsQuery, type Scope } from './order-rows.query';
import { Visibility } from './visibility';

const DAY = 24 * 60;
/** Where an order's own place is not named, nothing else is "the same place". */
const HAS_PLACE = "place_key IS NOT NULL AND place_key <> '' AND class_code IS NOT NULL";
const { among } = Visibility;

/** The numbers a street's lists go by. */
export type MorningRules = Record<'overnight' | 'stuck' | 'unhappyTwice' | 'cluster', TriggerParams>;

/** What makes an order one of the list at `now`, besides its state. */
function conditionOf(
  view: MorningView,
  now: Instant,
  rootId: string,
  rules: MorningRules,
): [string, SqlValue[]] {
  const today = dayOf(now);
  switch (view) {
    case 'OVERNIGHT':
      return ['staff_at IS NULL AND received_at < ?', [windowStart(dayStart(today), rules.overnight)]];
    case 'DUE_TODAY':
      return ['next_due_at >= ? AND next_due_at <= ?', [now, dayEnd(today)]];
    case 'OVERDUE':
      return ['next_due_at < ?', [now]];
    case 'UNHAPPY':
      return ['unhappy >= ?', [rules.unhappyTwice.times]];
    case 'REPEAT':
      return [REPEATED, [rootId]];
    case 'HOT':
      return [
        // The one that makes them enough, and not how many there are: a burst has thousands.
        `${HAS_PLACE} AND (SELECT o.received_at FROM work_order o WHERE o.place_key = work_order.place_key
           AND o.class_code = work_order.class_code AND o.received_at > ?
           ORDER BY o.received_at DESC LIMIT 1 OFFSET ?) IS NOT NULL`,
        [windowStart(now, rules.cluster), Math.max(0, rules.cluster.times - 1)],
      ];
    case 'HARD':
      return [
        '(reworks >= ? OR lead_units >= ? OR received_at < ?)',
        [HARD_REWORKS, HARD_UNITS, addMinutes(now, -HARD_DAYS * DAY)],
      ];
    case 'STUCK':
      return [
        '(COALESCE(staff_at, received_at) <= ? OR returns >= ?)',
        [windowStart(now, rules.stuck), STUCK_RETURNS],
      ];
  }
}

/** As the workbench keeps them apart. */
const REPEATED = "id IN (SELECT order_id FROM order_mark WHERE mark = 'REPEAT' AND root_id = ?)";
/** Views all orders of which are open lie together, however many have been closed. */
const tenantOf = (view: MorningView) =>
  MORNING_VIEWS[view].states.every((state) => isOpen(state)) ? 'open_root' : 'root_id';

/** The figures of a leader's morning, and the orders behind each, by each street's own rules. */
@Injectable()
export class MorningQuery {
  constructor(
    private readonly db: Db,
    private readonly rows: OrderRowsQuery,
    private readonly policies: PoliciesService,
  ) {}

  /** Orders of one figure, the most pressing first. */
  list(
    rootIds: readonly string[],
    view: MorningView,
    now: Instant,
    page: { after: string | undefined; limit: number },
  ): Promise<ListPage> {
    const scope = this.scope(rootIds, view, now);
    return this.rows.byDue(scope, MORNING_VIEWS[view].states, page.after, page.limit);
  }

  /** How many orders each figure holds. */
  async counts(rootIds: readonly string[], now: Instant): Promise<MorningCounts> {
    const views = Object.keys(MORNING_VIEWS) as MorningView[];
    const counted = await Promise.all(
      views.map(async (view) => [view, await this.count(rootIds, view, now)] as const),
    );
    return Object.fromEntries(counted) as MorningCounts;
  }

  /** What a street's rules say of its lists. */
  rulesOf(rootId: string, now: Instant): MorningRules {
    const rows = this.policies.inForce<{ rows: TriggerRow[] }>(rootId, 'trigger', now)?.rows;
    const rule = (name: TriggerName, defaults: Partial<TriggerParams>) =>
      paramsOf(
        defaults,
        rows?.find((row) => row.name === name),
      );
    return {
      overnight: rule('overnight', SWEEP_DEFAULTS.overnight),
      stuck: rule('stuck', SWEEP_DEFAULTS.stuck),
      unhappyTwice: rule('unhappyTwice', TRIGGERS.unhappyTwice?.defaults ?? {}),
      cluster: rule('cluster', TRIGGERS.cluster?.defaults ?? {}),
    };
  }

  /** Part of a WHERE clause: orders of these streets that one of the lists holds, in its states. */
  among(rootIds: readonly string[], view: MorningView, now: Instant): Scope {
    const scope = this.scope(rootIds, view, now);
    const states = among('state', MORNING_VIEWS[view].states);
    return { sql: `${scope.sql} AND ${states.sql}`, params: [...scope.params, ...states.params] };
  }

  private async count(rootIds: readonly string[], view: MorningView, now: Instant): Promise<number> {
    const { sql, params } = this.among(rootIds, view, now);
    const [row] = await this.db.read<{ n: number }>(
      `SELECT COUNT(*) AS n FROM work_order WHERE ${sql}`,
      params,
    );
    return Number(row?.n ?? 0);
  }

  private scope(rootIds: readonly string[], view: MorningView, now: Instant): Scope {
    if (rootIds.length === 0) return { sql: '1 = 0', params: [] };
    const parts = rootIds.map((rootId) => ({
      rootId,
      condition: conditionOf(view, now, rootId, this.rulesOf(rootId, now)),
    }));
    return {
      sql: `(${parts.map(({ condition: [sql] }) => `(${tenantOf(view)} = ? AND ${sql})`).join(' OR ')})`,
      params: parts.flatMap(({ rootId, condition: [, params] }) => [rootId, ...params]),
    };
  }
}
