import type { Day, Instant, ItemEvent, ItemFacts } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';

/** What is to be put on a ledger. */
export interface Entering {
  kind: string;
  rootId: string;
  /** The parts of its identity besides the kind; the same identity stands once. */
  identity: readonly string[];
  title: string;
  placeKey: string | null;
  classCode: string | null;
  unitId: string | null;
  personId: string | null;
  dueDay: Day | null;
  /** The trigger's name, or MANUAL. */
  enteredBy: string;
  actorId: string;
  actorUnitId: string | null;
  /** Orders it is about. */
  orderIds: readonly string[];
  form: Readonly<Record<string, unknown>>;
  /** Facts that made a trigger enter it. */
  reason: Readonly<Record<string, unknown>>;
  now: Instant;
  commandId: string | null;
}

/** Who takes an act on an entry. */
export interface Acting {
  personId: string;
  unitId: string | null;
  now: Instant;
  commandId: string | null;
}

/** Whoever has to do something whenever something happened to an entry, in the same transaction. */
export interface ItemFollower {
  followItem(tx: Tx, item: ItemFacts, event: ItemEvent): Promise<void>;
}
