import { Injectable } from '@nestjs/common';
import {
  type ActBody,
  type Field,
  ITEM_ACTS,
  type ItemActName,
  type ItemFacts,
  isItemAct,
  isLedger,
  itemRefused,
  ledgerKind,
} from '@yihu/shared';
import { type Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { Commands, OrdersStore, readFields } from '../orders';
import { PoliciesService } from '../policies/policies.service';
import type { Acting } from './entry-commands';
import { LedgerStanding } from './ledger-standing';
import { LedgerWriter } from './ledger-writer';
import { LedgersStore } from './ledgers.store';

/** Standing lists: entering, completing, striking off. */
@Injectable()
export class LedgersService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly commands: Commands,
    private readonly store: LedgersStore,
    private readonly writer: LedgerWriter,
    private readonly orders: OrdersStore,
    private readonly standing: LedgerStanding,
    private readonly policies: PoliciesService,
  ) {}

  /**
   * Enters by hand. `orders` in the body are order numbers of the same street. Throws FIELD_INVALID naming a number
   * nobody knows, ACTION_NOT_ALLOWED, NOT_FOUND for a street of somebody else.
   */
  async enter(
    actor: Actor,
    kindName: string,
    rootId: string,
    orderNos: readonly string[],
    body: ActBody,
  ): Promise<string> {
    if (!isLedger(kindName)) throw new AppError('NOT_FOUND');
    const kind = ledgerKind(kindName);
    if (!this.standing.rootsOf(actor).includes(rootId)) throw new AppError('NOT_FOUND');
    if (!this.standing.holds(actor, kind.enter, rootId)) {
      throw new AppError('ACTION_NOT_ALLOWED', { label: `列入${kind.label}` });
    }
    const form = readFields(kind.fields, body.fields);
    await this.checkPeople(rootId, kind.fields, form);
    let id = '';
    await this.commands.once(
      {
        personId: actor.personId,
        commandId: body.commandId,
        body: [kindName, rootId, orderNos, body.fields],
      },
      async (tx) => {
        const now = this.clock.now();
        this.policies.checkClass(rootId, form.classCode);
        const orders = await this.byNumber(tx, rootId, orderNos);
        const [first] = orders;
        const item = await this.writer.enter(tx, {
          kind: kindName,
          rootId,
          identity: identityOf(kind.identity, form, first ?? null),
          title: String(form.title ?? first?.title ?? kind.label),
          placeKey: first?.placeKey ?? null,
          classCode: (form.classCode as string | undefined) ?? first?.facts.classCode ?? null,
          unitId: (form.unitId as string | undefined) ?? null,
          personId: null,
          dueDay: (form.dueDay as string | undefined) ?? null,
          enteredBy: 'MANUAL',
          actorId: actor.personId,
          actorUnitId: this.standing.officeOf(rootId),
          orderIds: orders.map((order) => order.facts.id),
          form,
          reason: {},
          now,
          commandId: body.commandId,
        });
        id = item.id;
        return { streamId: item.id, seq: item.version, at: now };
      },
    );
    // Sent a second time: the entry it left then.
    return id === '' ? ((await this.commands.streamOf({ personId: actor.personId, ...body })) ?? '') : id;
  }

  /** Takes an act on an entry. Throws NOT_FOUND, ACTION_NOT_ALLOWED, or the code of the rule that refuses. */
  async act(actor: Actor, itemId: string, name: string, body: ActBody): Promise<void> {
    if (!isItemAct(name)) throw new AppError('ACTION_UNKNOWN', { action: name.slice(0, 40) });
    const act = ITEM_ACTS[name];
    const known = await this.standing.visible(this.db, actor, itemId);
    const form = readFields(act.fields(ledgerKind(known.kind)), body.fields);
    await this.commands.once(
      { personId: actor.personId, commandId: body.commandId, body: [itemId, name, body.fields] },
      async (tx) => {
        const item = await this.standing.visible(tx, actor, itemId);
        if (!this.standing.standsFor(actor, item, name))
          throw new AppError('ACTION_NOT_ALLOWED', { label: act.label });
        const orders = await this.store.ordersOf(tx, itemId);
        const refusal = itemRefused(name, this.standing.contextOf(actor, item, orders, form), true);
        if (refusal !== null) throw new AppError(refusal.code, refusal.details);
        const now = this.clock.now();
        const acting: Acting = {
          personId: actor.personId,
          unitId: this.standing.unitOf(actor, item),
          now,
          commandId: body.commandId,
        };
        const after = await this.carry(tx, item, name, acting, form);
        return { streamId: itemId, seq: after.version, at: now };
      },
    );
  }

  private async carry(
    tx: Tx,
    item: ItemFacts,
    name: ItemActName,
    acting: Acting,
    form: Readonly<Record<string, unknown>>,
  ): Promise<ItemFacts> {
    if (name !== 'link' && name !== 'unlink') return this.writer.act(tx, item, name, acting, form);
    const orders = await this.byNumber(tx, item.rootId, form.orders as string[]);
    const ids = orders.map((order) => order.facts.id);
    if (name === 'link') return this.writer.addOrders(tx, item, ids, acting, { by: 'MANUAL' });
    let after = item;
    for (const id of ids) after = await this.writer.removeOrder(tx, after, id, acting);
    return after;
  }

  /** Whoever is named works in the street. Throws FIELD_INVALID. */
  private async checkPeople(
    rootId: string,
    fields: readonly Field[],
    form: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    for (const { kind, name, label } of fields) {
      const ids = kind === 'people' ? ((form[name] ?? []) as string[]) : [];
      const known = await this.store.staffAmong(this.db, rootId, ids, this.clock.now());
      if (known < ids.length) throw new AppError('FIELD_INVALID', { field: label, reason: '有人不在本街道' });
    }
  }

  private async byNumber(tx: Tx, rootId: string, orderNos: readonly string[]) {
    const found = await Promise.all(orderNos.map((orderNo) => this.orders.findByNumber(tx, rootId, orderNo)));
    const missing = orderNos.filter((_, at) => found[at] === null);
    if (missing.length > 0) {
      throw new AppError('FIELD_INVALID', { field: '工单编号', reason: `没有找到 ${missing.join('、')}` });
    }
    return found.filter((order) => order !== null);
  }
}

type Found = NonNullable<Awaited<ReturnType<OrdersStore['findByNumber']>>>;

function identityOf(
  identity: ReturnType<typeof ledgerKind>['identity'],
  form: Readonly<Record<string, unknown>>,
  order: Found | null,
): string[] {
  switch (identity) {
    case 'order':
      if (order === null) throw new AppError('FIELD_INVALID', { field: '工单编号', reason: '请填写' });
      return [order.facts.id];
    case 'place+class':
      return [order?.placeKey ?? String(form.title), order?.facts.classCode ?? ''];
    case 'day+form':
      // Two subjects taught on one day are two trainings.
      return [
        String(form.heldOn),
        String(form.form),
        ...(form.form === 'TRAINING' ? [String(form.title)] : []),
      ];
    case 'place+title':
    case 'title':
    case 'problem':
      return [String(form.title)];
    case 'class':
      return [String(form.classCode)];
  }
}
