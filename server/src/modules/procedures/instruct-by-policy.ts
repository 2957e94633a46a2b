import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  blockedBy,
  type Instant,
  type InstructionNeeded,
  type InstructionPolicy,
  instructionFor,
  type OrderFacts,
  type RunFacts,
} from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { clockFactsOf } from '../clocks/rules/promised';
import { DirectoryService } from '../directory/directory.service';
import {
  type Decision,
  type OrderFollower,
  OrdersStore,
  OrderWriter,
  StaleVersionError,
  systemCommand,
  type World,
} from '../orders';
import { PoliciesService } from '../policies/policies.service';
import { ProcedureWriter } from './procedure-writer';
import { ProceduresStore } from './procedures.store';

/** What keeps an order from being handed out, and with which ends it may go on as the duty list says. */
const GIVES_WAY: Readonly<Record<string, readonly string[]>> = {
  instruction: ['INSTRUCTED'],
  mediationFit: ['WAIVED'],
  mediation: ['REFUSED', 'FAILED', 'BROKEN'],
};

type After = Pick<Decision, 'facts' | 'clocks'>;

/**
 * Asks for a leader's word as soon as an order is accepted of which the street's `instruction` policy says so
 * (M06, M66, R3). An order the duty list would have dispatched by itself waits for it, and goes once it is given.
 */
@Injectable()
export class InstructByPolicy implements OrderFollower, OnModuleInit {
  constructor(
    private readonly orderWriter: OrderWriter,
    private readonly orders: OrdersStore,
    private readonly store: ProceduresStore,
    private readonly procedures: ProcedureWriter,
    private readonly policies: PoliciesService,
    private readonly directory: DirectoryService,
  ) {}

  onModuleInit(): void {
    this.orderWriter.join(this);
  }

  async follow(tx: Tx, _: OrderFacts, { action, event, facts }: Decision): Promise<After | null> {
    if (facts.state !== 'ACCEPTED') return null;
    if (action === 'accept' || action === 'classify') return this.ask(tx, facts, event.at);
    const { kind, outcome } = event.data;
    const isOver = action === 'procedure' && GIVES_WAY[String(kind)]?.includes(String(outcome)) === true;
    return isOver ? this.goOn(tx, facts, event.at) : null;
  }

  private async ask(tx: Tx, facts: OrderFacts, now: Instant): Promise<After | null> {
    const needed = this.neededBy(facts, now);
    // The commonest answer costs no look: nobody has to be asked, and nobody is being asked.
    if (needed === null && facts.procedures === '') return null;
    const runs = (await this.store.ofOrder(tx, facts.id)).filter(({ kind }) => kind === 'instruction');
    const open = runs.find(({ endedAt }) => endedAt === null);
    if (open !== undefined) {
      // Classified anew, somebody answers for it after all: the leader need not say who.
      if (open.stage !== 'route' || needed?.form === 'ROUTE') return null;
      await this.take(tx, facts, now, { run: open, stepName: 'nowListed', form: {} });
      if (needed !== null) await this.open(tx, facts, needed, now);
      return this.reread(tx, facts, now);
    }
    // One word is enough, however often the order comes back to be handed out.
    if (needed === null || runs.some(({ outcome }) => outcome === 'INSTRUCTED')) return null;
    await this.open(tx, facts, needed, now);
    return this.reread(tx, facts, now);
  }

  private neededBy(facts: OrderFacts, now: Instant): InstructionNeeded | null {
    const policy = this.policies.inForce<InstructionPolicy>(facts.rootId, 'instruction', now);
    if (policy === null) return null;
    // Before it has a class nobody can tell whether it is on the list.
    const offList = facts.classCode !== null && !this.directory.isListed(facts.rootId, facts, facts.gridId);
    return instructionFor(policy, clockFactsOf(facts), offList);
  }

  private open(tx: Tx, facts: OrderFacts, needed: InstructionNeeded, now: Instant): Promise<void> {
    const { form, leader, reason } = needed;
    return this.take(tx, facts, now, { run: null, stepName: null, form: { form, leader, ground: reason } });
  }

  private async take(
    tx: Tx,
    facts: OrderFacts,
    now: Instant,
    step: { run: RunFacts | null; stepName: string | null; form: Readonly<Record<string, unknown>> },
  ): Promise<void> {
    await this.procedures.take(tx, {
      kindName: 'instruction',
      ...step,
      orderIds: [facts.id],
      home: { kind: 'order', id: null, rootId: facts.rootId },
      actor: { personId: 'SYSTEM', system: true, grants: [], effect: true },
      // Asked in the office's name: it is told when the word is given.
      unitId: facts.officeUnitId,
      now,
      commandId: null,
    });
  }

  /** What the duty list dispatches by itself does not wait for a clerk once nothing is in its way any more. */
  private async goOn(tx: Tx, facts: OrderFacts, now: Instant): Promise<After | null> {
    const route = this.directory.route(facts.rootId, facts, facts.gridId);
    if (!route.autoDispatch || route.unitId === null || blockedBy(facts, 'dispatch') !== null) return null;
    const form = { leadUnitId: route.unitId, note: route.reason };
    const world = await this.world(tx, facts, now);
    return this.orderWriter.carryOut(tx, world, systemCommand('dispatch', form, now), null);
  }

  private async world(tx: Tx, facts: OrderFacts, now: Instant): Promise<World> {
    const stored = await this.orders.find(tx, facts.id);
    if (stored === null) throw new StaleVersionError();
    return this.orderWriter.worldOf(tx, stored, now);
  }

  private async reread(tx: Tx, facts: OrderFacts, now: Instant): Promise<After> {
    const world = await this.world(tx, facts, now);
    return { facts: world.facts, clocks: [...world.clocks] };
  }
}
