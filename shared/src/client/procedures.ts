import { isProcedure, PROCEDURES, type ProcedureView, type Step } from '../procedures/index.ts';

/** What is asked of somebody who opens a procedure or takes a step, whatever its kind. */
export interface AskedStep {
  /** Name of the step, or of the kind when it is being opened. */
  name: string;
  label: string;
  fields: Step['fields'];
  /** What it means for the resident, where the button is hers. */
  meaning: string | null;
  /** Says no to somebody: drawn apart from what says yes. */
  refuses: boolean;
}

/** The step as this client knows it; null for one of a newer server. */
export function askedOf(kindName: string, stepName: string): AskedStep | null {
  const kind = isProcedure(kindName) ? PROCEDURES[kindName] : undefined;
  const step = kind && Object.hasOwn(kind.steps, stepName) ? kind.steps[stepName] : undefined;
  if (!kind || !step) return null;
  const { label, fields, meaning = null, to } = step;
  const refuses = typeof to === 'string' && kind.stages[to]?.ends === 'REFUSED';
  return { name: stepName, label, fields, meaning, refuses };
}

/** The steps this reader may take, what says no last. */
export function stepsOf({ kind, allowed }: Pick<ProcedureView, 'kind' | 'allowed'>): AskedStep[] {
  const known = allowed.map((step) => askedOf(kind, step)).filter((asked) => asked !== null);
  return [...known.filter(({ refuses }) => !refuses), ...known.filter(({ refuses }) => refuses)];
}

/** What the opening of a kind asks; null for a kind of a newer server. */
export function openingOf(kindName: string): AskedStep | null {
  const kind = isProcedure(kindName) ? PROCEDURES[kindName] : undefined;
  if (!kind) return null;
  return { name: kindName, label: kind.open.label, fields: kind.open.fields, meaning: null, refuses: false };
}

/** Kinds that can be opened, by the word on their button. */
export function openingsOf(kinds: readonly string[]): AskedStep[] {
  return kinds.map(openingOf).filter((asked) => asked !== null);
}

/** Procedures going on before those that are over; within each, newest first as they came. */
export function ongoing(items: readonly ProcedureView[]): { open: ProcedureView[]; over: ProcedureView[] } {
  return {
    open: items.filter(({ endedAt }) => endedAt === null),
    over: items.filter(({ endedAt }) => endedAt !== null),
  };
}

/** What is still owed, one line a task: who, and what. */
export function owedLines({
  tasks,
}: Pick<ProcedureView, 'tasks'>): { key: string; unit: string; what: string }[] {
  return tasks
    .filter(({ state }) => state === 'OPEN')
    .map(({ id, unitName, label }) => ({ key: id, unit: unitName, what: label }));
}
