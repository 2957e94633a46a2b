import { Injectable } from '@nestjs/common';
import { type Instant, type ItemFacts, ledgerKind, TRANSITIONS } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { AnsweredOrders, type Decision, OrdersStore, OrderWriter, StaleVersionError } from '../orders';

/** What an order's own history says of the entries it is in. */
@Injectable()
export class EntryMarks {
  constructor(
    private readonly orders: OrdersStore,
    private readonly orderWriter: OrderWriter,
    private readonly answered: AnsweredOrders,
  ) {}

  /** Writes how the entry stands; a struck or dropped one hangs on it no longer. */
  async mark(tx: Tx, orderId: string, item: ItemFacts, now: Instant): Promise<void> {
    const stored = await this.orders.find(tx, orderId);
    if (stored === null) throw new StaleVersionError();
    // What was declined, merged or withdrawn has no entry to change.
    if (!TRANSITIONS.item.from.includes(stored.facts.state)) return;
    const world = await this.orderWriter.worldOf(tx, stored, now);
    await this.orderWriter.carryOut(
      tx,
      world,
      {
        action: 'item',
        actor: { personId: 'SYSTEM', system: true, grants: [], effect: true },
        unitId: null,
        now,
        form: {
          itemId: item.id,
          kind: item.kind,
          state: item.state === 'STRUCK' || item.state === 'DROPPED' ? null : item.state,
          label: ledgerKind(item.kind).label,
        },
      },
      null,
    );
    await this.answered.goOn(tx, stored.facts, now);
  }

  /** The order as it stands after that. */
  async reread(tx: Tx, orderId: string, now: Instant): Promise<Pick<Decision, 'facts' | 'clocks'>> {
    const stored = await this.orders.find(tx, orderId);
    if (stored === null) throw new StaleVersionError();
    const { facts, clocks } = await this.orderWriter.worldOf(tx, stored, now);
    return { facts, clocks: [...clocks] };
  }
}
