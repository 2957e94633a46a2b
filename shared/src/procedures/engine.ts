import { type ActorFacts, holdsAt, type OrderPaths, standsTo } from '../orders/allowed.ts';
import type { Refusal } from '../orders/guard-context.ts';
import { STATES } from '../orders/model.ts';
import { splitForm } from '../orders/split-form.ts';
import { helpersOf, readEntries } from './entries.ts';
import { PROCEDURES } from './kinds/index.ts';
import {
  type Doer,
  type Effect,
  type ProcedureKind,
  type ResidentText,
  type RunFacts,
  refuse,
  type Stage,
  type Step,
  type StepContext,
  type TaskFacts,
  type TaskSpec,
} from './model.ts';
import { refusedWords } from './plain.ts';
import type { OpenedTask, RunStep } from './run.ts';

/** How the server answers what the rules must know of the tree of units. */
export interface Tree {
  pathOf: (unitId: string) => string | null;
  /** Paths of the home order's office, lead and helpers; null when the home is no order. */
  paths: OrderPaths | null;
}

/** What an asking person wants to do. */
export interface Ask {
  kindName: string;
  kind: ProcedureKind;
  /** Null opens the procedure. */
  stepName: string | null;
  context: StepContext;
  actor: ActorFacts;
  tree: Tree;
}

/** In what standing the actor may take a step: his task, and the unit he acts for. */
export interface Standing {
  task: TaskFacts | null;
  unitId: string | null;
}

export interface StepDecision {
  step: RunStep;
  effects: readonly Effect[];
  resident: ResidentText | null;
  tellsOpener: Stage['tellsOpener'] | null;
  counts: Stage['counts'] | null;
  standing: Standing;
}

export type StepVerdict = { refused: Refusal } | { refused: null; decision: StepDecision };

/** The permission a holder of the role's task must have at the task's unit. */
export function taskSpec(kind: ProcedureKind, role: string): TaskSpec {
  const specs = Object.values(kind.stages).flatMap((stage) => stage.tasks ?? []);
  const found = specs.find((spec) => spec.role === role);
  if (found === undefined) throw new Error(`no task of role ${role}`);
  return found;
}

function stepOf({
  kind,
  stepName,
}: Pick<Ask, 'kind' | 'stepName'>): Omit<Step, 'from'> & { from?: readonly string[] } {
  if (stepName === null) return kind.open;
  const step = kind.steps[stepName];
  if (step === undefined) throw new Error(`no step ${stepName}`);
  return step;
}

function standingAs(doer: Doer, ask: Ask): Standing | null {
  const { actor, context, kind, tree } = ask;
  const { run, order } = context;
  if (doer === 'system') return actor.system ? { task: null, unitId: null } : null;
  if (doer === 'opener') {
    if (run?.openerUnitId == null)
      return run?.openerId === actor.personId ? { task: null, unitId: null } : null;
    const path = tree.pathOf(run.openerUnitId);
    const isOfUnit = path !== null && holdsAt(actor, 'unit:read', path);
    return isOfUnit ? { task: null, unitId: run.openerUnitId } : null;
  }
  // In her own name: what is hers is no business of her unit's.
  if (doer === 'subject') {
    return context.score?.personId === actor.personId ? { task: null, unitId: null } : null;
  }
  if ('task' in doer) {
    const spec = taskSpec(kind, doer.task);
    const task = context.tasks.find((each) => {
      const path = tree.pathOf(each.unitId);
      return (
        each.state === 'OPEN' &&
        each.role === doer.task &&
        (each.personId === null || each.personId === actor.personId) &&
        path !== null &&
        holdsAt(actor, spec.permission, path)
      );
    });
    if (task === undefined) return null;
    return { task, unitId: task.unitId };
  }
  if ('at' in doer) {
    const path = context.homeId == null ? null : tree.pathOf(context.homeId);
    const may = path !== null && holdsAt(actor, doer.permission, path);
    return may ? { task: null, unitId: context.homeId ?? null } : null;
  }
  if (order === null || tree.paths === null) return null;
  if (!standsTo(doer, actor, order, tree.paths)) return null;
  if (doer.relation === 'lead') return { task: null, unitId: order.leadUnitId };
  if (doer.relation === 'self') return { task: null, unitId: null };
  if (doer.relation === 'support') {
    const helper = helpersOf(order).find((unitId) => {
      const path = tree.pathOf(unitId);
      return path !== null && holdsAt(actor, doer.permission, path);
    });
    return { task: null, unitId: helper ?? null };
  }
  return { task: null, unitId: order.officeUnitId };
}

/** How the actor may take the step, or null when he may not at all. */
export function standingFor(ask: Ask): Standing | null {
  // What another procedure opens was decided there.
  if (ask.stepName === null && ask.actor.effect === true) {
    return { task: null, unitId: ask.context.actor.unitId };
  }
  for (const doer of stepOf(ask).by) {
    const standing = standingAs(doer, ask);
    if (standing !== null) return standing;
  }
  return null;
}

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

/** Tasks that entering a stage opens; one that is open already stays. */
function tasksOf(
  stage: Stage,
  context: StepContext,
  left: readonly TaskFacts[],
  newId: () => string,
): OpenedTask[] {
  const owed = (stage.tasks ?? []).filter((spec) => spec.when?.(context) !== false);
  return owed.flatMap((spec) =>
    unitsOf(spec, context)
      .filter((unitId) => !left.some((task) => task.role === spec.role && task.unitId === unitId))
      .map((unitId) => ({ id: newId(), role: spec.role, unitId, ...personOf(spec, context) })),
  );
}

function personOf({ person }: TaskSpec, { values }: StepContext): Pick<OpenedTask, 'personId'> {
  const chosen = person === undefined ? undefined : values[person.field];
  return typeof chosen === 'string' && chosen !== '' ? { personId: chosen } : {};
}

function unitsOf(spec: TaskSpec, { order, run, actor, values, homeId }: StepContext): string[] {
  if (typeof spec.unit !== 'string') {
    const chosen = values[spec.unit.field];
    const list = Array.isArray(chosen) ? chosen : [chosen];
    return [...new Set(list.filter((id): id is string => typeof id === 'string' && id !== ''))];
  }
  const unitId = {
    office: order?.officeUnitId,
    lead: order?.leadUnitId,
    opener: run === null ? actor.unitId : run.openerUnitId,
    home: homeId,
  }[spec.unit];
  return unitId == null ? [] : [unitId];
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

/** The label staff read: of the open procedure with the highest rank. */
export function highestOf(
  procedures: string,
  kinds: Readonly<Record<string, ProcedureKind>>,
): { kind: string; run: Pick<RunFacts, 'id' | 'stage'> } | null {
  const [top] = readEntries(procedures)
    .filter((entry) => kinds[entry.kind] !== undefined)
    .sort((a, b) => (kinds[b.kind]?.rank ?? 0) - (kinds[a.kind]?.rank ?? 0));
  return top === undefined ? null : { kind: top.kind, run: { id: top.id, stage: top.stage } };
}

/** Step and stage of a procedure that ended because its order did. */
export const CANCELLED = 'cancelled';

/** What staff read for a stage. */
export function stageLabel(kind: ProcedureKind, stage: string): string {
  return stage === CANCELLED ? '随工单结束' : (kind.stages[stage]?.label ?? stage);
}

/** What staff read for a step that was taken. */
export function stepDid(kind: ProcedureKind, step: string): string {
  if (step === CANCELLED) return '随工单一并结束';
  return step === 'open' ? kind.open.did : (kind.steps[step]?.did ?? step);
}
