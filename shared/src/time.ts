/** ISO-8601 UTC with milliseconds, '2026-11-22T06:00:00.000Z'. Two instants compare as strings. */
export type Instant = string;
/** A civil day in Asia/Shanghai, 'YYYY-MM-DD'. Two days compare as strings. */
export type Day = string;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
/** China has kept UTC+8 without summer time since 1991; a fixed offset needs no zone data on the device. */
const SHANGHAI_OFFSET_MS = 8 * HOUR_MS;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Milliseconds since 1970 → Instant. Throws RangeError when `ms` is no time. */
export function toInstant(ms: number): Instant {
  return new Date(ms).toISOString();
}

/** Instant → milliseconds since 1970. Throws RangeError for anything that is not exactly an Instant. */
export function toMillis(instant: Instant): number {
  const ms = INSTANT.test(instant) ? Date.parse(instant) : Number.NaN;
  if (Number.isNaN(ms)) throw new RangeError(`not an instant: ${instant}`);
  return ms;
}

/** The instant `minutes` (may be negative) away. */
export function addMinutes(instant: Instant, minutes: number): Instant {
  return toInstant(toMillis(instant) + minutes * MINUTE_MS);
}

/** The Shanghai day an instant lies in; 00:00 belongs to the day it begins. */
export function dayOf(instant: Instant): Day {
  return dayAt(Math.floor((toMillis(instant) + SHANGHAI_OFFSET_MS) / DAY_MS) * DAY_MS);
}

/** The instant at which a Shanghai day begins. */
export function dayStart(day: Day): Instant {
  return dayEnd(dayAt(dayMillis(day) - DAY_MS));
}

/** The instant at which a Shanghai day ends and the next begins: 16:00 UTC of the day itself. */
export function dayEnd(day: Day): Instant {
  return `${day}T16:00:00.000Z`;
}

/** The day `n` (may be negative) days away. */
export function addDays(day: Day, n: number): Day {
  return dayAt(dayMillis(day) + n * DAY_MS);
}

/** Whole days from `a` to `b`, negative when `b` is earlier. */
export function daysBetween(a: Day, b: Day): number {
  return Math.round((dayMillis(b) - dayMillis(a)) / DAY_MS);
}

/** 0 = Sunday … 6 = Saturday. */
export function weekdayOf(day: Day): number {
  return new Date(dayMillis(day)).getUTCDay();
}

/** Shanghai time of an instant, 'YYYY-MM-DD HH:mm' (seconds are cut). */
export function formatLocal(instant: Instant): string {
  const hour = (Number(instant.slice(11, 13)) + SHANGHAI_OFFSET_MS / HOUR_MS) % 24;
  return `${dayOf(instant)} ${hour < 10 ? '0' : ''}${hour}:${instant.slice(14, 16)}`;
}

/** '11月26日'. For a due time pass its due *day*: its instant is the midnight after that day. */
export function formatMonthDay(when: Day | Instant): string {
  const day = DAY.test(when) ? when : dayOf(when);
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
}

function dayMillis(day: Day): number {
  const known = DAYS.get(day);
  if (known !== undefined) return known;
  const ms = DAY.test(day) ? Date.parse(`${day}T00:00:00.000Z`) : Number.NaN;
  // Date.parse rolls 02-30 over to March in some engines and refuses it in others: refuse it everywhere.
  if (Number.isNaN(ms) || toInstant(ms).slice(0, 10) !== day) throw new RangeError(`not a day: ${day}`);
  if (DAYS.size >= KEPT_DAYS) DAYS.clear();
  DAYS.set(day, ms);
  return ms;
}

/** The day that begins at this UTC midnight. */
function dayAt(ms: number): Day {
  const known = NAMES.get(ms);
  if (known !== undefined) return known;
  const day = toInstant(ms).slice(0, 10);
  if (NAMES.size >= KEPT_DAYS) NAMES.clear();
  NAMES.set(ms, day);
  return day;
}

/** Days that were understood before: counting workdays asks for the same few hundred over and over. */
const DAYS = new Map<Day, number>();
const NAMES = new Map<number, Day>();
const KEPT_DAYS = 4000;
