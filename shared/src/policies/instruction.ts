import type { ClockFacts, ClockWhen } from '../clocks/index.ts';
import type { INSTRUCTION_FORMS, INSTRUCTORS } from '../procedures/kinds/instruction.ts';
import { firstMatch } from './match.ts';

/** One line of the policy kind `instruction`: which orders need a leader's word before they are handed out. */
export interface InstructionRow {
  when: ClockWhen;
  by: keyof typeof INSTRUCTORS;
  /** An urgent one (L1) goes out at once and is instructed afterwards (补批). */
  later: boolean;
  reason: string;
}

export interface InstructionPolicy {
  rows: readonly InstructionRow[];
}

export interface InstructionNeeded {
  form: keyof typeof INSTRUCTION_FORMS;
  leader: keyof typeof INSTRUCTORS;
  reason: string;
}

/**
 * The instruction an order needs, by the first row that holds; null when none does. `offList`: no row of the duty
 * list names anybody for it, so that the leader has to (M66).
 */
export function instructionFor(
  { rows }: InstructionPolicy,
  facts: ClockFacts,
  offList: boolean,
): InstructionNeeded | null {
  const asked: ClockFacts & { offList: boolean } = { ...facts, offList };
  const row = firstMatch(rows, asked);
  if (row === null) return null;
  const isLater = row.later && facts.urgency === 'L1';
  const form = isLater ? 'LATER' : offList ? 'ROUTE' : 'DISPATCH';
  return { form, leader: row.by, reason: row.reason };
}
