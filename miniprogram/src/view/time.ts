/** Times as people read them. Instants are ISO-8601 UTC strings; everything on screen is Asia/Shanghai. */
const OFFSET_MS = 8 * 3_600_000; // China has had one offset and no summer time since 1991
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Wall {
  year: number;
  month: number;
  day: number;
  clock: string;
  /** Whole days since 1970 on the wall calendar. */
  dayNumber: number;
}

function wall(instant: string): Wall {
  const local = new Date(Date.parse(instant) + OFFSET_MS);
  const two = (n: number) => String(n).padStart(2, '0');
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    clock: `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`,
    dayNumber: Math.floor(local.getTime() / DAY),
  };
}

/** 今天 14:30 · 昨天 09:00 · 明天 18:00 · 11月26日 18:00 · 2025年11月26日 18:00 (another year than `now`'s). */
export function whenText(instant: string, now: string): string {
  const at = wall(instant);
  const today = wall(now);
  const near = ['昨天', '今天', '明天'][at.dayNumber - today.dayNumber + 1];
  return `${near ?? dayOf(at, today)} ${at.clock}`;
}

/** As `whenText`, but midnight is the end of its day: a deadline reads 11月25日 24:00, as the law counts. */
export function deadlineText(instant: string, now: string): string {
  if (wall(instant).clock !== '00:00') return whenText(instant, now);
  const eve = new Date(Date.parse(instant) - MINUTE).toISOString();
  return whenText(eve, now).replace('23:59', '24:00');
}

/** 11月26日, with the year when it is not the year of `now`. */
export function dateText(instant: string, now: string): string {
  return dayOf(wall(instant), wall(now));
}

function dayOf(at: Wall, today: Wall): string {
  const day = `${at.month}月${at.day}日`;
  return at.year === today.year ? day : `${at.year}年${day}`;
}

/** A length of time in its two largest units: 3天4小时 · 2小时10分 · 5分钟 · 不到1分钟. */
export function durationText(ms: number): string {
  const length = Math.abs(ms);
  if (length >= DAY) return join(Math.floor(length / DAY), '天', Math.floor((length % DAY) / HOUR), '小时');
  if (length >= HOUR)
    return join(Math.floor(length / HOUR), '小时', Math.floor((length % HOUR) / MINUTE), '分');
  const minutes = Math.floor(length / MINUTE);
  return minutes >= 1 ? `${minutes}分钟` : '不到1分钟';
}

function join(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small > 0 ? `${big}${bigUnit}${small}${smallUnit}` : `${big}${bigUnit}`;
}

/** 刚刚 · 5分钟前 · 2小时前, and from the next day on the date and clock. */
export function agoText(instant: string, now: string): string {
  const ms = Date.parse(now) - Date.parse(instant);
  if (ms < MINUTE) return '刚刚';
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)}分钟前`;
  if (wall(instant).dayNumber === wall(now).dayNumber) return `${Math.floor(ms / HOUR)}小时前`;
  return whenText(instant, now);
}
