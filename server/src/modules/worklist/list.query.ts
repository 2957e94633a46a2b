import { Injectable } from '@nestjs/common';
import type { ListSort } from '@yihu/shared';
import { Db } from '../../platform/db/db';
import { WORK_COLUMNS, WORK_ROW, type WorkRow } from './list-rows';
import { afterPart, type ListCursor, ORDER_BY, type Part, type Stretch } from './rules/list-plan';

const KEY: Readonly<Record<ListSort, (row: WorkRow) => string>> = {
  due: (row) => row.nextDueAt,
  received: (row) => row.receivedAt,
};

/** SQL of the desk's lists. */
@Injectable()
export class ListQuery {
  constructor(private readonly db: Db) {}

  /** The first rows of all stretches together after the cursor. */
  async rows(
    stretches: readonly Stretch[],
    sort: ListSort,
    after: ListCursor | null,
    limit: number,
  ): Promise<WorkRow[]> {
    const found = await Promise.all(
      stretches.map(({ from, where }) =>
        this.stretch(from, after === null ? where : [...where, afterPart(after)], ORDER_BY[sort], limit),
      ),
    );
    const key = KEY[sort];
    const sign = sort === 'due' ? 1 : -1;
    const rows = found.length === 1 ? (found[0] ?? []) : found.flat();
    if (found.length > 1) {
      const place = (row: WorkRow) => `${key(row)}~${row.id}`;
      rows.sort((a, b) => (place(a) < place(b) ? -sign : sign));
    }
    return rows.slice(0, limit);
  }

  /** Rows of one stretch in an order one index gives. */
  async stretch(from: string, where: readonly Part[], orderBy: string, limit: number): Promise<WorkRow[]> {
    const sql = where.map((each) => each.sql).join(' AND ');
    const rows = await this.db.read(
      `SELECT ${WORK_COLUMNS} FROM ${from} WHERE ${sql} ORDER BY ${orderBy} LIMIT ${limit}`,
      where.flatMap((each) => each.params),
    );
    return rows.map((row) => WORK_ROW.read(row));
  }

  /** Where the page after this row begins. */
  cursorAt(row: WorkRow, sort: ListSort): ListCursor {
    return { sort, key: KEY[sort](row), id: row.id };
  }
}
