import { Injectable } from '@nestjs/common';
import type { Milestone } from '@yihu/shared';
import { type Db, readRows, type Tx } from '../../platform/db/db';
import { updateOf } from '../../platform/db/mapping';
import { CLOCK, EXPLAINED, LISTED } from './clock-columns';
import type { ClockRow, ExplainedClock, ListedClock } from './clock-row';

const OF_ORDER = `SELECT ${CLOCK.select} FROM clock WHERE order_id = ? ORDER BY id`;
const marksFor = (values: readonly unknown[]) => values.map(() => '?').join(',');

/** The only writer of `clock`. */
@Injectable()
export class ClocksStore {
  /** Every clock of an order, in the order they were promised. */
  async ofOrder(reader: Tx | Db, orderId: string): Promise<ClockRow[]> {
    const rows = await readRows(reader, OF_ORDER, [orderId]);
    return rows.map((row) => CLOCK.read(row));
  }

  /** The clocks of a page of orders in one read, as lists need them; of these milestones alone when they are given. */
  async ofOrders(
    db: Db,
    orderIds: readonly string[],
    milestones?: readonly Milestone[],
  ): Promise<Map<string, ListedClock[]>> {
    if (orderIds.length === 0) return new Map();
    const among = milestones === undefined ? '' : `AND milestone IN (${marksFor(milestones)})`;
    const sql = `SELECT ${LISTED.select} FROM clock WHERE order_id IN (${marksFor(orderIds)}) ${among} ORDER BY id`;
    const rows = await db.read(sql, [...orderIds, ...(milestones ?? [])]);
    return Map.groupBy(
      rows.map((row) => LISTED.read(row)),
      (row) => row.orderId,
    );
  }

  /** Every clock of an order as its page needs it; without how it came about (no proof lines) unless `explained`. */
  async shownOf(db: Db, orderId: string, explained: boolean): Promise<ExplainedClock[]> {
    const { select } = explained ? EXPLAINED : LISTED;
    const rows = await db.read(`SELECT ${select} FROM clock WHERE order_id = ? ORDER BY id`, [orderId]);
    return rows.map((row) => (explained ? EXPLAINED.read(row) : { ...LISTED.read(row), proof: [] }));
  }

  /** Writes what differs between two pictures of an order's clocks. */
  async write(tx: Tx, before: readonly ClockRow[], after: readonly ClockRow[]): Promise<void> {
    const old = new Map(before.map((row) => [row.id, row]));
    const fresh = after.filter((row) => !old.has(row.id));
    await tx.insert(
      'clock',
      fresh.map((row) => CLOCK.row(row)),
    );
    for (const row of after) {
      const was = old.get(row.id);
      const set = was === undefined ? {} : CLOCK.changes(was, row);
      if (Object.keys(set).length > 0) await tx.execute(...updateOf('clock', set, 'id = ?', [row.id]));
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

  /** Running inner promises of a street's orders whose light is on, of these milestones. */
  async litOf(db: Db, rootId: string, milestones: readonly Milestone[]): Promise<ClockRow[]> {
    const rows = await db.read(
      `SELECT ${CLOCK.select} FROM clock
        WHERE state = 'RUNNING' AND awaiting_year IS NULL AND root_id = ? AND fired IS NOT NULL AND scope = 'INNER'
          AND milestone IN (${marksFor(milestones)}) ORDER BY id`,
      [rootId, ...milestones],
    );
    return rows.map((row) => CLOCK.read(row));
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
