import { actionOfEvent, type OrderEvent, PROCEDURES, type TenLink, TRANSITIONS } from '@yihu/shared';

/** What a procedure's entry in an order's history says in the procedure's own words; null for any other event. */
export function stepOf({ name, data }: Pick<OrderEvent, 'name' | 'data'>): {
  did: string;
  link: TenLink | null;
} | null {
  if (name !== 'order.procedure') return null;
  const kind = PROCEDURES[String(data.kind)];
  if (kind === undefined) return null;
  const step = data.step === 'open' ? kind.open : kind.steps[String(data.step)];
  if (step === undefined) return { did: `${kind.label}:已结束`, link: null };
  return { did: step.did, link: step.link ?? kind.link ?? null };
}

/** Which of the ten links an event belongs to. */
export function linkOf(event: Pick<OrderEvent, 'name' | 'data'>): TenLink | null {
  const action = actionOfEvent(event.name);
  if (action === null) return null;
  return stepOf(event)?.link ?? TRANSITIONS[action].link ?? null;
}
