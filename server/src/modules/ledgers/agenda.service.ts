import { Injectable } from '@nestjs/common';
import {
  type AgendaAnswer,
  type AgendaBody,
  ITEM_STATES,
  type ItemFacts,
  isOpen,
  ledgerKind,
  STATES,
  type State,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { Commands, OrdersStore, readFields, Visibility } from '../orders';
import type { Acting } from './entry-commands';
import { LedgerStanding } from './ledger-standing';
import { LedgerWriter } from './ledger-writer';
import { LedgersStore } from './ledgers.store';

const SESSION = 'session';
type Sorted = Pick<AgendaAnswer, 'known' | 'refused'> & { fresh: string[] };

/** Puts what a list shows on the agenda of a meeting, many at once. */
@Injectable()
export class AgendaService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly commands: Commands,
    private readonly store: LedgersStore,
    private readonly writer: LedgerWriter,
    private readonly orders: OrdersStore,
    private readonly standing: LedgerStanding,
    private readonly visibility: Visibility,
  ) {}

  /**
   * Orders by id, and the open orders of entries of other ledgers. What is over, or of another street, is left out and
   * named. Throws NOT_FOUND for a meeting, an order or an entry the actor does not see, ACTION_NOT_ALLOWED,
   * AGENDA_EMPTY where nothing is left, ACTION_WRONG_STATE for a meeting that is over.
   */
  async put(actor: Actor, body: AgendaBody): Promise<AgendaAnswer> {
    const { commandId, sessionId, orderIds, itemIds, fields } = body;
    let answer: AgendaAnswer | null = null;
    await this.commands.once(
      {
        personId: actor.personId,
        commandId,
        body: [SESSION, sessionId ?? null, orderIds, itemIds, fields],
      },
      async (tx) => {
        const all = [...new Set([...orderIds, ...(await this.openOf(tx, actor, itemIds))])];
        const meeting = sessionId === undefined ? null : await this.standing.visible(tx, actor, sessionId);
        const rootId = meeting?.rootId ?? (await this.rootOf(tx, actor, all));
        if (!this.standing.holds(actor, ledgerKind(SESSION).enter, rootId)) {
          throw new AppError('ACTION_NOT_ALLOWED', { label: '列入会议议程' });
        }
        const { fresh, known, refused } = await this.sorted(tx, actor, rootId, meeting, all);
        if (fresh.length === 0 && known === 0) throw new AppError('AGENDA_EMPTY');
        const acting: Acting = {
          personId: actor.personId,
          unitId: this.standing.officeOf(rootId),
          now: this.clock.now(),
          commandId,
        };
        const item =
          meeting === null
            ? await this.enter(tx, rootId, fresh, acting, fields)
            : await this.add(tx, meeting, fresh, acting);
        answer = { sessionId: item.id, title: item.title, added: fresh.length, known, refused };
        return { streamId: item.id, seq: item.version, at: acting.now };
      },
    );
    return answer ?? this.again(actor, commandId);
  }

  /** Sent a second time: how the meeting stands is all that is left to say. */
  private async again(actor: Actor, commandId: string): Promise<AgendaAnswer> {
    const sessionId = await this.commands.streamOf({ personId: actor.personId, commandId });
    if (sessionId === null) throw new AppError('NOT_FOUND');
    const { title, ordersTotal } = await this.standing.visible(this.db, actor, sessionId);
    return { sessionId, title, added: 0, known: ordersTotal, refused: [] };
  }

  private async openOf(tx: Tx, actor: Actor, itemIds: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const itemId of itemIds) {
      const item = await this.standing.visible(tx, actor, itemId);
      const orders = await this.store.ordersOf(tx, item.id);
      found.push(...orders.filter(({ state }) => isOpen(state as State)).map(({ id }) => id));
    }
    return found;
  }

  private async rootOf(tx: Tx, actor: Actor, orderIds: readonly string[]): Promise<string> {
    const [first] = orderIds;
    if (first === undefined) throw new AppError('AGENDA_EMPTY');
    return (await this.mustSee(tx, actor, first)).rootId;
  }

  private async mustSee(tx: Tx, actor: Actor, orderId: string) {
    const stored = await this.orders.find(tx, orderId);
    if (stored === null || !this.visibility.maySee(actor, stored.facts)) throw new AppError('NOT_FOUND');
    return stored.facts;
  }

  private async sorted(
    tx: Tx,
    actor: Actor,
    rootId: string,
    meeting: ItemFacts | null,
    orderIds: readonly string[],
  ): Promise<Sorted> {
    const there = new Set(meeting === null ? [] : await this.store.orderIdsOf(tx, meeting.id));
    const sorted: Sorted = { fresh: [], known: 0, refused: [] };
    for (const orderId of orderIds) {
      const facts = await this.mustSee(tx, actor, orderId);
      const refuse = (why: string) => sorted.refused.push({ orderId, orderNo: facts.orderNo, why });
      if (there.has(orderId)) sorted.known += 1;
      else if (facts.rootId !== rootId) refuse('是别的街道的工单');
      else if (!isOpen(facts.state)) refuse(`工单现在是「${STATES[facts.state]}」,不用上会`);
      else sorted.fresh.push(orderId);
    }
    return sorted;
  }

  private add(tx: Tx, meeting: ItemFacts, orderIds: readonly string[], acting: Acting): Promise<ItemFacts> {
    if (meeting.kind !== SESSION) throw new AppError('NOT_FOUND');
    if (meeting.state !== 'OPEN') {
      const state = ITEM_STATES[meeting.state];
      throw new AppError('ACTION_WRONG_STATE', { state, label: '列入会议议程' });
    }
    if (orderIds.length === 0) return Promise.resolve(meeting);
    return this.writer.addOrders(tx, meeting, orderIds, acting, { by: 'MANUAL' });
  }

  private enter(
    tx: Tx,
    rootId: string,
    orderIds: readonly string[],
    { personId, unitId, now, commandId }: Acting,
    fields: AgendaBody['fields'],
  ): Promise<ItemFacts> {
    const form = readFields(ledgerKind(SESSION).fields, fields);
    return this.writer.enter(tx, {
      kind: SESSION,
      rootId,
      identity: [String(form.heldOn), String(form.form)],
      title: String(form.title),
      placeKey: null,
      classCode: null,
      unitId: (form.unitId as string | undefined) ?? null,
      personId: null,
      dueDay: null,
      enteredBy: 'MANUAL',
      actorId: personId,
      actorUnitId: unitId,
      orderIds,
      form,
      reason: {},
      now,
      commandId,
    });
  }
}
