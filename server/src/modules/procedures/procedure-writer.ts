import { Injectable } from '@nestjs/common';
import {
  type ActorFacts,
  type Ask,
  decideStep,
  type Effect,
  type Field,
  fieldsWithQuotes,
  foldRun,
  formatLocal,
  type Instant,
  type OrderFacts,
  openKeyOf,
  procedureKind,
  type RunEvent,
  type RunFacts,
  type RunOpening,
  type RunState,
  type Score,
  type StepContext,
  type StepDecision,
  splitForm,
  type TaskFacts,
} from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { AttachmentsService } from '../attachments/attachments.service';
import { EVIDENCE } from '../attachments/rules/upload-form';
import { AuditStore } from '../audit/audit.store';
import {
  AnsweredOrders,
  type Decision,
  FoundOrders,
  OrdersStore,
  OrderWriter,
  PeopleQuery,
  StaleVersionError,
  type World,
} from '../orders';
import { LedgerDoor } from './ledger-door';
import { ProcedureMembers } from './procedure-members';
import { ProcedureNotices } from './procedure-notices';
import { ProcedureWorld } from './procedure-world';
import { ProceduresStore } from './procedures.store';
import { moveRunClocks, type RunClock } from './rules/run-clocks';
import { sentenceOf } from './rules/sentence';
import { RunClocksStore } from './run-clocks.store';

/** A refusal that has to leave a trace in the order's history although nothing was done. */
export class RecordedRefusal extends Error {
  constructor(
    readonly refusal: AppError,
    readonly orderId: string,
    readonly action: string,
  ) {
    super(refusal.message);
  }
}

/** One step of one procedure, or its opening when `run` is null. */
export interface StepCommand {
  kindName: string;
  stepName: string | null;
  run: RunFacts | null;
  /** Orders it hangs on; empty when its home is none. */
  orderIds: readonly string[];
  /** The home of a procedure that hangs on no order. */
  home: { kind: RunFacts['homeKind']; id: string | null; rootId: string; score?: Score };
  actor: ActorFacts;
  /** The unit it is opened for, when another procedure opens it. */
  unitId?: string | null;
  form: Readonly<Record<string, unknown>>;
  now: Instant;
  commandId: string | null;
}

/** What one step left behind. */
export interface Stepped {
  runId: string;
  seq: number;
  stage: string;
}

const NOTHING: ReturnType<typeof splitForm> = { data: {}, texts: [], photoIds: [] };

