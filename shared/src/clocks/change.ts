import {
  DAY_MS,
  type Day,
  dayOf,
  dayStart,
  daysBetween,
  formatLocal,
  HOUR_MS,
  type Instant,
  MINUTE_MS,
  toInstant,
  toMillis,
} from '../time.ts';
import { type Calendar, calendarVersion, countWorkdays, workdayFrom } from './calendar.ts';
import { countDays, counted, type Due, orAwaiting, type ProofLine, requireAmount, settled } from './count.ts';
import { type ClockUnit, formatDue, UNIT_TEXT } from './explain.ts';

/** What a change needs to know of a stored clock. `proof` is carried over into the result when given. */
export interface ClockTimes {
  dueAt: Instant | null;
  dueDay: Day | null;
  unit: ClockUnit;
  awaitingCalendar?: number | null;
  proof?: ProofLine[];
}

/** True when `at` is after the due time; a due that waits for a calendar cannot be missed yet. */
export function isLate(dueAt: Instant | null, at: Instant): boolean {
  return dueAt !== null && at > dueAt;
}

/** True when `inner` needs the upper platform to decide, because it would end after `outer`. */
export function exceedsOuter(inner: Pick<Due, 'dueAt'>, outer: Pick<Due, 'dueAt'>): boolean {
  return inner.dueAt !== null && isLate(outer.dueAt, inner.dueAt);
}

/** Inner = min(inner, outer). The cut is a proof line 按上级时限; nothing changes where outer is later or unknown. */
export function cutToOuter(inner: Due, outer: Due, now: Instant): Due {
  if (inner.dueAt === null || outer.dueAt === null || outer.dueDay === null || inner.dueAt <= outer.dueAt) {
    return inner;
  }
  const line = {
    at: now,
    rule: 'outer.cut',
    text: `按上级时限: ${formatDue(inner)} → ${formatDue(outer)}`,
    old: inner.dueAt,
    new: outer.dueAt,
  };
  return settled({ dueAt: outer.dueAt, dueDay: outer.dueDay }, [...inner.proof, line]);
}

/**
 * The due time after a pause: workday rows move by the workdays in (pause day, resume day], day rows by the
 * days, minute and hour rows by the time. A row late when it paused does not move, and its proof says so.
 * A row that waits for a calendar keeps waiting: once loaded, promise it anew and repeat its pauses.
 */
export function resumeDue(
  clock: ClockTimes,
  pausedAt: Instant,
  resumedAt: Instant,
  calendar: Calendar,
  opts: { by?: string } = {},
): Due {
  const { dueAt, dueDay } = clock;
  const proof = clock.proof ?? [];
  if (resumedAt < pausedAt) throw new RangeError(`resumed ${resumedAt} before paused ${pausedAt}`);
  const span = `暂停 ${formatLocal(pausedAt)} 至 ${formatLocal(resumedAt)}`;
  const pause = { at: resumedAt, rule: `pause.${clock.unit}`, since: pausedAt, ...opts };
  const later = [...proof, { ...pause, text: `${span}: 待节假日安排公布后顺延` }];
  if (dueAt === null || dueDay === null) {
    return { dueAt: null, dueDay: null, awaitingCalendar: clock.awaitingCalendar ?? null, proof: later };
  }
  const line = { ...pause, old: dueAt };
  if (isLate(dueAt, pausedAt)) {
    return settled({ dueAt, dueDay }, [
      ...proof,
      { ...line, text: `${span}: 暂停前已超期, 不顺延`, new: dueAt },
    ]);
  }
  return orAwaiting(resumedAt, later, () => {
    const moved = afterPause({ dueAt, dueDay, unit: clock.unit }, pausedAt, resumedAt, calendar);
    const text = `${span}: ${moved.text} → ${formatDue(moved)}`;
    return settled(moved, [...proof, { ...line, text, new: moved.dueAt }]);
  });
}

/**
 * An approved move (extension, conclusion): counted on from the old due *day* with the calendar given, which is
 * the one in force at the decision; its version is named in the proof. Pass the old due instead of its day to keep
 * its time of day, which minute and hour moves need. The proof holds this one line, to append to the stored ones.
 */
