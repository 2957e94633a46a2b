import { addDays, addMinutes, type Day, dayOf, dayStart, type Instant } from '@yihu/shared';

/** Share of a day's orders filed in each hour, in per cent (hotlines of several cities, rounded). */
const HOURS = [
  ...[2.5, 1.4, 0.3, 0.3, 0.2, 0.4, 0.8, 1.3, 4.1, 6.1, 11.7, 8.1],
  ...[5.6, 4.7, 6.3, 9.2, 6.6, 7.7, 5.5, 3.8, 3.3, 3.6, 3.7, 2.8],
];
/** Length of a narrative in characters at some shares of all: short matters, and a long tail. */
const LENGTHS: readonly (readonly [number, number])[] = [
  [0, 20],
  [0.1, 70],
  [0.5, 203],
  [0.9, 776],
  [0.99, 2330],
  [1, 6999],
];
/** A storm brings so much more; weekends bring less. */
const [STORM, WEEKEND] = [1.9, 0.6];
const STORM_DAYS_A_MONTH = 2;

type Random = () => number;

/** How many characters a narrative has: between the known points as a power law. */
export function textLength(random: Random): number {
  const at = random();
  const upper = LENGTHS.findIndex(([share]) => share >= at);
  const [[from, low], [to, high]] = [LENGTHS[Math.max(0, upper - 1)] ?? [0, 20], LENGTHS[upper] ?? [1, 6999]];
  const part = to === from ? 0 : (at - from) / (to - from);
  return Math.round(low * (high / low) ** part);
}

/** A moment of the day as the curve of hours has it. */
export function momentOf(random: Random, day: Day): Instant {
  let left = random() * HOURS.reduce((sum, share) => sum + share, 0);
  const hour = HOURS.findIndex((share) => {
    left -= share;
    return left < 0;
  });
  return addMinutes(dayStart(day), Math.max(0, hour) * 60 + Math.floor(random() * 60));
}

const isWeekend = (day: Day) => [0, 6].includes(new Date(`${day}T04:00:00.000Z`).getUTCDay());

/** When the orders of some days are filed: `perMonth` in 30 days, with storms and weekends; in order of time. */
export function arrivals(random: Random, from: Day, days: number, perMonth: number): Instant[] {
  const list = Array.from({ length: days }, (_, at) => addDays(from, at));
  const weights = list.map((day) => {
    const storm = random() < STORM_DAYS_A_MONTH / 30 ? STORM : 1;
    return (isWeekend(day) ? WEEKEND : 1) * storm * (0.8 + random() * 0.4);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const wanted = Math.round((perMonth * days) / 30);
  const moments = Array.from({ length: wanted }, () => {
    let left = random() * total;
    const at = weights.findIndex((weight) => {
      left -= weight;
      return left < 0;
    });
    return momentOf(random, list[Math.max(0, at)] ?? from);
  });
  return moments.sort();
}

/** The first moment of staff's day that is not before `at` plus so many minutes. */
export function atWork(at: Instant, minutes: number): Instant {
  const then = addMinutes(at, minutes);
  const opens = addMinutes(dayStart(dayOf(then)), 8 * 60 + 30);
  const closes = addMinutes(dayStart(dayOf(then)), 18 * 60);
  if (then < opens) return opens;
  return then <= closes ? then : addMinutes(dayStart(addDays(dayOf(then), 1)), 8 * 60 + 30);
}
