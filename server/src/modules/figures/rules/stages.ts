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

/** Mean minutes of each stage over the orders that went through it, half up. */
export function stageDurations(orders: readonly OrderLife[]): StageDuration[] {
  return Object.entries(STAGES).map(([name, { label, from, to }]) => {
    const spans = orders.flatMap(({ events }) => {
      const begun = from(events);
      const ended = to(events);
      if (begun === undefined || ended === undefined || ended.at < begun.at) return [];
      return [Math.floor((toMillis(ended.at) - toMillis(begun.at)) / MINUTE)];
    });
    const total = spans.reduce((sum, minutes) => sum + minutes, 0);
    const minutes = spans.length === 0 ? null : Math.floor((2 * total + spans.length) / (2 * spans.length));
    return { name, label, orders: spans.length, minutes };
  });
}
