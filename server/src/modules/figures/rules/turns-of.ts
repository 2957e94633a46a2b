import { fold, type Instant, type OrderEvent, type OrderFacts } from '@yihu/shared';
import { turnChange } from '../../orders/rules/turns';

/** An inner promise, as figures look at it. */
export interface PromiseRow {
  /** The turn it hangs on, or the order. */
  subjectId: string;
  cycle: number;
  milestone: string;
  dueAt: Instant | null;
  metAt: Instant | null;
  isLive: boolean;
}

/** One unit's time as lead of one order: the unit of every rate (scope T). */
export interface Turn {
  id: string;
  orderId: string;
  unitId: string;
  cycle: number;
  openedAt: Instant;
  signedAt: Instant | null;
  /** Why it ended before the order did; null while it lasts or when the order was archived in it. */
  endReason: string | null;
  /** First time the party was really reached in it. */
  contactedAt: Instant | null;
  /** The reply was approved and nothing has reopened the order since. */
  completed: boolean;
}

export interface OrderLife {
  facts: OrderFacts;
  turns: Turn[];
  events: readonly OrderEvent[];
  promises: readonly PromiseRow[];
}

const REOPENS: ReadonlySet<string> = new Set(['order.reworked', 'order.disputed', 'order.sent_back']);

/** The order and its turns as they stood at `asOf`, from its history alone; null when it did not exist yet. */
export function lifeOf(
  all: readonly OrderEvent[],
  promises: readonly PromiseRow[],
  asOf: Instant,
): OrderLife | null {
  const events = all.filter(({ at }) => at <= asOf);
  const turns = new Map<string, Turn>();
  let facts: OrderFacts | null = null;
  for (const event of events) {
    const before: OrderFacts | null = facts;
    facts = fold(before, event);
    if (before !== null) follow(turns, before, event);
  }
  return facts === null ? null : { facts, turns: [...turns.values()], events, promises };
}

function follow(turns: Map<string, Turn>, before: OrderFacts, event: OrderEvent): void {
  const { open, set } = turnChange(before, event);
  const current = before.turnId === null ? undefined : turns.get(before.turnId);
  if (current !== undefined) {
    if (typeof set?.signed_at === 'string') current.signedAt = set.signed_at;
    if (typeof set?.end_reason === 'string' && set.end_reason !== 'ARCHIVED')
      current.endReason = set.end_reason;
    if (event.name === 'order.approved') current.completed = true;
    if (REOPENS.has(event.name)) current.completed = false;
    const isReached = event.name === 'order.contacted' && event.data.reached === true;
    if (isReached) current.contactedAt ??= event.at;
  }
  for (const row of open) {
    turns.set(String(row.id), {
      id: String(row.id),
      orderId: before.id,
      unitId: String(row.unit_id),
      cycle: Number(row.cycle),
      openedAt: String(row.opened_at),
      signedAt: typeof row.signed_at === 'string' ? row.signed_at : null,
      endReason: null,
      contactedAt: null,
      completed: false,
    });
  }
}
