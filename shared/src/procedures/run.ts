import type { Instant } from '../time.ts';
import type { Home, RunFacts, TaskFacts, Values } from './model.ts';

/** A task as the event that opens it names it. */
export interface OpenedTask {
  id: string;
  role: string;
  unitId: string;
  /** Whose it is by name; absent: anybody's of the unit. */
  personId?: string;
}

/** What every event of a procedure's stream carries besides who and when. */
export interface RunStep {
  step: string;
  stage: string;
  outcome: string | null;
  /** Coded values filled in at this step. */
  values: Values;
  done: string | null;
  opened: readonly OpenedTask[];
  released: readonly string[];
  /** Seq of the entry this left in the home order's history. */
  orderSeq?: number;
}

export interface RunOpening extends RunStep {
  kind: string;
  rootId: string;
  homeKind: Home;
  orderId: string | null;
  homeId: string | null;
  openKey: string | null;
  nth: number;
}

/** One entry of a procedure's append-only history. */
export interface RunEvent {
  seq: number;
  name: 'procedure.opened' | 'procedure.stepped' | 'procedure.warned';
  at: Instant;
  actorId: string;
  actorUnitId: string | null;
  data: RunOpening | RunStep | Values;
}

/** A procedure and what is owed in it, after some of its history. */
export interface RunState {
  run: RunFacts;
  tasks: readonly TaskFacts[];
}

function foldTasks(tasks: readonly TaskFacts[], event: RunEvent, step: RunStep): TaskFacts[] {
  const changed = tasks.map((task): TaskFacts => {
    if (task.id === step.done) return { ...task, state: 'DONE', personId: event.actorId };
    return step.released.includes(task.id) ? { ...task, state: 'RELEASED' } : task;
  });
  return [...changed, ...step.opened.map((task): TaskFacts => ({ personId: null, ...task, state: 'OPEN' }))];
}

/** The procedure after one more event. Throws on a broken history. */
export function foldRun(state: RunState | null, event: RunEvent, runId: string): RunState {
  if (state === null) {
    if (event.name !== 'procedure.opened' || event.seq !== 1)
      throw new Error('history must begin by opening');
    const data = event.data as RunOpening;
    return {
      run: {
        id: runId,
        kind: data.kind,
        version: 1,
        stage: data.stage,
        outcome: data.outcome,
        rootId: data.rootId,
        homeKind: data.homeKind,
        orderId: data.orderId,
        homeId: data.homeId,
        openKey: data.outcome === null ? data.openKey : null,
        nth: data.nth,
        openerId: event.actorId,
        openerUnitId: event.actorUnitId,
        openedAt: event.at,
        endedAt: data.outcome === null ? null : event.at,
        values: data.values,
      },
      tasks: foldTasks([], event, data),
    };
  }
  const { run } = state;
  if (event.seq !== run.version + 1) throw new Error(`gap in history of ${runId} at ${event.seq}`);
  if (event.name === 'procedure.warned') return { ...state, run: { ...run, version: event.seq } };
  const step = event.data as RunStep;
  const isOver = step.outcome !== null;
  return {
    run: {
      ...run,
      version: event.seq,
      stage: step.stage,
      outcome: step.outcome,
      openKey: isOver ? null : run.openKey,
      endedAt: isOver ? event.at : null,
      values: { ...run.values, ...step.values },
    },
    tasks: foldTasks(state.tasks, event, step),
  };
}
