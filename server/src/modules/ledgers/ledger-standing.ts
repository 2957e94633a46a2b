import { Injectable } from '@nestjs/common';
import {
  ITEM_ACTS,
  type ItemActName,
  type ItemContext,
  type ItemFacts,
  isOpen,
  ledgerKind,
  type Permission,
  type State,
} from '@yihu/shared';
import { type Actor, pathsWith } from '../../platform/auth/actor';
import type { Db, Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { Visibility } from '../orders';
import { LedgersStore } from './ledgers.store';

/** Who reads an entry, and as what he stands to it: enterer, lead, leader. */
@Injectable()
export class LedgerStanding {
  constructor(
    private readonly store: LedgersStore,
    private readonly directory: DirectoryService,
    private readonly visibility: Visibility,
  ) {}

  /** The entry. Throws NOT_FOUND for one of a street the actor has nothing to do with. */
  async visible(reader: Tx | Db, actor: Actor, itemId: string): Promise<ItemFacts> {
    const item = await this.store.find(reader, itemId);
    if (item === null || !(this.rootsOf(actor).includes(item.rootId) || this.isLead(actor, item))) {
      throw new AppError('NOT_FOUND');
    }
    return item;
  }

  /** What the rules of acts ask about: the entry, its orders, who handled them. */
  contextOf(
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

  /** Whether the actor is one of those an act is for. */
  standsFor(actor: Actor, item: ItemFacts, name: ItemActName): boolean {
    const kind = ledgerKind(item.kind);
    return ITEM_ACTS[name].by.some((by) => {
      if (by === 'enter') return this.holds(actor, kind.enter, item.rootId);
      if (by === 'leader') return this.holds(actor, 'order:decide', item.rootId);
      return by === 'lead' && this.isLead(actor, item);
    });
  }

  /** Whether the actor holds a permission over the office of a street. */
  holds(actor: Actor, permission: Permission, rootId: string): boolean {
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
  rootsOf(actor: Actor): string[] {
    const own = actor.rootId === null ? [] : [actor.rootId];
    const streets = this.directory.streets().map((street) => street.id);
    const ids = [...this.visibility.deskRootIds(actor), ...own.filter((id) => streets.includes(id))];
    return [...new Set(ids)];
  }

  /** For whom the actor acts: the lead unit where he belongs to it, else the office. */
  unitOf(actor: Actor, item: ItemFacts): string | null {
    if (item.unitId !== null && this.isLead(actor, item)) return item.unitId;
    return this.officeOf(item.rootId);
  }

  /** The office of a street. */
  officeOf(rootId: string): string | null {
    return this.directory.findOffice(rootId)?.id ?? null;
  }

  private isLead(actor: Actor, item: ItemFacts): boolean {
    return (
      item.personId === actor.personId ||
      (item.unitId !== null && this.visibility.worksFor(actor, item.unitId))
    );
  }
}
