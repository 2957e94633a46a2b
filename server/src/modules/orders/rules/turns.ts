import type { OrderEvent, OrderFacts } from '@yihu/shared';

/** Columns of a task. */
export type TaskColumns = Record<string, string | number | null>;

/** What one event does to the lead unit's turn. */
export interface TurnChange {
  open: TaskColumns[];
  /** Columns of the turn that was open before. */
  set: TaskColumns | null;
}

const ended = (reason: string) => (event: OrderEvent) => ({
  state: 'ENDED',
  ended_at: event.at,
  end_reason: reason,
});
const again = () => ({ state: 'SIGNED', done_at: null });
const signed = (event: OrderEvent) => ({ state: 'SIGNED', signed_at: event.at, person_id: event.actorId });
const done = (event: OrderEvent) => ({ state: 'DONE', done_at: event.at });

const OF_TURN: Readonly<Record<string, (event: OrderEvent) => TaskColumns>> = {
  'order.signed': signed,
  'order.handler_named': (event) => ({ person_id: String(event.data.handlerId) }),
  'order.replied': done,
  'order.sent_back': again,
  'order.disputed': again,
  'order.reworked': again,
  'order.taken_back': ended('TAKEN_BACK'),
  'order.unassigned': ended('RETURNED'),
  'order.handed_over': ended('HANDED_OVER'),
  'order.merged': ended('MERGED'),
  'order.recalled': ended('RECALLED'),
  'order.withdrawn': ended('WITHDRAWN'),
  'order.archived': ended('ARCHIVED'),
};
/** Why a turn ends when another unit gets the order. */
const REPLACED: Readonly<Record<string, string>> = {
  'order.assigned': 'REASSIGNED',
  'order.reworked': 'REWORKED',
};

function task(before: OrderFacts, event: OrderEvent, more: TaskColumns): TaskColumns {
  return {
    order_id: before.id,
    role: 'LEAD',
    person_id: null,
    cycle: before.cycle + (event.name === 'order.reworked' ? 1 : 0),
    state: 'OPEN',
    opened_at: event.at,
    signed_at: null,
    done_at: null,
    ended_at: null,
    end_reason: null,
    ...more,
  };
}

/** A turn is one unit's time as lead; whoever gets the order opens a new one, whoever gave it away has ended his. */
export function turnChange(before: OrderFacts, event: OrderEvent): TurnChange {
  const { name, data, at } = event;
  const turnId = typeof data.turnId === 'string' && data.turnId !== before.turnId ? data.turnId : null;
  const open: TaskColumns[] = [];
  if (turnId !== null) {
    const hasIt = name === 'order.handed_over';
    const taken: TaskColumns = hasIt ? { state: 'SIGNED', signed_at: at, person_id: personOf(event) } : {};
    open.push(task(before, event, { id: turnId, unit_id: String(data.leadUnitId), ...taken }));
  }
  const reason = turnId === null ? undefined : REPLACED[name];
  const change = reason === undefined ? OF_TURN[name] : ended(reason);
  return { open, set: before.turnId === null ? null : (change?.(event) ?? null) };
}

function personOf({ data, actorId }: OrderEvent): string {
  return typeof data.handlerId === 'string' ? data.handlerId : actorId;
}
