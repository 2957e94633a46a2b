import {
  type Calendar,
  type ClockEffect,
  type ClockFacts,
  type ClockPolicyRow,
  cutToOuter,
  type Due,
  type Instant,
  isLate,
  lightsOf,
  matchRows,
  metByMatches,
  nextLightAt,
  type OrderEvent,
  type OrderFacts,
  outerForRework,
  promiseRow,
  resumeDue,
  rowKey,
} from '@yihu/shared';
import { type ClockRow, isLive } from '../clock-row';

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

/**
 * The order's clocks after one event: evidence meets them, the action cancels, pauses or resumes them, policy
 * rows start new ones, and inner promises are cut to outer ones. Pure; answers every row, changed or not.
 */
export function applyClocks(before: readonly ClockRow[], step: Step, rules: ClockRules): ClockRow[] {
  const { event, effect } = step;
  let rows = before.map((row) => meet(row, event));
  rows = rows.map((row) => cancel(row, effect));
  if (effect.unmeet) rows = rows.map((row) => unmeet(row, effect.unmeet ?? [], step.facts.cycle));
  if (effect.pause) rows = rows.map((row) => pause(row, event.at));
  if (effect.resume) rows = rows.map((row) => resume(row, event, rules.calendar));
  if (effect.repromise) rows = rows.map((row) => repromise(row, step, rules));
  rows = start(rows, step, rules);
  rows = rows.map((row) => cut(row, rows, event.at));
  return rows.map((row) => (isLive(row) ? relight(row, rules.calendar) : { ...row, nextLightAt: null }));
}

function meet(row: ClockRow, event: OrderEvent): ClockRow {
  if (!isLive(row) || !metByMatches(row.policy, event.name, { ...event.data })) return row;
  return {
    ...row,
    state: 'MET',
    metAt: event.at,
    metSeq: event.seq,
    pausedAt: null,
    late: isLate(row.dueAt, event.at) && row.pausedAt === null,
  };
}

function cancel(row: ClockRow, effect: ClockEffect): ClockRow {
  if (!isLive(row) || effect.cancel === undefined) return row;
  if (effect.cancel !== 'ALL' && !effect.cancel.includes(row.milestone)) return row;
  return { ...row, state: 'CANCELLED', pausedAt: null };
}

function unmeet(row: ClockRow, milestones: readonly string[], cycle: number): ClockRow {
  if (row.state !== 'MET' || row.cycle !== cycle || !milestones.includes(row.milestone)) return row;
  return { ...row, state: 'RUNNING', metAt: null, metSeq: null, late: false };
}

function pause(row: ClockRow, at: Instant): ClockRow {
  if (row.state !== 'RUNNING' || row.scope !== 'INNER' || !row.policy.pausable) return row;
  return { ...row, state: 'PAUSED', pausedAt: at };
}

function resume(row: ClockRow, event: OrderEvent, calendar: Calendar): ClockRow {
  if (row.state !== 'PAUSED' || row.pausedAt === null) return row;
  const due = resumeDue(row, row.pausedAt, event.at, calendar, { by: event.actorId });
  return { ...withDue(row, due), state: stateFor(due), pausedAt: null, rev: row.rev + 1 };
}

function withDue(row: ClockRow, due: Due): ClockRow {
  return {
    ...row,
    dueAt: due.dueAt,
    dueDay: due.dueDay,
    awaitingYear: due.awaitingCalendar,
    proof: due.proof,
    state: row.state === 'PAUSED' ? 'PAUSED' : stateFor(due),
    // A move arms the lights again.
    fired: due.dueAt === row.dueAt ? row.fired : null,
  };
}

function stateFor(due: Due): 'RUNNING' | 'AWAITING_CALENDAR' {
  return due.awaitingCalendar === null ? 'RUNNING' : 'AWAITING_CALENDAR';
}

/** A running promise whose rule no longer fits the order is made anew, counted from its own start. */
function repromise(row: ClockRow, step: Step, rules: ClockRules): ClockRow {
  if (!isLive(row)) return row;
  const facts = clockFactsOf(step.facts);
  const match = matchRows(rules.rows, facts, row.policy.from).find(
    (each) => rowKey(each) === rowKey(row.policy),
  );
  if (match === undefined || match.name === row.policy.name) return row;
  const due = promiseRow(match, row.startedAt, rules.calendar);
  const proof = [
    ...row.proof,
    ...due.proof.map((line) => ({ ...line, at: step.event.at, rule: 'repromise' })),
  ];
  return {
    ...withDue(row, { ...due, proof }),
    policy: match,
    amount: match.amount,
    unit: match.unit,
    rev: row.rev + 1,
  };
}

