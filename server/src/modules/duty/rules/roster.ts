import {
  addDays,
  addMinutes,
  type Calendar,
  type DutyPart,
  dayOf,
  dayStart,
  type Instant,
  isWorkday,
  loadedYears,
  type TriggerParams,
  windowStart,
} from '@yihu/shared';

/** A span of time: `startsAt` belongs to it, `endsAt` does not. */
export interface Span {
  startsAt: Instant;
  endsAt: Instant;
}

/** Working hours begin and end, in minutes of the local day [R]. */
const DAY_BEGINS = 8 * 60;
const DAY_ENDS = 18 * 60;

/** Whether two spans share a moment; one that begins as the other ends does not. */
export function overlaps(a: Span, b: Span): boolean {
  return a.startsAt < b.endsAt && b.startsAt < a.endsAt;
}

/** The first of `shifts` that shares a moment with another before it in the list or with one that stands. */
export function doubled<T extends Span>(
  standing: readonly T[],
  shifts: readonly T[],
): { shift: T; other: T } | null {
  const taken = [...standing];
  for (const shift of shifts) {
    const other = taken.find((each) => overlaps(each, shift));
    if (other !== undefined) return { shift, other };
    taken.push(shift);
  }
  return null;
}

/** Spans from `from` until `to` that none of the shifts covers. */
export function gapsOf(
  shifts: readonly Span[],
  from: Instant,
  to: Instant,
): { from: Instant; to: Instant }[] {
  const gaps: { from: Instant; to: Instant }[] = [];
  let covered = from;
  for (const { startsAt, endsAt } of [...shifts].sort((a, b) => a.startsAt.localeCompare(b.startsAt))) {
    if (startsAt >= to) break;
    if (startsAt > covered) gaps.push({ from: covered, to: startsAt });
    if (endsAt > covered) covered = endsAt;
  }
  if (covered < to) gaps.push({ from: covered, to });
  return gaps;
}

/** Holiday, night or working hours, by when the shift begins. */
export function partOf({ startsAt }: Pick<Span, 'startsAt'>, calendar: Calendar): DutyPart {
  const day = dayOf(startsAt);
  // A year without its list of days off: only what is certain is said.
  const isKnown = loadedYears(calendar).includes(Number(day.slice(0, 4)));
  if (isKnown && !isWorkday(calendar, day)) return 'HOLIDAY';
  const minute = (Date.parse(startsAt) - Date.parse(dayStart(day))) / 60_000;
  return minute < DAY_BEGINS || minute >= DAY_ENDS ? 'NIGHT' : 'WORKDAY';
}

/** Since when nobody has looked at the inbox in this shift. */
export function untouchedSince({
  startsAt,
  seenAt,
}: Pick<Span, 'startsAt'> & { seenAt: Instant | null }): Instant {
  return seenAt === null || seenAt < startsAt ? startsAt : seenAt;
}

/** The shift runs and nobody has looked for more than N minutes: N minutes to the millisecond are not more. */
export function isIdle(
  shift: Span & { seenAt: Instant | null },
  params: Pick<TriggerParams, 'within' | 'unit'>,
  now: Instant,
): boolean {
  const runs = shift.startsAt <= now && now < shift.endsAt;
  return runs && untouchedSince(shift) < windowStart(now, params);
}

/** The days a roster is shown for: at most five weeks. */
export function periodOf(fromDay: string, days: number): { from: Instant; to: Instant } {
  return { from: dayStart(fromDay), to: dayStart(addDays(fromDay, Math.min(Math.max(1, days), 35))) };
}

/** The longest shift: a day and a night, with an hour to hand over. */
export const LONGEST_MINUTES = 25 * 60;

/** Whether the span has an end after its beginning and is no longer than a shift may be. */
export function isShift({ startsAt, endsAt }: Span): boolean {
  return startsAt < endsAt && endsAt <= addMinutes(startsAt, LONGEST_MINUTES);
}
