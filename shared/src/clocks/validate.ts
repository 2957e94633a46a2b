import { compatible, covers } from './conditions.ts';
import { type ClockUnit, UNIT_TEXT } from './explain.ts';
import { type ClockPolicyRow, type ClockWhen, MILESTONES, type Milestone, rowKey } from './policy.ts';

/** One fault of a policy. `row` is the index in the list given, -1 when a row is missing altogether. */
export interface PolicyFault {
  row: number;
  code: string;
  message: string;
}

/** Every event a clock may start from or be met by: the events of the transition table. */
export const CLOCK_EVENTS: readonly string[] = [
  ...'submitted accepted declined contested praised answered classified info_asked info_added info_lapsed'.split(
    ' ',
  ),
  ...'restricted merged unmerged joined left withdrawn recalled dispatched taken_back signed'.split(' '),
  ...'handler_named assigned handed_over unassigned contacted arrived progressed service_confirmed'.split(
    ' ',
  ),
  ...'outside_recorded noted urged replied sent_back approved told reported_up rated disputed disputed_again result_seen'.split(
    ' ',
  ),
  ...'reworked closed analysed archived suspended woken procedure'.split(' '),
].map((name) => `order.${name}`);

/** A year each: beyond it an amount is a slip of the finger. */
const MOST: Record<ClockUnit, number> = { minute: 527_040, hour: 8_784, day: 366, workday: 250 };
const UNITS = Object.keys(MOST);
/** Milestones every order must get: without a last row for everybody some orders would run no clock. */
const REQUIRED: [Milestone, ClockPolicyRow['subject']][] = [
  ['accept', 'order'],
  ['dispatch', 'order'],
  ['sign', 'turn'],
  ['handle', 'order'],
  ['check', 'order'],
  ['visit', 'order'],
];
const CONDITIONS = [
  'partyKind',
  'requestType',
  'complexity',
  'urgency',
  'channel',
  'classCode',
  'cycle',
  'classPrefix',
  'cycleAtLeast',
];

/** Every fault of an ordered policy, in Chinese for the administrator; an empty list means it may be saved. */
export function validatePolicy(rows: readonly ClockPolicyRow[]): PolicyFault[] {
  return [
    ...rows.flatMap((row, index) => rowFaults(row).map((fault) => ({ row: index, ...fault }))),
    ...rows.flatMap((row, index) => placeFaults(rows, row, index)),
    ...missingFaults(rows),
    ...rows.flatMap((row, index) => startFaults(rows, row, index)),
  ];
}

/** Handling begins by one of these, and again at a rework; a rule that begins otherwise leaves orders without a limit. */
const FIRST_STARTS = ['order.submitted', 'order.accepted', 'order.dispatched', 'order.signed'];

function startFaults(rows: readonly ClockPolicyRow[], row: ClockPolicyRow, index: number): PolicyFault[] {
  const isHandling = row.scope === 'INNER' && row.milestone === 'handle';
  const rule = rows.filter((each) => rowKey(each) === rowKey(row) && each.name === row.name);
  if (!isHandling || rule[0] !== row) return [];
  const starts = rule.filter((each) => each.fromWhere === undefined).map((each) => each.from);
  const before = rows.slice(0, index).filter((each) => rowKey(each) === rowKey(row));
  // What an earlier row takes whole is not this one's to begin.
  const cycles = CYCLES_ASKED.filter(
    (cycle) =>
      compatible(row.when, { cycle }) && !before.some((each) => covers(each.when, { ...row.when, cycle })),
  );
  const isBegun = !cycles.includes(0) || starts.some((from) => FIRST_STARTS.includes(from));
  const isBegunAgain = !cycles.includes(1) || starts.includes('order.reworked');
  const add = (message: string) => [{ row: index, code: 'no_start', message }];
  if (!isBegun) return add('没有从收单、受理、派单或签收起算的行,派单后的工单会没有这个时限');
  if (!isBegunAgain) return add('也适用于重办,却没有从重办起算的行;请加条件 cycle 为 0,或加一行从重办起算');
  return [];
}
const CYCLES_ASKED = [0, 1];

/**
 * The events that lead out of the state an order waits in for a step. Any other evidence would meet the promise while
 * the order still waits there: nobody would be reminded of it any more. `handle` has the outer promise beside it.
 */