function start(rows: readonly ClockRow[], step: Step, rules: ClockRules): ClockRow[] {
  const result = [...rows];
  const facts = clockFactsOf(step.facts);
  const anchors = [step.event.name, ...(step.effect.startsLike ?? [])];
  const policies = anchors.flatMap((from) => matchRows(rules.rows, facts, from, { ...step.event.data }));
  for (const policy of policies) {
    const fresh = promised(policy, step, rules);
    const at = result.findIndex((row) => isSame(row, fresh));
    const old = result[at];
    if (old === undefined) result.push(fresh);
    else result[at] = anew(old, fresh);
  }
  return result.map((row) => reworkOuter(row, result, step));
}

function isSame(a: ClockRow, b: ClockRow): boolean {
  return (
    a.subjectId === b.subjectId && a.cycle === b.cycle && a.scope === b.scope && a.milestone === b.milestone
  );
}

function anew(old: ClockRow, fresh: ClockRow): ClockRow {
  return { ...fresh, id: old.id, rev: old.rev + 1, proof: [...old.proof, ...fresh.proof] };
}

function promised(policy: ClockPolicyRow, step: Step, rules: ClockRules): ClockRow {
  const { facts, event } = step;
  const due = promiseRow(policy, event.at, rules.calendar);
  const paused = facts.state === 'NEED_INFO' && policy.pausable && policy.scope === 'INNER';
  return {
    id: rules.newId(),
    orderId: facts.id,
    rootId: facts.rootId,
    subjectId: policy.subject === 'turn' ? (facts.turnId ?? facts.id) : facts.id,
    cycle: facts.cycle,
    scope: policy.scope,
    milestone: policy.milestone,
    state: paused ? 'PAUSED' : stateFor(due),
    startedAt: event.at,
    amount: policy.amount,
    unit: policy.unit,
    dueAt: due.dueAt,
    dueDay: due.dueDay,
    awaitingYear: due.awaitingCalendar,
    rev: 0,
    pausedAt: paused ? event.at : null,
    metAt: null,
    metSeq: null,
    late: false,
    nextLightAt: null,
    fired: null,
    policy,
    proof: due.proof,
  };
}

/** After a rework the outer promise keeps its old due unless that lies before the new inner one (§5.3). */
function reworkOuter(row: ClockRow, rows: readonly ClockRow[], step: Step): ClockRow {
  const isNew = row.startedAt === step.event.at && row.cycle === step.facts.cycle && row.cycle > 0;
  if (!isNew || row.scope !== 'OUTER' || row.policy.onRework !== 'keep') return row;
  const old = rows.find(
    (each) => each.scope === 'OUTER' && each.milestone === row.milestone && each.cycle === row.cycle - 1,
  );
  const inner = rows.find(
    (each) => each.scope === 'INNER' && each.milestone === row.milestone && each.cycle === row.cycle,
  );
  if (old === undefined || inner === undefined) return row;
  return withDue(row, outerForRework(dueOf(old), dueOf(inner), dueOf(row)));
}

function dueOf(row: ClockRow): Due {
  return { dueAt: row.dueAt, dueDay: row.dueDay, awaitingCalendar: row.awaitingYear, proof: row.proof };
}

function cut(row: ClockRow, rows: readonly ClockRow[], now: Instant): ClockRow {
  if (row.state !== 'RUNNING' || row.scope !== 'INNER') return row;
  const outer = rows.find(
    (each) =>
      each.scope === 'OUTER' && each.milestone === row.milestone && each.cycle === row.cycle && isLive(each),
  );
  if (outer === undefined) return row;
  const due = cutToOuter(dueOf(row), dueOf(outer), now);
  return due.dueAt === row.dueAt ? row : { ...withDue(row, due), rev: row.rev + 1 };
}

/** A promise that moved arms its lights again; a paused one shows none. */
function relight(row: ClockRow, calendar: Calendar): ClockRow {
  if (row.state !== 'RUNNING') return { ...row, nextLightAt: null };
  const lights = lightsOf(
    { startedAt: row.startedAt, dueAt: row.dueAt, dueDay: row.dueDay, lights: row.policy.lights },
    calendar,
  );
  return { ...row, nextLightAt: nextLightAt(lights, row.fired) };
}
