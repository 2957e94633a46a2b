import {
  addDays,
  addMinutes,
  DAY_MS,
  type Day,
  dayOf,
  dayStart,
  formatLocal,
  HOUR_MS,
  type Instant,
  MINUTE_MS,
  toInstant,
  toMillis,
} from '../time.ts';
import { type Calendar, isWorkday, MissingCalendarError, workdayFrom } from './calendar.ts';
import { awaitingText, type ClockUnit, explainWorkdays, formatDue, offReason, UNIT_TEXT } from './explain.ts';

/** One step of how a due time came about; `old` and `new` are due instants, `by` a person's id. */
export interface ProofLine {
  at: Instant;
  rule: string;
  text: string;
  old?: string;
  new?: string;
  by?: string;
  /** Of a pause: when it began (`at` is when it ended), so that a promise made anew can repeat it. */
  since?: Instant;
  /** Of an approved move: by how much, or to which day, so that a promise made anew can repeat it. */
  moved?: { amount: number; unit: ClockUnit } | { toDay: Day };
}

/** A due time with its explanation. `dueAt` null: a year's calendar is awaited (or nothing is promised). */
export interface Due {
  /** On time ⇔ met at or before this instant; the end of a day is the next midnight. */
  dueAt: Instant | null;
  /** The last day, the base of every further counting. */
  dueDay: Day | null;
  awaitingCalendar: number | null;
  proof: ProofLine[];
}

export interface CountOptions {
  /** Local 'HH:mm' at which the last day ends (Civil Code 203); default '24:00'. */
  dayEndsAt?: string;
  /** Local 'HH:mm' after which "the same day" (amount 0) means the next workday; default none. */
  sameDayCutoff?: string;
}

export interface Counted {
  dueAt: Instant;
  dueDay: Day;
  /** The counted days as words, '' when there is nothing to explain. */
  walk: string;
}

/**
 * Due time of a period (Civil Code 200–204). minute, hour: from the moment. workday n: the start day is not
 * counted. day n: calendar days, moved on to a workday. 0 days: the start day, on a day off the next workday.
 * @throws MissingCalendarError a year is needed that is not loaded
 * @throws RangeError the amount is no whole number ≥ 0
 */
export function countDue(
  start: Instant,
  amount: number,
  unit: ClockUnit,
  calendar: Calendar,
  opts: CountOptions = {},
): Counted {
  requireAmount(amount);
  if (unit === 'minute' || unit === 'hour') {
    return counted(addMinutes(start, amount * (unit === 'hour' ? 60 : 1)));
  }
  const day = amount === 0 ? sameDay(start, calendar, opts) : countDays(dayOf(start), amount, unit, calendar);
  return { ...day, dueAt: endOfDay(day.dueDay, opts.dayEndsAt) };
}

/** `countDue` as a stored promise: a missing year becomes a due that waits, never an exception. */
export function promise(
  start: Instant,
  amount: number,
  unit: ClockUnit,
  calendar: Calendar,
  opts: CountOptions & { anchorLabel?: string } = {},
): Due {
  const rule = `count.${unit}`;
  return orAwaiting(start, [], () => {
    const due = countDue(start, amount, unit, calendar, opts);
    const length = amount === 0 ? '当日' : `+${amount} ${UNIT_TEXT[unit]}`;
    const steps = due.walk ? `${length}: ${due.walk}` : length;
    const text = `${opts.anchorLabel ?? '收单'} ${formatLocal(start)} → ${steps} → ${formatDue(due)}`;
    return settled(due, [{ at: start, rule, text, new: due.dueAt }]);
  });
}

/** n ≥ 1 days or workdays counted on from a day (which is not counted itself). */
export function countDays(
  from: Day,
  amount: number,
  unit: 'day' | 'workday',
  calendar: Calendar,
): Omit<Counted, 'dueAt'> {
  requireAmount(amount, 1);
  if (unit === 'day') {
    const last = addDays(from, amount);
    const dueDay = workdayFrom(calendar, last);
    return { dueDay, walk: movedOn(calendar, last, dueDay) };
  }
  let dueDay = from;
  for (let left = amount; left > 0; ) {
    dueDay = addDays(dueDay, 1);
    if (isWorkday(calendar, dueDay)) left -= 1;
  }
  return { dueDay, walk: explainWorkdays(calendar, from, dueDay) };
}

/** An instant as a due: its day is the last one in which it can be met, so midnight prints as 24:00. */
export function counted(dueAt: Instant): Counted {
  return { dueAt, dueDay: dayOf(toInstant(toMillis(dueAt) - 1)), walk: '' };
}

/** Wraps a finished count. */
export function settled(due: { dueAt: Instant; dueDay: Day }, proof: ProofLine[]): Due {
  return { dueAt: due.dueAt, dueDay: due.dueDay, awaitingCalendar: null, proof };
}

/** Runs a count; when a year's list is missing the due waits for it and the proof says so. */
export function orAwaiting(at: Instant, before: ProofLine[], work: () => Due): Due {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof MissingCalendarError)) throw error;
    const line = { at, rule: 'calendar.awaiting', text: awaitingText(error.year) };
    return { dueAt: null, dueDay: null, awaitingCalendar: error.year, proof: [...before, line] };
  }
}

/** The instant a day's work ends: the next midnight, or local 'HH:mm' of that day. */
export function endOfDay(day: Day, dayEndsAt = '24:00'): Instant {
  return toInstant(toMillis(dayStart(day)) + clockMillis(dayEndsAt));
}

function sameDay(start: Instant, calendar: Calendar, opts: CountOptions): Omit<Counted, 'dueAt'> {
  const day = dayOf(start);
  const cutoff = opts.sameDayCutoff;
  const missed = cutoff !== undefined && toMillis(start) > toMillis(dayStart(day)) + clockMillis(cutoff);
  if (missed && isWorkday(calendar, day)) {
    const dueDay = workdayFrom(calendar, addDays(day, 1));
    return { dueDay, walk: `已过 ${cutoff}, 顺延至 ${dueDay.slice(5)}` };
  }
  const dueDay = workdayFrom(calendar, day);
  return { dueDay, walk: movedOn(calendar, day, dueDay) };
}

function movedOn(calendar: Calendar, from: Day, to: Day): string {
  return from === to ? '' : `${from.slice(5)} ${offReason(calendar, from)}, 顺延至 ${to.slice(5)}`;
}

function clockMillis(text: string): number {
  const match = /^(\d\d):(\d\d)$/.exec(text);
  const ms = match ? Number(match[1]) * HOUR_MS + Number(match[2]) * MINUTE_MS : Number.NaN;
  if (!(ms >= 0 && ms <= DAY_MS)) throw new RangeError(`not a time of day: ${text}`);
  return ms;
}

/** @throws RangeError when the amount is no whole number ≥ `least` */
export function requireAmount(amount: number, least = 0): void {
  if (!Number.isSafeInteger(amount) || amount < least) throw new RangeError(`not an amount: ${amount}`);
}