const LEADS_ON: Readonly<Partial<Record<Milestone, readonly string[]>>> = {
  accept: ['order.accepted'],
  dispatch: ['order.dispatched', 'order.assigned', 'order.answered'],
  check: ['order.approved', 'order.sent_back'],
  visit: ['order.closed'],
  info_wait: ['order.info_added'],
  next_report: ['order.woken'],
  archive: ['order.archived'],
};

/** Evidence that would leave the order waiting without a promise, in words; null when there is none. */
function metTooSoon({ milestone, scope, metBy }: ClockPolicyRow): string | null {
  const leadsOn = scope === 'INNER' ? LEADS_ON[milestone] : undefined;
  const events = metBy.map((by) => (typeof by === 'string' ? by : by.event));
  const early = leadsOn === undefined ? undefined : events.find((event) => !leadsOn.includes(event));
  return early === undefined ? null : `${early} 之后工单还等在这一步,会没有时限;请以离开这一步的事件为准`;
}

type Fault = Omit<PolicyFault, 'row'>;

function rowFaults(row: ClockPolicyRow): Fault[] {
  const faults: Fault[] = [];
  const add = (bad: boolean, code: string, message: string) => {
    if (bad) faults.push({ code, message });
  };
  add(!UNITS.includes(row.unit), 'unknown_unit', `单位不认识: ${row.unit}`);
  add(!MILESTONES.includes(row.milestone), 'unknown_milestone', `环节不认识: ${row.milestone}`);
  add(row.scope !== 'INNER' && row.scope !== 'OUTER', 'unknown_scope', `时限层级不认识: ${row.scope}`);
  add(row.subject !== 'order' && row.subject !== 'turn', 'unknown_subject', `计时对象不认识: ${row.subject}`);
  add(!amountPossible(row), 'bad_amount', `时限不可能: ${spanText(row)}`);
  for (const key of Object.keys(row.when)) {
    add(!CONDITIONS.includes(key), 'unknown_condition', `条件不认识: ${key}`);
  }
  for (const event of [row.from, ...row.metBy.map((by) => (typeof by === 'string' ? by : by.event))]) {
    add(!CLOCK_EVENTS.includes(event), 'unknown_event', `引用了不存在的事件: ${event}`);
  }
  const endless = row.metBy.length === 0 && row.milestone !== 'return_window';
  add(endless, 'no_evidence', '没有写明由什么完成');
  add(row.metBy.includes(row.from), 'met_at_start', '起算的同时就完成了');
  const early = metTooSoon(row);
  add(early !== null, 'met_too_soon', early ?? '');
  return faults;
}

function amountPossible(row: ClockPolicyRow): boolean {
  const least = row.unit === 'minute' || row.unit === 'hour' ? 1 : 0;
  return Number.isSafeInteger(row.amount) && row.amount >= least && row.amount <= (MOST[row.unit] ?? 0);
}

function placeFaults(rows: readonly ClockPolicyRow[], row: ClockPolicyRow, index: number): PolicyFault[] {
  const faults: PolicyFault[] = [];
  const add = (code: string, message: string) => faults.push({ row: index, code, message });
  const earlier = rows.slice(0, index).filter((other) => rowKey(other) === rowKey(row));
  const twin = earlier.find((other) => other.name === row.name);
  if (twin && !sameRule(twin, row)) add('name_mixed', '与同名的行条件或时限不一致');
  if (earlier.some((other) => other.name === row.name && sameStart(other, row))) add('duplicate', '重复');
  // `base` is the fallback: being covered by what a street states is what it is for.
  const hider = row.name.startsWith('base.')
    ? undefined
    : earlier.find((other) => other.name !== row.name && covers(other.when, row.when));
  if (hider) {
    const isTie = covers(row.when, hider.when);
    if (isTie) add('tie', `与前面的「${hider.name}」条件相同,分不出先后`);
    else add('unreachable', `永远不会用到: 前面的「${hider.name}」已经包含它`);
  }
  const limit = row.scope === 'INNER' && !twin ? outerExceeded(rows, row, index) : undefined;
  if (limit) add('inner_longer', innerLonger(row, limit));
  return faults;
}

