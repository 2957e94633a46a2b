import type { Instant } from '../time.ts';
import type { Calendar } from './calendar.ts';
import { type Due, promise } from './count.ts';
import type { ClockUnit } from './explain.ts';
import type { LightRule } from './lights.ts';

/** INNER 内部时限: the street's own. OUTER 上级时限: the upper platform's. */
export type Scope = 'INNER' | 'OUTER';

export const MILESTONES = [
  'accept',
  'dispatch',
  'sign',
  'return_window',
  'contact',
  'arrive',
  'opinion_party',
  'opinion_upper',
  'handle',
  'check',
  'visit',
  'silence',
  'told',
  'info_wait',
  'next_report',
  'watch7d',
  'archive',
] as const;
export type Milestone = (typeof MILESTONES)[number];

/** What decides which promise an order gets. `cycle` 0 is the first handling, +1 per rework. */
export interface ClockFacts {
  partyKind: 'PERSON' | 'ENTERPRISE';
  requestType: string;
  complexity: 'SIMPLE' | 'COMPLEX';
  urgency: 'L1' | 'L2' | 'L3' | 'L4';
  channel: string;
  classCode: string | null;
  cycle: number;
}

/** Every condition given must hold; a list holds when one of its values does. */
export type ClockWhen = { [K in keyof ClockFacts]?: ClockFacts[K] | ClockFacts[K][] } & {
  /** Start of the class code, so that one row covers a branch of the class tree. */
  classPrefix?: string | string[];
  cycleAtLeast?: number;
  /** No row of the duty list names anybody for it; asked of instructions only. */
  offList?: boolean;
};

/** Conditions on the data of an event: a value or a list of values; null also matches an absent field. */
export type EventWhere = Record<string, unknown>;
export type MetBy = string | { event: string; where: EventWhere };

/** One promise as data. Rows that share a `name` are one rule with several starting events. */
export interface ClockPolicyRow {
  name: string;
  when: ClockWhen;
  /** 'turn': the clock hangs on one unit's turn as lead, not on the order. */
  subject: 'order' | 'turn';
  scope: Scope;
  milestone: Milestone;
  amount: number;
  unit: ClockUnit;
  /** The event that starts it. */
  from: string;
  /** Only starts on a `from` event whose data match. */
  fromWhere?: EventWhere;
  /** The evidence that meets it. Empty: it lapses by itself (a window). */
  metBy: MetBy[];
  /** Stops while the order waits for the resident, a mediation or a suspension. */
  pausable: boolean;
  /** At a rework: 'restart' ends it and its row may start again in the new cycle; 'keep' leaves it running. */
  onRework: 'restart' | 'keep';
  lights: LightRule;
  sameDayCutoff?: string;
  dayEndsAt?: string;
}

/** The word a proof begins with, by starting event. */
export const ANCHORS: Readonly<Record<string, string>> = {
  'order.submitted': '收单',
  'order.contested': '申请复核',
  'order.unmerged': '拆单',
  'order.accepted': '受理',
  'order.taken_back': '收回',
  'order.unassigned': '退回改派',
  'order.dispatched': '派单',
  'order.assigned': '领导指定',
  'order.signed': '签收',
  'order.info_asked': '请求补充',
  'order.replied': '答复',
  'order.approved': '审核通过',
  'order.answered': '直接答复',
  'order.reworked': '重办',
  'order.disputed': '提出异议',
  'order.praised': '登记表扬',
  'order.closed': '办结',
  'order.suspended': '挂账',
  'order.procedure': '报告进展',
};

/** The Chinese word for the moment a clock counts from; '起算' for an event without one. */
export function anchorLabelOf(event: string): string {
  return ANCHORS[event] ?? '起算';
}

/**
 * The rows an event starts. Per (scope, milestone, subject) the first row whose `when` holds decides, wherever it
 * starts from, so a preset that counts from 收单 is not joined by a later row that counts from 派单. Of the rows
 * bearing its name those starting on this event are returned.
 * @param data the data of the starting event, for rows with `fromWhere`
 */
export function matchRows(
  rows: readonly ClockPolicyRow[],
  facts: ClockFacts,
  from: string,
  data: Record<string, unknown> = {},
): ClockPolicyRow[] {
  const winners = new Map<string, string>();
  const started = new Map<string, ClockPolicyRow>();
  for (const row of rows) {
    if (!whenHolds(row.when, facts)) continue;
    const key = rowKey(row);
    const winner = winners.get(key) ?? row.name;
    winners.set(key, winner);
    const starts = row.from === from && (row.fromWhere === undefined || matchesWhere(row.fromWhere, data));
    if (winner === row.name && starts && !started.has(key)) started.set(key, row);
  }
  return [...started.values()];
}

/** What may run once per order (or turn) and cycle. */
export function rowKey(row: Pick<ClockPolicyRow, 'scope' | 'milestone' | 'subject'>): string {
  return `${row.scope}/${row.milestone}/${row.subject}`;
}

/** True when an event is the evidence that meets a row's milestone. */
export function metByMatches(
  row: Pick<ClockPolicyRow, 'metBy'>,
  eventName: string,
  eventData: Record<string, unknown> = {},
): boolean {
  return row.metBy.some((entry) =>
    typeof entry === 'string'
      ? entry === eventName
      : entry.event === eventName && matchesWhere(entry.where, eventData),
  );
}

/** Promises one row, with its own anchor word and day rules. */
export function promiseRow(row: ClockPolicyRow, start: Instant, calendar: Calendar): Due {
  return promise(start, row.amount, row.unit, calendar, {
    anchorLabel: anchorLabelOf(row.from),
    sameDayCutoff: row.sameDayCutoff,
    dayEndsAt: row.dayEndsAt,
  });
}

/** True when every condition of a row holds for these facts. */
export function whenHolds(when: ClockWhen, facts: ClockFacts): boolean {
  const { prefixes, least, plain } = conditionsOf(when);
  if (least !== null && facts.cycle < least) return false;
  const code = facts.classCode;
  if (prefixes !== null) {
    if (code === null || !prefixes.some((prefix) => code.startsWith(prefix))) return false;
  }
  return plain.every(([field, wanted]) => wanted.includes(facts[field as keyof ClockFacts] ?? null));
}

/** A row's conditions taken apart once: every event of every order asks all rows. */
interface Conditions {
  prefixes: readonly string[] | null;
  least: number | null;
  plain: readonly (readonly [string, readonly unknown[]])[];
}
const CONDITIONS = new WeakMap<ClockWhen, Conditions>();

function conditionsOf(when: ClockWhen): Conditions {
  const known = CONDITIONS.get(when);
  if (known !== undefined) return known;
  const { classPrefix, cycleAtLeast, ...plain } = when;
  const conditions: Conditions = {
    prefixes: classPrefix === undefined ? null : listOf(classPrefix),
    least: cycleAtLeast ?? null,
    plain: Object.entries(plain).flatMap(([field, wanted]): [string, unknown[]][] =>
      wanted === undefined ? [] : [[field, listOf<unknown>(wanted)]],
    ),
  };
  CONDITIONS.set(when, conditions);
  return conditions;
}

/** True when every wanted field equals (or, for lists, shares a value with) the data. */
export function matchesWhere(where: EventWhere, data: Record<string, unknown>): boolean {
  return Object.entries(where).every(([field, wanted]) => {
    if (wanted === undefined) return true;
    const values = listOf(data[field] ?? null);
    return listOf(wanted).some((want) => values.includes(want));
  });
}

/** A value or a list as a list. */
export function listOf<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}
