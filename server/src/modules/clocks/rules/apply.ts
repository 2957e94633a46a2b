import {
  type Calendar,
  type ClockEffect,
  type ClockMove,
  cutToOuter,
  type Instant,
  isHeld,
  isLate,
  lightsOf,
  matchRows,
  metByMatches,
  nextLightAt,
  type OrderEvent,
  outerForRework,
  resumeDue,
  rowKey,
} from '@yihu/shared';
import { type ClockRow, isLive } from '../clock-row';
import { moved } from './move';
import {
  type ClockRules,
  clockFactsOf,
  dueOf,
  promised,
  promisedAnew,
  type Step,
  stateFor,
  withDue,
} from './promised';
import { reclassify } from './reclassify';

export type { ClockRules } from './promised';

/**
 * The order's clocks after one event: evidence meets them, the action cancels or moves them, policy rows
 * start new ones, pausable ones stand still while the order is held, and inner promises are cut to outer ones. Pure; answers every row, changed or not.
 */
export function applyClocks(before: readonly ClockRow[], step: Step, rules: ClockRules): ClockRow[] {
  const { event, effect } = step;
  const held = isHeld(step.facts);
  // Resumed first: what the same event then meets has had its pause, and keeps it if the step is undone later.
  const runsOn = !held && effect.cancel !== 'ALL';
  let rows = runsOn ? before.map((row) => resume(row, event, rules.calendar)) : [...before];
  rows = rows.map((row) => cancel(meet(row, event), effect));
  if (effect.unmeet) rows = rows.map((row) => unmeet(row, effect.unmeet ?? [], step.facts.cycle));
  if (effect.repromise) rows = reclassify(rows, step, rules);
  if (effect.rebase) rows = rebase(rows, event.at, rules.calendar);
  if (effect.move) rows = moved(rows, moveOf(step, rules.calendar));
  rows = start(rows, step, rules);
  rows = rows.map((row) => endOfCycle(row, rows, step.facts.cycle));
  if (held) rows = rows.map((row) => pause(row, event.at));
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
    late: isLate(row.dueAt, row.pausedAt ?? event.at),
  };
}

function cancel(row: ClockRow, effect: ClockEffect): ClockRow {
  if (!isLive(row) || effect.cancel === undefined) return row;
  if (effect.cancel !== 'ALL' && !effect.cancel.includes(row.milestone)) return row;
  return { ...row, state: 'CANCELLED', pausedAt: null };
}

function unmeet(row: ClockRow, milestones: readonly string[], cycle: number): ClockRow {
  if (row.state !== 'MET' || row.cycle !== cycle || !milestones.includes(row.milestone)) return row;
  return { ...row, state: stateFor(row.awaitingYear), metAt: null, metSeq: null, late: false };
}

/** A system clock that was set back must not make a pause of less than nothing. */
function later(at: Instant, than: Instant): Instant {
  if (at >= than) return at;
  return than;
}

/** A row that waits for a calendar notes its pauses too: they are counted once its due time can be told. */
function pause(row: ClockRow, at: Instant): ClockRow {
  if (!isLive(row) || row.pausedAt !== null || row.scope !== 'INNER' || !row.policy.pausable) return row;
  return { ...row, state: row.state === 'RUNNING' ? 'PAUSED' : row.state, pausedAt: at };
}

function resume(row: ClockRow, event: OrderEvent, calendar: Calendar): ClockRow {
  if (!isLive(row) || row.pausedAt === null) return row;
  const times = { ...row, awaitingCalendar: row.awaitingYear };
  const due = resumeDue(times, row.pausedAt, later(event.at, row.pausedAt), calendar, { by: event.actorId });
  return { ...withDue(row, due), state: stateFor(due.awaitingCalendar), pausedAt: null, rev: row.rev + 1 };
}

function start(rows: readonly ClockRow[], step: Step, rules: ClockRules): ClockRow[] {
  const result = [...rows];
  const started = new Set<string>();
  const facts = clockFactsOf(step.facts);
  const anchors = [step.event.name, ...(step.effect.startsLike ?? [])];
  const policies = anchors.flatMap((from) => matchRows(rules.rows, facts, from, { ...step.event.data }));
  for (const policy of policies) {
    const at = step.effect.fromFiling ? step.facts.receivedAt : step.event.at;
    const fresh = promised(policy, at, step.facts, rules);
    const index = result.findIndex((row) => isSame(row, fresh));
    const old = result[index];
    const row = old === undefined ? fresh : anew(old, fresh);
    started.add(row.id);
    if (old === undefined) result.push(row);
    else result[index] = row;
  }
  return result.map((row) => (started.has(row.id) ? reworkOuter(row, result) : row));
}

/** Counted anew by the calendar in force; a day that was named, and a row that waits for a year, stay. */
function rebase(rows: readonly ClockRow[], now: Instant, calendar: Calendar): ClockRow[] {
  const result = rows.map((row) => {
    if (!isLive(row) || row.dueAt === null || row.milestone === 'next_report') return row;
    const next = promisedAnew(row, row.policy, row.startedAt, now, calendar);
    return next.dueAt === row.dueAt ? row : next;
  });
  return result.map((row, at) => (row === rows[at] ? row : reworkOuter(row, result)));
}

function moveOf({ event, facts }: Step, calendar: Calendar) {
  const move = event.data as unknown as ClockMove;
  return { move, facts, calendar, now: event.at, by: event.actorId };
}

function isSame(a: ClockRow, b: ClockRow): boolean {
  return (
    a.subjectId === b.subjectId && a.cycle === b.cycle && a.scope === b.scope && a.milestone === b.milestone
  );
}

function anew(old: ClockRow, fresh: ClockRow): ClockRow {
  return { ...fresh, id: old.id, rev: old.rev + 1, proof: [...old.proof, ...fresh.proof] };
}

/** What belonged to the cycle before ends with it; an outer promise ends where the new cycle has its own. */
function endOfCycle(row: ClockRow, rows: readonly ClockRow[], cycle: number): ClockRow {
  if (!isLive(row) || row.cycle >= cycle) return row;
  const isReplaced = rows.some((each) => each.cycle === cycle && rowKey(each.policy) === rowKey(row.policy));
  const isOver = row.policy.onRework === 'restart' || isReplaced;
  return isOver ? { ...row, state: 'CANCELLED', pausedAt: null } : row;
}

/** After a rework the outer promise keeps its old due unless that lies before the new inner one (§5.3). */
function reworkOuter(row: ClockRow, rows: readonly ClockRow[]): ClockRow {
  if (row.cycle === 0 || row.scope !== 'OUTER' || row.policy.onRework !== 'keep') return row;
  const old = rows.find(
    (each) => each.scope === 'OUTER' && each.milestone === row.milestone && each.cycle === row.cycle - 1,
  );
  const inner = rows.find(
    (each) => each.scope === 'INNER' && each.milestone === row.milestone && each.cycle === row.cycle,
  );
  if (old === undefined || inner === undefined) return row;
  return withDue(row, outerForRework(dueOf(old), dueOf(inner), dueOf(row)));
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
