import { Injectable } from '@nestjs/common';
import { isOpen, type OrderEvent, type OrderFacts, type TextPart } from '@yihu/shared';
import { type Db, readRows, type Tx } from '../../platform/db/db';
import { appendEvent, readEvents } from '../../platform/db/event-stream';
import { updateOf } from '../../platform/db/mapping';
import { firstNumberOf } from '../../platform/db/restored';
import type { ClockRow } from '../clocks/clock-row';
import { type NewOrder, ORDER_FACTS, STORED_ORDER, type StoredOrder, storedOrder } from './order-columns';
import { dueColumns } from './rules/due-columns';
import { linkOf } from './rules/links';
import { turnChange } from './rules/turns';

export type { NewOrder, StoredOrder } from './order-columns';

/** Stands before words that were heard, not written. */
const SAID = '〔录音听写〕';

// Made once: a statement is looked up by its text, and a text put together anew is read through for that.
const BY_ID = `SELECT ${STORED_ORDER} FROM work_order WHERE id = ?`;
const BY_DRAFT = `SELECT body_hash AS bodyHash, ${STORED_ORDER} FROM work_order WHERE draft_id = ?`;

/** The only writer of order state: `work_order`, `order_private`, `event`, `event_text`, `task`, `counter`. */
@Injectable()
export class OrdersStore {
  async find(reader: Tx | Db, orderId: string): Promise<StoredOrder | null> {
    const [row] = await readRows(reader, BY_ID, [orderId]);
    return row === undefined ? null : storedOrder(row);
  }

  /** An order of that street by the number people know it by, and where its place lies. */
  async findByNumber(
    reader: Tx | Db,
    rootId: string,
    orderNo: string,
  ): Promise<(StoredOrder & { placeKey: string | null }) | null> {
    const sql = `SELECT place_key AS placeKey, ${STORED_ORDER} FROM work_order WHERE order_no = ? AND root_id = ?`;
    const [found] = await readRows(reader, sql, [orderNo, rootId]);
    if (found === undefined) return null;
    const { placeKey, ...row } = found;
    return { ...storedOrder(row), placeKey: placeKey as string | null };
  }

  async findByDraft(
    reader: Tx | Db,
    draftId: string,
  ): Promise<{ order: StoredOrder; bodyHash: string } | null> {
    const [found] = await readRows(reader, BY_DRAFT, [draftId]);
    if (found === undefined) return null;
    const { bodyHash, ...row } = found;
    return { order: storedOrder(row), bodyHash: String(bodyHash) };
  }

  /** The next number of the day for people, e.g. `NQ20261122-0001`. Gapless but for a restore: it commits with the order. */
  async nextNumber(tx: Tx, prefix: string, day: string): Promise<string> {
    // Counted by prefix: two streets that were given the same one still get numbers of their own.
    const name = `order_no:${prefix}:${day}`;
    const bump = () => tx.execute('UPDATE counter SET value = value + 1 WHERE name = ?', [name]);
    if ((await bump()) === 0) {
      // Two first orders of a day: the loser of the insert runs again from outside and finds the row.
      await tx.insert('counter', { name, value: await firstNumberOf(tx, day) });
    }
    const [row] = await tx.query<{ value: number }>('SELECT value FROM counter WHERE name = ?', [name]);
    return `${prefix}${day.replaceAll('-', '')}-${String(row?.value ?? 0).padStart(4, '0')}`;
  }

  async insert(tx: Tx, order: NewOrder, clocks: readonly ClockRow[]): Promise<void> {
    await tx.insert('work_order', {
      ...ORDER_FACTS.row(order.facts),
      draft_id: order.draftId,
      body_hash: order.bodyHash,
      title: order.title,
      place_key: order.placeKey,
      given_lat_e6: order.given?.latE6 ?? null,
      given_lng_e6: order.given?.lngE6 ?? null,
      given_datum: order.given?.datum ?? null,
      lat_e6: order.wgs84?.latE6 ?? null,
      lng_e6: order.wgs84?.lngE6 ?? null,
      ...dueColumns(order.facts, clocks),
      open_root: openRoot(order.facts),
    });
    await tx.insert('order_private', {
      order_id: order.facts.id,
      name: order.private.name,
      phone_cipher: order.private.phoneCipher,
      phone_bidx: order.private.phoneBidx,
      last4_bidx: order.private.last4Bidx,
      company: order.private.company,
      address: order.private.address,
      content: order.private.content,
    });
  }

  /** The firm as it was named at filing; empty for none. */
  async companyOf(tx: Tx, orderId: string): Promise<string> {
    const [row] = await tx.query('SELECT company FROM order_private WHERE order_id = ?', [orderId]);
    return String(row?.company ?? '');
  }

  /** Guarded by the version the decision was made on; false when somebody was faster. */
  async update(
    tx: Tx,
    before: OrderFacts,
    after: OrderFacts,
    title: string,
    clocks: readonly ClockRow[],
  ): Promise<boolean> {
    const set = {
      ...ORDER_FACTS.changes(before, after),
      ...{ title, open_root: openRoot(after) },
      ...dueColumns(after, clocks),
    };
    const affected = await tx.execute(
      ...updateOf('work_order', set, 'id = ? AND version = ?', [before.id, before.version]),
    );
    return affected === 1;
  }

  /** Locks the order's row and says whether it still has the version that was read. */
  async isStill(tx: Tx, facts: Pick<OrderFacts, 'id' | 'version'>): Promise<boolean> {
    const sql = 'UPDATE work_order SET version = version WHERE id = ? AND version = ?';
    return (await tx.execute(sql, [facts.id, facts.version])) === 1;
  }

  async addEvent(tx: Tx, orderId: string, event: OrderEvent, commandId: string | null): Promise<void> {
    appendEvent(tx, { id: orderId, kind: 'ORDER', link: linkOf(event), commandId }, event);
  }

  async addTexts(tx: Tx, orderId: string, seq: number, texts: readonly TextPart[]): Promise<void> {
    tx.insertLate(
      'event_text',
      texts.map((text) => ({
        stream_id: orderId,
        seq,
        field: text.field,
        layer: text.layer,
        body: text.body,
      })),
    );
  }

  /** What a recording says becomes part of the narrative; words written by the filer stay before it. */
  async addWords(tx: Tx, orderId: string, words: string): Promise<void> {
    const [row] = await tx.query('SELECT content FROM order_private WHERE order_id = ?', [orderId]);
    const written = String(row?.content ?? '');
    await tx.execute('UPDATE order_private SET content = ? WHERE order_id = ?', [
      written === '' ? words : `${written}\n${SAID}${words}`,
      orderId,
    ]);
  }

  /** Keeps the lead unit's turn in step with what happened to the order. */
  async followTurn(tx: Tx, before: OrderFacts, event: OrderEvent): Promise<void> {
    const { open, set } = turnChange(before, event);
    if (set !== null) await tx.execute(...updateOf('task', set, 'id = ?', [before.turnId]));
    await tx.insert('task', open);
  }

  /** The history of an order, or what came after a version of it. */
  eventsOf(reader: Tx | Db, orderId: string, afterSeq = 0): Promise<OrderEvent[]> {
    return readEvents<OrderEvent>(reader, orderId, afterSeq);
  }
}

/** Lists of open orders find them by this, and only them. */
function openRoot({ state, rootId }: OrderFacts): string | null {
  return isOpen(state) ? rootId : null;
}
