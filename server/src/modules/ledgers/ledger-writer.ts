import { Injectable } from '@nestjs/common';
import {
  foldItem,
  ITEM_ACTS,
  type ItemActName,
  type ItemEvent,
  type ItemFacts,
  ledgerKind,
  splitForm,
} from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { newId } from '../../platform/ids';
import { AuditStore } from '../audit/audit.store';
import { OrdersStore, StaleVersionError } from '../orders';
import type { Acting, Entering, ItemFollower } from './entry-commands';
import { EntryMarks } from './entry-marks';
import { LedgersStore, openKeyOf } from './ledgers.store';

/** Writes entries of ledgers inside a transaction: row, stream, the orders they are about. */
@Injectable()
export class LedgerWriter {
  private readonly followers: ItemFollower[] = [];

  constructor(
    private readonly store: LedgersStore,
    private readonly orders: OrdersStore,
    private readonly marks: EntryMarks,
    private readonly audit: AuditStore,
  ) {}

  /** From now on the follower is told of everything that happens to any entry. */
  join(follower: ItemFollower): void {
    this.followers.push(follower);
  }

  /** Enters it, or adds the reason and the orders to the entry of the same identity that stands already. */
  async enter(tx: Tx, entering: Entering): Promise<ItemFacts> {
    const openKey = openKeyOf(entering.kind, entering.rootId, entering.identity);
    const known = await this.store.findByKey(tx, openKey);
    if (known !== null) {
      const acting = {
        personId: entering.actorId,
        unitId: entering.actorUnitId,
        now: entering.now,
        commandId: entering.commandId,
      };
      return this.addOrders(tx, known, entering.orderIds, acting, {
        enteredBy: entering.enteredBy,
        reason: entering.reason,
      });
    }
    const kind = ledgerKind(entering.kind);
    const { data, texts } = splitForm(kind.fields, entering.form);
    const facts: ItemFacts = {
      id: newId(),
      kind: entering.kind,
      version: 1,
      state: kind.proposedFirst === true && entering.enteredBy !== 'MANUAL' ? 'PROPOSED' : 'OPEN',
      rootId: entering.rootId,
      openKey,
      title: entering.title.slice(0, 80),
      placeKey: entering.placeKey,
      classCode: entering.classCode,
      unitId: entering.unitId,
      personId: entering.personId,
      dueDay: entering.dueDay,
      openedAt: entering.now,
      enteredBy: entering.enteredBy,
      enteredById: entering.actorId,
      ordersTotal: entering.orderIds.length,
      ordersOpen: await this.store.countOpen(tx, entering.orderIds),
      struckById: null,
      endedAt: null,
      values: data,
    };
    const event: ItemEvent = {
      seq: 1,
      name: 'item.entered',
      at: entering.now,
      actorId: entering.actorId,
      actorUnitId: entering.actorUnitId,
      data: { facts, reason: entering.reason },
    };
    await this.store.insert(tx, facts);
    await this.store.addEvent(tx, facts.id, event, entering.commandId);
    await this.orders.addTexts(tx, facts.id, 1, texts);
    await this.store.link(tx, facts.id, entering.orderIds, entering.now);
    for (const orderId of entering.orderIds) await this.marks.mark(tx, orderId, facts, entering.now);
    await this.audited(tx, 'enter', facts, event);
    for (const follower of this.followers) await follower.followItem(tx, facts, event);
    return facts;
  }

