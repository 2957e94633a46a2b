import type { Refusal } from '../orders/guard-context.ts';
import { STATES } from '../orders/model.ts';
import { splitForm } from '../orders/split-form.ts';
import { readEntries } from './entries.ts';
import { PROCEDURES } from './kinds/index.ts';
import {
  type Effect,
  type ProcedureKind,
  type ResidentText,
  refuse,
  type Stage,
  type StepContext,
} from './model.ts';
import { tasksOf } from './owed.ts';
import { refusedWords } from './plain.ts';
import type { RunStep } from './run.ts';
import { stageLabel } from './stage-words.ts';
import { type Ask, type Standing, standingFor, stepOf, taskSpec } from './standing.ts';

export interface StepDecision {
  step: RunStep;
  effects: readonly Effect[];
  resident: ResidentText | null;
  tellsOpener: Stage['tellsOpener'] | null;
  counts: Stage['counts'] | null;
  standing: Standing;
}

export type StepVerdict = { refused: Refusal } | { refused: null; decision: StepDecision };

/** What forbids opening this kind on the order now, apart from who asks and what he fills in. */
function openingRefused({ kind, context }: Ask): Refusal | null {
  const { order, limits } = context;
  if (order === null) return null;
  if (!kind.from.includes(order.state)) {
    return refuse('ACTION_WRONG_STATE', { state: STATES[order.state], label: kind.open.label });
  }
  const open = readEntries(order.procedures);
  const other = open.find((entry) => kind.excludes?.includes(entry.kind));
  if (other !== undefined) {
    const open = PROCEDURES[other.kind]?.label ?? other.kind;
    return refuse('PROCEDURE_EXCLUDED', { label: kind.open.label, kind: open });
  }
  if (limits.max !== undefined && context.earlier.length >= limits.max) {
    return refuse('PROCEDURE_USED_UP', { label: kind.label, limit: limits.max });
  }
  const { classes } = limits;
  if (classes !== undefined && !classes.some((prefix) => (order.classCode ?? '').startsWith(prefix))) {
    return refuse('PROCEDURE_CLASS', { label: kind.open.label });
  }
  return null;
}

/** Why the step is refused, or null; with `form` empty of values only what stands without a form is asked. */
export function stepRefused(ask: Ask, hasForm: boolean): Refusal | null {
  const step = stepOf(ask);
  const { context, kind } = ask;
  const { run } = context;
  if (ask.stepName !== null) {
    if (run === null) throw new Error('a step needs its procedure');
    if (!(step.from ?? []).includes(run.stage)) {
      const stage = stageLabel(kind, run.stage);
      return refuse('PROCEDURE_WRONG_STAGE', { kind: kind.label, stage, label: step.label });
    }
  }
  const standing = standingFor(ask);
  if (standing === null) return refuse('ACTION_NOT_ALLOWED', { label: step.label });
  if (ask.stepName === null) {
    const refusal = openingRefused(ask);
    if (refusal !== null) return refusal;
    // With a form the open key decides, which can also say who was first.
    if (!hasForm && kind.once === 'home' && context.order !== null) {
      const same = readEntries(context.order.procedures).some((entry) => entry.kind === ask.kindName);
      if (same) return refuse('PROCEDURE_OPEN', { label: kind.label });
    }
  }
  const judgesOwn =
    standing.task !== null &&
    taskSpec(kind, standing.task.role).notOpener === true &&
    run?.openerId === context.actor.personId;
  if (judgesOwn) return refuse('JUDGES_OWN', { label: step.label });
  if (!hasForm) return null;
  for (const guard of step.guards ?? []) {
    const refusal = guard({
      ...context,
      task: standing.task,
      actor: { ...context.actor, unitId: standing.unitId },
    });
    if (refusal !== null) return refusal;
  }
  return refusedWords(step.fields, context.form, context.publicNumbers);
}

/** Takes one step on paper: where the procedure goes, who owes what then, and what it asks of others. Pure. */
export function decideStep(ask: Ask, newId: () => string): StepVerdict {
  const refusal = stepRefused(ask, true);
  if (refusal !== null) return { refused: refusal };
  const standing = standingFor(ask);
  if (standing === null) throw new Error('asked and answered differently');
  const step = stepOf(ask);
  const { data } = splitForm(step.fields, ask.context.form);
  const asked: StepContext = {
    ...ask.context,
    values: { ...ask.context.run?.values, ...data },
    task: standing.task,
    actor: { ...ask.context.actor, unitId: standing.unitId },
  };
  const values = { ...data, ...step.sets?.(asked) };
  const context: StepContext = { ...asked, values: { ...asked.values, ...values } };
  const stageName = typeof step.to === 'string' ? step.to : step.to(context);
  const stage = ask.kind.stages[stageName];
  if (stage === undefined) throw new Error(`${ask.kindName} has no stage ${stageName}`);
  const done = step.keeps === true ? null : (standing.task?.id ?? null);
  const left = context.tasks.filter((task) => task.state === 'OPEN' && task.id !== done);
  const roles = (stage.tasks ?? []).map((task) => task.role);
  const isOver = stage.ends !== undefined;
  const released = left.filter((task) => isOver || !roles.includes(task.role)).map((task) => task.id);
  const moves = ask.context.run?.stage !== stageName;
  const opened = isOver || !moves ? [] : tasksOf(stage, context, left, newId);
  const decided = {
    step: ask.stepName ?? 'open',
    stage: stageName,
    outcome: stage.ends ?? null,
    values,
    done,
    opened,
    released,
  };
  return {
    refused: null,
    decision: {
      step: decided,
      effects: step.effects?.(context) ?? [],
      resident: step.resident ?? null,
      tellsOpener: moves ? (stage.tellsOpener ?? null) : null,
      counts: moves ? (stage.counts ?? null) : null,
      standing,
    },
  };
}

/** The key that keeps a second one from being opened; null where there may be many. */
export function openKeyOf(
  kindName: string,
  kind: ProcedureKind,
  context: StepContext,
  homeId: string,
): string | null {
  if (kind.once === 'none') return null;
  if (kind.once === 'home') return `${kindName}:${homeId}`;
  return `${kindName}:${homeId}:${String(context.values[kind.onceField ?? 'unitId'] ?? '')}`;
}

/** What the actor may do with the procedure now. */
export function allowedSteps(ask: Omit<Ask, 'stepName'>): string[] {
  const { run } = ask.context;
  if (run === null || run.endedAt !== null) return [];
  return Object.keys(ask.kind.steps).filter((stepName) => {
    const all: Ask = { ...ask, stepName };
    // With nothing to fill in, all that could refuse it is known already.
    const hasForm = stepOf(all).fields.length === 0;
    return !ask.actor.system && stepRefused(all, hasForm) === null;
  });
}
