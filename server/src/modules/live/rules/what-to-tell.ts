import type { AlarmKind, LiveEvent, State } from '@yihu/shared';

/** As much of an item of the feed as decides who is told what. */
export interface Happened {
  kind: string;
  subjectId: string;
  personId: string | null;
  actorId: string | null;
  name: string;
  note: string;
  leftUnitId: string | null;
  rootId: string | null;
  at: string;
}

/** As much of an order as is told. */
export interface OrderRow {
  id: string;
  orderNo: string;
  title: string;
  version: number;
  state: State;
  rootId: string;
  /** Ids of the lead unit and the helpers. */
  unitIds: readonly string[];
}

/** Whoever listens: which orders concern her. */
export interface Scope {
  personId: string;
  /** Streets whose office she reads. */
  rootIds: ReadonlySet<string>;
  /** Units she reads for. */
  unitIds: ReadonlySet<string>;
}

/** What a batch of items needs to be told. */
export interface Known {
  orders: ReadonlyMap<string, OrderRow>;
  /** `<order id> <instant>` with the persons who have a message of then. */
  told: ReadonlyMap<string, ReadonlySet<string>>;
}

const ALARMS: readonly string[] = ['YELLOW', 'ORANGE', 'RED', 'URGENT'];

/** What one listener is told of one item; null when it is none of her business. */
export function whatToTell(item: Happened, scope: Scope, known: Known): LiveEvent | null {
  if (item.personId !== null) {
    if (item.personId !== scope.personId) return null;
    return item.kind === 'BULK' ? { type: 'bulk', id: item.subjectId } : null;
  }
  if (item.kind === 'TOLD') {
    return hasMessage(item, scope, known) ? { type: 'notice', id: item.subjectId } : null;
  }
  const order = known.orders.get(item.subjectId);
  if (order === undefined || !sees(scope, order)) return ofUnseen(item, scope, known);
  if (item.kind === 'PRESENCE') {
    return item.actorId === scope.personId ? null : { type: 'presence', id: order.id };
  }
  const alarm = ALARMS.includes(item.note) ? (item.note as AlarmKind) : null;
  const { id, orderNo, title, version, state } = order;
  return {
    type: alarm === null ? 'order' : 'alarm',
    ...{ id, orderNo, title, version, state, alarm },
    event: item.name,
    mine: item.actorId === scope.personId,
    notice: hasMessage(item, scope, known),
  };
}

function sees(scope: Scope, order: OrderRow): boolean {
  return scope.rootIds.has(order.rootId) || order.unitIds.some((id) => scope.unitIds.has(id));
}

function ofUnseen(item: Happened, scope: Scope, known: Known): LiveEvent | null {
  if (item.kind === 'ORDER' && hasMessage(item, scope, known)) return { type: 'notice', id: item.subjectId };
  const hasLeft = item.leftUnitId !== null && scope.unitIds.has(item.leftUnitId);
  return hasLeft ? { type: 'counts' } : null;
}

function hasMessage(item: Happened, scope: Scope, known: Known): boolean {
  return known.told.get(`${item.subjectId} ${item.at}`)?.has(scope.personId) === true;
}
