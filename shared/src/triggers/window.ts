import { addMinutes, type Instant } from '../time.ts';
import type { TriggerParams } from './model.ts';

type Span = Pick<TriggerParams, 'within' | 'unit'>;
const MINUTES: Readonly<Record<Span['unit'], number>> = { minute: 1, hour: 60, day: 24 * 60 };

/** Where a window that ends at `t` begins; the beginning itself lies outside. */
export function windowStart(t: Instant, { within, unit }: Span): Instant {
  return addMinutes(t, -within * MINUTES[unit]);
}

/** Whether `at` lies in (t − w, t]. */
export function inWindow(at: Instant, t: Instant, span: Span): boolean {
  return at > windowStart(t, span) && at <= t;
}

/**
 * The orders of the first window that holds `around` and at least `times` orders, wherever in it `around` lies: an
 * order may be classified after later ones of its kind. Empty when there is no such window.
 */
export function burst<T extends { receivedAt: Instant }>(
  orders: readonly T[],
  around: Instant,
  span: Span & Pick<TriggerParams, 'times'>,
): T[] {
  // The same as inWindow(around, t), reckoned once: a place may hold hundreds of orders.
  const over = addMinutes(around, span.within * MINUTES[span.unit]);
  const ends = orders.map(({ receivedAt }) => receivedAt).filter((t) => around <= t && t < over);
  for (const t of ends.sort()) {
    const begins = windowStart(t, span);
    const inside = orders.filter(({ receivedAt }) => receivedAt > begins && receivedAt <= t);
    if (inside.length >= span.times) return inside;
  }
  return [];
}
