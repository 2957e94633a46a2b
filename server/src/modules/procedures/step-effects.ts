import { Injectable } from '@nestjs/common';
import {
  type Effect,
  type Instant,
  type OrderFacts,
  procedureKind,
  type RunFacts,
  type StepDecision,
} from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { FoundOrders, OrdersStore, OrderWriter, StaleVersionError, type World } from '../orders';
import { LedgerDoor } from './ledger-door';
import { ProcedureMembers } from './procedure-members';
import type { StepCommand } from './step-command';

/** Takes another step in the same transaction. */
type Take = (tx: Tx, command: StepCommand) => Promise<unknown>;

/** Carries out what a step asks of the rest of the system, through the same doors as people. */
@Injectable()
export class StepEffects {
  constructor(
    private readonly orders: OrdersStore,
    private readonly orderWriter: OrderWriter,
    private readonly ledgers: LedgerDoor,
    private readonly found: FoundOrders,
    private readonly members: ProcedureMembers,
  ) {}

  /** What the step asks of others, in order; any refusal of theirs refuses the step. */
  async carryOut(
    tx: Tx,
    command: StepCommand,
    run: RunFacts,
    decision: StepDecision,
    start: World | null,
    take: Take,
  ): Promise<World | null> {
    let world = start;
    for (const effect of decision.effects) {
      if ('act' in effect) {
        if (world === null) throw new Error(`${run.kind} acts on no order`);
        const { facts, clocks } = await this.orderWriter.carryOut(
          tx,
          world,
          {
            action: effect.act,
            actor: { ...command.actor, effect: true },
            unitId: run.openerUnitId,
            now: command.now,
            form: { ...effect.form, procedureId: run.id },
          },
          null,
        );
        world = { ...world, facts, clocks, paths: this.orderWriter.pathsOf(facts) };
      } else if ('open' in effect) {
        await this.openBeside(tx, command, run, effect, decision, world?.facts ?? null, take);
        if (world !== null) world = await this.reread(tx, world, command.now);
      } else if ('file' in effect) {
        await this.found.file(tx, {
          found: effect.file,
          orderId: world?.facts.id ?? null,
          runId: run.id,
          rootId: run.rootId,
          gridId: effect.gridId ?? (run.homeKind === 'grid' ? run.homeId : null),
          actorId: command.actor.personId,
          now: command.now,
        });
      } else {
        const order = world?.facts ?? null;
        const { actor, now } = command;
        const by = { actorId: actor.personId, unitId: decision.standing.unitId, now };
        await this.ledgers.enter(tx, { kind: effect.addItem, form: effect.form, run, order, ...by });
        if (world !== null) world = await this.reread(tx, world, now);
      }
    }
    return world;
  }

  private async openBeside(
    tx: Tx,
    command: StepCommand,
    run: RunFacts,
    effect: Extract<Effect, { open: string }>,
    decision: StepDecision,
    order: OrderFacts | null,
    take: Take,
  ): Promise<void> {
    const ofMembers = 'onMembers' in effect;
    const own = order === null ? [] : [order.id];
    const orderIds = ofMembers
      ? await this.members.open(tx, run.homeId ?? '', effect.open, command.now)
      : own;
    if (ofMembers && orderIds.length === 0) throw new AppError('NO_OPEN_MEMBER');
    const opening: StepCommand = {
      ...command,
      kindName: effect.open,
      stepName: null,
      run: null,
      orderIds,
      home: { kind: procedureKind(effect.open).home, id: ofMembers ? null : run.homeId, rootId: run.rootId },
      actor: { personId: command.actor.personId, system: true, grants: [], effect: true },
      unitId: (ofMembers ? null : effect.unitId) ?? decision.standing.unitId,
      form: effect.form,
      commandId: null,
    };
    try {
      await take(tx, opening);
    } catch (error) {
      // Refused before anything was written: what was wanted is there already.
      const isThere = error instanceof AppError && error.code === 'PROCEDURE_OPEN';
      if (!isThere || ofMembers || effect.unlessOpen !== true) throw error;
    }
  }

  private async reread(tx: Tx, world: World, now: Instant): Promise<World> {
    const stored = await this.orders.find(tx, world.facts.id);
    if (stored === null) throw new StaleVersionError();
    return this.orderWriter.worldOf(tx, stored, now);
  }
}
