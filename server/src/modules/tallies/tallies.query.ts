import { Injectable } from '@nestjs/common';
import { addDays, type Day, dayStart, type Instant } from '@yihu/shared';
import { Db, type SqlValue } from '../../platform/db/db';
import { Visibility } from '../orders';
import { type Dimension, dayAndHour, dimOf, type Piece, piecesOf } from './rules/cells';

/** By what is summed up. */
export type SumBy = 'day' | 'month' | 'hour' | 'class' | 'grid' | 'channel';

/** How many orders of one source fall into one bucket. */
export interface Sum {
  bucket: string;
  source: string;
  n: number;
}

/** What is counted beside the streets and the period. Classes are all digits of a level and what lies below it. */
export interface SumFilter {
  channel?: string;
  source?: string;
  gridId?: string;
  causeCode?: string;
  classCodes?: readonly string[];
}

/** Where the kept numbers lie, and what of an entry or an order is the same. */
const BY: Record<SumBy, { dimension: Dimension; kept: string; entry: string; order: string }> = {
  day: { dimension: 'ALL', kept: 'period', entry: 'day', order: 'SUBSTR(received_at, 1, 13)' },
  month: {
    dimension: 'ALL',
    kept: 'SUBSTR(period, 1, 7)',
    entry: 'SUBSTR(day, 1, 7)',
    order: 'SUBSTR(received_at, 1, 13)',
  },
  hour: { dimension: 'HOUR', kept: 'bucket', entry: 'hour', order: 'SUBSTR(received_at, 1, 13)' },
  class: { dimension: 'CLASS', kept: 'bucket', entry: 'class_code', order: "COALESCE(class_code, '')" },
  grid: { dimension: 'GRID', kept: 'bucket', entry: 'grid_id', order: "COALESCE(grid_id, '')" },
  channel: { dimension: 'ALL', kept: 'channel', entry: 'channel', order: 'channel' },
};

/** Reads counts of orders; writes nothing. */
@Injectable()
export class TalliesQuery {
  constructor(private readonly db: Db) {}

  /** Orders received from one day to another, both included, by bucket and source. */
  sums(
    rootIds: readonly string[],
    by: SumBy,
    fromDay: Day,
    toDay: Day,
    filter: SumFilter = {},
  ): Promise<Sum[]> {
    const { gridId, classCodes, causeCode } = filter;
    const isKept = [gridId, classCodes, causeCode].every((given) => given === undefined);
    return isKept
      ? this.kept(rootIds, by, fromDay, toDay, filter)
      : this.counted(rootIds, by, fromDay, toDay, filter);
  }

  /** Orders received in each grid on each day, of whatever source. */
  async byGridAndDay(
    rootIds: readonly string[],
    fromDay: Day,
    toDay: Day,
  ): Promise<{ gridId: string; day: Day; n: number }[]> {
    const roots = Visibility.among('root_id', rootIds);
    const rows = await this.db.read<{ gridId: string; day: Day; n: number }>(
      `SELECT gridId, day, SUM(n) AS n FROM (
         SELECT bucket AS gridId, period AS day, n FROM order_tally
          WHERE ${roots.sql} AND dim = ? AND period >= ? AND period <= ?
         UNION ALL SELECT grid_id, day, n FROM tally_entry WHERE ${roots.sql} AND day >= ? AND day <= ?) AS parts
        GROUP BY gridId, day`,
      [...roots.params, dimOf('d', 'GRID'), fromDay, toDay, ...roots.params, fromDay, toDay],
    );
    return rows.map((row) => ({ ...row, n: Number(row.n) }));
  }

  /** The first day anything was received; null when nothing was. */
  async firstDay(rootIds: readonly string[]): Promise<Day | null> {
    const roots = Visibility.among('root_id', rootIds);
    const [row] = await this.db.read<{ day: Day | null }>(
      `SELECT MIN(day) AS day FROM (
         SELECT MIN(period) AS day FROM order_tally WHERE ${roots.sql} AND dim = 'dALL'
         UNION ALL SELECT MIN(day) FROM tally_entry WHERE ${roots.sql}) AS first`,
      [...roots.params, ...roots.params],
    );
    return row?.day ?? null;
  }