  /** Takes one act that the rules have let through. Throws StaleVersionError when the entry moved on. */
  async act(
    tx: Tx,
    item: ItemFacts,
    name: ItemActName,
    acting: Acting,
    form: Readonly<Record<string, unknown>>,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<ItemFacts> {
    const act = ITEM_ACTS[name];
    const { data, texts } = splitForm(act.fields(ledgerKind(item.kind)), form);
    const event: ItemEvent = {
      seq: item.version + 1,
      name: act.event,
      at: acting.now,
      actorId: acting.personId,
      actorUnitId: acting.unitId,
      data: {
        values: { ...data, ...(name === 'review' ? { reviewAskedBy: acting.personId } : {}) },
        ...(name === 'reopen' ? await this.keyAgain(tx, item) : {}),
        ...more,
      },
    };
    const after = foldItem(item, event);
    if (!(await this.store.update(tx, item, after))) throw new StaleVersionError();
    await this.store.addEvent(tx, item.id, event, acting.commandId);
    await this.orders.addTexts(tx, item.id, event.seq, texts);
    if (after.state !== item.state) {
      for (const orderId of await this.store.orderIdsOf(tx, item.id)) {
        await this.marks.mark(tx, orderId, after, acting.now);
      }
    }
    await this.audited(tx, name, after, event);
    for (const follower of this.followers) await follower.followItem(tx, after, event);
    return after;
  }

  /** Puts more orders into a standing entry; those in it already change nothing. */
  async addOrders(
    tx: Tx,
    item: ItemFacts,
    orderIds: readonly string[],
    acting: Acting,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<ItemFacts> {
    const known = await this.store.amongIts(tx, item.id, orderIds);
    const fresh = orderIds.filter((id) => !known.has(id) || more.joined === id);
    await this.store.link(
      tx,
      item.id,
      fresh.filter((id) => !known.has(id)),
      acting.now,
    );
    const after = await this.act(
      tx,
      item,
      'follow',
      acting,
      {},
      {
        ...more,
        added: fresh,
        ...(await this.store.totalsOf(tx, item.id)),
      },
    );
    for (const orderId of fresh) await this.marks.mark(tx, orderId, after, acting.now);
    return after;
  }

  /** Takes one order out again. */
  async removeOrder(tx: Tx, item: ItemFacts, orderId: string, acting: Acting): Promise<ItemFacts> {
    await this.store.unlink(tx, item.id, orderId);
    const after = await this.act(
      tx,
      item,
      'follow',
      acting,
      {},
      {
        removed: orderId,
        ...(await this.store.totalsOf(tx, item.id)),
      },
    );
    await this.marks.mark(tx, orderId, { ...after, state: 'DROPPED' }, acting.now);
    return after;
  }

  /** Hands orders on from one entry to another that comes after it; both say so. */
  async carryOver(
    tx: Tx,
    { from, to }: { from: ItemFacts; to: ItemFacts },
    orderIds: readonly string[],
    acting: Acting,
  ): Promise<void> {
    for (const orderId of orderIds) await this.store.carry(tx, from.id, orderId);
    const left = await this.store.orderIdsOf(tx, from.id);
    const totals = { ordersTotal: left.length, ordersOpen: await this.store.countOpen(tx, left) };
    const after = await this.act(
      tx,
      from,
      'carry',
      acting,
      {},
      { ...totals, carried: orderIds, carriedTo: to.id },
    );
    const note = (body: string) => [{ field: 'note', layer: 'INTERNAL' as const, body }];
    await this.orders.addTexts(
      tx,
      from.id,
      after.version,
      note(`${orderIds.length} 件没有办完,转到「${to.title}」`),
    );
    for (const orderId of orderIds)
      await this.marks.mark(tx, orderId, { ...after, state: 'DROPPED' }, acting.now);
    const grown = await this.addOrders(tx, to, orderIds, acting, { carriedFrom: from.id });
    await this.orders.addTexts(
      tx,
      to.id,
      grown.version,
      note(`接「${from.title}」没有办完的 ${orderIds.length} 件`),
    );
  }

  /** Taken up again it is the same thing again, unless another of the same identity stands by now. */
  private async keyAgain(tx: Tx, item: ItemFacts): Promise<{ openKey?: string }> {
    const [first] = item.openKey === null ? await this.store.eventsOf(tx, item.id) : [];
    const openKey = (first?.data.facts as ItemFacts | undefined)?.openKey ?? null;
    return openKey === null || (await this.store.findByKey(tx, openKey)) !== null ? {} : { openKey };
  }

  private audited(tx: Tx, name: string, item: ItemFacts, event: ItemEvent): Promise<void> {
    return this.audit.add(tx, {
      at: event.at,
      actorId: event.actorId,
      action: `ledger.${name}`,
      subjectKind: 'ITEM',
      subjectId: item.id,
      facts: { kind: item.kind, seq: event.seq, to: item.state },
    });
  }
}
