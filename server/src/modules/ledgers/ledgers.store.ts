import { Injectable } from '@nestjs/common';
import { type Instant, type ItemEvent, type ItemFacts, OPEN_STATES } from '@yihu/shared';
import { type Db, type Row, readRows, type Tx } from '../../platform/db/db';
import { appendEvent, readEvents } from '../../platform/db/event-stream';
import { updateOf } from '../../platform/db/mapping';

const textOrNull = (value: unknown): string | null => (value == null ? null : String(value));

function rowOf(item: ItemFacts): Row {
  return {
    id: item.id,
    kind: item.kind,
    version: item.version,
    state: item.state,
    root_id: item.rootId,
    open_key: item.openKey,
    title: item.title,
    place_key: item.placeKey,
    class_code: item.classCode,
    unit_id: item.unitId,
    person_id: item.personId,
    due_day: item.dueDay,
    opened_at: item.openedAt,
    entered_by: item.enteredBy,
    entered_by_id: item.enteredById,
    orders_total: item.ordersTotal,
    orders_open: item.ordersOpen,
    struck_by_id: item.struckById,
    ended_at: item.endedAt,
    coded: JSON.stringify(item.values),
  };
}

function itemOf(row: Row): ItemFacts {
  return {
    id: String(row.id),
    kind: String(row.kind),
    version: Number(row.version),
    state: String(row.state) as ItemFacts['state'],
    rootId: String(row.root_id),
    openKey: textOrNull(row.open_key),
    title: String(row.title),
    placeKey: textOrNull(row.place_key),
    classCode: textOrNull(row.class_code),
    unitId: textOrNull(row.unit_id),
    personId: textOrNull(row.person_id),
    dueDay: textOrNull(row.due_day),
    openedAt: String(row.opened_at),
    enteredBy: String(row.entered_by),
    enteredById: String(row.entered_by_id),
    ordersTotal: Number(row.orders_total),
    ordersOpen: Number(row.orders_open),
    struckById: textOrNull(row.struck_by_id),
    endedAt: textOrNull(row.ended_at),
    values: JSON.parse(String(row.coded)),
  };
}

const marks = (values: readonly unknown[]) => values.map(() => '?').join(',');
const TOTALS = `SELECT COUNT(*) AS n, SUM(CASE WHEN w.state IN (${marks(OPEN_STATES)}) THEN 1 ELSE 0 END) AS open
   FROM (SELECT DISTINCT order_id FROM order_link
          WHERE target_id = ? AND rel IN ('IN', 'JOINED') AND target_kind = 'ITEM') l
   JOIN work_order w ON w.id = l.order_id`;

/** What makes an entry the same as one that stands. */
export const openKeyOf = (kind: string, rootId: string, identity: readonly string[]): string =>
  [kind, rootId, ...identity].join(':').slice(0, 160);

/** The only writer of `ledger_item` and its event streams. */
@Injectable()
export class LedgersStore {
  async find(reader: Tx | Db, id: string): Promise<ItemFacts | null> {
    const [row] = await readRows(reader, 'SELECT * FROM ledger_item WHERE id = ?', [id]);
    return row === undefined ? null : itemOf(row);
  }

  async findByKey(reader: Tx | Db, openKey: string): Promise<ItemFacts | null> {
    const [row] = await readRows(reader, 'SELECT * FROM ledger_item WHERE open_key = ?', [openKey]);
    return row === undefined ? null : itemOf(row);
  }

  /** Entries of one ledger of these streets, the most pressing first; `states` empty means all. */
  async list(
    reader: Tx | Db,
    rootIds: readonly string[],
    kind: string,
    states: readonly string[],
    limit: number,
  ): Promise<ItemFacts[]> {
    if (rootIds.length === 0) return [];
    const inStates = states.length === 0 ? '' : `AND state IN (${marks(states)})`;
    const sql = `SELECT * FROM ledger_item WHERE root_id IN (${marks(rootIds)}) AND kind = ? ${inStates}
       ORDER BY COALESCE(due_day, '9999'), id DESC LIMIT ?`;
    return (await readRows(reader, sql, [...rootIds, kind, ...states, limit])).map(itemOf);
  }

  /** What stands in each ledger of these streets, by its kind. `today` decides what is late. */
  async counts(
    db: Db,
    rootIds: readonly string[],
    states: readonly string[],
    today: string,
  ): Promise<Map<string, { standing: number; classes: number; late: number }>> {
    if (rootIds.length === 0) return new Map();
    const sql = `SELECT kind, COUNT(*) AS standing, COUNT(DISTINCT COALESCE(class_code, '')) AS classes,
         SUM(CASE WHEN due_day < ? AND ended_at IS NULL THEN 1 ELSE 0 END) AS late
       FROM ledger_item WHERE root_id IN (${marks(rootIds)}) AND state IN (${marks(states)}) GROUP BY kind`;
    const found = await readRows(db, sql, [today, ...rootIds, ...states]);
    return new Map(
      found.map((row) => [
        String(row.kind),
        { standing: Number(row.standing), classes: Number(row.classes), late: Number(row.late) },
      ]),
    );
  }

  /** The problems an order is one of, as they stand, the newest first. */
  async problemsOf(tx: Tx, orderId: string): Promise<ItemFacts[]> {
    const sql = `SELECT DISTINCT i.* FROM order_link l JOIN ledger_item i ON i.id = l.target_id
       WHERE l.order_id = ? AND l.target_kind = 'ITEM' AND i.kind = 'problem' ORDER BY i.id DESC`;
    return (await tx.query<Row>(sql, [orderId])).map(itemOf);
  }

  async insert(tx: Tx, item: ItemFacts): Promise<void> {
    await tx.insert('ledger_item', rowOf(item));
  }

