import type { ClassLeaf } from '../classes.ts';
import type { ClockPolicyRow } from '../clocks/index.ts';

/** One thing wrong with a policy body: the row as its writer counts it (1 = first, 0 = the whole) and the field. */
export interface PolicyLineFault {
  line: number;
  field: string;
  message: string;
}

/** `第 3 行 handle: 内部时限 8 工作日长于上级时限 5 工作日`. */
export function policyFaultText({ line, field, message }: PolicyLineFault): string {
  const where = [line > 0 ? `第 ${line} 行` : '', field].filter(Boolean).join(' ');
  return where === '' ? message : `${where}: ${message}`;
}

/** What a validator must know besides the body: the street's classes and units, and the rules around it. */
export interface PolicyContext {
  classes: readonly ClassLeaf[];
  /** Codes of the units a duty list may name; null: not known, not checked. */
  unitCodes: ReadonlySet<string> | null;
  /** Outer rows of the units above, which no inner row may outlast. */
  outerAbove: readonly ClockPolicyRow[];
  /** Prefixes of order numbers of the other streets. */
  prefixesTaken: ReadonlySet<string>;
  /** The body in force now; null when there is none. */
  previous: unknown;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
