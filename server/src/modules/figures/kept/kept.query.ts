import { Injectable } from '@nestjs/common';
import { TEN_LINKS, type TenLink } from '@yihu/shared';
import { Db, type Row, type SqlValue } from '../../../platform/db/db';
import { Visibility } from '../../orders';
import type { Which } from '../folded.service';
import type { Period } from '../period';
import { type Measures, measureOf, plus, WHEN_LATE } from '../rules/measures';
import { STREET } from '../rules/parts';
import { numbersOf, ORDER_SUMS, type Sums, TURN_SUMS } from './kept.store';

type Units = ReadonlySet<string> | null;
interface Where {
  sql: string;
  params: readonly SqlValue[];
}

const { among } = Visibility;
const added = ({ measures }: Sums) => measures.map((name) => `SUM(${name}) AS ${name}`).join(', ');
const withLate = (measures: Measures, late: number) =>
  plus(measures, Object.fromEntries(WHEN_LATE.map((name) => [name, late])));

/** Reads figures from what is kept of them; answers what the histories would. */
@Injectable()
export class KeptFigures {
  constructor(private readonly db: Db) {}

  /** What is measured of turns opened in the period at any unit, or at this one. */
  async measures(roots: readonly string[], period: Period, unitId: string | null): Promise<Measures> {
    const { sql, params } = inPeriod(roots, period);
    const own: Where =
      unitId === null ? { sql, params } : { sql: `${sql} AND unit_id = ?`, params: [...params, unitId] };
    const [row] = await this.db.read<Row>(
      `SELECT ${added(TURN_SUMS)} FROM turn_sum WHERE ${own.sql}`,
      own.params,
    );
    const late = await this.late(roots, period);
    const count =
      unitId === null ? [...late.values()].reduce((sum, n) => sum + n, 0) : (late.get(unitId) ?? 0);
    return withLate(numbersOf(TURN_SUMS, row ?? {}), count);
  }

  /** The same of every unit by itself. */
  async byUnit(roots: readonly string[], period: Period): Promise<Map<string, Measures>> {
    const { sql, params } = inPeriod(roots, period);
    const rows = await this.db.read<Row>(
      `SELECT unit_id, ${added(TURN_SUMS)} FROM turn_sum WHERE ${sql} AND unit_id <> ? GROUP BY unit_id`,
      [...params, STREET],
    );
    const late = await this.late(roots, period);
    return new Map(
      rows.map((row) => {
        const unitId = String(row.unit_id);
        return [unitId, withLate(numbersOf(TURN_SUMS, row), late.get(unitId) ?? 0)];
      }),
    );
  }

  /** What is measured of orders received in the period. */
  async received(roots: readonly string[], { fromDay, toDay }: Period): Promise<Measures> {
    const { sql, params } = among('root_id', roots);
    const [row] = await this.db.read<Row>(
      `SELECT ${added(ORDER_SUMS)} FROM order_sum WHERE ${sql} AND day >= ? AND day <= ?`,
      [...params, fromDay, toDay],
    );
    return numbersOf(ORDER_SUMS, row ?? {});
  }

  /** Ids of the orders behind a number. */
  async ordersOf(roots: readonly string[], period: Period, units: Units, which: Which): Promise<string[]> {
    const of: Where =
      units === null ? { sql: 'unit_id <> ?', params: [STREET] } : among('unit_id', [...units]);
    const { sql, params } = inPeriod(roots, period);
    const measure = measureOf(which.name, which.part, which.isAfter);
    const counted = await this.db.read<{ id: string }>(
      `SELECT DISTINCT order_id AS id FROM figure_turn WHERE ${sql} AND ${of.sql} AND ${measure} > 0`,
      [...params, ...of.params],
    );
    if (!WHEN_LATE.includes(measure)) return counted.map(({ id }) => id);
    const late = lateIn(roots, period);
    const overdue = await this.db.read<{ id: string }>(
      `SELECT DISTINCT order_id AS id FROM figure_open WHERE ${late.sql} AND ${of.sql}`,
      [...late.params, ...of.params],
    );
    return [...new Set([...counted, ...overdue].map(({ id }) => id))].sort();
  }

  /** Orders received in the period that went through a link, or lack it. */
  async ordersOfLink(
    roots: readonly string[],
    { fromDay, toDay }: Period,
    link: TenLink,
    has: boolean,
  ): Promise<string[]> {
    const { sql, params } = among('root_id', roots);
    const rows = await this.db.read<{ id: string }>(
      `SELECT order_id AS id FROM figure_order
        WHERE ${sql} AND day >= ? AND day <= ? AND link${TEN_LINKS.indexOf(link)}_orders = ?`,
      [...params, fromDay, toDay, has ? 1 : 0],
    );
    return rows.map(({ id }) => id);
  }

  /** Turns opened in the period that are late by now, by unit. */
  private async late(roots: readonly string[], period: Period): Promise<Map<string, number>> {
    const { sql, params } = lateIn(roots, period);
    const rows = await this.db.read<{ unitId: string; n: number }>(
      `SELECT unit_id AS unitId, COUNT(*) AS n FROM figure_open WHERE ${sql} GROUP BY unit_id`,
      params,
    );
    return new Map(rows.map(({ unitId, n }) => [unitId, Number(n)]));
  }
}

function inPeriod(roots: readonly string[], { fromDay, toDay }: Period): Where {
  const { sql, params } = among('root_id', roots);
  return {
    sql: `${sql} AND day >= ? AND day <= ? AND until_day <= ?`,
    params: [...params, fromDay, toDay, toDay],
  };
}

function lateIn(roots: readonly string[], { fromDay, toDay, asOf }: Period): Where {
  const { sql, params } = among('root_id', roots);
  return {
    sql: `${sql} AND day >= ? AND day <= ? AND due_at < ?`,
    params: [...params, fromDay, toDay, asOf],
  };
}
