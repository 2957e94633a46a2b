import type { Field } from '../orders/fields.ts';
import type { ActionName } from '../orders/transitions/index.ts';
import type { Permission } from '../permissions.ts';
import type { Day, Instant } from '../time.ts';

export const ITEM_STATES = {
  PROPOSED: '待确认',
  OPEN: '在办',
  TO_REVIEW: '待销号',
  STRUCK: '已销号',
  DROPPED: '不列入',
} as const;
export type ItemState = keyof typeof ITEM_STATES;

/** An entry of a ledger as folding its own events gives it. */
export interface ItemFacts {
  id: string;
  kind: string;
  version: number;
  state: ItemState;
  rootId: string;
  /** Unique while it stands: the same thing is entered once. Null when struck or dropped. */
  openKey: string | null;
  title: string;
  placeKey: string | null;
  classCode: string | null;
  /** Who leads it: a unit, and by name a person. */
  unitId: string | null;
  personId: string | null;
  dueDay: Day | null;
  openedAt: Instant;
  /** The trigger's name, or MANUAL. */
  enteredBy: string;
  enteredById: string;
  ordersTotal: number;
  ordersOpen: number;
  struckById: string | null;
  endedAt: Instant | null;
  /** Coded values by field name. */
  values: Readonly<Record<string, unknown>>;
}

export interface ItemEvent {
  seq: number;
  name: `item.${string}`;
  at: Instant;
  actorId: string;
  actorUnitId: string | null;
  data: Readonly<Record<string, unknown>>;
}

/** Who may read a ledger: everybody (title and state only), staff of the street, or the office and leaders. */
export type ItemReaders = 'PUBLIC' | 'GOVERNMENT' | 'OFFICE';

/** What must be so before an entry may be struck off. */
export type StrikeWhen =
  /** Every order in it is closed or ended. */
  | 'ORDERS_CLOSED'
  /** Every order in it is closed as solved, or answered for good. */
  | 'ORDERS_SOLVED'
  /** A record of what was done, with a photo taken afterwards. */
  | 'PHOTO_AFTER'
  /** A record of what was done. */
  | 'RECORD';

export interface LedgerKind {
  label: string;
  /** What one entry is, for the page's heading. */
  about: string;
  /** What people fill in when they enter one by hand, or complete one a trigger proposed. */
  fields: readonly Field[];
  enter: Permission;
  /** What makes two entries the same thing: parts of the key besides the kind. */
  identity: 'order' | 'place+class' | 'title' | 'day+form' | 'place+title' | 'problem' | 'class';
  /** A trigger's entry waits for somebody to confirm it. */
  proposedFirst?: true;
  /** Actions on its orders that must wait while it stands. */
  blocks?: readonly ActionName[];
  strike: StrikeWhen;
  readers: ItemReaders;
  /**
   * Its entries come round, as meetings do: what is still open after the day of one goes on to the next of those that
   * are alike in that field; `only` names the values of it for which that is so.
   */
  comesRound?: { day: string; like: string; only: readonly string[] };
  /** What its states are called where those of a case would sound odd. */
  states?: Readonly<Partial<Record<ItemState, string>>>;
}

/** What a state of an entry is called. */
export function stateLabelOf(kind: LedgerKind, state: ItemState): string {
  return kind.states?.[state] ?? ITEM_STATES[state];
}
