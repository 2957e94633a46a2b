import { Injectable } from '@nestjs/common';
import { type DeskMark, isOpen, type OrderEvent, type OrderFacts } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { marksOf, NO_MATTER, repeatsAmong, type Said, yearBefore } from './rules/marks';

/** Whose mark it is when it is everybody's. */
const ALL = '';
// The plus hides a column from SQLite, which would walk the street's whole class instead of one person's orders.
const BY_ORDER = 'work_order w CROSS JOIN order_private p ON p.order_id = w.id';
const BY_PHONE = 'order_private p CROSS JOIN work_order w ON w.id = p.order_id';
const SAID = `w.id, w.state, w.class_code AS classCode, w.received_at AS receivedAt, w.filer_id AS filerId,
  p.phone_bidx AS phoneBidx`;

/** An order that may repeat another one. */
export type OpenOrder = Pick<OrderFacts, 'id' | 'rootId' | 'classCode'>;

/** The only writer of `order_mark`: what the desk keeps apart among open orders. */
@Injectable()
export class OrderMarksStore {
  /** Marks of an order that has just been filed. */
  async begin(tx: Tx, facts: OrderFacts, phoneBidx: string | null): Promise<void> {
    for (const mark of marksOf(facts)) await this.add(tx, facts, mark);
    if (facts.registrarId !== null && isOpen(facts.state))
      await this.add(tx, facts, 'MINE', facts.registrarId);
    if (isOpen(facts.state) && (await this.isRepeat(tx, facts, phoneBidx)))
      await this.add(tx, facts, 'REPEAT');
  }

  /** Brings the marks in step with what happened to the order. */
  async follow(tx: Tx, before: OrderFacts, after: OrderFacts, event: OrderEvent): Promise<void> {
    if (isOpen(before.state) && !isOpen(after.state)) {
      await tx.execute('DELETE FROM order_mark WHERE order_id = ?', [after.id]);
    } else {
      await this.followFacts(tx, before, after);
      if (isOpen(after.state)) await this.followHands(tx, before, after, event);
    }
    if (changesRepeats(before, after)) {
      await this.reviewRepeats(tx, after, [before.classCode, after.classCode]);
    }
  }

  private async followFacts(tx: Tx, before: OrderFacts, after: OrderFacts): Promise<void> {
    const [had, has] = [marksOf(before), marksOf(after)];
    for (const mark of has) if (!had.has(mark)) await this.add(tx, after, mark);
    for (const mark of had) if (!has.has(mark)) await this.drop(tx, after.id, mark);
  }

  /** Whoever does a step at the desk has it among hers from then on; opened again, it is theirs who had done one. */
  private async followHands(tx: Tx, before: OrderFacts, after: OrderFacts, event: OrderEvent): Promise<void> {
    if (!isOpen(before.state)) {
      const hands = await tx.query<{ actor_id: string }>(
        `SELECT DISTINCT actor_id FROM event
          WHERE stream_id = ? AND actor_unit_id = ? AND actor_id <> 'SYSTEM'`,
        [after.id, after.officeUnitId],
      );
      for (const { actor_id } of hands) await this.add(tx, after, 'MINE', actor_id);
      return;
    }
    if (event.actorId === 'SYSTEM' || event.actorUnitId !== after.officeUnitId) return;
    const [held] = await tx.query(
      'SELECT order_id FROM order_mark WHERE order_id = ? AND mark = ? AND who = ?',
      [after.id, 'MINE', event.actorId],
    );
    if (held === undefined) await this.add(tx, after, 'MINE', event.actorId);
  }

  /** Whether open orders of these classes by the person who filed this one repeat what she had said. */
  async reviewRepeats(
    tx: Tx,
    { id, rootId }: Pick<OrderFacts, 'id' | 'rootId'>,
    classes: readonly (string | null)[],
  ): Promise<void> {
    const orders = await this.ofSamePerson(tx, id, rootId, classes);
    const open = orders.filter(({ state }) => isOpen(state)).map((order) => order.id);
    if (open.length === 0) return;
    const repeats = new Set<string>();
    for (const each of open) {
      // Another one of hers may repeat what is tied to it alone, by its own number.
      const alike = each === id ? orders : await this.ofSamePerson(tx, each, rootId, classes);
      if (repeatsAmong(alike).has(each)) repeats.add(each);
    }
    const marked = await tx.query<{ order_id: string }>(
      `SELECT order_id FROM order_mark WHERE mark = 'REPEAT' AND order_id IN (${open.map(() => '?').join(',')})`,
      open,
    );
    const had = new Set(marked.map(({ order_id }) => order_id));
    for (const each of open) {
      if (repeats.has(each) && !had.has(each)) await this.add(tx, { id: each, rootId }, 'REPEAT');
      if (!repeats.has(each) && had.has(each)) await this.drop(tx, each, 'REPEAT');
    }
  }

