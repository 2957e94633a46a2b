import { readEntries } from '../procedures/entries.ts';
import { pausesClocks } from '../procedures/index.ts';
import type { OrderFacts } from './facts.ts';

/**
 * Whether the order's pausable inner clocks stand still: it waits for the resident, is suspended, or a procedure
 * is at a stage that stops them. Several reasons may hold at once; clocks run again when the last one is gone.
 */
export function isHeld(facts: Pick<OrderFacts, 'state' | 'procedures'>): boolean {
  if (facts.state === 'NEED_INFO' || facts.state === 'SUSPENDED') return true;
  return readEntries(facts.procedures).some(({ kind, stage }) => pausesClocks(kind, stage));
}
