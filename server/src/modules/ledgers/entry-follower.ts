import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type ItemFacts, isOpen, type OrderFacts, readEntries } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { type Decision, type OrderFollower, OrderWriter, StaleVersionError } from '../orders';
import type { Acting } from './entry-commands';
import { EntryMarks } from './entry-marks';
import { LedgerWriter } from './ledger-writer';
import { LedgersStore } from './ledgers.store';

/** Keeps entries in step with what happens to their orders. */
@Injectable()
export class EntryFollower implements OrderFollower, OnModuleInit {
  constructor(
    private readonly orderWriter: OrderWriter,
    private readonly store: LedgersStore,
    private readonly writer: LedgerWriter,
    private readonly marks: EntryMarks,
  ) {}

  onModuleInit(): void {
    this.orderWriter.join(this);
  }

  /**
   * An order that opens or ends changes how many of an entry's orders are open; one that joined a problem or left it
   * is one more or one less.
   */
  async follow(
    tx: Tx,
    before: OrderFacts,
    { facts, event, action }: Decision,
  ): Promise<Pick<Decision, 'facts' | 'clocks'> | null> {
    if (action === 'item') return null;
    const acting = { personId: 'SYSTEM', unitId: null, now: event.at, commandId: null };
    if (action === 'join' || action === 'leave') {
      const item = await this.store.find(tx, (facts.problemId ?? before.problemId) as string);
      if (item === null) throw new StaleVersionError();
      if (action === 'join') await this.writer.addOrders(tx, item, [facts.id], acting, { joined: facts.id });
      else await this.writer.removeOrder(tx, item, facts.id, acting);
      return this.marks.reread(tx, facts.id, event.at);
    }
    if (facts.items === '' || isOpen(before.state) === isOpen(facts.state)) return null;
    for (const { id } of readEntries(facts.items)) {
      const item = await this.store.find(tx, id);
      if (item !== null && item.state !== 'DROPPED') await this.recount(tx, item, facts.id, acting);
    }
    return null;
  }

  private async recount(tx: Tx, item: ItemFacts, orderId: string, acting: Acting): Promise<void> {
    const totals = { orderId, ...(await this.store.totalsOf(tx, item.id)) };
    await this.writer.act(tx, item, 'follow', acting, {}, totals);
  }
}