  /** Open orders of the same person and class, this one among them. */
  async openAlike(tx: Tx, orderId: string): Promise<OpenOrder[]> {
    const [own] = await tx.query<OpenOrder>(
      'SELECT id, root_id AS rootId, class_code AS classCode FROM work_order WHERE id = ?',
      [orderId],
    );
    if (own === undefined) return [];
    const orders = await this.ofSamePerson(tx, orderId, own.rootId, [own.classCode]);
    return orders
      .filter(({ state }) => isOpen(state))
      .map(({ id, classCode }) => ({ ...own, id, classCode }));
  }

  /** Of a new order, which nothing came after. */
  private async isRepeat(tx: Tx, facts: OrderFacts, phoneBidx: string | null): Promise<boolean> {
    const { id, rootId, classCode, confidentiality, filerId, receivedAt } = facts;
    if (classCode === null || confidentiality === 'ANONYMOUS') return false;
    const found = async (join: string, where: string, value: string | null) => {
      if (value === null) return false;
      const rows = await tx.query(
        `SELECT w.id FROM ${join} WHERE ${where} AND +w.root_id = ? AND +w.class_code = ? AND w.id <> ?
            AND w.received_at >= ? AND w.confidentiality <> 'ANONYMOUS'
            AND +w.state NOT IN (${NO_MATTER.map((state) => `'${state}'`).join(', ')}) LIMIT 1`,
        [value, rootId, classCode, id, yearBefore(receivedAt)],
      );
      return rows.length > 0;
    };
    return (
      (await found('work_order w', 'w.filer_id = ?', filerId)) ||
      (await found(BY_PHONE, 'p.phone_bidx = ?', phoneBidx))
    );
  }

  /** Named orders of the street and these classes by the same account or the same number, and this one. */
  private async ofSamePerson(
    tx: Tx,
    orderId: string,
    rootId: string,
    classes: readonly (string | null)[],
  ): Promise<Said[]> {
    const named = "w.confidentiality <> 'ANONYMOUS'";
    const [own] = await tx.query<Said>(`SELECT ${SAID} FROM ${BY_ORDER} WHERE w.id = ? AND ${named}`, [
      orderId,
    ]);
    const codes = [...new Set(classes)].filter((code) => code !== null);
    if (own === undefined || codes.length === 0) return own === undefined ? [] : [own];
    const found = new Map([[own.id, own]]);
    const look = async (join: string, where: string, value: string | null) => {
      if (value === null) return;
      const rows = await tx.query<Said>(
        `SELECT ${SAID} FROM ${join} WHERE ${where} AND +w.root_id = ? AND ${named}
            AND +w.class_code IN (${codes.map(() => '?').join(',')})`,
        [value, rootId, ...codes],
      );
      for (const row of rows) found.set(row.id, row);
    };
    await look(BY_ORDER, 'w.filer_id = ?', own.filerId);
    await look(BY_PHONE, 'p.phone_bidx = ?', own.phoneBidx);
    return [...found.values()];
  }

  private async add(
    tx: Tx,
    { id, rootId }: Pick<OrderFacts, 'id' | 'rootId'>,
    mark: DeskMark,
    who = ALL,
  ): Promise<void> {
    try {
      await tx.insert('order_mark', { order_id: id, mark, who, root_id: rootId });
    } catch (error) {
      // Two orders of one person at once: the other one has said so of a third.
      if (!isDuplicate(error)) throw error;
    }
  }

  private async drop(tx: Tx, orderId: string, mark: DeskMark): Promise<void> {
    await tx.execute('DELETE FROM order_mark WHERE order_id = ? AND mark = ? AND who = ?', [
      orderId,
      mark,
      ALL,
    ]);
  }
}

/** Moving on from step to step an order stays the same matter; coming back, falling away or another class does not. */
function changesRepeats(before: OrderFacts, after: OrderFacts): boolean {
  const matter = ({ state, classCode, confidentiality }: OrderFacts) =>
    [NO_MATTER.includes(state), classCode, confidentiality].join();
  return matter(before) !== matter(after) || (!isOpen(before.state) && isOpen(after.state));
}
