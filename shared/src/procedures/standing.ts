import { type ActorFacts, holdsAt, type OrderPaths, standsTo } from '../orders/allowed.ts';
import { helpersOf } from './entries.ts';
import type { Doer, ProcedureKind, Step, StepContext, TaskFacts, TaskSpec } from './model.ts';

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

/** The permission a holder of the role's task must have at the task's unit. */
export function taskSpec(kind: ProcedureKind, role: string): TaskSpec {
  const specs = Object.values(kind.stages).flatMap((stage) => stage.tasks ?? []);
  const found = specs.find((spec) => spec.role === role);
  if (found === undefined) throw new Error(`no task of role ${role}`);
  return found;
}

/** What the asking person would take: a step, or the opening. */
export function stepOf({
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
