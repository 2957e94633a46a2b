import { addDays, addMinutes, type Day, dayStart, type Instant, weekdayOf } from '@yihu/shared';

/** Monday of the week a day is in. */
export function mondayOf(day: Day): Day {
  return addDays(day, -((weekdayOf(day) + 6) % 7));
}

/** The seven days from a day on. */
export function weekFrom(day: Day): Day[] {
  return Array.from({ length: 7 }, (_, at) => addDays(day, at));
}

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];
export const weekdayText = (day: Day): string => WEEKDAYS[weekdayOf(day)] ?? '';

interface Span {
  startsAt: Instant;
  endsAt: Instant;
}

/** The part of a span that lies on a day, as minutes from its midnight; null when none does. */
export function partOn(day: Day, { startsAt, endsAt }: Span): { from: number; to: number } | null {
  const midnight = dayStart(day);
  const next = dayStart(addDays(day, 1));
  if (endsAt <= midnight || startsAt >= next) return null;
  return { from: minutesIn(midnight, startsAt), to: minutesIn(midnight, endsAt) };
}

const DAY_MINUTES = 1440;

function minutesIn(midnight: Instant, at: Instant): number {
  const minutes = (Date.parse(at) - Date.parse(midnight)) / 60_000;
  return Math.min(DAY_MINUTES, Math.max(0, Math.round(minutes)));
}

/** `08:30`; 24:00 for the end of the day. */
export function minuteText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Minutes of `08:30`; null for anything else. */
export function minutesOf(text: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  const all = Number(hours) * 60 + Number(minutes);
  return all > DAY_MINUTES ? null : all;
}

/** A shift on each of some days; one that ends no later than it begins ends on the next day. */
export function shiftsOn(days: readonly Day[], from: number, to: number): Span[] {
  return days.map((day) => ({
    startsAt: addMinutes(dayStart(day), from),
    endsAt: addMinutes(dayStart(day), to > from ? to : to + DAY_MINUTES),
  }));
}

/** Shifts people plan by; the night ends on the next morning. */
export const USUAL = {
  day: { label: '白班 08:30–17:30', from: '08:30', to: '17:30' },
  night: { label: '夜班 17:30–次日 08:30', from: '17:30', to: '08:30' },
  whole: { label: '全天 00:00–24:00', from: '00:00', to: '24:00' },
} as const;
