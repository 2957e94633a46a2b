import type { OrderFacts } from '../orders/facts.ts';
import { STATES } from '../orders/model.ts';
import { PROCEDURES, procedureKind } from './kinds/index.ts';
import { highestOf, stageLabel } from './stage-words.ts';

/** What staff read of an order: the stage of its open procedure with the highest rank, else its own state. */
export function staffLabel(facts: Pick<OrderFacts, 'state' | 'procedures'>): string {
  const top = highestOf(facts.procedures, PROCEDURES);
  return top === null ? STATES[facts.state] : stageLabel(procedureKind(top.kind), top.run.stage);
}
