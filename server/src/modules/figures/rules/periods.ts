import { addDays, type Day, daysBetween, NOTHING_TO_COMPARE } from '@yihu/shared';

export interface Days {
  fromDay: Day;
  toDay: Day;
}

const monthOf = (day: Day) => day.slice(0, 7);
const lastOf = (month: string): Day => addDays(`${addDays(`${month}-01`, 31).slice(0, 7)}-01`, -1);
const dayIn = (month: string, day: string): Day => {
  const last = lastOf(month);
  return `${month}-${day}` > last ? last : `${month}-${day}`;
};

/**
 * The period before, for 环比: from the first of a month, the same days of the month before (the whole of it when the
 * whole month is asked about); otherwise as many days just before.
 */
export function previousOf({ fromDay, toDay }: Days): Days {
  if (fromDay.endsWith('-01') && monthOf(fromDay) === monthOf(toDay)) {
    const before = monthOf(addDays(fromDay, -1));
    const isWhole = toDay === lastOf(monthOf(toDay));
    return { fromDay: `${before}-01`, toDay: isWhole ? lastOf(before) : dayIn(before, toDay.slice(8)) };
  }
  const days = daysBetween(fromDay, toDay) + 1;
  return { fromDay: addDays(fromDay, -days), toDay: addDays(fromDay, -1) };
}

/** The same period a year earlier, for 同比: 29 February becomes 28, a whole month stays whole. */
export function lastYearOf({ fromDay, toDay }: Days): Days {
  const back = (day: Day) => dayIn(`${Number(day.slice(0, 4)) - 1}${day.slice(4, 7)}`, day.slice(8));
  const isToEnd = fromDay.endsWith('-01') && toDay === lastOf(monthOf(toDay));
  return { fromDay: back(fromDay), toDay: isToEnd ? lastOf(monthOf(back(toDay))) : back(toDay) };
}

/** How a count changed, `+12.5%`, half up; there is nothing to compare with before anything was kept, or with none. */
export function changeText(now: number, before: number | null): string {
  if (before === null || before === 0) return NOTHING_TO_COMPARE;
  const tenths = Math.floor((2000 * (now - before) + before) / (2 * before));
  const sign = tenths > 0 ? '+' : tenths < 0 ? '-' : '';
  const size = Math.abs(tenths);
  return `${sign}${Math.floor(size / 10)}.${size % 10}%`;
}

/** Every day of a period. */
export function daysOf({ fromDay, toDay }: Days): Day[] {
  return Array.from({ length: daysBetween(fromDay, toDay) + 1 }, (_, at) => addDays(fromDay, at));
}

/** The Monday of a day's week. */
export function mondayOf(day: Day): Day {
  // 5 January 1970 was a Monday.
  const days = daysBetween('1970-01-05', day);
  return addDays(day, -(((days % 7) + 7) % 7));
}

/** The last months up to a day, the last one as far as it has come. */
export function monthsTo(today: Day, months: number): Days[] {
  const periods: Days[] = [{ fromDay: `${today.slice(0, 7)}-01`, toDay: today }];
  while (periods.length < months) {
    const toDay = addDays(periods[0]?.fromDay ?? today, -1);
    periods.unshift({ fromDay: `${toDay.slice(0, 7)}-01`, toDay });
  }
  return periods;
}