/** The outer row an inner one is longer than, for some order that would get both. */
function outerExceeded(
  rows: readonly ClockPolicyRow[],
  inner: ClockPolicyRow,
  index: number,
  outerRows: readonly ClockPolicyRow[] = rows,
): ClockPolicyRow | undefined {
  const key = rowKey({ ...inner, scope: 'OUTER' });
  const limits = outerRows.filter((row) => rowKey(row) === key);
  // Orders an earlier inner row takes, or for which an earlier outer row gives the time, are none of this pair's.
  const innerBefore = rows.slice(0, index).filter((row) => rowKey(row) === rowKey(inner));
  return limits.find((limit, at) => {
    if (!compatible(inner.when, limit.when) || !longer(inner, limit)) return false;
    const taken = [...limits.slice(0, at).filter((row) => row.name !== limit.name), ...innerBefore];
    const isTaken = (when: ClockWhen) =>
      taken.some((row) => row.name !== inner.name && covers(row.when, when));
    return cyclesOf({ ...limit.when, ...inner.when }).some((both) => !isTaken(both));
  });
}

/** First handling and reworks apart: one row may take the one, another the other. */
function cyclesOf(when: ClockWhen): ClockWhen[] {
  if (when.cycle !== undefined || when.cycleAtLeast !== undefined) return [when];
  return [
    { ...when, cycle: 0 },
    { ...when, cycleAtLeast: 1 },
  ];
}

function innerLonger(inner: ClockPolicyRow, outer: ClockPolicyRow): string {
  return `内部时限 ${spanText(inner)}长于上级时限 ${spanText(outer)}`;
}

/** `8 工作日`; a unit nobody knows as it is written. */
function spanText({ amount, unit }: ClockPolicyRow): string {
  return `${amount} ${Object.hasOwn(UNIT_TEXT, unit) ? UNIT_TEXT[unit] : unit}`;
}

/** Rows of a policy that promise more time than the units above grant, each with the words for it. */
export function longerThanAbove(
  rows: readonly ClockPolicyRow[],
  above: readonly ClockPolicyRow[],
): PolicyFault[] {
  return rows.flatMap((row, index) => {
    const isRepeated = rows.slice(0, index).some((each) => each.name === row.name);
    const limit = row.scope !== 'INNER' || isRepeated ? undefined : outerExceeded(rows, row, index, above);
    return limit === undefined
      ? []
      : [{ row: index, code: 'inner_longer', message: `${innerLonger(row, limit)}(上级单位的规则)` }];
  });
}

function longer(inner: ClockPolicyRow, outer: ClockPolicyRow): boolean {
  if (inner.unit === outer.unit) return inner.amount > outer.amount;
  return leastMinutes(inner) > mostMinutes(outer);
}

/** The shortest an amount can be: workdays without a day off between them, and never less than part of a day. */
function leastMinutes({ amount, unit }: ClockPolicyRow): number {
  return unit === 'minute' ? amount : unit === 'hour' ? amount * 60 : amount * 1440;
}

/** The longest without a holiday: every five workdays may contain a weekend; a due day is used up to 24:00. */
function mostMinutes({ amount, unit }: ClockPolicyRow): number {
  if (unit === 'minute') return amount;
  if (unit === 'hour') return amount * 60;
  return (unit === 'day' ? amount + 2 : amount + 2 * Math.ceil(Math.max(amount, 1) / 5)) * 1440;
}

function missingFaults(rows: readonly ClockPolicyRow[]): PolicyFault[] {
  return REQUIRED.flatMap(([milestone, subject]) => {
    const group = rows
      .map((row, index) => ({ row, index }))
      .filter(({ row }) => rowKey(row) === rowKey({ scope: 'INNER', milestone, subject }));
    if (group.some(({ row }) => Object.keys(row.when).length === 0)) return [];
    const message = `「${milestone}」没有适用于所有工单的兜底行`;
    return [{ row: group.at(-1)?.index ?? -1, code: 'no_catch_all', message }];
  });
}

function sameRule(a: ClockPolicyRow, b: ClockPolicyRow): boolean {
  const rule = (row: ClockPolicyRow) => JSON.stringify([row.when, row.amount, row.unit, row.metBy]);
  return rule(a) === rule(b);
}

function sameStart(a: ClockPolicyRow, b: ClockPolicyRow): boolean {
  return a.from === b.from && JSON.stringify(a.fromWhere ?? {}) === JSON.stringify(b.fromWhere ?? {});
}
