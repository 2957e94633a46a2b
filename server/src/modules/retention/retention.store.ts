import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import { Db, type SqlValue } from '../../platform/db/db';
import type { RetentionClass } from './rules/retention-classes';

/** Rows per transaction: a deletion never holds up the work of the day. */
const BATCH = 500;

/** Counts and deletes rows of a class by age. */
@Injectable()
export class RetentionStore {
  constructor(private readonly db: Db) {}

  async count({ table, at, where }: RetentionClass, before: Instant): Promise<number> {
    const [row] = await this.db.read<{ n: number }>(
      `SELECT COUNT(*) AS n FROM ${table} WHERE ${at} < ? AND ${where}`,
      [before],
    );
    return Number(row?.n ?? 0);
  }

  /** Deletes in small transactions; answers how many went. A kill in between leaves the rest for the next night. */
  async delete(which: RetentionClass, before: Instant): Promise<number> {
    const { table, key, at, where } = which;
    let deleted = 0;
    for (;;) {
      const rows = await this.db.read<{ k: SqlValue }>(
        `SELECT ${key} AS k FROM ${table} WHERE ${at} < ? AND ${where} LIMIT ${BATCH}`,
        [before],
      );
      if (rows.length === 0) return deleted;
      const marks = rows.map(() => '?').join(',');
      const keys = rows.map((row) => row.k);
      const gone = await this.db.inTransaction((tx) =>
        tx.execute(`DELETE FROM ${table} WHERE ${key} IN (${marks}) AND ${at} < ? AND ${where}`, [
          ...keys,
          before,
        ]),
      );
      deleted += gone;
      // Another process took this batch at the same moment.
      if (gone === 0) return deleted;
    }
  }
}
