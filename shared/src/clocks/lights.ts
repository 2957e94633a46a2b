import { addDays, type Day, dayStart, HOUR_MS, type Instant, toInstant, toMillis } from '../time.ts';
import { type Calendar, MissingCalendarError, workdayBefore, workdayFrom } from './calendar.ts';
import type { ClockUnit } from './explain.ts';

export type LightLevel = 'YELLOW' | 'ORANGE' | 'RED';

/** When one light goes on, as data. */
export type LightMark =
  /** 00:00 of the n-th last workday before the due day. */
  | { kind: 'workdaysBefore'; n: number }
  /** 00:00 of the n-th workday after the due day; only for cards of supervision. */
  | { kind: 'workdaysAfter'; n: number }
  /** n hours before the due time. */
  | { kind: 'hoursBefore'; n: number }
  /** The share num/den of the time from start to due has passed. */
  | { kind: 'share'; num: number; den: number }
  | { kind: 'due' };

export interface LightRule {
  yellow: LightMark | null;
  orange: LightMark | null;
  red: LightMark | null;
}

/** Rows counted in days: the last workday before, 4 hours before, due. */
export const DAY_LIGHTS: LightRule = {
  yellow: { kind: 'workdaysBefore', n: 1 },
  orange: { kind: 'hoursBefore', n: 4 },
  red: { kind: 'due' },
};
/** Rows counted in minutes or hours: half, three quarters, due. */
export const HOUR_LIGHTS: LightRule = {
  yellow: { kind: 'share', num: 1, den: 2 },
  orange: { kind: 'share', num: 3, den: 4 },
  red: { kind: 'due' },
};
/** Waits that end by themselves: the one light tells the sweep that the wait is over. */
export const DUE_LIGHT: LightRule = { yellow: null, orange: null, red: { kind: 'due' } };
/** Windows that simply pass. */
export const NO_LIGHTS: LightRule = { yellow: null, orange: null, red: null };

export function defaultLights(unit: ClockUnit): LightRule {
  return unit === 'day' || unit === 'workday' ? DAY_LIGHTS : HOUR_LIGHTS;
}

/** The stored facts the lights of one clock follow from. */
export interface LightFacts {
  startedAt: Instant;
  dueAt: Instant | null;
  dueDay: Day | null;
  lights: LightRule;
}

export interface Light {
  level: LightLevel;
  at: Instant;
}

const LEVELS: LightLevel[] = ['YELLOW', 'ORANGE', 'RED'];

/**
 * Every light of a clock, lowest level first; a function of stored facts, so a sweep that slept misses none.
 * A light that would lie before the start is not made, but a promise that was over before it began (cut to an outer
 * one that had passed) is told of at once; a clock without a due time has none.
 */
export function lightsOf(clock: LightFacts, calendar: Calendar): Light[] {
  const { dueAt, dueDay, startedAt, lights } = clock;
  if (dueAt === null || dueDay === null) return [];
  const marks: [LightLevel, LightMark | null][] = [
    ['YELLOW', lights.yellow],
    ['ORANGE', lights.orange],
    ['RED', lights.red],
  ];
  return marks.flatMap(([level, mark]) => {
    if (mark === null) return [];
    const at = markInstant(mark, startedAt, { dueAt, dueDay }, calendar);
    if (at !== null && at >= startedAt) return [{ level, at }];
    return mark.kind === 'due' ? [{ level, at: startedAt }] : [];
  });
}

/** The highest level reached at `now`, null when none is. */
export function highestLightDue(lights: readonly Light[], now: Instant): LightLevel | null {
  return lights.reduce<LightLevel | null>(
    (top, light) => (light.at <= now && rank(light.level) > rank(top) ? light.level : top),
    null,
  );
}

/** When the sweep has to look again: the earliest light above the level already fired, null when none is left. */
export function nextLightAt(lights: readonly Light[], fired: LightLevel | null): Instant | null {
  const left = lights.filter((light) => rank(light.level) > rank(fired)).map((light) => light.at);
  return left.sort()[0] ?? null;
}

function rank(level: LightLevel | null): number {
  return level === null ? -1 : LEVELS.indexOf(level);
}

function markInstant(
  mark: LightMark,
  startedAt: Instant,
  due: { dueAt: Instant; dueDay: Day },
  calendar: Calendar,
): Instant | null {
  switch (mark.kind) {
    case 'due':
      return due.dueAt;
    case 'hoursBefore':
      return toInstant(toMillis(due.dueAt) - mark.n * HOUR_MS);
    case 'share': {
      const start = toMillis(startedAt);
      return toInstant(start + Math.floor(((toMillis(due.dueAt) - start) * mark.num) / mark.den));
    }
    case 'workdaysBefore':
      return workdayMark(due.dueDay, mark.n, (day) => workdayBefore(calendar, day));
    case 'workdaysAfter':
      return workdayMark(due.dueDay, mark.n, (day) => workdayFrom(calendar, addDays(day, 1)));
  }
}

function workdayMark(dueDay: Day, n: number, next: (day: Day) => Day): Instant | null {
  try {
    let day = dueDay;
    for (let left = n; left > 0; left -= 1) day = next(day);
    return dayStart(day);
  } catch (error) {
    // The search walked out of the loaded years; the sweep still has the later lights of this clock.
    if (error instanceof MissingCalendarError) return null;
    throw error;
  }
}
