import {
  addMinutes,
  formatMonthDay,
  type Instant,
  type Milestone,
  type OrderEvent,
  type OrderFacts,
  type State,
  type Told,
} from '@yihu/shared';
import type { ClockRow, ListedClock } from '../../clocks/clock-row';
import { isLateNow } from './clock-view';
import { clockFor } from './due-columns';

/** Names and numbers the blanks of a text are filled from. */
export interface Blanks {
  /** Short name of the unit that acts or leads. */
  unit: string;
  office: string;
  /** Short title of the matter. */
  what: string;
  where: string;
  disputeDays: number;
}

const MINUTES_A_DAY = 24 * 60;
/** A date that cannot be named yet, in a message too short to say why. */
const SOME_DAY = '约定日';
/** `12月31日` */
const DATE_LENGTH = 6;

/** The next date a reader of this state cares about. */
const DATE_OF: Partial<Record<State, Milestone>> = {
  SUBMITTED: 'accept',
  NEED_INFO: 'info_wait',
  ACCEPTED: 'dispatch',
  DISPATCHED: 'handle',
  IN_PROGRESS: 'handle',
  REPLIED: 'check',
  SUSPENDED: 'next_report',
};

/** A due instant is the exclusive end, so midnight belongs to the day before. */
export function dueDayText(dueAt: Instant | null, awaitingYear: number | null): string {
  if (dueAt !== null) return formatMonthDay(addMinutes(dueAt, -1));
  return awaitingYear === null ? SOME_DAY : `${awaitingYear}年节假日安排公布后告知的日期`;
}

/** The last day of all on which the order is to be answered. */
function lastDate(facts: OrderFacts, clocks: readonly ListedClock[]): string {
  const clock = clockFor(facts, clocks, 'handle', 'OUTER');
  return dueDayText(clock?.dueAt ?? null, clock?.awaitingYear ?? null);
}

export function dateFor(
  facts: OrderFacts,
  clocks: readonly ListedClock[],
  disputeDays: number,
  eventName = '',
): string {
  if (facts.state === 'CLOSED' && facts.closedAt !== null) {
    return formatMonthDay(addMinutes(facts.closedAt, disputeDays * MINUTES_A_DAY));
  }
  // A dispute is answered by the unit, also where the office has to find one first.
  const milestone = eventName === 'order.disputed' ? 'handle' : DATE_OF[facts.state];
  const clock = milestone === undefined ? null : clockFor(facts, clocks, milestone);
  return dueDayText(clock?.dueAt ?? null, clock?.awaitingYear ?? null);
}

/** Whether the day of `dateFor` has passed: what was promised by then is still owed. */
export function isPast(facts: OrderFacts, clocks: readonly ListedClock[], now: Instant): boolean {
  const milestone = DATE_OF[facts.state];
  const clock = milestone === undefined ? null : clockFor(facts, clocks, milestone);
  return clock?.state === 'RUNNING' && isLateNow(clock, now);
}

/** Fills the blanks of a text about an order as it stands after an event. */
export function fill(
  template: string,
  facts: OrderFacts,
  clocks: readonly ClockRow[],
  event: Pick<OrderEvent, 'name'> & Partial<Pick<OrderEvent, 'data'>>,
  blanks: Blanks,
  date = dateFor(facts, clocks, blanks.disputeDays, event.name),
): string {
  const counts: Record<string, number> = {
    'order.urged': facts.urges,
    'order.disputed_again': facts.disputes,
    'order.closed': blanks.disputeDays,
    'order.joined': Number(event.data?.members ?? 1),
  };
  const values: Record<string, string> = {
    unit: blanks.unit,
    office: blanks.office,
    what: blanks.what.slice(0, 8),
    where: blanks.where,
    date,
    n: String(counts[event.name] ?? 0),
    cycle: String(facts.cycle + 1),
    target: String(event.data?.targetNo ?? ''),
    last: lastDate(facts, clocks),
  };
  return template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

/** A filled message: phrase ≤ 5 and thing ≤ 20 characters, as WeChat wants them. */
export function messageOf(
  told: Told,
  facts: OrderFacts,
  clocks: readonly ClockRow[],
  event: OrderEvent,
  blanks: Blanks,
): { phrase: string; thing: string } {
  const date = dateFor(facts, clocks, blanks.disputeDays, event.name);
  const short = date.length <= DATE_LENGTH ? date : SOME_DAY;
  return { phrase: told.phrase, thing: fill(told.thing, facts, clocks, event, blanks, short) };
}
