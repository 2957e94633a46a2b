import { addDays, type Day, daysBetween } from '@yihu/shared';

export const PERIODS = {
  today: '今天',
  week: '本周',
  month: '本月',
  lastMonth: '上月',
  days30: '近30天',
  year: '今年',
} as const;
export type PeriodName = keyof typeof PERIODS;

/** First and last day of a named period, as of a day. */
export function periodOf(name: PeriodName, today: Day): { fromDay: Day; toDay: Day } {
  const first = `${today.slice(0, 7)}-01`;
  switch (name) {
    case 'today':
      return { fromDay: today, toDay: today };
    case 'week': {
      // 5 January 1970 was a Monday.
      const since = ((daysBetween('1970-01-05', today) % 7) + 7) % 7;
      return { fromDay: addDays(today, -since), toDay: today };
    }
    case 'month':
      return { fromDay: first, toDay: today };
    case 'lastMonth': {
      const toDay = addDays(first, -1);
      return { fromDay: `${toDay.slice(0, 7)}-01`, toDay };
    }
    case 'days30':
      return { fromDay: addDays(today, -29), toDay: today };
    case 'year':
      return { fromDay: `${today.slice(0, 4)}-01-01`, toDay: today };
  }
}

/** Which named period two days are; null for one of their own. */
export function nameOf(fromDay: Day, toDay: Day, today: Day): PeriodName | null {
  const names = Object.keys(PERIODS) as PeriodName[];
  const isIt = (name: PeriodName) => {
    const period = periodOf(name, today);
    return period.fromDay === fromDay && period.toDay === toDay;
  };
  // On the first of a month some names mean the same days: the month is what one looks at most.
  return (['month', ...names] as const).find(isIt) ?? null;
}

/** Minutes as people say them. */
export function minutesText(minutes: number | null): string {
  if (minutes === null) return '—';
  if (minutes < 60) return `${minutes} 分钟`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分`;
  return `${Math.floor(minutes / 1440)} 天 ${Math.floor((minutes % 1440) / 60)} 小时`;
}
