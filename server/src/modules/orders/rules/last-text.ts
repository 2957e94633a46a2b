import type { OrderEvent } from '@yihu/shared';
import type { TextRow } from './reader';

interface Texts {
  events: readonly OrderEvent[];
  texts: readonly TextRow[];
}

/** The approved answer of the order this one lies in. */
export function resultOfTarget(parts: Texts): string | null {
  const shown = ['order.approved', 'order.answered'];
  const event = parts.events.findLast((each) => shown.includes(String(each.data.ofEvent)));
  return parts.texts.find((text) => text.seq === event?.seq && text.field === 'publicText')?.body ?? null;
}

/** The newest text of a field written by an event of that name. */
export function lastText(parts: Texts, eventName: string, field: string): string | null {
  const event = parts.events.filter((each) => each.name === eventName).at(-1);
  if (event === undefined) return null;
  return parts.texts.find((text) => text.seq === event.seq && text.field === field)?.body ?? null;
}
