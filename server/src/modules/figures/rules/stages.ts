import { type OrderEvent, type StageDuration, toMillis } from '@yihu/shared';
import type { OrderLife } from './turns-of';

const MINUTE = 60_000;

type Find = (events: readonly OrderEvent[]) => OrderEvent | undefined;
const first =
  (...names: string[]): Find =>
  (events) =>
    events.find(({ name }) => names.includes(name));
const last =
  (...names: string[]): Find =>
  (events) =>
    events.findLast(({ name }) => names.includes(name));

/** 早接单、准派件、快处理、重回访 (M64): from one event to another. */
export const STAGES: Readonly<Record<string, { label: string; from: Find; to: Find }>> = {
  take: { label: '早接单:收到至受理', from: first('order.submitted'), to: first('order.accepted') },
  send: {
    label: '准派件:受理至首次派单',
    from: first('order.accepted'),
    to: first('order.dispatched', 'order.assigned'),
  },
  handle: {
    label: '快处理:首次派单至最后答复',
    from: first('order.dispatched', 'order.assigned'),
    to: last('order.replied'),
  },
  visit: {
    label: '重回访:审核通过至评价或办结',
    from: last('order.approved'),
    to: last('order.rated', 'order.closed'),
  },
};

/** Whole minutes one order spent in a stage; null when it did not go through it. */
export function spanOf(name: string, { events }: Pick<OrderLife, 'events'>): number | null {
  const stage = STAGES[name];
  const begun = stage?.from(events);
  const ended = stage?.to(events);
  if (begun === undefined || ended === undefined || ended.at < begun.at) return null;
  return Math.floor((toMillis(ended.at) - toMillis(begun.at)) / MINUTE);
}

/** What is printed of a stage: the mean over the orders that went through it, half up. */
export function stageDuration(name: string, orders: number, total: number): StageDuration {
  const minutes = orders === 0 ? null : Math.floor((2 * total + orders) / (2 * orders));
  return { name, label: STAGES[name]?.label ?? '', orders, minutes };
}

/** Mean minutes of each stage over the orders that went through it. */
export function stageDurations(orders: readonly Pick<OrderLife, 'events'>[]): StageDuration[] {
  return Object.keys(STAGES).map((name) => {
    const spans = orders.map((order) => spanOf(name, order)).filter((span) => span !== null);
    return stageDuration(
      name,
      spans.length,
      spans.reduce((sum, minutes) => sum + minutes, 0),
    );
  });
}
