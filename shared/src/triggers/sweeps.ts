import type { State } from '../orders/model.ts';
import { addDays, type Day, dayEnd, dayStart, daysBetween, type Instant } from '../time.ts';
import type { TriggerParams } from './model.ts';
import { windowStart } from './window.ts';

/** States in which an order waits for staff to move it on. */
export const CAN_STICK: readonly State[] = ['IN_PROGRESS', 'ACCEPTED', 'DISPATCHED'];

/** Defaults of what is found by looking, not by an event. */
export const SWEEP_DEFAULTS = {
  stuck: { within: 24, unit: 'hour' },
  overnight: { within: 120, unit: 'minute' },
  campaignDue: {},
  calendarMissing: { within: 60, unit: 'day' },
  // Off until a street says for which classes: a look after a week and one after thirty days [R].
  lookbackDue: { on: false, within: 7, unit: 'day', times: 2 },
  // Its steps are those of the street's `ladder` policy.
  lightLadder: {},
} as const satisfies Record<string, Partial<TriggerParams>>;
export type SweepName = keyof typeof SWEEP_DEFAULTS;

/** Nobody of the staff did anything to it for so long (M19): true from exactly that moment on. */
export function isStuck(
  order: { state: State; staffAt: Instant | null; receivedAt: Instant },
  params: Pick<TriggerParams, 'within' | 'unit'>,
  now: Instant,
): boolean {
  return CAN_STICK.includes(order.state) && (order.staffAt ?? order.receivedAt) <= windowStart(now, params);
}

const LAST_LOOK = { within: 30, unit: 'day' } as const;

/** Spans after closing at which somebody looks again (M25): the street's own, and thirty days where two are asked for. */
export function lookSpans({
  within,
  unit,
  times,
}: Pick<TriggerParams, 'within' | 'unit' | 'times'>): Pick<TriggerParams, 'within' | 'unit'>[] {
  const isShorter = unit !== 'day' || within < LAST_LOOK.within;
  return times > 1 && isShorter ? [{ within, unit }, LAST_LOOK] : [{ within, unit }];
}

/**
 * Received on that day, before the last `within` of it, and still untouched by staff when it ended (M81: 事不过夜).
 * `firstStaffAt` is the first thing staff did to it.
 */
export function slept(
  order: { receivedAt: Instant; firstStaffAt: Instant | null },
  day: Day,
  params: Pick<TriggerParams, 'within' | 'unit'>,
): boolean {
  const end = dayEnd(day);
  const isOfDay = order.receivedAt >= dayStart(day) && order.receivedAt < windowStart(end, params);
  return isOfDay && (order.firstStaffAt === null || order.firstStaffAt >= end);
}

/** Its tasks are due: so many days before the season begins, from 00:00 of that day, until its end. */
export function campaignIsDue(values: Readonly<Record<string, unknown>>, today: Day): boolean {
  const { startsOn, leadDays, dueDay } = values;
  if (typeof startsOn !== 'string') return false;
  const from = addDays(startsOn, -Number(leadDays ?? 0));
  return today >= from && (typeof dueDay !== 'string' || today <= dueDay);
}

/** The last loaded year of days off ends in fewer days than that, or a promise waits for one. */
export function calendarEnds(lastYear: number, today: Day, within: number, waiting: boolean): boolean {
  return waiting || daysBetween(today, `${lastYear}-12-31`) < within;
}
