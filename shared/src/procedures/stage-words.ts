import { readEntries } from './entries.ts';
import type { ProcedureKind, RunFacts } from './model.ts';

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
