import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type Instant,
  type ItemEvent,
  type ItemFacts,
  inClasses,
  type OrderFacts,
  paramsOf,
  type Seen,
  type Tally,
  TRIGGERS,
  TRIGGERS_OF_ITEMS,
  type TriggerParams,
  type TriggerRow,
} from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { type ItemFollower, LedgerWriter } from '../ledgers';
import { type Decision, type OrderFollower, OrdersStore, OrderWriter, StaleVersionError } from '../orders';
import { PoliciesService } from '../policies/policies.service';
import { TriggerCounts } from './trigger-counts';
import { TriggerEffects } from './trigger-effects';
import { TriggerMarks } from './trigger-marks';

const ONE: Tally = { n: 1, of: 1, orderIds: [], where: '' };

/** Looks at everything that happens to orders and entries, in the transaction of the event, as definitions say. */
@Injectable()
export class TriggersService implements OrderFollower, ItemFollower, OnModuleInit {
  constructor(
    private readonly orderWriter: OrderWriter,
    private readonly ledgerWriter: LedgerWriter,
    private readonly orders: OrdersStore,
    private readonly policies: PoliciesService,
    private readonly counts: TriggerCounts,
    private readonly effects: TriggerEffects,
    private readonly marks: TriggerMarks,
  ) {}

  onModuleInit(): void {
    this.orderWriter.join(this);
    this.ledgerWriter.join(this);
  }

  async follow(
    tx: Tx,
    before: OrderFacts,
    { facts, event, clocks }: Decision,
  ): Promise<Pick<Decision, 'facts' | 'clocks'> | null> {
    const leaf = this.policies.leaf(facts.rootId, facts.classCode);
    const { sweepClasses } = this.policies.limits(facts.rootId, event.at);
    const seen: Seen = { before, after: facts, event, clocks, leaf, sweepClasses };
    let hasFired = false;
    for (const [name, trigger] of Object.entries(TRIGGERS)) {
      if (!trigger.on.includes(event.name)) continue;
      const params = this.paramsOf(name, trigger.defaults, facts.rootId, event.at);
      if (!params.on || !inClasses(params.classes, facts.classCode) || !trigger.where(seen, params)) continue;
      // What an earlier trigger did may have changed the order.
      const current = hasFired ? (await this.reread(tx, facts.id, event.at)).facts : facts;
      const about = { facts: current, item: null, at: event.at };
      const tally =
        trigger.count === undefined ? ONE : await this.counts.count(tx, trigger.count, about, params);
      const fires =
        trigger.fires?.(tally, params) ?? (trigger.count === undefined || tally.n >= params.times);
      if (!fires) continue;
      await this.effects.carryOut(
        tx,
        { name, facts: current, item: null, tally, mark: String(event.seq), now: event.at },
        trigger.effects(seen, params, tally),
      );
      hasFired = true;
    }
    return hasFired ? this.reread(tx, facts.id, event.at) : null;
  }

  async followItem(tx: Tx, item: ItemFacts, event: ItemEvent): Promise<void> {
    for (const [name, trigger] of Object.entries(TRIGGERS_OF_ITEMS)) {
      if (trigger.ledger !== item.kind || !trigger.on.includes(event.name)) continue;
      const params = this.paramsOf(name, trigger.defaults, item.rootId, event.at);
      if (!params.on || !inClasses(params.classes, item.classCode)) continue;
      const mark = `${name}:${item.id}`;
      if (trigger.once === true && (await this.marks.isTaken(tx, mark))) continue;
      const about = { facts: null, item, at: event.at };
      const tally =
        trigger.count === undefined ? ONE : await this.counts.count(tx, trigger.count, about, params);
      if (tally.n < params.times) continue;
      if (trigger.once === true && !(await this.marks.take(tx, mark, item.id, event.at))) continue;
      await this.effects.carryOut(
        tx,
        { name, facts: null, item, tally, mark: String(event.seq), now: event.at },
        trigger.effects(params, tally, item),
      );
    }
  }

  /** A trigger's numbers in a street: its own, or what the tenant's policy says instead. */
  paramsOf(name: string, defaults: Partial<TriggerParams>, rootId: string, at: Instant): TriggerParams {
    const rows = this.policies.inForce<{ rows: TriggerRow[] }>(rootId, 'trigger', at)?.rows;
    return paramsOf(
      defaults,
      rows?.find((row) => row.name === name),
    );
  }

  private async reread(tx: Tx, orderId: string, now: Instant): Promise<Pick<Decision, 'facts' | 'clocks'>> {
    const stored = await this.orders.find(tx, orderId);
    if (stored === null) throw new StaleVersionError();
    const { facts, clocks } = await this.orderWriter.worldOf(tx, stored, now);
    return { facts, clocks: [...clocks] };
  }
}