interface Homed {
  world: World;
  context: StepContext;
}

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
    private readonly notices: ProcedureNotices,
    private readonly audit: AuditStore,
    private readonly people: PeopleQuery,
    private readonly ledgers: LedgerDoor,
    private readonly found: FoundOrders,
    private readonly attachments: AttachmentsService,
    private readonly members: ProcedureMembers,
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
    const { run, due } = await this.writeRun(tx, command, context, decision, homes, clocksBefore);
    const parts = splitForm(fields, command.form);
    const isSingle = kind.home === 'order';
    for (const [at, home] of homes.entries()) {
      // One procedure, one set of tasks; what it asks of each order is that order's own.
      const own = { ...decision, effects: decisions[at]?.effects ?? [] };
      // Photos can lie with one order only.
      const photoIds = at === 0 ? parts.photoIds : [];
      const given = isSingle ? parts : { ...NOTHING, photoIds };
      const left = await this.leaveTrace(tx, command, home, run, own, given);
      const after = await this.carryOut(tx, command, run, own, {
        ...home.world,
        facts: left.facts,
        clocks: left.clocks,
        paths: this.orderWriter.pathsOf(left.facts),
      });
      // She reads how it stands after all of it: who leads now, and by when.
      await this.tellHer(tx, command, run, own, { left, after: after ?? home.world, due });
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

  /** Stream, row, tasks and promises of the procedure itself. */
  private async writeRun(
    tx: Tx,
    command: StepCommand,
    context: StepContext,
    decision: StepDecision,
    homes: readonly Homed[],
    clocksBefore: readonly RunClock[],
  ): Promise<{ run: RunFacts; due: Instant | null }> {
    const kind = procedureKind(command.kindName);
    const runId = command.run?.id ?? newId();
    const event = this.eventOf(command, context, decision, homes);
    const before: RunState | null = command.run === null ? null : { run: command.run, tasks: context.tasks };
    const { run } = foldRun(before, event, runId);
    if (command.run === null) {
      await this.refuseSecond(tx, run);
      await this.store.insert(tx, run, command.orderIds);
    } else if (!(await this.store.update(tx, command.run, run))) throw new StaleVersionError();
    const step = command.stepName === null ? kind.open : kind.steps[command.stepName];
    await this.store.addEvent(tx, run.id, event, step?.link ?? kind.link ?? null, command.commandId);
    const from = command.run?.stage ?? null;
    const clocks = moveRunClocks(
      clocksBefore,
      { kind, run, from, at: command.now, seq: event.seq },
      this.worlds.clockRulesOf(run, homes[0]?.world ?? null, command.now),
    );
    await this.clocks.write(tx, clocksBefore, clocks);
    const [due = null] = clocks
      .filter((clock) => clock.state === 'RUNNING' && clock.dueAt !== null)
      .map((clock) => clock.dueAt)
      .sort();
    await this.store.followTasks(tx, run, event, decision.step, due);
    return { run, due };
  }

  /** The one who came second reads who was first. */
  private async refuseSecond(tx: Tx, { openKey, kind }: RunFacts): Promise<void> {
    const known = openKey === null ? null : await this.store.findByKey(tx, openKey);
    if (known === null) return;
    const who = (await this.people.names(tx, [known.openerId])).get(known.openerId) ?? '系统';
    throw new AppError('PROCEDURE_OPEN', {
      label: procedureKind(kind).label,
      who: `,${who} 于 ${formatLocal(known.openedAt)} 提出`,
      id: known.id,
    });
  }

  private eventOf(
    command: StepCommand,
    context: StepContext,
    decision: StepDecision,
    homes: readonly Homed[],
  ): RunEvent {
    // The entry in the order's history comes next in the same transaction: its place is known already.
    const [home] = homes;
    const isSingle = procedureKind(command.kindName).home === 'order' && home !== undefined;
    const step = isSingle ? { ...decision.step, orderSeq: home.world.facts.version + 1 } : decision.step;
    const common = {
      at: command.now,
      actorId: command.actor.personId,
      actorUnitId: decision.standing.unitId,
    };
    if (command.run !== null) {
      return { seq: command.run.version + 1, name: 'procedure.stepped', ...common, data: step };
    }
    const kind = procedureKind(command.kindName);
    const homeId = context.order?.id ?? command.home.id ?? '';
    const opening: RunOpening = {
      ...step,
      kind: command.kindName,
      rootId: context.order?.rootId ?? command.home.rootId,
      homeKind: kind.home,
      orderId: kind.home === 'order' ? (context.order?.id ?? null) : null,
      homeId: command.home.id,
      openKey: openKeyOf(command.kindName, kind, { ...context, values: decision.step.values }, homeId),
      nth: context.earlier.length + 1,
    };
    return { seq: 1, name: 'procedure.opened', ...common, data: opening };
  }

  /** What the order's own history gets to know of the step. */
  private leaveTrace(
    tx: Tx,
    command: StepCommand,
    home: Homed,
    run: RunFacts,
    decision: StepDecision,
    parts: ReturnType<typeof splitForm>,
  ): Promise<Decision> {
    const { world } = home;
    const kind = procedureKind(run.kind);
    return this.orderWriter.carryOut(
      tx,
      world,
      {
        action: 'procedure',
        actor: { ...command.actor, effect: true },
        unitId: decision.standing.unitId,
        now: command.now,
        form: {
          procedureId: run.id,
          kind: run.kind,
          form: run.values.form,
          step: decision.step.step,
          stage: run.endedAt === null ? run.stage : null,
          label: kind.label,
          outcome: run.outcome,
          counts: decision.counts,
          nextReportDay: decision.step.values.nextReportDay,
          opened: decision.step.opened.map(({ id, unitId }) => ({ id, unitId })),
          done: decision.step.done,
          released: decision.step.released,
          photoIds: parts.photoIds,
          photoPurpose: purposeOf(this.fieldsOf(command), parts.photoIds),
          texts: parts.texts,
        },
      },
      command.commandId,
    );
  }

  /** The sentence on the resident's timeline, at the step's own entry, and the message that goes with it. */
  private async tellHer(
    tx: Tx,
    command: StepCommand,
    run: RunFacts,
    decision: StepDecision,
    { left, after, due }: { left: Decision; after: Pick<World, 'facts' | 'clocks'>; due: Instant | null },
  ): Promise<void> {
    if (decision.resident === null) return;
    const blanks = this.worlds.blanksOf(after, run, decision, command, due);
    const sentence = sentenceOf(decision.resident.sentence, blanks);
    if (sentence !== null) await this.orderWriter.say(tx, left, sentence);
    await this.notices.tellResident(tx, left, decision, blanks);
  }

  /** What the step asks of others, in order; any refusal of theirs refuses the step. */
  private async carryOut(
    tx: Tx,
    command: StepCommand,
    run: RunFacts,
    decision: StepDecision,
    start: World | null,
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
        await this.openBeside(tx, command, run, effect, decision, world?.facts ?? null);
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
      await this.take(tx, opening);
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

/** What the photos of a step show, when they are evidence. */
function purposeOf(fields: readonly Field[], photoIds: readonly string[]): string | undefined {
  const field = fields.find(({ kind }) => kind === 'photos');
  const isEvidence = photoIds.length > 0 && field?.kind === 'photos' && EVIDENCE.includes(field.purpose);
  return isEvidence ? field.purpose : undefined;
}
