import { Injectable } from '@nestjs/common';
import type { OrderFacts } from '@yihu/shared';
import type { Row, Tx } from '../../../platform/db/db';
import { newId } from '../../../platform/ids';
import { type Measures, ORDER_MEASURES, plus, TURN_MEASURES } from '../rules/measures';
import type { Reckoned } from '../rules/parts';

/** A kind of sums: the rows they are made of, and what one of them is the sum of. */
export interface Sums {
  sums: 'order_sum' | 'turn_sum';
  parts: 'figure_order' | 'figure_turn';
  keys: readonly string[];
  measures: readonly string[];
}

export const ORDER_SUMS: Sums = {
  ...{ sums: 'order_sum', parts: 'figure_order', measures: ORDER_MEASURES },
  keys: ['root_id', 'day', 'community_id', 'class_top'],
};
export const TURN_SUMS: Sums = {
  ...{ sums: 'turn_sum', parts: 'figure_turn', measures: TURN_MEASURES },
  keys: ['root_id', 'day', 'until_day', 'unit_id'],
};

const SEPARATOR = '|';
const LOCK = 'figures.lock';
const marks = (values: readonly unknown[]) => values.map(() => '?').join(',');

/** The only writer of what is kept of figures. */
@Injectable()
export class KeptStore {
  /** Says that what these orders add has to be reckoned anew. */
  note(tx: Tx, orders: readonly Pick<OrderFacts, 'id' | 'rootId'>[]): Promise<void> {
    return tx.insert(
      'figure_due',
      orders.map(({ id, rootId }) => ({ id: newId(), order_id: id, root_id: rootId })),
    );
  }

  /** One at a time from here to the end of the transaction: sums are read before they are written. */
  async lock(tx: Tx): Promise<void> {
    if ((await tx.execute('UPDATE shared_value SET value = ? WHERE name = ?', [newId(), LOCK])) > 0) return;
    await tx.insert('shared_value', { name: LOCK, value: newId(), until_at: null });
  }

  /** Forgets that something was due; false when somebody else has done some of it meanwhile. */
  async settled(tx: Tx, ids: readonly string[]): Promise<boolean> {
    const gone = await tx.execute(`DELETE FROM figure_due WHERE id IN (${marks(ids)})`, ids);
    return gone === ids.length;
  }

  /** Puts what orders add in place of what they added before, and brings the sums in step. Holds the lock. */
  async replace(tx: Tx, reckoned: readonly Reckoned[]): Promise<void> {
    if (reckoned.length === 0) return;
    const ids = reckoned.map(({ orderId }) => orderId);
    const kept = await tx.query<Row>(`SELECT * FROM figure_order WHERE order_id IN (${marks(ids)})`, ids);
    const versions = new Map(kept.map((row) => [String(row.order_id), Number(row.version)]));
    // Reckoned by another from a later place in the history while we were at it.
    const newer = reckoned.filter(({ orderId, version }) => version >= (versions.get(orderId) ?? 0));
    const own = newer.map(({ orderId }) => orderId);
    if (own.length === 0) return;
    const isOwn = new Set(own);
    const among = `order_id IN (${marks(own)})`;
    const turns = await tx.query<Row>(`SELECT * FROM figure_turn WHERE ${among}`, own);
    const rows = {
      orders: newer.map(orderRow),
      turns: newer.flatMap(turnRows),
      open: newer.flatMap(openRows),
    };
    await this.shift(
      tx,
      ORDER_SUMS,
      kept.filter((row) => isOwn.has(String(row.order_id))),
      rows.orders,
    );
    await this.shift(tx, TURN_SUMS, turns, rows.turns);
    for (const table of ['figure_order', 'figure_turn', 'figure_open']) {
      await tx.execute(`DELETE FROM ${table} WHERE ${among}`, own);
    }
    await tx.insert('figure_order', rows.orders);
    await tx.insert('figure_turn', rows.turns);
    await tx.insert('figure_open', rows.open);
  }

  /** Adds to sums, by their keys. In order of the keys, as everybody does who writes more than one row. */
  async add(tx: Tx, { sums, keys, measures }: Sums, changes: ReadonlyMap<string, Measures>): Promise<void> {
    const where = keys.map((key) => `${key} = ?`).join(' AND ');
    for (const [key, change] of [...changes].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const changed = measures.filter((name) => (change[name] ?? 0) !== 0);
      if (changed.length === 0) continue;
      const at = key.split(SEPARATOR);
      const set = changed.map((name) => `${name} = ${name} + ?`).join(', ');
      const known = await tx.execute(`UPDATE ${sums} SET ${set} WHERE ${where}`, [
        ...changed.map((name) => change[name] ?? 0),
        ...at,
      ]);
      if (known > 0) continue;
      await tx.insert(sums, {
        ...Object.fromEntries(keys.map((name, n) => [name, at[n] ?? ''])),
        ...inFull(measures, change),
      });
    }
  }

  private shift(tx: Tx, kind: Sums, before: readonly Row[], after: readonly Row[]): Promise<void> {
    const changes = new Map<string, Measures>();
    for (const [rows, times] of [
      [before, -1],
      [after, 1],
    ] as const) {
      for (const row of rows) {
        const key = keyOf(kind, row);
        changes.set(key, plus(changes.get(key) ?? {}, numbersOf(kind, row), times));
      }
    }
    return this.add(tx, kind, changes);
  }
}

/** The sum a row belongs to, as one word. */
export function keyOf({ keys }: Sums, row: Row): string {
  return keys.map((name) => String(row[name])).join(SEPARATOR);
}

/** What a row, or a sum of rows, measures. */
export function numbersOf({ measures }: Sums, row: Row): Measures {
  return Object.fromEntries(measures.map((name) => [name, Number(row[name] ?? 0)]));
}

const inFull = (names: readonly string[], measures: Measures): Row =>
  Object.fromEntries(names.map((name) => [name, measures[name] ?? 0]));

/** The row kept of an order. */
export function orderRow({ orderId, rootId, version, order }: Reckoned): Row {
  return {
    ...{ order_id: orderId, root_id: rootId, day: order.day, community_id: order.communityId },
    ...{ class_top: order.classTop, version },
    ...inFull(ORDER_MEASURES, order.measures),
  };
}

/** The rows kept of its turns. */
export function turnRows({ orderId, rootId, turns }: Reckoned): Row[] {
  const shared =
    new Set(turns.map(({ unitId }) => unitId).filter((unitId) => unitId !== '')).size > 1 ? 1 : 0;
  return turns.map(({ unitId, day, untilDay, measures }, n) => ({
    ...{ order_id: orderId, n, root_id: rootId, unit_id: unitId, day, until_day: untilDay, shared },
    ...inFull(TURN_MEASURES, measures),
  }));
}

/** The rows kept of turns that are not answered. */
export function openRows({ orderId, rootId, open }: Reckoned): Row[] {
  return open.map(({ turnId, unitId, day, dueAt }) => ({
    ...{ turn_id: turnId, order_id: orderId, root_id: rootId },
    ...{ unit_id: unitId, day, due_at: dueAt },
  }));
}
