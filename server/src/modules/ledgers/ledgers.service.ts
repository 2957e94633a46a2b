import { Injectable } from '@nestjs/common';
import {
  type ActBody,
  dayOf,
  ITEM_ACTS,
  ITEM_STATES,
  type ItemActName,
  type ItemContext,
  type ItemFacts,
  type ItemSummary,
  type ItemView,
  isItemAct,
  isLedger,
  isOpen,
  itemRefused,
  LEDGERS,
  type LedgerCount,
  ledgerKind,
  type Permission,
  PROCEDURES,
  STATES,
  type State,
  TRIGGER_LABELS,
} from '@yihu/shared';
import { type Actor, pathsWith } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { Commands, OrdersStore, PeopleQuery, readFields, Visibility } from '../orders';
import { PoliciesService } from '../policies/policies.service';
import { type Acting, LedgerWriter } from './ledger-writer';
import { LedgersStore } from './ledgers.store';

const PAGE = 100;
const STANDING = ['PROPOSED', 'OPEN', 'TO_REVIEW'] as const;

/** Standing lists: who may enter, complete, strike off; and what each reader sees of them. */
@Injectable()
export class LedgersService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly commands: Commands,
    private readonly store: LedgersStore,
    private readonly writer: LedgerWriter,
    private readonly orders: OrdersStore,
    private readonly directory: DirectoryService,
    private readonly people: PeopleQuery,
    private readonly visibility: Visibility,
    private readonly policies: PoliciesService,
  ) {}

  async counts(actor: Actor): Promise<LedgerCount[]> {
    const roots = this.rootsOf(actor);
    const today = dayOf(this.clock.now());
    const counts: LedgerCount[] = [];
    for (const [name, kind] of Object.entries(LEDGERS)) {
      const items = await this.store.list(this.db, roots, name, STANDING, PAGE * 10);
      counts.push({
        kind: name,
        label: kind.label,
        about: kind.about,
        standing: items.length,
        classes: new Set(items.map(({ classCode }) => classCode)).size,
        late: items.filter((item) => isLate(item, today)).length,
        mayEnter: roots.some((rootId) => this.holds(actor, kind.enter, rootId)),
      });
    }
    return counts;
  }

  /** Throws NOT_FOUND for a ledger there is not. */
  async list(actor: Actor, kindName: string, ended: boolean): Promise<ItemSummary[]> {
    if (!isLedger(kindName)) throw new AppError('NOT_FOUND');
    const states = ended ? ['STRUCK', 'DROPPED'] : STANDING;
    const items = await this.store.list(this.db, this.rootsOf(actor), kindName, states, PAGE);
    const names = await this.namesOf(items);
    return items.map((item) => this.summary(item, names));
  }

  /** Throws NOT_FOUND for an entry of a street the actor has nothing to do with. */
  async one(actor: Actor, itemId: string): Promise<ItemView> {
    const item = await this.visible(this.db, actor, itemId);
    const orders = await this.store.ordersOf(this.db, itemId);
    const [events, texts] = [
      await this.store.eventsOf(this.db, itemId),
      await this.store.textsOf(this.db, itemId),
    ];
    const names = await this.people.names(this.db, [
      ...events.map((event) => event.actorId),
      ...(item.personId === null ? [] : [item.personId]),
    ]);
    const acts = Object.entries(ITEM_ACTS) as [ItemActName, (typeof ITEM_ACTS)[ItemActName]][];
    const allowed = acts
      .filter(([name]) => this.standsFor(actor, item, name))
      .filter(([name]) => itemRefused(name, this.contextOf(actor, item, orders, {}), false) === null)
      .map(([name]) => name);
    return {
      ...this.summary(item, names),
      values: { ...item.values },
      orders: orders.map((order) => ({
        id: order.id,
        orderNo: order.orderNo,
        title: order.title,
        stateLabel: STATES[order.state as State],
        outcome: order.outcome,
      })),
      history: events.map((event) => ({
        seq: event.seq,
        at: event.at,
        did: didOf(event.name),
        who: [this.nameOf(event.actorUnitId), names.get(event.actorId) ?? '系统'].filter(Boolean).join(' '),
        notes: texts.filter((text) => text.seq === event.seq).map((text) => text.body),
      })),
      allowed,
    };
  }

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
    if (!this.rootsOf(actor).includes(rootId)) throw new AppError('NOT_FOUND');
    if (!this.holds(actor, kind.enter, rootId)) {
      throw new AppError('ACTION_NOT_ALLOWED', { label: `列入${kind.label}` });
    }
    const form = readFields(kind.fields, body.fields);
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
          actorUnitId: this.officeOf(rootId),
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
    return id;
  }

  /** Takes an act on an entry. Throws NOT_FOUND, ACTION_NOT_ALLOWED, or the code of the rule that refuses. */
  async act(actor: Actor, itemId: string, name: string, body: ActBody): Promise<void> {
    if (!isItemAct(name)) throw new AppError('ACTION_UNKNOWN', { action: name.slice(0, 40) });
    const act = ITEM_ACTS[name];
    const known = await this.visible(this.db, actor, itemId);
    const form = readFields(act.fields(ledgerKind(known.kind)), body.fields);
    await this.commands.once(
      { personId: actor.personId, commandId: body.commandId, body: [itemId, name, body.fields] },
      async (tx) => {
        const item = await this.visible(tx, actor, itemId);
        if (!this.standsFor(actor, item, name))
          throw new AppError('ACTION_NOT_ALLOWED', { label: act.label });
        const orders = await this.store.ordersOf(tx, itemId);
        const refusal = itemRefused(name, this.contextOf(actor, item, orders, form), true);
        if (refusal !== null) throw new AppError(refusal.code, refusal.details);
        const now = this.clock.now();
        const acting: Acting = {
          personId: actor.personId,
          unitId: this.unitOf(actor, item),
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

  private async byNumber(tx: Tx, rootId: string, orderNos: readonly string[]) {
    const found = await Promise.all(orderNos.map((orderNo) => this.orders.findByNumber(tx, rootId, orderNo)));
    const missing = orderNos.filter((_, at) => found[at] === null);
    if (missing.length > 0) {
      throw new AppError('FIELD_INVALID', { field: '工单编号', reason: `没有找到 ${missing.join('、')}` });
    }
    return found.filter((order) => order !== null);
  }

  private async visible(reader: Tx | Db, actor: Actor, itemId: string): Promise<ItemFacts> {
    const item = await this.store.find(reader, itemId);
    if (item === null || !(this.rootsOf(actor).includes(item.rootId) || this.isLead(actor, item))) {
      throw new AppError('NOT_FOUND');
    }
    return item;
  }

  private contextOf(
    actor: Actor,
    item: ItemFacts,
    orders: Awaited<ReturnType<LedgersStore['ordersOf']>>,
    form: Readonly<Record<string, unknown>>,
  ): ItemContext {
    return {
      item,
      kind: ledgerKind(item.kind),
      actorId: actor.personId,
      handlers: orders.flatMap(({ handlerId }) => (handlerId === null ? [] : [handlerId])),
      ordersOpen: orders.filter(({ state }) => isOpen(state as State)).length,
      ordersUnsolved: orders.filter(({ outcome }) => outcome !== 'SOLVED' && outcome !== 'EXPLAINED').length,
      form,
    };
  }

  private standsFor(actor: Actor, item: ItemFacts, name: ItemActName): boolean {
    const kind = ledgerKind(item.kind);
    return ITEM_ACTS[name].by.some((by) => {
      if (by === 'enter') return this.holds(actor, kind.enter, item.rootId);
      if (by === 'leader') return this.holds(actor, 'order:decide', item.rootId);
      return by === 'lead' && this.isLead(actor, item);
    });
  }

  private isLead(actor: Actor, item: ItemFacts): boolean {
    return (
      item.personId === actor.personId ||
      (item.unitId !== null && this.visibility.worksFor(actor, item.unitId))
    );
  }

  private unitOf(actor: Actor, item: ItemFacts): string | null {
    if (item.unitId !== null && this.isLead(actor, item)) return item.unitId;
    return this.officeOf(item.rootId);
  }

  private holds(actor: Actor, permission: Permission, rootId: string): boolean {
    const office = this.directory.findOffice(rootId);
    if (office === null) return false;
    // Patrol workers stand on their grid, not above the office: anywhere in the street counts for them.
    const street = this.directory.findUnit(rootId);
    return pathsWith(actor, permission).some(
      (path) =>
        office.path.startsWith(path) ||
        (permission === 'patrol:do' && street !== null && path.startsWith(street.path)),
    );
  }

  /** Streets whose ledgers the actor reads: those whose office he sees, and his own. */
  private rootsOf(actor: Actor): string[] {
    const own = actor.rootId === null ? [] : [actor.rootId];
    const streets = this.directory.streets().map((street) => street.id);
    const ids = [...this.visibility.deskRootIds(actor), ...own.filter((id) => streets.includes(id))];
    return [...new Set(ids)];
  }

  private officeOf(rootId: string): string | null {
    return this.directory.findOffice(rootId)?.id ?? null;
  }

  private async namesOf(items: readonly ItemFacts[]): Promise<Map<string, string>> {
    return this.people.names(
      this.db,
      items.flatMap(({ personId }) => (personId === null ? [] : [personId])),
    );
  }

  private summary(item: ItemFacts, names: ReadonlyMap<string, string>): ItemSummary {
    return {
      id: item.id,
      kind: item.kind,
      kindLabel: ledgerKind(item.kind).label,
      version: item.version,
      state: item.state,
      stateLabel: ITEM_STATES[item.state],
      title: item.title,
      className: this.policies.leaf(item.rootId, item.classCode)?.name ?? null,
      unitName: this.nameOf(item.unitId) || null,
      personName: item.personId === null ? null : (names.get(item.personId) ?? null),
      dueDay: item.dueDay,
      late: isLate(item, dayOf(this.clock.now())),
      openedAt: item.openedAt,
      enteredBy: enteredBy(item.enteredBy),
      ordersTotal: item.ordersTotal,
      ordersOpen: item.ordersOpen,
    };
  }

  private nameOf(unitId: string | null): string {
    return unitId === null ? '' : (this.directory.findUnit(unitId)?.short_name ?? '');
  }
}

function isLate(item: ItemFacts, today: string): boolean {
  return item.dueDay !== null && item.endedAt === null && item.dueDay < today;
}

function enteredBy(by: string): string {
  if (by === 'MANUAL') return '人工';
  return (TRIGGER_LABELS as Record<string, string>)[by] ?? PROCEDURES[by]?.label ?? by;
}

function didOf(event: string): string {
  if (event === 'item.entered') return '列入';
  return Object.values(ITEM_ACTS).find((act) => act.event === event)?.did ?? event;
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
      return [String(form.heldOn), String(form.form)];
    case 'place+title':
    case 'title':
    case 'problem':
      return [String(form.title)];
  }
}
