import { Injectable } from '@nestjs/common';
import {
  addMinutes,
  dayEnd,
  dayOf,
  dayStart,
  type Instant,
  MORNING_VIEWS,
  type MorningCounts,
  type MorningView,
  OVERNIGHT_MINUTES,
  STUCK_HOURS,
  STUCK_RETURNS,
  UNHAPPY_TIMES,
} from '@yihu/shared';
import { Db, type SqlValue } from '../../platform/db/db';
import { type ListPage, OrderRowsQuery, type Scope } from './order-rows.query';
import { Visibility } from './visibility';

const HOUR = 60;

/** What makes an order one of the list at `now`, besides its state. */
function among(view: MorningView, now: Instant): Scope {
  const today = dayOf(now);
  const conditions: Record<MorningView, [string, SqlValue[]]> = {
    OVERNIGHT: ['staff_at IS NULL AND received_at < ?', [addMinutes(dayStart(today), -OVERNIGHT_MINUTES)]],
    DUE_TODAY: ['next_due_at >= ? AND next_due_at <= ?', [now, dayEnd(today)]],
    OVERDUE: ['next_due_at < ?', [now]],
    UNHAPPY: ['unhappy >= ?', [UNHAPPY_TIMES]],
    STUCK: [
      '(COALESCE(staff_at, received_at) <= ? OR returns >= ?)',
      [addMinutes(now, -STUCK_HOURS * HOUR), STUCK_RETURNS],
    ],
  };
  const [sql, params] = conditions[view];
  return { sql, params };
}

/** The figures of a leader's morning, and the orders behind each. */
@Injectable()
export class MorningQuery {
  constructor(
    private readonly db: Db,
    private readonly rows: OrderRowsQuery,
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

  private async count(rootIds: readonly string[], view: MorningView, now: Instant): Promise<number> {
    const scope = this.scope(rootIds, view, now);
    const states = Visibility.among('state', MORNING_VIEWS[view].states);
    const [row] = await this.db.read<{ n: number }>(
      `SELECT COUNT(*) AS n FROM work_order WHERE ${scope.sql} AND ${states.sql}`,
      [...scope.params, ...states.params],
    );
    return Number(row?.n ?? 0);
  }

  private scope(rootIds: readonly string[], view: MorningView, now: Instant): Scope {
    const roots = Visibility.among('root_id', rootIds);
    const { sql, params } = among(view, now);
    return { sql: `${roots.sql} AND ${sql}`, params: [...roots.params, ...params] };
  }
}
