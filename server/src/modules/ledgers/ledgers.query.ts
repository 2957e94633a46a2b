import { Injectable } from '@nestjs/common';
import {
  dayOf,
  ITEM_ACTS,
  type ItemActName,
  type ItemFacts,
  type ItemSummary,
  type ItemView,
  isLedger,
  itemRefused,
  LEDGERS,
  type LedgerCount,
  ledgerKind,
  PROCEDURES,
  STATES,
  type State,
  stateLabelOf,
  TRIGGER_LABELS,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { PeopleQuery } from '../orders';
import { PoliciesService } from '../policies/policies.service';
import { LedgerStanding } from './ledger-standing';
import { LedgersStore } from './ledgers.store';

const PAGE = 100;
const STANDING = ['PROPOSED', 'OPEN', 'TO_REVIEW'] as const;

/** What each reader sees of the standing lists. */
@Injectable()
export class LedgersQuery {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: LedgersStore,
    private readonly standing: LedgerStanding,
    private readonly directory: DirectoryService,
    private readonly people: PeopleQuery,
    private readonly policies: PoliciesService,
  ) {}

  /** How many stand in each ledger, of how many classes, how many late. */
  async counts(actor: Actor): Promise<LedgerCount[]> {
    const roots = this.standing.rootsOf(actor);
    const today = dayOf(this.clock.now());
    const counted = await this.store.counts(this.db, roots, STANDING, today);
    return Object.entries(LEDGERS).map(([name, kind]) => ({
      kind: name,
      label: kind.label,
      about: kind.about,
      ...(counted.get(name) ?? { standing: 0, classes: 0, late: 0 }),
      mayEnter: roots.some((rootId) => this.standing.holds(actor, kind.enter, rootId)),
    }));
  }

  /** Throws NOT_FOUND for a ledger there is not. */
  async list(actor: Actor, kindName: string, ended: boolean): Promise<ItemSummary[]> {
    if (!isLedger(kindName)) throw new AppError('NOT_FOUND');
    const states = ended ? ['STRUCK', 'DROPPED'] : STANDING;
    const items = await this.store.list(this.db, this.standing.rootsOf(actor), kindName, states, PAGE);
    const names = await this.namesOf(items);
    return items.map((item) => this.summary(item, names));
  }

  /** Throws NOT_FOUND for an entry of a street the actor has nothing to do with. */
  async one(actor: Actor, itemId: string): Promise<ItemView> {
    const item = await this.standing.visible(this.db, actor, itemId);
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
      .filter(([name]) => this.standing.standsFor(actor, item, name))
      .filter(([name]) => itemRefused(name, this.standing.contextOf(actor, item, orders, {}), false) === null)
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

  private summary(item: ItemFacts, names: ReadonlyMap<string, string>): ItemSummary {
    return {
      id: item.id,
      kind: item.kind,
      kindLabel: ledgerKind(item.kind).label,
      version: item.version,
      state: item.state,
      stateLabel: stateLabelOf(ledgerKind(item.kind), item.state),
      title: item.title,
      className: this.policies.leaf(item.rootId, item.classCode)?.name ?? null,
      unitName: this.nameOf(item.unitId) || null,
      personName: item.personId === null ? null : (names.get(item.personId) ?? null),
      dueDay: item.dueDay,
      heldOn: typeof item.values.heldOn === 'string' ? item.values.heldOn : null,
      late: isLate(item, dayOf(this.clock.now())),
      openedAt: item.openedAt,
      enteredBy: enteredBy(item.enteredBy),
      ordersTotal: item.ordersTotal,
      ordersOpen: item.ordersOpen,
    };
  }

  private async namesOf(items: readonly ItemFacts[]): Promise<Map<string, string>> {
    return this.people.names(
      this.db,
      items.flatMap(({ personId }) => (personId === null ? [] : [personId])),
    );
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
