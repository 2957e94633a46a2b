import {
  addMinutes,
  DAY_MS,
  dayOf,
  dayStart,
  daysBetween,
  formatLocal,
  formatMonthDay,
  HOUR_MS,
  type Instant,
  MINUTE_MS,
  toMillis,
} from '../time.ts';

/** 今天 14:30 · 昨天 09:00 · 明天 18:00 · 11月26日 18:00 · 2025年11月26日 18:00 (another year than `now`'s). */
export function whenText(instant: Instant, now: Instant): string {
  const near = ['昨天', '今天', '明天'][daysBetween(dayOf(now), dayOf(instant)) + 1];
  return `${near ?? dateText(instant, now)} ${formatLocal(instant).slice(11)}`;
}

/** As `whenText`, but midnight is the end of its day: a deadline reads 11月25日 24:00, as the law counts. */
export function deadlineText(instant: Instant, now: Instant): string {
  if (instant !== dayStart(dayOf(instant))) return whenText(instant, now);
  return whenText(addMinutes(instant, -1), now).replace('23:59', '24:00');
}

/** 11月26日 in Shanghai, with the year when it is not the year of `now`. */
export function dateText(instant: Instant, now: Instant): string {
  const year = dayOf(instant).slice(0, 4);
  const monthDay = formatMonthDay(instant);
  return year === dayOf(now).slice(0, 4) ? monthDay : `${year}年${monthDay}`;
}

/** A length of time in its two largest units: 3天4小时 · 2小时10分 · 5分钟 · 不到1分钟. */
export function durationText(ms: number): string {
  const length = Math.abs(ms);
  if (length >= DAY_MS)
    return join(Math.floor(length / DAY_MS), '天', Math.floor((length % DAY_MS) / HOUR_MS), '小时');
  if (length >= HOUR_MS) {
    return join(Math.floor(length / HOUR_MS), '小时', Math.floor((length % HOUR_MS) / MINUTE_MS), '分');
  }
  const minutes = Math.floor(length / MINUTE_MS);
  return minutes >= 1 ? `${minutes}分钟` : '不到1分钟';
}

function join(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small > 0 ? `${big}${bigUnit}${small}${smallUnit}` : `${big}${bigUnit}`;
}

/** 刚刚 · 5分钟前 · 2小时前, and from the next day on the date and clock. */
export function agoText(instant: Instant, now: Instant): string {
  const ms = toMillis(now) - toMillis(instant);
  if (ms < MINUTE_MS) return '刚刚';
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)}分钟前`;
  if (dayOf(instant) === dayOf(now)) return `${Math.floor(ms / HOUR_MS)}小时前`;
  return whenText(instant, now);
}
