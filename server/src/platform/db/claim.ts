import type { Db } from './db';

export interface ClaimParts {
  table: string;
  /** `state = ?, lease_token = ?` */
  set: string;
  /** `state = ? AND run_at <= ?`; must exclude rows that are claimed already. */
  where: string;
  orderBy: string;
  limit: number;
}

/**
 * SQL that changes at most `limit` rows in one statement, so that two workers never claim the same row. MySQL has
 * UPDATE … ORDER BY … LIMIT but may not select from the table it updates; common SQLite builds have it the other
 * way round. Parameters: those of `set`, then those of `where`.
 */
export function claimSql(engine: Db['engine'], { table, set, where, orderBy, limit }: ClaimParts): string {
  if (engine === 'mysql')
    return `UPDATE ${table} SET ${set} WHERE ${where} ORDER BY ${orderBy} LIMIT ${limit}`;
  const chosen = `SELECT id FROM ${table} WHERE ${where} ORDER BY ${orderBy} LIMIT ${limit}`;
  return `UPDATE ${table} SET ${set} WHERE id IN (${chosen})`;
}
