import type { ActionName, OrderView } from '../orders/index.ts';
import type { FormValues } from './form.ts';

/** What a form starts with: only what is already known of the order, never somebody's judgement or rating. */
export function prefill(action: ActionName, order: OrderView): FormValues {
  if (action === 'approve') return { publicText: unitReply(order) ?? '' };
  if (action !== 'classify') return {};
  const { classCode, requestType, urgency, complexity, partyKind } = order;
  return { classCode, requestType, urgency, complexity, partyKind };
}

/** The reply as the unit handed it in: shown as the public reply, or the first text of its latest entry. */
export function unitReply(order: Pick<OrderView, 'publicReply' | 'timeline'>): string | null {
  if (order.publicReply) return order.publicReply;
  const replies = order.timeline.filter(({ event }) => event === 'order.replied');
  const latest = replies.sort((a, b) => b.seq - a.seq)[0];
  return latest?.notes[0] ?? null;
}