  /** Guarded by the version that was read; false when somebody was faster. */
  async update(tx: Tx, before: ItemFacts, after: ItemFacts): Promise<boolean> {
    const { id: _, ...columns } = rowOf(after);
    const guard = [before.id, before.version];
    return (await tx.execute(...updateOf('ledger_item', columns, 'id = ? AND version = ?', guard))) === 1;
  }

  async addEvent(tx: Tx, itemId: string, event: ItemEvent, commandId: string | null): Promise<void> {
    appendEvent(tx, { id: itemId, kind: 'ITEM', link: null, commandId }, event);
  }

  eventsOf(reader: Tx | Db, itemId: string): Promise<ItemEvent[]> {
    return readEvents<ItemEvent>(reader, itemId);
  }

  async textsOf(reader: Tx | Db, itemId: string): Promise<{ seq: number; field: string; body: string }[]> {
    const found = await readRows(
      reader,
      'SELECT seq, field, body FROM event_text WHERE stream_id = ? ORDER BY seq, field',
      [itemId],
    );
    return found.map((row) => ({ seq: Number(row.seq), field: String(row.field), body: String(row.body) }));
  }

  /** Ids of the orders in it, in the order they came in. */
  async orderIdsOf(reader: Tx | Db, itemId: string): Promise<string[]> {
    const sql = `SELECT DISTINCT order_id FROM order_link WHERE target_id = ? AND rel IN ('IN', 'JOINED') AND target_kind = 'ITEM' ORDER BY order_id`;
    return (await readRows(reader, sql, [itemId])).map((row) => String(row.order_id));
  }

  /** Which of these orders are in it already. */
  async amongIts(tx: Tx, itemId: string, orderIds: readonly string[]): Promise<Set<string>> {
    if (orderIds.length === 0) return new Set();
    const sql = `SELECT order_id FROM order_link WHERE target_id = ? AND rel IN ('IN', 'JOINED') AND target_kind = 'ITEM'
        AND order_id IN (${marks(orderIds)})`;
    const rows = await tx.query<{ order_id: string }>(sql, [itemId, ...orderIds]);
    return new Set(rows.map(({ order_id }) => order_id));
  }

  /** How many orders it holds, and how many of them are neither closed nor ended: counted where they lie. */
  async totalsOf(tx: Tx, itemId: string): Promise<Pick<ItemFacts, 'ordersTotal' | 'ordersOpen'>> {
    const [row] = await tx.query<{ n: number; open: number | null }>(TOTALS, [...OPEN_STATES, itemId]);
    return { ordersTotal: Number(row?.n ?? 0), ordersOpen: Number(row?.open ?? 0) };
  }

  /** How many of these orders are neither closed nor ended. */
  async countOpen(tx: Tx, orderIds: readonly string[]): Promise<number> {
    if (orderIds.length === 0) return 0;
    const sql = `SELECT COUNT(*) AS n FROM work_order WHERE id IN (${marks(orderIds)}) AND state IN (${marks(OPEN_STATES)})`;
    const [row] = await tx.query<{ n: number }>(sql, [...orderIds, ...OPEN_STATES]);
    return Number(row?.n ?? 0);
  }

  async link(tx: Tx, itemId: string, orderIds: readonly string[], at: Instant): Promise<void> {
    await tx.insert(
      'order_link',
      orderIds.map((id) => ({ order_id: id, rel: 'IN', target_kind: 'ITEM', target_id: itemId, at })),
    );
  }

  /** It was in it and has gone on to another; the history of the entry keeps which. */
  async carry(tx: Tx, itemId: string, orderId: string): Promise<void> {
    const sql = "UPDATE order_link SET rel = 'CARRIED' WHERE order_id = ? AND rel = 'IN' AND target_id = ?";
    await tx.execute(sql, [orderId, itemId]);
  }

  async unlink(tx: Tx, itemId: string, orderId: string): Promise<void> {
    await tx.execute("DELETE FROM order_link WHERE order_id = ? AND rel = 'IN' AND target_id = ?", [
      orderId,
      itemId,
    ]);
  }

  /** How its orders stand: how many are still open, how many ended without being solved or explained. */
  async ordersOf(
    reader: Tx | Db,
    itemId: string,
  ): Promise<
    {
      id: string;
      orderNo: string;
      title: string;
      state: string;
      outcome: string | null;
      handlerId: string | null;
    }[]
  > {
    const sql = `SELECT DISTINCT w.id, w.order_no, w.title, w.state, w.outcome, w.handler_id, w.received_at FROM order_link l
       JOIN work_order w ON w.id = l.order_id
       WHERE l.target_id = ? AND l.rel IN ('IN', 'JOINED') AND l.target_kind = 'ITEM' ORDER BY w.received_at, w.id`;
    return (await readRows(reader, sql, [itemId])).map((row) => ({
      id: String(row.id),
      orderNo: String(row.order_no),
      title: String(row.title),
      state: String(row.state),
      outcome: textOrNull(row.outcome),
      handlerId: textOrNull(row.handler_id),
    }));
  }

  /** How many of these persons have a post in the street. */
  async staffAmong(reader: Tx | Db, rootId: string, ids: readonly string[], now: Instant): Promise<number> {
    if (ids.length === 0) return 0;
    const sql = `SELECT COUNT(DISTINCT g.person_id) AS n FROM role_grant g JOIN unit u ON u.id = g.unit_id
       WHERE u.root_id = ? AND g.from_at <= ? AND (g.until_at IS NULL OR g.until_at > ?)
         AND g.person_id IN (${ids.map(() => '?').join(',')})`;
    const [row] = await readRows(reader, sql, [rootId, now, now, ...ids]);
    return Number(row?.n ?? 0);
  }
}
