import { addDays, type Day, weekdayOf } from '../time.ts';

/** One State Council notice as data. A notice may also name days of the last December. */
export interface CalendarYear {
  year: number;
  version: string;
  offDays: Day[];
  /** 调休: weekend days that are worked. */
  workDays: Day[];
  /** Why a day is off, e.g. 春节; only used in explanations. */
  names?: Record<Day, string>;
}

/** Several years made ready for look-up; build it with `makeCalendar`. */
export interface Calendar {
  readonly versions: ReadonlyMap<number, string>;
  readonly special: ReadonlyMap<Day, 'OFF' | 'WORK'>;
  readonly names: ReadonlyMap<Day, string>;
}

/** Somebody asked about a day of a year whose list is not loaded: never guessed as Mon–Fri. */
export class MissingCalendarError extends Error {
  readonly year: number;
  constructor(year: number) {
    super(`no calendar is loaded for ${year}`);
    this.name = 'MissingCalendarError';
    this.year = year;
  }
}

/** Builds the look-up. A year given twice: the later entry (the newer version) wins whole. */
export function makeCalendar(years: readonly CalendarYear[]): Calendar {
  const byYear = new Map(years.map((entry) => [entry.year, entry]));
  const versions = new Map<number, string>();
  const special = new Map<Day, 'OFF' | 'WORK'>();
  const names = new Map<Day, string>();
  // Ascending, so that a notice correcting the December before it has the last word.
  for (const entry of [...byYear.values()].sort((a, b) => a.year - b.year)) {
    versions.set(entry.year, entry.version);
    for (const day of entry.offDays) special.set(day, 'OFF');
    for (const day of entry.workDays) special.set(day, 'WORK');
    for (const [day, name] of Object.entries(entry.names ?? {})) names.set(day, name);
  }
  return { versions, special, names };
}

/** Years with a list, ascending. */
export function loadedYears(calendar: Calendar): number[] {
  return [...calendar.versions.keys()];
}

/** Version of the list a day is judged by, null when that year is not loaded. */
export function calendarVersion(calendar: Calendar, day: Day): string | null {
  return calendar.versions.get(Number(day.slice(0, 4))) ?? null;
}

/** Mon–Fri and not off, or a worked weekend. Throws MissingCalendarError for a year that is not loaded. */
export function isWorkday(calendar: Calendar, day: Day): boolean {
  const year = Number(day.slice(0, 4));
  if (!calendar.versions.has(year)) throw new MissingCalendarError(year);
  const special = calendar.special.get(day);
  if (special) return special === 'WORK';
  const weekday = weekdayOf(day);
  return weekday !== 0 && weekday !== 6;
}

/** True for a worked weekend (调休上班日). */
export function isMadeUpWorkday(calendar: Calendar, day: Day): boolean {
  return calendar.special.get(day) === 'WORK';
}

/** The day itself when it is a workday, else the first workday after it. */
export function workdayFrom(calendar: Calendar, day: Day): Day {
  let at = day;
  while (!isWorkday(calendar, at)) at = addDays(at, 1);
  return at;
}

/** The last workday strictly before a day. */
export function workdayBefore(calendar: Calendar, day: Day): Day {
  let at = addDays(day, -1);
  while (!isWorkday(calendar, at)) at = addDays(at, -1);
  return at;
}

/** Workdays in (after, until]; 0 when `until` is not later. */
export function countWorkdays(calendar: Calendar, after: Day, until: Day): number {
  let count = 0;
  for (let day = addDays(after, 1); day <= until; day = addDays(day, 1)) {
    if (isWorkday(calendar, day)) count += 1;
  }
  return count;
}
