import { Injectable } from '@nestjs/common';
import {
  type Ask,
  decideStep,
  fieldsWithQuotes,
  procedureKind,
  type RunFacts,
  type StepContext,
  type StepDecision,
  splitForm,
  type TaskFacts,
} from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { AttachmentsService } from '../attachments/attachments.service';
import { AuditStore } from '../audit/audit.store';
import { AnsweredOrders, OrdersStore, OrderWriter, type World } from '../orders';
import { OrderTraces } from './order-traces';
import { ProcedureNotices } from './procedure-notices';
import { ProcedureWorld } from './procedure-world';
import { ProceduresStore } from './procedures.store';
import { RunClocksStore } from './run-clocks.store';
import { RunRecords } from './run-records';
import { type Homed, RecordedRefusal, type StepCommand, type Stepped } from './step-command';
import { StepEffects } from './step-effects';

const NOTHING: ReturnType<typeof splitForm> = { data: {}, texts: [], photoIds: [] };

/** Takes steps of procedures inside a transaction: stream, tasks, promises, the orders' history, effects, notices. */
@Injectable()
export class ProcedureWriter {
  constructor(
    private readonly store: ProceduresStore,
    private readonly clocks: RunClocksStore,
    private readonly orders: OrdersStore,
    private readonly orderWriter: OrderWriter,
    private readonly answered: AnsweredOrders,
    private readonly worlds: ProcedureWorld,
    private readonly records: RunRecords,
    private readonly traces: OrderTraces,
    private readonly effects: StepEffects,
    private readonly notices: ProcedureNotices,
    private readonly audit: AuditStore,
    private readonly attachments: AttachmentsService,
  ) {}

  /**
   * Decides and writes. Throws AppError when the rules refuse, RecordedRefusal when the attempt itself is to be
   * kept, StaleVersionError when the procedure or an order moved on (run the whole use case again).
   */
  async take(tx: Tx, command: StepCommand): Promise<Stepped> {
    const kind = procedureKind(command.kindName);
    const tasks = command.run === null ? [] : await this.store.tasksOf(tx, [command.run.id]);
    const fields = this.fieldsOf(command);
    const homes = await this.homesOf(tx, command, tasks);
    const contexts =
      homes.length === 0
        ? [await this.worlds.contextOf(tx, command, null, tasks)]
        : homes.map((home) => home.context);
    const decisions = contexts.map((context, at) => this.decide(command, context, homes[at]?.world ?? null));
    const [context] = contexts;
    const [decision] = decisions;
    if (context === undefined || decision === undefined) throw new Error('a step has a context');
    this.worlds.checkUnits(fields, command.form, context.order?.rootId ?? command.home.rootId);
    const clocksBefore = command.run === null ? [] : await this.clocks.ofRuns(tx, [command.run.id]);
    if (!command.actor.system) await this.worlds.checkPersons(tx, kind, decision, command.now);
    const { run, due } = await this.records.write(tx, command, context, decision, homes, clocksBefore);
    const parts = splitForm(fields, command.form);
    const isSingle = kind.home === 'order';
    for (const [at, home] of homes.entries()) {
      // One procedure, one set of tasks; what it asks of each order is that order's own.
      const own = { ...decision, effects: decisions[at]?.effects ?? [] };
      // Photos can lie with one order only.
      const photoIds = at === 0 ? parts.photoIds : [];
      const given = isSingle ? parts : { ...NOTHING, photoIds };
      const left = await this.traces.leave(tx, command, home, run, own, given);
      const paths = this.orderWriter.pathsOf(left.facts);
      const start = { ...home.world, facts: left.facts, clocks: left.clocks, paths };
      const after = await this.carryOut(tx, command, run, own, start);
      // She reads how it stands after all of it: who leads now, and by when.
      await this.traces.tellHer(tx, command, run, own, { left, after: after ?? home.world, due });
      await this.answered.goOn(tx, home.world.facts, command.now);
    }
    // What was written lies with the one order it is about, so that it shares that order's fate; else with the run.
    if (!isSingle) await this.orders.addTexts(tx, run.id, run.version, parts.texts);
    if (homes.length === 0) {
      await this.claimOwn(tx, command, run, parts.photoIds);
      await this.carryOut(tx, command, run, decision, null);
    }
    await this.notices.tellTasks(tx, run, decision, command.now);
    await this.notices.tellOpener(tx, run, decision, command);
    await this.audit.add(tx, {
      at: command.now,
      actorId: command.actor.personId,
      action: `procedure.${command.stepName ?? 'open'}`,
      subjectKind: 'PROCEDURE',
      subjectId: run.id,
      facts: { kind: run.kind, seq: run.version, to: run.stage, unit: decision.standing.unitId },
    });
    return { runId: run.id, seq: run.version, stage: run.stage };
  }

  private carryOut(tx: Tx, command: StepCommand, run: RunFacts, decision: StepDecision, start: World | null) {
    return this.effects.carryOut(tx, command, run, decision, start, (inner, next) => this.take(inner, next));
  }

  /** Photos of what hangs on no order lie with the procedure itself. */
  private async claimOwn(tx: Tx, command: StepCommand, run: RunFacts, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const claim = { orderId: run.id, uploaderId: command.actor.personId, eventSeq: run.version };
    await this.attachments.claim(tx, ids, { ...claim, ownerKind: 'RUN' });
  }

  private fieldsOf({ kindName, stepName }: StepCommand) {
    return fieldsWithQuotes(procedureKind(kindName), stepName);
  }

  private async homesOf(tx: Tx, command: StepCommand, tasks: readonly TaskFacts[]): Promise<Homed[]> {
    const homes: Homed[] = [];
    for (const orderId of command.orderIds) {
      const stored = await this.orders.find(tx, orderId);
      if (stored === null) throw new AppError('NOT_FOUND');
      const world = await this.orderWriter.worldOf(tx, stored, command.now);
      const context = await this.worlds.contextOf(tx, command, world, tasks, stored);
      homes.push({ world, context });
    }
    return homes;
  }

  private decide(command: StepCommand, context: StepContext, world: World | null): StepDecision {
    const ask: Ask = {
      kindName: command.kindName,
      kind: procedureKind(command.kindName),
      stepName: command.stepName,
      context,
      actor: command.actor,
      tree: this.worlds.treeOf(world),
    };
    const verdict = decideStep(ask, newId);
    if (verdict.refused === null) return verdict.decision;
    const { code, details } = verdict.refused;
    const refusal = new AppError(code, details);
    const step = command.stepName === null ? ask.kind.open : ask.kind.steps[command.stepName];
    const record = step?.records?.[code];
    if (record === undefined || context.order === null) throw refusal;
    throw new RecordedRefusal(refusal, context.order.id, record);
  }
}
