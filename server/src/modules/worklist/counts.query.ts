import { Injectable } from '@nestjs/common';
import {
  type DeskCounts,
  type DeskMark,
  dayEnd,
  dayOf,
  type Instant,
  isOfOpen,
  LIST_VIEWS,
  type ListView,
  type ListViewCounts,
  type ListViewName,
  type State,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { Visibility } from '../orders';

interface OpenCount {
  state: State;
  n: number;
  past: number;
  today: number;
}

/**
 * How many orders each view holds. Nothing is kept that could go wrong with time: states and due times are counted in
 * an index that holds open orders only (ix_list_open), marks in theirs (ix_mark_list); both grow with what is open.
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
    const [open, marks, unwritten] = await Promise.all([
      this.open(roots, now),
      this.marks(roots, actor.personId),
      this.unwritten(roots),
    ]);
    const views = (Object.keys(LIST_VIEWS) as ListViewName[]).filter(isOfOpen);
    const counted = views.map((view) => {
      const { states, due, mark, voice }: ListView = LIST_VIEWS[view];
      if (mark !== undefined) return [view, marks.get(mark) ?? 0];
      const rows = (voice === true ? unwritten : open).filter(({ state }) => states.includes(state));
      const column = due === 'PAST' ? 'past' : due === 'TODAY' ? 'today' : 'n';
      return [view, rows.reduce((sum, row) => sum + Number(row[column]), 0)];
    });
    return { at: now, counts: Object.fromEntries(counted) as ListViewCounts };
  }

  private open(roots: readonly string[], now: Instant): Promise<OpenCount[]> {
    const { sql, params } = Visibility.among('open_root', roots);
    return this.db.read<OpenCount>(
      `SELECT state, COUNT(*) AS n, SUM(CASE WHEN next_due_at < ? THEN 1 ELSE 0 END) AS past,
              SUM(CASE WHEN next_due_at >= ? AND next_due_at <= ? THEN 1 ELSE 0 END) AS today
         FROM work_order WHERE ${sql} GROUP BY state`,
      [now, now, dayEnd(dayOf(now)), ...params],
    );
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

  private unwritten(roots: readonly string[]): Promise<OpenCount[]> {
    const { sql, params } = Visibility.among('root_id', roots);
    return this.db.read<OpenCount>(
      `SELECT state, COUNT(*) AS n, 0 AS past, 0 AS today FROM work_order
        WHERE voice IN ('ONLY', 'BESIDE') AND ${sql} GROUP BY state`,
      params,
    );
  }
}
