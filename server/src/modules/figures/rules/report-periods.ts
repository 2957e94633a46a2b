import {
  addDays,
  type Day,
  dayOf,
  formatLocal,
  type Instant,
  type ReportKind,
  type Role,
  SMALLEST_PUBLIC,
  weekdayOf,
} from '@yihu/shared';
import { type Days, mondayOf } from './periods';
import type { PublicManner } from './report-public';

export { DEFAULT_SCHEDULE } from '@yihu/shared';

/** When a street has a report made; a row of its `schedule` policy. */
export interface Scheduled {
  report: string;
  at: string;
  weekday?: number;
  monthDay?: number;
  /** Roles that read it once it is published; RESIDENT: everybody, in its public edition. */
  readers: readonly Role[];
  /** Whether the public edition names units and grids; it does not unless the street says so. */
  publicNames?: boolean;
  /** Counts below it are not told to residents. */
  smallest?: number;
}

/** How residents are told, by what the street said of this report. */
export function mannerOf(row: Pick<Scheduled, 'publicNames' | 'smallest'> | undefined): PublicManner {
  return { names: row?.publicNames ?? false, smallest: row?.smallest ?? SMALLEST_PUBLIC };
}

const monthBefore = (day: Day): Days => {
  const toDay = addDays(`${day.slice(0, 7)}-01`, -1);
  return { fromDay: `${toDay.slice(0, 7)}-01`, toDay };
};

/** The period of the report that was due last: a report slept through is made up for until the next one is due. */
export function lastDue(
  kind: ReportKind,
  { at, weekday = 1, monthDay = 1 }: Pick<Scheduled, 'at' | 'weekday' | 'monthDay'>,
  now: Instant,
): Days {
  const today = dayOf(now);
  const latest = formatLocal(now).slice(11, 16) >= at ? today : addDays(today, -1);
  switch (kind) {
    case 'DAILY_NOTE': {
      // Before noon it tells of the day before, later of the day itself.
      const day = at < '12:00' ? addDays(latest, -1) : latest;
      return { fromDay: day, toDay: day };
    }
    case 'WEEKLY_FLASH': {
      const since = (weekdayOf(latest) - weekday + 7) % 7;
      const due = addDays(latest, -since);
      return { fromDay: addDays(due, -7), toDay: addDays(due, -1) };
    }
    case 'MONTHLY_BULLETIN':
      return monthBefore(Number(latest.slice(8)) >= monthDay ? latest : monthBefore(latest).toDay);
  }
}

/** The period of a kind a day lies in: that day, its week from Monday, its month; never beyond today. */
export function periodAround(kind: ReportKind, day: Day, today: Day): Days {
  const monday = mondayOf(day);
  const next = addDays(`${day.slice(0, 7)}-01`, 31).slice(0, 7);
  const whole = {
    DAILY_NOTE: { fromDay: day, toDay: day },
    WEEKLY_FLASH: { fromDay: monday, toDay: addDays(monday, 6) },
    MONTHLY_BULLETIN: { fromDay: `${day.slice(0, 7)}-01`, toDay: addDays(`${next}-01`, -1) },
  }[kind];
  return whole.toDay > today ? { ...whole, toDay: today } : whole;
}
