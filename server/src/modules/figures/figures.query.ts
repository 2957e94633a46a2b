import { Injectable } from '@nestjs/common';
import { type Instant, type Milestone, OPEN_STATES, type OrderEvent, type State } from '@yihu/shared';
import { Db, type SqlValue } from '../../platform/db/db';
import { readStreams } from '../../platform/db/event-stream';
import type { PromiseRow } from './rules/turns-of';
import type { LiveClock, SweptOrder } from './rules/verdicts';

const BATCH = 200;
const marks = (values: readonly unknown[]) => values.map(() => '?').join(',');

/** An order as lists of figures name it. */
export interface NamedOrder {
  orderId: string;
  orderNo: string;
  title: string;
  unitId: string;
}

export interface OpenOrder extends NamedOrder {
  rootId: string;
  officeUnitId: string;
  swept: SweptOrder;
}

type Columns = Record<string, string | number | null>;

/** Reads what figures and the sweep are made of; writes nothing. */
@Injectable()
export class FiguresQuery {
  constructor(private readonly db: Db) {}

  /** Orders of these streets with a turn opened in the period at one of these units; null: at any. */
  async withTurns(
    rootIds: readonly string[],
    { from, to }: { from: Instant; to: Instant },
    units: ReadonlySet<string> | null,
  ): Promise<string[]> {
    if (rootIds.length === 0 || units?.size === 0) return [];
    const ofUnits = units === null ? '' : `AND t.unit_id IN (${marks([...units])})`;
    const rows = await this.db.read<{ id: string }>(
      `SELECT DISTINCT w.id FROM task t JOIN work_order w ON w.id = t.order_id
        WHERE t.role = 'LEAD' AND t.opened_at >= ? AND t.opened_at < ? AND w.root_id IN (${marks(rootIds)}) ${ofUnits}
        ORDER BY w.id`,
      [from, to, ...rootIds, ...(units ?? [])],
    );
    return rows.map(({ id }) => id);
  }

  /** Orders of these streets received in the period. */
  async received(rootIds: readonly string[], from: Instant, to: Instant): Promise<string[]> {
    if (rootIds.length === 0) return [];
    const rows = await this.db.read<{ id: string }>(
      `SELECT id FROM work_order WHERE root_id IN (${marks(rootIds)}) AND received_at >= ? AND received_at < ?
        ORDER BY received_at, id`,
      [...rootIds, from, to],
    );
    return rows.map(({ id }) => id);
  }

  /** Histories of orders, a batch at a time. */
  async *histories(orderIds: readonly string[]): AsyncGenerator<{ orderId: string; events: OrderEvent[] }> {
    for (let at = 0; at < orderIds.length; at += BATCH) {
      const ids = orderIds.slice(at, at + BATCH);
      const events = await readStreams<OrderEvent>(this.db, ids);
      for (const orderId of ids) yield { orderId, events: events.get(orderId) ?? [] };
    }
  }

  /** The inner promises figures look at, by order. */
  async promisesOf(orderIds: readonly string[]): Promise<Map<string, PromiseRow[]>> {
    const found = new Map<string, PromiseRow[]>();
    for (let at = 0; at < orderIds.length; at += BATCH) {
      const ids = orderIds.slice(at, at + BATCH);
      const rows = await this.db.read<Columns>(
        `SELECT order_id, subject_id, cycle, milestone, state, due_at, met_at FROM clock
          WHERE order_id IN (${marks(ids)}) AND scope = 'INNER' AND milestone IN ('sign', 'contact', 'handle')
          ORDER BY id`,
        [...ids],
      );
      for (const row of rows) {
        const orderId = String(row.order_id);
        const list = found.get(orderId) ?? [];
        found.set(orderId, list);
        list.push({
          subjectId: String(row.subject_id),
          cycle: Number(row.cycle),
          milestone: String(row.milestone),
          dueAt: textOrNull(row.due_at),
          metAt: textOrNull(row.met_at),
          isLive: row.state === 'RUNNING' || row.state === 'PAUSED' || row.state === 'AWAITING_CALENDAR',
        });
      }
    }
    return found;
  }

