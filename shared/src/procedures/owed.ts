import type { Stage, StepContext, TaskFacts, TaskSpec } from './model.ts';
import type { OpenedTask } from './run.ts';

/** Tasks that entering a stage opens; one that is open already stays. */
export function tasksOf(
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
