import type { ClockEffect } from '@yihu/shared';
import {
  type Calendar,
  type ClockFacts,
  type ClockPolicyRow,
  type Day,
  type Due,
  endOfDay,
  formatDue,
  formatLocal,
  type Instant,
  isHeld,
  moveDue,
  moveDueTo,
  type OrderEvent,
  type OrderFacts,
  type ProofLine,
  promiseRow,
  resumeDue,
  type Scope,
  settled,
} from '@yihu/shared';
import type { ClockRow } from '../clock-row';

/** What the arithmetic needs besides the order: rules and calendar in force, and an id maker. */
export interface ClockRules {
  rows: readonly ClockPolicyRow[];
  calendar: Calendar;
  newId: () => string;
}

export interface Step {
  event: OrderEvent;
  effect: ClockEffect;
  /** The order after the event. */
  facts: OrderFacts;
}

export function clockFactsOf(facts: OrderFacts): ClockFacts {
  return {
    partyKind: facts.partyKind,
    requestType: facts.requestType,
    complexity: facts.complexity,
    urgency: facts.urgency,
    channel: facts.channel,
    classCode: facts.classCode,
    cycle: facts.cycle,
  };
}

export function stateFor(awaitingYear: number | null): 'RUNNING' | 'AWAITING_CALENDAR' {
  return awaitingYear === null ? 'RUNNING' : 'AWAITING_CALENDAR';
}

export function dueOf(row: ClockRow): Due {
  return { dueAt: row.dueAt, dueDay: row.dueDay, awaitingCalendar: row.awaitingYear, proof: row.proof };
}

export function withDue(row: ClockRow, due: Due): ClockRow {
  return {
    ...row,
    dueAt: due.dueAt,
    dueDay: due.dueDay,
    awaitingYear: due.awaitingCalendar,
    proof: due.proof,
    state: row.state === 'PAUSED' ? 'PAUSED' : stateFor(due.awaitingCalendar),
    // A move arms the lights again.
    fired: due.dueAt === row.dueAt ? row.fired : null,
  };
}

/** Counted, or the day that was named: the next report of a suspension is due when its approval says. */
function firstDue(policy: ClockPolicyRow, at: Instant, facts: OrderFacts, calendar: Calendar): Due {
  if (policy.milestone !== 'next_report' || facts.nextReportDay === null) {
    return promiseRow(policy, at, calendar);
  }
  const due = { dueDay: facts.nextReportDay, dueAt: endOfDay(facts.nextReportDay) };
  const text = `${formatLocal(at)} 定下次报告 → ${formatDue(due)}`;
  return settled(due, [{ at, rule: 'day.named', text, new: due.dueAt }]);
}

/** A promise made for the first time, counted from `at`. */
export function promised(
  policy: ClockPolicyRow,
  at: Instant,
  facts: OrderFacts,
  rules: ClockRules,
): ClockRow {
  const due = firstDue(policy, at, facts, rules.calendar);
  const paused = isHeld(facts) && policy.pausable && policy.scope === 'INNER';
  return {
    id: rules.newId(),
    orderId: facts.id,
    rootId: facts.rootId,
    subjectId: policy.subject === 'turn' ? (facts.turnId ?? facts.id) : facts.id,
    cycle: facts.cycle,
    scope: policy.scope,
    milestone: policy.milestone,
    state: paused ? 'PAUSED' : stateFor(due.awaitingCalendar),
    startedAt: at,
    amount: policy.amount,
    unit: policy.unit,
    dueAt: due.dueAt,
    dueDay: due.dueDay,
    awaitingYear: due.awaitingCalendar,
    rev: 0,
    pausedAt: paused ? at : null,
    metAt: null,
    metSeq: null,
    late: false,
    nextLightAt: null,
    fired: null,
    policy,
    proof: due.proof,
  };
}

/** The row under `policy`, counted from `at` with every pause and approved move since then; new proof lines say `rule` at `now`. */
export function promisedAnew(
  row: ClockRow,
  policy: ClockPolicyRow,
  at: Instant,
  now: Instant,
  calendar: Calendar,
): ClockRow {
  const since = row.proof.filter((line) => (line.since ?? line.at) >= at);
  let due = promiseRow(policy, at, calendar);
  for (const line of since) due = repeated(line, due, policy, calendar);
  const lines: ProofLine[] = due.proof.map(({ since: _, moved: __, ...line }) => ({
    ...line,
    at: now,
    rule: 'repromise',
  }));
  return {
    ...withDue(row, { ...due, proof: [...row.proof, ...lines] }),
    policy,
    startedAt: at,
    amount: policy.amount,
    unit: policy.unit,
    rev: row.rev + 1,
  };
}

/** The due after a pause or an approved move that is on record; any other line of a proof changes nothing. */
function repeated(line: ProofLine, due: Due, policy: ClockPolicyRow, calendar: Calendar): Due {
  const { since, moved, at, by } = line;
  if (since !== undefined) {
    return resumeDue({ ...due, unit: policy.unit }, since, at, calendar, by === undefined ? {} : { by });
  }
  if (moved === undefined || due.dueAt === null || due.dueDay === null) return due;
  const next = movedBy(moved, { dueAt: due.dueAt, dueDay: due.dueDay }, policy.scope, calendar, at, by ?? '');
  return { ...next, proof: [...due.proof, ...next.proof] };
}

/** Counts a move on from a due; the proof holds its one line. */
export function movedBy(
  moved: NonNullable<ProofLine['moved']>,
  old: { dueAt: Instant; dueDay: Day },
  scope: Scope,
  calendar: Calendar,
  now: Instant,
  by: string,
): Due {
  return 'toDay' in moved
    ? moveDueTo(old, moved.toDay, calendar, now, by, scope === 'OUTER')
    : moveDue(old, moved.amount, moved.unit, calendar, now, by);
}

/**
 * A row that waited for a year's days off, told its due time now that they are known: counted from its own start
 * with the pauses since. One that must wait on says for which year; any other row comes back as it is.
 */
export function filledIn(row: ClockRow, now: Instant, calendar: Calendar): ClockRow {
  if (row.state !== 'AWAITING_CALENDAR') return row;
  const filled = promisedAnew(row, row.policy, row.startedAt, now, calendar);
  if (filled.awaitingYear === row.awaitingYear) return row;
  // It reaches into a further year: from now on it waits for that one.
  if (filled.awaitingYear !== null) return { ...row, awaitingYear: filled.awaitingYear };
  return { ...filled, state: row.pausedAt === null ? 'RUNNING' : 'PAUSED' };
}
