import { Injectable } from '@nestjs/common';
import {
  type DeskCounts,
  type DeskMark,
  dayEnd,
  dayOf,
  isOfOpen,
  LIST_VIEWS,
  type ListView,
  type ListViewCounts,
  type ListViewName,
  OPEN_STATES,
  type State,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { Visibility } from '../orders';
import type { Part } from './rules/list-plan';

interface StateCount {
  state: State;
  n: number;
}

/**
 * How many orders each view holds. Nothing is kept that could go wrong with time: states and due times are counted
 * in indexes of which only the open orders' part is read (ix_order_desk, ix_list_open), marks in theirs (ix_mark_list).
 */
@Injectable()
export class CountsQuery {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly visibility: Visibility,
  ) {}

  async of(actor: Actor): Promise<DeskCounts> {
    const now = this.clock.now();
    const roots = this.visibility.deskRootIds(actor);
    const today = { from: now, to: dayEnd(dayOf(now)) };
    const [open, marks, unwritten, past, due] = await Promise.all([
      this.open(roots),
      this.marks(roots, actor.personId),
      this.unwritten(roots),
      this.due(roots, LIST_VIEWS.OVERDUE.states, { sql: 'next_due_at < ?', params: [now] }),
      this.due(roots, LIST_VIEWS.DUE_TODAY.states, {
        sql: 'next_due_at >= ? AND next_due_at <= ?',
        params: [today.from, today.to],
      }),
    ]);
    const views = (Object.keys(LIST_VIEWS) as ListViewName[]).filter(isOfOpen);
    const counted = views.map((view) => {
      const { states, due: dueIn, mark, voice }: ListView = LIST_VIEWS[view];
      if (mark !== undefined) return [view, marks.get(mark) ?? 0];
      if (dueIn !== undefined) return [view, dueIn === 'PAST' ? past : due];
      if (voice === true) return [view, unwritten];
      const rows = open.filter(({ state }) => states.includes(state));
      return [view, rows.reduce((sum, { n }) => sum + Number(n), 0)];
    });
    return { at: now, counts: Object.fromEntries(counted) as ListViewCounts };
  }

  /** Index ix_order_desk holds them state by state. */
  private open(roots: readonly string[]): Promise<StateCount[]> {
    const among = Visibility.among('root_id', roots);
    const states = Visibility.among('state', OPEN_STATES);
    return this.db.read<StateCount>(
      `SELECT state, COUNT(*) AS n FROM work_order WHERE ${among.sql} AND ${states.sql} GROUP BY state`,
      [...among.params, ...states.params],
    );
  }

  private async due(roots: readonly string[], states: readonly State[], within: Part): Promise<number> {
    const among = Visibility.among('open_root', roots);
    const some = Visibility.among('+state', states);
    const [row] = await this.db.read<{ n: number }>(
      `SELECT COUNT(*) AS n FROM work_order WHERE ${among.sql} AND ${within.sql} AND ${some.sql}`,
      [...among.params, ...within.params, ...some.params],
    );
    return Number(row?.n ?? 0);
  }

  private async marks(roots: readonly string[], personId: string): Promise<Map<DeskMark, number>> {
    const { sql, params } = Visibility.among('root_id', roots);
    const rows = await this.db.read<{ mark: DeskMark; n: number }>(
      `SELECT mark, COUNT(*) AS n FROM order_mark
        WHERE ${sql} AND mark IN ('RETURNS', 'UNHAPPY', 'HARD', 'REPEAT', 'MINE') AND who IN ('', ?) GROUP BY mark`,
      [...params, personId],
    );
    return new Map(rows.map(({ mark, n }) => [mark, Number(n)]));
  }

  /** Not by state: SQLite would then walk the whole street state by state. Index ix_order_voice. */
  private async unwritten(roots: readonly string[]): Promise<number> {
    const among = Visibility.among('root_id', roots);
    const states = Visibility.among('+state', LIST_VIEWS.TO_WRITE.states);
    const [row] = await this.db.read<{ n: number }>(
      `SELECT COUNT(*) AS n FROM work_order
        WHERE voice IN ('ONLY', 'BESIDE') AND ${among.sql} AND ${states.sql}`,
      [...among.params, ...states.params],
    );
    return Number(row?.n ?? 0);
  }
}
