import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  CANCELLED,
  type OrderFacts,
  procedureKind,
  type RunEvent,
  type RunFacts,
  type RunStep,
  readEntries,
  TERMINAL,
} from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { type Decision, type OrderFollower, OrdersStore, OrderWriter, StaleVersionError } from '../orders';
import { ProceduresStore } from './procedures.store';
import { RunClocksStore } from './run-clocks.store';

type Ending = Pick<RunStep, 'step' | 'stage'> & { outcome: string };
const OVER: Ending = { step: CANCELLED, stage: CANCELLED, outcome: 'CANCELLED' };

/** Ends what cannot outlive its order: procedures are cancelled, their tasks released, their promises struck. */
@Injectable()
export class ProceduresEnd implements OrderFollower, OnModuleInit {
  constructor(
    private readonly writer: OrderWriter,
    private readonly orders: OrdersStore,
    private readonly store: ProceduresStore,
    private readonly clocks: RunClocksStore,
  ) {}

  onModuleInit(): void {
    this.writer.join(this);
  }

  async follow(
    tx: Tx,
    before: OrderFacts,
    decision: Decision,
  ): Promise<Pick<Decision, 'facts' | 'clocks'> | null> {
    if (decision.action === 'procedure' || before.procedures === '') return null;
    const over = readEntries(before.procedures).filter(({ kind }) => endsWith(kind, decision));
    let after: Pick<Decision, 'facts' | 'clocks'> | null = null;
    for (const { id } of over) after = (await this.end(tx, id, decision)) ?? after;
    return after;
  }

  private async end(
    tx: Tx,
    runId: string,
    decision: Decision,
  ): Promise<Pick<Decision, 'facts' | 'clocks'> | null> {
    const run = await this.store.find(tx, runId);
    if (run === null || run.endedAt !== null) return null;
    const orderIds = await this.store.orderIdsOf(tx, run);
    const isShared = orderIds.length > 1;
    const ending = endingOf(run, decision);
    const released = isShared ? [] : await this.cancel(tx, run, decision, ending);
    if (isShared) await this.store.leave(tx, run.id, decision.facts.id);
    // Withdrawn, merged or declined, an order drops all that hangs on it by itself.
    if (!readEntries(decision.facts.procedures).some((entry) => entry.id === run.id)) return null;
    // One of several orders leaves; the procedure goes on for the others.
    const stored = await this.orders.find(tx, decision.facts.id);
    if (stored === null) throw new StaleVersionError();
    const world = await this.writer.worldOf(tx, stored, decision.event.at);
    const tasks = isShared ? (await this.store.tasksOf(tx, [run.id])).map((task) => task.id) : released;
    return this.writer.carryOut(
      tx,
      world,
      {
        action: 'procedure',
        actor: { personId: 'SYSTEM', system: true, grants: [], effect: true },
        unitId: null,
        now: decision.event.at,
        form: {
          procedureId: run.id,
          kind: run.kind,
          step: ending.step,
          stage: null,
          label: procedureKind(run.kind).label,
          outcome: ending.outcome,
          opened: [],
          done: null,
          released: tasks,
        },
      },
      null,
    );
  }

  private async cancel(tx: Tx, run: RunFacts, decision: Decision, ending: Ending): Promise<string[]> {
    const open = (await this.store.tasksOf(tx, [run.id])).filter((task) => task.state === 'OPEN');
    const step: RunStep = {
      ...ending,
      values: {},
      done: null,
      opened: [],
      released: open.map((task) => task.id),
    };
    const event: RunEvent = {
      seq: run.version + 1,
      name: 'procedure.stepped',
      at: decision.event.at,
      actorId: 'SYSTEM',
      actorUnitId: null,
      data: step,
    };
    const after: RunFacts = {
      ...run,
      version: event.seq,
      stage: step.stage,
      outcome: step.outcome,
      openKey: null,
      endedAt: event.at,
    };
    if (!(await this.store.update(tx, run, after))) throw new StaleVersionError();
    await this.store.addEvent(tx, run.id, event, null, null);
    await this.store.followTasks(tx, after, event, step, null);
    const clocks = await this.clocks.ofRuns(tx, [run.id]);
    await this.clocks.write(
      tx,
      clocks,
      clocks.map((clock) =>
        clock.state === 'RUNNING' || clock.state === 'AWAITING_CALENDAR'
          ? { ...clock, state: 'CANCELLED' as const, nextLightAt: null }
          : clock,
      ),
    );
    return open.map((task) => task.id);
  }
}

/** The step that what happened to the order stands for, where the procedure has one that may be taken now. */
function endingOf(run: RunFacts, { action }: Decision): Ending {
  const kind = procedureKind(run.kind);
  const name = kind.endsBy?.[action];
  const step = name === undefined ? undefined : kind.steps[name];
  if (name === undefined || typeof step?.to !== 'string' || !step.from.includes(run.stage)) return OVER;
  return { step: name, stage: step.to, outcome: kind.stages[step.to]?.ends ?? OVER.outcome };
}

function endsWith(kindName: string, { action, facts }: Decision): boolean {
  const { endedBy } = procedureKind(kindName);
  if (endedBy === 'survives') return false;
  if (endedBy !== 'terminal' && endedBy.includes(action)) return true;
  return TERMINAL.includes(facts.state);
}
