import { Injectable } from '@nestjs/common';
import { type DeskOrders, type Instant, type VolumeSplit } from '@yihu/shared';
import { Clock } from '../../platform/clock';
import { Db, type SqlValue } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';
import { Visibility } from '../orders';
import { conditions, instants, type SumFilter } from '../tallies/tallies.query';
import type { Days } from './rules/periods';

const PAGE = 50;
const SEPARATOR = '~';

/** Part of a WHERE clause with its values. */
export interface Where {
  sql: string;
  params: readonly SqlValue[];
}

/** One bucket of a volume; absent: all of the period. */
export interface Bucket {
  by: VolumeSplit;
  key: string;
  /** Classes of the bucket, where it is one of classes. */
  classCodes: readonly string[];
}

/** The orders behind the numbers of dashboards, newest first, a page at a time. */
@Injectable()
export class BehindQuery {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly directory: DirectoryService,
  ) {}

  /** Orders received in a period, as they were counted. */
  received(
    rootIds: readonly string[],
    days: Days,
    filter: SumFilter,
    {
      bucket,
      proactive,
      after,
    }: { bucket: Bucket | null; proactive: boolean | null; after: string | undefined },
  ): Promise<DeskOrders> {
    const isOneDay = bucket?.by === 'day';
    const period = isOneDay ? { fromDay: bucket.key, toDay: bucket.key } : days;
    const roots = Visibility.among('root_id', rootIds);
    const more = conditions(filter);
    const own = bucket === null || isOneDay ? NO_MORE : bucketWhere(bucket);
    const kind = proactive === null ? '' : ` AND source ${proactive ? '=' : '<>'} 'PROACTIVE'`;
    return this.page(
      {
        sql: `${roots.sql} AND received_at >= ? AND received_at < ?${more.sql}${own.sql}${kind}`,
        params: [...roots.params, ...instants(period.fromDay, period.toDay), ...more.params, ...own.params],
      },
      after,
    );
  }

  /** Orders of one class in one place, received after a moment. */
  ofPlace(
    rootIds: readonly string[],
    place: { gridId: string; classCode: string },
    span: { after: Instant; upto: Instant },
    after: string | undefined,
  ): Promise<DeskOrders> {
    const roots = Visibility.among('root_id', rootIds);
    return this.page(
      {
        sql: `${roots.sql} AND place_key = ? AND class_code = ? AND received_at > ? AND received_at <= ?`,
        params: [...roots.params, place.gridId, place.classCode, span.after, span.upto],
      },
      after,
    );
  }

  /** Newest first. A cursor names the last order of the page before. */
  async page({ sql, params }: Where, after: string | undefined): Promise<DeskOrders> {
    const cursor = readCursor(after);
    const [counted] = await this.db.read<{ n: number }>(
      `SELECT COUNT(*) AS n FROM work_order WHERE ${sql}`,
      params,
    );
    const rows = await this.db.read<Record<string, string>>(
      `SELECT id, order_no, title, owner_unit_id, received_at FROM work_order WHERE ${sql}
        ${cursor === null ? '' : 'AND (received_at < ? OR (received_at = ? AND id < ?))'}
        ORDER BY received_at DESC, id DESC LIMIT ${PAGE + 1}`,
      [...params, ...(cursor === null ? [] : [cursor[0], cursor[0], cursor[1]])],
    );
    const shown = rows.slice(0, PAGE);
    const last = shown.at(-1);
    return {
      asOf: this.clock.now(),
      total: Number(counted?.n ?? 0),
      items: shown.map((row) => ({
        orderId: row.id ?? '',
        orderNo: row.order_no ?? '',
        title: row.title ?? '',
        unitName: this.directory.findUnit(row.owner_unit_id ?? '')?.short_name ?? '',
      })),
      next: rows.length > PAGE && last !== undefined ? cursorOf(last.received_at ?? '', last.id ?? '') : null,
    };
  }
}

const NO_MORE: Where = { sql: '', params: [] };

function bucketWhere({ by, key, classCodes }: Bucket): Where {
  if (by === 'channel') return { sql: ' AND channel = ?', params: [key] };
  // Local hours are eight ahead of those stored.
  if (by === 'hour') {
    const stored = String((Number(key) + 16) % 24).padStart(2, '0');
    return { sql: ' AND SUBSTR(received_at, 12, 2) = ?', params: [stored] };
  }
  if (by === 'grid') return key === '' ? missing('grid_id') : { sql: ' AND grid_id = ?', params: [key] };
  if (key === '') return missing('class_code');
  const codes = Visibility.among('class_code', classCodes);
  return { sql: ` AND ${codes.sql}`, params: codes.params };
}

const missing = (column: string): Where => ({ sql: ` AND ${column} IS NULL`, params: [] });

const cursorOf = (at: string, id: string) => Buffer.from(`${at}${SEPARATOR}${id}`).toString('base64url');

function readCursor(after: string | undefined): [string, string] | null {
  if (after === undefined || after === '') return null;
  const [at, id] = Buffer.from(after, 'base64url').toString('utf8').split(SEPARATOR);
  return at === undefined || id === undefined ? null : [at, id];
}
