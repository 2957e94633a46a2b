import { Injectable } from '@nestjs/common';
import { type Db, type Row, type SqlValue, Tx } from '../../platform/db/db';
import type { ClockRow, ListedClock } from './clock-row';

/** camelCase property ↔ snake_case column; the two JSON columns apart. */
const COLUMNS: readonly (keyof ClockRow)[] = [
  'id',
  'orderId',
  'rootId',
  'subjectId',
  'cycle',
  'scope',
  'milestone',
  'state',
  'startedAt',
  'amount',
  'unit',
  'dueAt',
  'dueDay',
  'awaitingYear',
  'rev',
  'pausedAt',
  'metAt',
  'metSeq',
  'late',
  'nextLightAt',
  'fired',
  'policy',
  'proof',
];
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
// Made once: spelling the names anew for every row took a sixth of a list's time.
const COLUMN_OF = COLUMNS.map((name) => [name, snake(name)] as const);

function toRow(clock: ClockRow): Row {
  const row: Row = {};
  for (const [name, column] of COLUMN_OF) {
    const value = clock[name];
    if (name === 'policy' || name === 'proof') row[column] = JSON.stringify(value);
    else if (typeof value === 'boolean') row[column] = value ? 1 : 0;
    else row[column] = value as SqlValue;
  }
  return row;
}

const LISTED = COLUMN_OF.filter(([name]) => name !== 'policy' && name !== 'proof');
const LISTED_COLUMNS = LISTED.map(([, column]) => column).join(', ');

function listedFromRow(row: Row): ListedClock {
  const clock: Record<string, unknown> = {};
  for (const [name, column] of LISTED) clock[name] = row[column] ?? null;
  clock.late = row.late === 1;
  return clock as unknown as ListedClock;
}

function fromRow(row: Row): ClockRow {
  // Keys in the order of COLUMNS: `write` compares rows by their JSON.
  return Object.assign(listedFromRow(row), {
    policy: JSON.parse(String(row.policy)),
    proof: JSON.parse(String(row.proof)),
  });
}

/** The only writer of `clock`. */
@Injectable()
export class ClocksStore {
  /** Every clock of an order, in the order they were promised. */
  async ofOrder(reader: Tx | Db, orderId: string): Promise<ClockRow[]> {
    const sql = 'SELECT * FROM clock WHERE order_id = ? ORDER BY id';
    const rows =
      reader instanceof Tx ? await reader.query(sql, [orderId]) : await reader.read(sql, [orderId]);
    return rows.map(fromRow);
  }

  /** The clocks of a page of orders in one read, as lists need them. */
  async ofOrders(db: Db, orderIds: readonly string[]): Promise<Map<string, ListedClock[]>> {
    if (orderIds.length === 0) return new Map();
    const marks = orderIds.map(() => '?').join(',');
    const sql = `SELECT ${LISTED_COLUMNS} FROM clock WHERE order_id IN (${marks}) ORDER BY id`;
    const rows = await db.read(sql, [...orderIds]);
    return Map.groupBy(rows.map(listedFromRow), (row) => row.orderId);
  }

  /** Writes what differs between two pictures of an order's clocks. */
  async write(tx: Tx, before: readonly ClockRow[], after: readonly ClockRow[]): Promise<void> {
    const old = new Map(before.map((row) => [row.id, JSON.stringify(row)]));
    await tx.insert('clock', after.filter((row) => !old.has(row.id)).map(toRow));
    for (const row of after) {
      const was = old.get(row.id);
      if (was === undefined || was === JSON.stringify(row)) continue;
      const { id, ...columns } = toRow(row);
      const names = Object.keys(columns);
      const sets = names.map((name) => `${name} = ?`).join(', ');
      await tx.execute(`UPDATE clock SET ${sets} WHERE id = ?`, [...Object.values(columns), id ?? null]);
    }
  }

  /** Makes an order's due lights wait until `until`, so that a broken one cannot stand in front of the others. */
  async putOff(db: Db, orderId: string, now: string, until: string): Promise<void> {
    await db.inTransaction((tx) =>
      tx.execute('UPDATE clock SET next_light_at = ? WHERE order_id = ? AND next_light_at <= ?', [
        until,
        orderId,
        now,
      ]),
    );
  }

  /** Orders with a light to fire (or a wait that is over) at `now`, the longest waiting first. */
  async ordersDue(db: Db, now: string, limit: number): Promise<string[]> {
    const rows = await db.read<{ order_id: string }>(
      'SELECT DISTINCT order_id FROM (SELECT order_id FROM clock WHERE next_light_at <= ? ORDER BY next_light_at, id LIMIT ?) due',
      [now, limit],
    );
    return rows.map((row) => row.order_id);
  }

  /** Orders with a clock that waits for the days off of one of these years. */
  async ordersAwaiting(db: Db, years: readonly number[], limit: number): Promise<string[]> {
    if (years.length === 0) return [];
    const marks = years.map(() => '?').join(',');
    const rows = await db.read<{ order_id: string }>(
      `SELECT DISTINCT order_id FROM (SELECT order_id FROM clock WHERE state = 'AWAITING_CALENDAR' AND awaiting_year IN (${marks}) ORDER BY awaiting_year, id LIMIT ?) w`,
      [...years, limit],
    );
    return rows.map((row) => row.order_id);
  }

  /** How many clocks wait for a calendar, by year. */
  async awaitingYears(db: Db): Promise<{ year: number; count: number }[]> {
    const rows = await db.read<{ year: number; n: number }>(
      "SELECT awaiting_year AS year, COUNT(*) AS n FROM clock WHERE state = 'AWAITING_CALENDAR' GROUP BY awaiting_year",
    );
    return rows.map((row) => ({ year: Number(row.year), count: Number(row.n) }));
  }
}
