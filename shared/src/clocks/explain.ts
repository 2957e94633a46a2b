import { addDays, type Day, dayEnd, formatLocal, type Instant, weekdayOf } from '../time.ts';
import { type Calendar, isMadeUpWorkday, isWorkday } from './calendar.ts';

export type ClockUnit = 'minute' | 'hour' | 'day' | 'workday';

export const UNIT_TEXT: Record<ClockUnit, string> = {
  minute: '分钟',
  hour: '小时',
  day: '天',
  workday: '工作日',
};

/** Plain workdays in a row from which they are written as one span, 03-03–03-06(1–4). */
const SPAN_FROM = 3;
/** Above this many parts the middle of a walk is left out: a clerk reads it aloud. */
const MAX_PARTS = 12;
const HEAD_PARTS = 5;
const TAIL_PARTS = 4;

interface Run {
  label: string;
  from: Day;
  to: Day;
  firstCount: number;
  lastCount: number;
}

const short = (day: Day) => day.slice(5);

/** 'D 24:00' for the exclusive midnight, the minute otherwise; says what it waits for when there is none. */
export function formatDue(due: {
  dueAt: Instant | null;
  dueDay: Day | null;
  awaitingCalendar?: number | null;
}): string {
  if (due.dueAt === null || due.dueDay === null) {
    return due.awaitingCalendar ? awaitingText(due.awaitingCalendar) : '未定';
  }
  return due.dueAt === dayEnd(due.dueDay) ? `${due.dueDay} 24:00` : formatLocal(due.dueAt);
}

/** What clerk and resident read while the list of a year is not published or not loaded. */
export function awaitingText(year: number): string {
  return `待 ${year} 年节假日安排公布`;
}

/** Why a day is off: the holiday's name, else 周末. Meant for days that are off. */
export function offReason(calendar: Calendar, day: Day): string {
  const weekend = weekdayOf(day) === 0 || weekdayOf(day) === 6;
  return calendar.names.get(day) ?? (weekend ? '周末' : '休息日');
}

/** The days (after, until] as words: '02-14 上班日(1), 02-15–02-23 春节, 02-24(2)'. */
export function explainWorkdays(calendar: Calendar, after: Day, until: Day): string {
  const parts = runsOf(calendar, after, until).flatMap(runText);
  if (parts.length <= MAX_PARTS) return parts.join(', ');
  return [...parts.slice(0, HEAD_PARTS), '…', ...parts.slice(-TAIL_PARTS)].join(', ');
}

function runsOf(calendar: Calendar, after: Day, until: Day): Run[] {
  const runs: Run[] = [];
  let count = 0;
  for (let day = addDays(after, 1); day <= until; day = addDays(day, 1)) {
    const works = isWorkday(calendar, day);
    if (works) count += 1;
    const label = works ? (isMadeUpWorkday(calendar, day) ? '上班日' : '') : offReason(calendar, day);
    const last = runs.at(-1);
    // A worked weekend is always named by itself: it is what a Mon–Fri reader trips over.
    if (last && last.label === label && label !== '上班日') {
      last.to = day;
      last.lastCount = count;
    } else {
      runs.push({ label, from: day, to: day, firstCount: works ? count : 0, lastCount: count });
    }
  }
  return runs;
}

function runText(run: Run): string[] {
  const span = run.from === run.to ? short(run.from) : `${short(run.from)}–${short(run.to)}`;
  if (run.firstCount === 0) return [`${span} ${run.label}`];
  if (run.label) return [`${span} ${run.label}(${run.firstCount})`];
  const length = run.lastCount - run.firstCount + 1;
  if (length >= SPAN_FROM) return [`${span}(${run.firstCount}–${run.lastCount})`];
  return Array.from({ length }, (_, i) => `${short(addDays(run.from, i))}(${run.firstCount + i})`);
}
