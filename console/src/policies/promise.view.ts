import type { PolicyAsked } from '@yihu/shared';
import type { Row } from './say.view';

/** The ways a light may be set, as the form offers them; `n` its amount. */
export const MARKS: Readonly<Record<string, { label: string; n: number | null; unit: string }>> = {
  none: { label: '不亮', n: null, unit: '' },
  workdaysBefore: { label: '到期日前几个工作日的零点', n: 1, unit: '个工作日' },
  hoursBefore: { label: '到期前几小时', n: 4, unit: '小时' },
  share: { label: '时限过了百分之几', n: 50, unit: '%' },
  due: { label: '到期时', n: null, unit: '' },
};
export const LEVELS: Readonly<Record<string, string>> = { yellow: '黄', orange: '橙', red: '红' };

const HUNDRED = 100;

/** A light's mark as the form shows it: its way and its one amount. */
export function markOf(mark: unknown): { way: string; n: number | null } {
  if (mark === null || mark === undefined) return { way: 'none', n: null };
  const { kind, n, num, den } = mark as Record<string, unknown>;
  if (kind === 'share') return { way: 'share', n: Math.round((Number(num) * HUNDRED) / Number(den)) };
  return { way: String(kind), n: typeof n === 'number' ? n : null };
}

/** What a way and an amount are in a rule; a share is kept in lowest terms, as it was written by hand. */
export function toMark(way: string, n: number | null): Row | null {
  if (way === 'none') return null;
  if (way === 'due') return { kind: 'due' };
  if (way !== 'share') return { kind: way, n: n ?? 0 };
  const of = common(n ?? 0, HUNDRED);
  return { kind: 'share', num: (n ?? 0) / of, den: HUNDRED / of };
}

function common(a: number, b: number): number {
  return b === 0 ? a : common(b, a % b);
}

/** `黄:到期前 4 小时;红:到期时`. */
export function sayLights(value: unknown): string {
  const lights = (value ?? {}) as Row;
  const lit = Object.keys(LEVELS).filter((level) => lights[level] !== null && lights[level] !== undefined);
  return lit.length === 0
    ? '不亮灯'
    : lit.map((level) => `${LEVELS[level]}:${sayMark(lights[level])}`).join(';');
}

function sayMark(mark: unknown): string {
  const { way, n } = markOf(mark);
  switch (way) {
    case 'workdaysBefore':
      return `到期日前 ${n} 个工作日的零点`;
    case 'hoursBefore':
      return `到期前 ${n} 小时`;
    case 'share':
      return `时限过了 ${n}%`;
    default:
      return MARKS[way]?.label ?? way;
  }
}

/** One entry of the list of events that meet a promise. */
export interface Evidence {
  event: string;
  where: Row;
}

/** Entries in one form, whichever of the two they were written in. */
export function evidenceOf(value: unknown): Evidence[] {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  return entries.map((entry) =>
    typeof entry === 'string'
      ? { event: entry, where: {} }
      : { event: String((entry as Row).event ?? ''), where: ((entry as Row).where ?? {}) as Row },
  );
}

/** As rules hold them: an event without conditions is its name alone. */
export function fromEvidence(entries: readonly Evidence[]): unknown[] {
  return entries.map((entry) => (Object.keys(entry.where).length === 0 ? entry.event : { ...entry }));
}

/** The control a field takes in this row: of one that follows from another field, by what stands there. */
export function askedIn(asked: PolicyAsked, row: Row): PolicyAsked | null {
  if (asked.kind !== 'by') return asked;
  const own = asked.cases[String(row[asked.field])];
  const asksNothing = own?.kind === 'when' && Object.keys(own.conditions).length === 0;
  return own === undefined || asksNothing ? null : own;
}

/** What any row may ask there, with the words of all of them. */
export function askedAnywhere(asked: Extract<PolicyAsked, { kind: 'by' }>): PolicyAsked {
  const cases = Object.values(asked.cases);
  const options: Record<string, string> = {};
  for (const [code, word] of cases.flatMap((each) =>
    each.kind === 'choice' ? Object.entries(each.options) : [],
  )) {
    options[code] = options[code] === undefined ? word : `${options[code]}/${word}`;
  }
  if (Object.keys(options).length > 0) return { kind: 'choice', options };
  const whens = cases.filter((each) => each.kind === 'when');
  const conditions = Object.fromEntries(whens.flatMap((each) => Object.entries(each.conditions)));
  return { kind: 'when', of: whens[0]?.of, conditions };
}

/** Codes spell JSON values where the choice says so. */
export function readCode(asked: PolicyAsked, code: string): unknown {
  if (asked.kind === 'whole') return Number(code);
  if (asked.kind !== 'choice' || asked.literal !== true) return code;
  return code === 'null' ? null : code === 'true' ? true : code === 'false' ? false : code;
}