  /** Orders by id as lists name them. */
  async named(orderIds: readonly string[]): Promise<NamedOrder[]> {
    const unique = [...new Set(orderIds)];
    const orders: NamedOrder[] = [];
    for (let at = 0; at < unique.length; at += BATCH) {
      const ids = unique.slice(at, at + BATCH);
      const rows = await this.db.read<Columns>(
        `SELECT id, order_no, title, owner_unit_id FROM work_order WHERE id IN (${marks(ids)}) ORDER BY order_no`,
        [...ids],
      );
      orders.push(...rows.map(namedOf));
    }
    return orders;
  }

  /** Every open order of a street with what its verdict rests on. */
  async *open(rootId: string): AsyncGenerator<OpenOrder> {
    for (let after = ''; ; ) {
      const rows = await this.db.read<Columns>(
        `SELECT w.id, w.order_no, w.title, w.owner_unit_id, w.office_unit_id, w.root_id, w.state, w.received_at,
                w.staff_at, w.returns, w.urges, w.told, w.filer_id, w.has_phone, w.procedures,
                u.id AS owner_id, u.active AS owner_active, t.state AS turn_state
           FROM work_order w LEFT JOIN unit u ON u.id = w.owner_unit_id
                LEFT JOIN task t ON t.id = w.turn_id AND t.order_id = w.id
          WHERE w.root_id = ? AND w.state IN (${marks(OPEN_STATES)}) AND w.id > ? ORDER BY w.id LIMIT ${BATCH}`,
        [rootId, ...OPEN_STATES, after],
      );
      const clocks = await this.liveClocks(rows.map(({ id }) => String(id)));
      for (const row of rows) yield openOf(row, clocks.get(String(row.id)) ?? []);
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCH) return;
      after = String(last.id);
    }
  }

  private async liveClocks(orderIds: readonly SqlValue[]): Promise<Map<string, LiveClock[]>> {
    if (orderIds.length === 0) return new Map();
    const rows = await this.db.read<Columns>(
      `SELECT order_id, milestone, scope, state, due_at FROM clock
        WHERE order_id IN (${marks(orderIds)}) AND state IN ('RUNNING', 'PAUSED', 'AWAITING_CALENDAR') ORDER BY id`,
      [...orderIds],
    );
    const found = new Map<string, LiveClock[]>();
    for (const row of rows) {
      const list = found.get(String(row.order_id)) ?? [];
      found.set(String(row.order_id), list);
      list.push({
        milestone: String(row.milestone) as Milestone,
        scope: row.scope === 'OUTER' ? 'OUTER' : 'INNER',
        state: String(row.state) as LiveClock['state'],
        dueAt: textOrNull(row.due_at),
      });
    }
    return found;
  }
}

const textOrNull = (value: string | number | null | undefined) => (value == null ? null : String(value));

function namedOf(row: Columns): NamedOrder {
  return {
    orderId: String(row.id),
    orderNo: String(row.order_no),
    title: String(row.title),
    unitId: String(row.owner_unit_id),
  };
}

function openOf(row: Columns, clocks: LiveClock[]): OpenOrder {
  return {
    ...namedOf(row),
    rootId: String(row.root_id),
    officeUnitId: String(row.office_unit_id),
    swept: {
      facts: {
        state: String(row.state) as State,
        receivedAt: String(row.received_at),
        staffAt: textOrNull(row.staff_at),
        returns: Number(row.returns),
        urges: Number(row.urges),
        told: Number(row.told) === 1,
        filerId: textOrNull(row.filer_id),
        hasPhone: Number(row.has_phone) === 1,
        procedures: String(row.procedures),
      },
      hasOwner: row.owner_id !== null && Number(row.owner_active) === 1,
      hasTurn: row.turn_state === 'OPEN' || row.turn_state === 'SIGNED',
      clocks,
    },
  };
}
