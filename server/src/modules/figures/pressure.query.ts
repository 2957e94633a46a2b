import { Injectable } from '@nestjs/common';
import type { DeskOrders } from '@yihu/shared';
import { Db, type Row, type SqlValue } from '../../platform/db/db';
import { Visibility } from '../orders';
import { instants } from '../tallies/tallies.query';
import { BehindQuery } from './behind.query';
import { FigureKeeper } from './kept/keeper.service';
import { RepeatsQuery } from './kept/repeats.query';
import type { Days } from './rules/periods';
import { type Filed, together } from './rules/pressure';

const BATCH = 200;

/** Which of the orders received in a period. Empty keys: outside every community, not classified. */
export interface PressureOf {
  communityId?: string;
  classTop?: string;
  isRepeat: boolean;
  isAfter: boolean;
}

/** Counts what people filed by community and class, with what they said before (M45). */
@Injectable()
export class PressureQuery {
  constructor(
    private readonly db: Db,
    private readonly keeper: FigureKeeper,
    private readonly repeats: RepeatsQuery,
    private readonly behind: BehindQuery,
  ) {}

  /** Each pair of community and class that occurs. */
  async filed(roots: readonly string[], days: Days): Promise<Filed[]> {
    if (!(await this.keeper.ready())) return this.counted(roots, days);
    const { sql, params } = Visibility.among('root_id', roots);
    const rows = await this.db.read<Row>(
      `SELECT community_id, class_top, SUM(filed) AS filed, SUM(filed_after) AS filed_after, SUM(repeats) AS repeats,
              SUM(repeats_after) AS repeats_after
         FROM order_sum WHERE ${sql} AND day >= ? AND day <= ? GROUP BY community_id, class_top`,
      [...params, days.fromDay, days.toDay],
    );
    return rows.map((row) => ({
      ...{ communityId: String(row.community_id), classTop: String(row.class_top) },
      ...{ filed: Number(row.filed), filedAfter: Number(row.filed_after) },
      ...{ repeats: Number(row.repeats), repeatsAfter: Number(row.repeats_after) },
    }));
  }

  /** The same from the orders one by one. */
  async counted(roots: readonly string[], days: Days): Promise<Filed[]> {
    const { sql, params } = Visibility.among('root_id', roots);
    const rows = await this.db.read<Row>(
      `SELECT id, community_id, class_code, excluded FROM work_order
        WHERE ${sql} AND received_at >= ? AND received_at < ? AND source <> 'PROACTIVE'`,
      [...params, ...instants(days.fromDay, days.toDay)],
    );
    const repeats = new Set<string>();
    for (let at = 0; at < rows.length; at += BATCH) {
      const found = await this.repeats.among(rows.slice(at, at + BATCH).map(({ id }) => String(id)));
      for (const id of found) repeats.add(id);
    }
    const each = rows.map((row): Filed => {
      const [kept, isRepeat] = [row.excluded === '' ? 1 : 0, repeats.has(String(row.id)) ? 1 : 0];
      return {
        communityId: String(row.community_id ?? ''),
        classTop: String(row.class_code ?? '').slice(0, 2),
        ...{ filed: 1, filedAfter: kept, repeats: isRepeat, repeatsAfter: isRepeat * kept },
      };
    });
    return [...Map.groupBy(each, ({ communityId, classTop }) => `${communityId}|${classTop}`).values()].map(
      (own) => ({ communityId: '', classTop: '', ...own[0], ...together(own) }),
    );
  }

  /** The orders behind a number, newest first. */
  async ordersOf(
    roots: readonly string[],
    days: Days,
    { communityId, classTop, isRepeat, isAfter }: PressureOf,
    after: string | undefined,
  ): Promise<DeskOrders> {
    const own = Visibility.among('root_id', roots);
    const parts: { sql: string; params: readonly SqlValue[] }[] = [
      own,
      { sql: 'received_at >= ? AND received_at < ?', params: instants(days.fromDay, days.toDay) },
      { sql: "source <> 'PROACTIVE'", params: [] },
      ...(isAfter ? [{ sql: "excluded = ''", params: [] }] : []),
      ...(communityId === undefined ? [] : [equal('community_id', communityId)]),
      ...(classTop === undefined ? [] : [equal('SUBSTR(class_code, 1, 2)', classTop)]),
      ...(isRepeat ? [await this.amongRepeats(roots, days)] : []),
    ];
    const sql = parts.map((part) => part.sql).join(' AND ');
    return this.behind.page({ sql, params: parts.flatMap(({ params }) => params) }, after);
  }

  private async amongRepeats(roots: readonly string[], days: Days) {
    const own = Visibility.among('root_id', roots);
    if (await this.keeper.ready())
      return {
        sql: `id IN (SELECT order_id FROM figure_order WHERE ${own.sql} AND day >= ? AND day <= ? AND repeats > 0)`,
        params: [...own.params, days.fromDay, days.toDay],
      };
    const rows = await this.db.read<{ id: string }>(
      `SELECT id FROM work_order WHERE ${own.sql} AND received_at >= ? AND received_at < ?`,
      [...own.params, ...instants(days.fromDay, days.toDay)],
    );
    const found: string[] = [];
    for (let at = 0; at < rows.length; at += BATCH) {
      found.push(...(await this.repeats.among(rows.slice(at, at + BATCH).map(({ id }) => id))));
    }
    return Visibility.among('id', found);
  }
}

const equal = (column: string, value: string) =>
  value === '' ? { sql: `${column} IS NULL`, params: [] } : { sql: `${column} = ?`, params: [value] };