export function moveDue(
  from: Day | { dueAt: Instant; dueDay: Day },
  amount: number,
  unit: ClockUnit,
  calendar: Calendar,
  now: Instant,
  by: string,
): Due {
  requireAmount(amount, 1);
  const old =
    typeof from === 'string' ? { dueDay: from, dueAt: toInstant(toMillis(dayStart(from)) + DAY_MS) } : from;
  return orAwaiting(now, [], () => {
    const timed = unit === 'minute' || unit === 'hour';
    const due = timed
      ? counted(toInstant(toMillis(old.dueAt) + amount * (unit === 'hour' ? HOUR_MS : MINUTE_MS)))
      : sameTime(old, countDays(old.dueDay, amount, unit, calendar));
    const version = calendarVersion(calendar, due.dueDay);
    const walk = due.walk ? `: ${due.walk}` : '';
    const source = timed || version === null ? '' : ` (节假日安排 ${version})`;
    const text = `调整 ${formatDue(old)} → +${amount} ${UNIT_TEXT[unit]}${walk} → ${formatDue(due)}${source}`;
    const moved = { amount, unit };
    return settled(due, [{ at: now, rule: `move.${unit}`, text, old: old.dueAt, new: due.dueAt, by, moved }]);
  });
}

/**
 * An approved move to a named day, keeping the old due's time of day. An inner promise never ends on a day off;
 * what the platform above names (`exact`) stands as it is. The proof holds this one line.
 */
export function moveDueTo(
  old: { dueAt: Instant; dueDay: Day },
  toDay: Day,
  calendar: Calendar,
  now: Instant,
  by: string,
  exact = false,
): Due {
  return orAwaiting(now, [], () => {
    const due = sameTime(old, { dueDay: exact ? toDay : workdayFrom(calendar, toDay) });
    const text = `调整 ${formatDue(old)} → ${formatDue(due)}`;
    const line = { at: now, rule: 'move.day', text, old: old.dueAt, new: due.dueAt, by, moved: { toDay } };
    return settled(due, [line]);
  });
}

/**
 * OUTER of a rework when the upper platform ordered nothing: the old due if it is not before the new inner due,
 * else what the policy promises.
 */
export function outerForRework(old: Due, inner: Due, policy: Due): Due {
  return old.dueAt !== null && inner.dueAt !== null && old.dueAt >= inner.dueAt ? old : policy;
}

interface Moved {
  dueAt: Instant;
  dueDay: Day;
  text: string;
}

function afterPause(
  clock: { dueAt: Instant; dueDay: Day; unit: ClockUnit },
  pausedAt: Instant,
  resumedAt: Instant,
  calendar: Calendar,
): Moved {
  if (clock.unit === 'minute' || clock.unit === 'hour') {
    const ms = toMillis(resumedAt) - toMillis(pausedAt);
    return { ...counted(toInstant(toMillis(clock.dueAt) + ms)), text: `顺延 ${spanText(ms)}` };
  }
  const [pauseDay, resumeDay] = [dayOf(pausedAt), dayOf(resumedAt)];
  const unit = clock.unit;
  const by =
    unit === 'workday' ? countWorkdays(calendar, pauseDay, resumeDay) : daysBetween(pauseDay, resumeDay);
  const shifted = by === 0 ? { dueDay: clock.dueDay, walk: '' } : countDays(clock.dueDay, by, unit, calendar);
  const text = `顺延 ${by} ${UNIT_TEXT[unit]}${shifted.walk ? `: ${shifted.walk}` : ''}`;
  if (shifted.dueDay >= resumeDay) return { ...sameTime(clock, shifted), text };
  const dueDay = workdayFrom(calendar, resumeDay);
  return { ...sameTime(clock, { dueDay }), text: `${text}, 早于恢复日, 至下一工作日` };
}

/** Keeps the time of day of the old due (24:00, or whatever dayEndsAt was) on the new day. */
function sameTime<T extends { dueDay: Day }>(
  old: { dueAt: Instant; dueDay: Day },
  next: T,
): T & { dueAt: Instant } {
  const offset = toMillis(old.dueAt) - toMillis(dayStart(old.dueDay));
  return { ...next, dueAt: toInstant(toMillis(dayStart(next.dueDay)) + offset) };
}

function spanText(ms: number): string {
  const minutes = Math.ceil(ms / MINUTE_MS);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 ? `${hours} 小时` : '', rest > 0 || hours === 0 ? `${rest} 分钟` : '']
    .filter(Boolean)
    .join(' ');
}
