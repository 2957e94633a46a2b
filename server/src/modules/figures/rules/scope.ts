import type { Instant, OrderFacts } from '@yihu/shared';
import type { OrderLife, Turn } from './turns-of';

/** A turn of scope T with the order it is of. */
export interface Case extends Turn {
  order: OrderLife;
}

/** What is figured: turns opened in the period at the units asked about, and their orders. */
export interface Scope {
  /** Every turn: what flow figures look at. */
  flow: readonly Case[];
  /** Turns that count in rates: not given away, of orders that are cases (C34). */
  cases: readonly Case[];
  orders: readonly OrderLife[];
  asOf: Instant;
}

/** Turns given away count in flow only (C34). */
const GIVEN_AWAY: readonly string[] = [
  ...['RETURNED', 'HANDED_OVER', 'REASSIGNED', 'REWORKED', 'RECALLED', 'TAKEN_BACK', 'WITHDRAWN', 'MERGED'],
];

/** No case to be judged: found by the street itself, a praise, or part of another order. */
function isNoCase({ source, requestType, state }: OrderFacts): boolean {
  return source === 'PROACTIVE' || requestType === 'PRAISE' || state === 'MERGED';
}

/** Scope T: turns opened in [from, to) at one of the units; null: at any. */
export function scopeOf(
  lives: readonly OrderLife[],
  period: { from: Instant; to: Instant; asOf: Instant },
  units: ReadonlySet<string> | null,
): Scope {
  const isOurs = ({ openedAt, unitId }: Turn) =>
    openedAt >= period.from && openedAt < period.to && (units === null || units.has(unitId));
  const real = lives.filter(({ facts }) => !isNoCase(facts));
  const flow = real.flatMap((order) => order.turns.filter(isOurs).map((turn): Case => ({ ...turn, order })));
  const concerned = new Set(flow.map(({ orderId }) => orderId));
  return {
    flow,
    cases: flow.filter(({ endReason }) => endReason === null || !GIVEN_AWAY.includes(endReason)),
    orders: real.filter(({ facts }) => concerned.has(facts.id)),
    asOf: period.asOf,
  };
}