  /** From the kept numbers and what is not added to them yet, in one statement: one moment of both. */
  private async kept(
    rootIds: readonly string[],
    by: SumBy,
    fromDay: Day,
    toDay: Day,
    filter: SumFilter,
  ): Promise<Sum[]> {
    const { dimension, kept, entry } = BY[by];
    const roots = Visibility.among('root_id', rootIds);
    const more = conditions(filter);
    const pieces: Piece[] =
      by === 'day' ? [{ tier: 'd', from: fromDay, to: toDay }] : piecesOf(fromDay, toDay);
    const parts = pieces.map(
      () =>
        `SELECT ${kept} AS bucket, source, n FROM order_tally
          WHERE ${roots.sql} AND dim = ? AND period >= ? AND period <= ?${more.sql}`,
    );
    const params = pieces.flatMap(({ tier, from, to }): SqlValue[] => [
      ...roots.params,
      dimOf(tier, dimension),
      from,
      to,
      ...more.params,
    ]);
    const rows = await this.db.read<Sum>(
      `SELECT bucket, source, SUM(n) AS n FROM (
         ${parts.join(' UNION ALL ')}
         UNION ALL SELECT ${entry}, source, n FROM tally_entry
          WHERE ${roots.sql} AND day >= ? AND day <= ?${more.sql}) AS parts
        GROUP BY bucket, source HAVING SUM(n) <> 0 ORDER BY bucket, source`,
      [...params, ...roots.params, fromDay, toDay, ...more.params],
    );
    return rows.map(({ bucket, source, n }) => ({ bucket, source, n: Number(n) }));
  }

  /** From the orders themselves, by an index that holds all that is asked for. */
  private async counted(
    rootIds: readonly string[],
    by: SumBy,
    fromDay: Day,
    toDay: Day,
    filter: SumFilter,
  ): Promise<Sum[]> {
    const { order } = BY[by];
    const roots = Visibility.among('root_id', rootIds);
    // Each class by itself: only an equality on every column before the time makes every engine read the index alone.
    const classes = filter.classCodes?.map((code): SumFilter => ({ ...filter, classCodes: [code] })) ?? [
      filter,
    ];
    const parts = classes.map((each) => conditions(each));
    const rows = await this.db.read<Sum>(
      parts
        .map(
          ({ sql }) => `SELECT ${order} AS bucket, source, COUNT(*) AS n FROM work_order
        WHERE ${roots.sql}${sql} AND received_at >= ? AND received_at < ? GROUP BY ${order}, source`,
        )
        .join(' UNION ALL '),
      parts.flatMap(({ params }) => [...roots.params, ...params, ...instants(fromDay, toDay)]),
    );
    return merged(rows.map((row) => ({ ...row, bucket: local(by, row.bucket), n: Number(row.n) })));
  }
}

/** The instants a period of days lies between. */
export function instants(fromDay: Day, toDay: Day): [Instant, Instant] {
  return [dayStart(fromDay), dayStart(addDays(toDay, 1))];
}

/** ` AND …` with its values. */
export function conditions({ channel, source, gridId, causeCode, classCodes }: SumFilter): {
  sql: string;
  params: SqlValue[];
} {
  const equal = [
    ['channel', channel],
    ['source', source],
    ['grid_id', gridId],
    ['cause_code', causeCode],
  ] as const;
  const given = equal.filter((entry): entry is [(typeof entry)[0], string] => entry[1] !== undefined);
  const classes = classCodes === undefined ? null : Visibility.among('class_code', classCodes);
  return {
    sql: [
      ...given.map(([column]) => ` AND ${column} = ?`),
      classes === null ? '' : ` AND ${classes.sql}`,
    ].join(''),
    params: [...given.map(([, value]) => value), ...(classes?.params ?? [])],
  };
}

function local(by: SumBy, bucket: string): string {
  if (by !== 'day' && by !== 'month' && by !== 'hour') return bucket;
  const { day, hour } = dayAndHour(bucket);
  return { day, month: day.slice(0, 7), hour }[by];
}

/** Sums of the same bucket and source as one, in order. */
function merged(sums: readonly Sum[]): Sum[] {
  const byKey = new Map<string, Sum>();
  for (const sum of sums) {
    const key = `${sum.bucket}|${sum.source}`;
    byKey.set(key, { ...sum, n: sum.n + (byKey.get(key)?.n ?? 0) });
  }
  return [...byKey.values()].sort((a, b) => (a.bucket < b.bucket ? -1 : a.bucket > b.bucket ? 1 : 0));
}
