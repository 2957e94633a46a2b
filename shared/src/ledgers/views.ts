import type { Day, Instant } from '../time.ts';
import type { ItemState } from './model.ts';
import type { ItemActName } from './table.ts';

export interface ItemSummary {
  id: string;
  kind: string;
  kindLabel: string;
  version: number;
  state: ItemState;
  stateLabel: string;
  title: string;
  className: string | null;
  unitName: string | null;
  personName: string | null;
  dueDay: Day | null;
  /** Of a gathering: the day it is held on. */
  heldOn: Day | null;
  late: boolean;
  openedAt: Instant;
  /** Why it is there: 人工, or what the trigger is called. */
  enteredBy: string;
  ordersTotal: number;
  ordersOpen: number;
}

export interface ItemEntry {
  seq: number;
  at: Instant;
  did: string;
  who: string;
  notes: string[];
}

export interface ItemView extends ItemSummary {
  /** Coded answers and ids by field name. */
  values: Record<string, unknown>;
  orders: { id: string; orderNo: string; title: string; stateLabel: string; outcome: string | null }[];
  history: ItemEntry[];
  allowed: ItemActName[];
}

/** GET /api/ledgers — every ledger with how many entries stand. */
export interface LedgerCount {
  kind: string;
  label: string;
  about: string;
  standing: number;
  /** How many classes of matters they are: 「N类M件」 is said of the hard list. */
  classes: number;
  late: number;
  mayEnter: boolean;
}
