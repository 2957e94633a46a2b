import { Injectable } from '@nestjs/common';
import { Db, PATIENT_MS, type Row, type Tx } from '../../../platform/db/db';
import { type Measures, plus } from '../rules/measures';
import { FigureKeeper } from './keeper.service';
import {
  KeptStore,
  keyOf,
  numbersOf,
  ORDER_SUMS,
  orderRow,
  type Sums,
  TURN_SUMS,
  turnRows,
} from './kept.store';
import { Reckoner } from './reckoner.service';

/** Kept of an order as it was when it was reckoned last; whether it repeats another one, others decide later too. */
const NOT_COMPARED: readonly string[] = ['version', 'repeats', 'repeats_after'];
const BATCH = 100;

interface Share {
  checked: number;
  lastId: string | null;
  differing: string[];
}

/** Recounts what is kept of figures: sums against their parts, and parts against the histories they come from. */
@Injectable()
export class KeptCheck {
  constructor(
    private readonly db: Db,
    private readonly store: KeptStore,
    private readonly keeper: FigureKeeper,
    private readonly reckoner: Reckoner,
  ) {}

  /** Sums that are not what their parts add up to, e.g. `turn_sum|…|2026-11-23|2026-11-23|…`. */
  async differingSums(): Promise<string[]> {
    const found: string[] = [];
    for (const kind of [ORDER_SUMS, TURN_SUMS]) {
      for (const rootId of await this.roots(kind)) {
        for (const key of (await this.missing(this.db, kind, rootId)).keys())
          found.push(`${kind.sums}|${key}`);
      }
    }
    return found.sort();
  }

  /**
   * The next orders after one, of which something else is kept than their history says. Those something has just
   * happened to are not among them: they are due. None while old orders are still being reckoned for the first time.
   */
  async differingOrders(after: string, limit: number): Promise<Share> {
    if (!(await this.keeper.isDone())) return { checked: 0, lastId: null, differing: [] };
    const rows = await this.db.read<{ id: string }>(
      'SELECT id FROM work_order WHERE id > ? ORDER BY id LIMIT ?',
      [after, limit],
    );
    const differing: string[] = [];
    for (let at = 0; at < rows.length; at += BATCH) {
      const ids = rows.slice(at, at + BATCH).map(({ id }) => id);
      // Looked at twice: one may have been reckoned by the keeper just between our two reads.
      differing.push(...(await this.differ(await this.differ(ids))));
    }
    return { checked: rows.length, lastId: rows.at(-1)?.id ?? null, differing };
  }

  /** Reckons every order anew and puts right the sums; answers how many sums were wrong. Work may go on meanwhile. */
  async rebuild(): Promise<number> {
    await this.keeper.rebuild();
    let repaired = 0;
    for (const kind of [ORDER_SUMS, TURN_SUMS]) {
      for (const rootId of await this.roots(kind)) {
        repaired += await this.db.inTransaction(async (tx) => {
          await this.store.lock(tx);
          const missing = await this.missing(tx, kind, rootId);
          await this.store.add(tx, kind, missing);
          return missing.size;
        });
      }
    }
    return repaired;
  }

  private async differ(ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const wanted = new Map((await this.reckoner.of(ids)).map((each) => [each.orderId, each]));
    const marks = ids.map(() => '?').join(',');
    const read = async (table: string, order: string) => {
      const sql = `SELECT * FROM ${table} WHERE order_id IN (${marks}) ORDER BY ${order}`;
      return Map.groupBy(await this.db.read<Row>(sql, ids), (row) => String(row.order_id));
    };
    const [orders, turns] = [
      await read('figure_order', 'order_id'),
      await read('figure_turn', 'order_id, n'),
    ];
    const due = await read('figure_due', 'id');
    return ids.filter((id) => {
      const each = wanted.get(id);
      const [order, own] = each === undefined ? [[], []] : [[orderRow(each)], turnRows(each)];
      return !due.has(id) && (said(orders.get(id)) !== said(order) || said(turns.get(id)) !== said(own));
    });
  }

  private async roots({ parts, sums }: Sums): Promise<string[]> {
    const rows = await this.db.read<{ id: string }>(
      `SELECT DISTINCT root_id AS id FROM ${parts} UNION SELECT DISTINCT root_id FROM ${sums}`,
    );
    return rows.map(({ id }) => id).sort();
  }

  /** By key, what each wrong sum lacks. One statement, so that both are looked at in one and the same moment. */
  private async missing(reader: Db | Tx, kind: Sums, rootId: string): Promise<Map<string, Measures>> {
    const { parts, sums, keys, measures } = kind;
    const columns = [...keys, ...measures.map((name) => `SUM(${name}) AS ${name}`)].join(', ');
    const sql = `SELECT 'PART' AS made, ${columns} FROM ${parts} WHERE root_id = ? GROUP BY ${keys.join(', ')}
      UNION ALL SELECT 'SUM' AS made, ${[...keys, ...measures].join(', ')} FROM ${sums} WHERE root_id = ?`;
    const params = [rootId, rootId];
    const rows =
      reader instanceof Db
        ? await reader.read<Row>(sql, params, PATIENT_MS)
        : await reader.query<Row>(sql, params);
    const found = new Map<string, Measures>();
    for (const row of rows) {
      const key = keyOf(kind, row);
      found.set(key, plus(found.get(key) ?? {}, numbersOf(kind, row), row.made === 'PART' ? 1 : -1));
    }
    return new Map([...found].filter(([, lacks]) => Object.values(lacks).some((n) => n !== 0)));
  }
}

/** What rows say, as one text. */
function said(rows: readonly Row[] = []): string {
  return rows
    .map((row) =>
      Object.keys(row)
        .filter((name) => !NOT_COMPARED.includes(name))
        .sort()
        .map((name) => `${name}=${row[name]}`)
        .join(),
    )
    .join(';');
}
