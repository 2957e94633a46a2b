import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type OrderFacts, PROCEDURES, type ProcedureKind, readEntries } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { type Decision, type OrderFollower, OrdersStore, OrderWriter, StaleVersionError } from '../orders';
import { PoliciesService } from '../policies/policies.service';
import { ProcedureWriter } from './procedure-writer';

/** The few kinds that open by themselves: this is asked at every event of every order. */
const FOLLOWING = Object.entries(PROCEDURES).filter(([, kind]) => kind.opensAfter !== undefined);

/** Opens what a kind says follows from an action on an order by itself, in the same transaction. */
@Injectable()
export class ProceduresBegin implements OrderFollower, OnModuleInit {
  constructor(
    private readonly writer: OrderWriter,
    private readonly orders: OrdersStore,
    private readonly procedures: ProcedureWriter,
    private readonly policies: PoliciesService,
  ) {}

  onModuleInit(): void {
    this.writer.join(this);
  }

  async follow(
    tx: Tx,
    _: OrderFacts,
    { action, event, facts }: Decision,
  ): Promise<Pick<Decision, 'facts' | 'clocks'> | null> {
    let opened = false;
    const rules = { visit: this.policies.visitRow(facts, event.at) };
    for (const [kindName, kind] of FOLLOWING) {
      const form = mayOpen(kindName, kind, facts)
        ? (kind.opensAfter?.[action]?.(facts, rules) ?? null)
        : null;
      if (form === null) continue;
      await this.procedures.take(tx, {
        kindName,
        stepName: null,
        run: null,
        orderIds: [facts.id],
        home: { kind: kind.home, id: null, rootId: facts.rootId },
        actor: { personId: 'SYSTEM', system: true, grants: [], effect: true },
        unitId: facts.officeUnitId,
        form,
        now: event.at,
        commandId: null,
      });
      opened = true;
    }
    if (!opened) return null;
    const stored = await this.orders.find(tx, facts.id);
    if (stored === null) throw new StaleVersionError();
    const { clocks } = await this.writer.worldOf(tx, stored, event.at);
    return { facts: stored.facts, clocks: [...clocks] };
  }
}

/** What is open already, or shut out by something that is, is not asked for again. */
function mayOpen(kindName: string, kind: ProcedureKind, facts: OrderFacts): boolean {
  const open = readEntries(facts.procedures).map((entry) => entry.kind);
  const isShut = open.some((name) => kind.excludes?.includes(name));
  return kind.from.includes(facts.state) && !isShut && !(kind.once === 'home' && open.includes(kindName));
}
