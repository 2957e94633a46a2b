import type { ClockFacts, ClockWhen } from '../clocks/index.ts';
import type { Confidentiality } from '../orders/model.ts';
import { firstMatch } from '../policies/match.ts';

/** A row of the `confidentiality` policy. */
export interface ConfidentialityRow {
  when: ClockWhen;
  level: Confidentiality;
  reason: string;
}

/** 举报 is for the desk's eyes (domain.md R15). */
export const DEFAULT_CONFIDENTIALITY_ROWS: readonly ConfidentialityRow[] = [
  { when: { requestType: 'REPORT' }, level: 'DESK_ONLY', reason: '举报默认仅热线办可见' },
];

/**
 * How open an order is. Who chose to be more hidden stays so; who left it open is hidden where a rule says so. A rule
 * can make nobody anonymous who has left a name: it hides her from everybody but the desk instead.
 */
export function confidentialityFor(
  chosen: Confidentiality,
  rows: readonly ConfidentialityRow[],
  facts: ClockFacts,
): { level: Confidentiality; reason: string | null } {
  if (chosen !== 'SURNAME') return { level: chosen, reason: null };
  const row = firstMatch(rows, facts) ?? firstMatch(DEFAULT_CONFIDENTIALITY_ROWS, facts);
  if (row === null || row.level === 'SURNAME') return { level: 'SURNAME', reason: null };
  return { level: 'DESK_ONLY', reason: row.reason };
}
