import type { ErrorCode } from '../errors.ts';
import type { Instant } from '../time.ts';
import type { OrderFacts } from './facts.ts';
import type { Limits } from './limits.ts';
import type { State } from './model.ts';
import type { Relation } from './table.ts';

export interface Refusal {
  code: ErrorCode;
  details: Record<string, unknown>;
}

/** What must be known of an order that another one is to be merged into. */
export interface MergeTarget {
  id: string;
  orderNo: string;
  rootId: string;
  state: State;
  /** Filed from the same account or the same number. */
  samePerson: boolean;
}

/** A problem of the ledger, as joining it needs it. */
export interface OfferedProblem {
  id: string;
  /** Open, and of a class the public may see. */
  joinable: boolean;
  /** Orders it has already. */
  members: number;
}

export interface GuardContext {
  facts: OrderFacts;
  relation: Relation;
  now: Instant;
  limits: Limits;
  /** What the actor filled in; absent while only asking which buttons to show. */
  form: Readonly<Record<string, unknown>> | null;
  /** Whether a handle clock of the order has ever been late. */
  everLate: boolean;
  /** Numbers of units, which a public text may name. */
  publicNumbers?: readonly string[];
  /** The street’s rules ask for a photo taken afterwards before "solved" is believed. */
  needsPhotoAfter?: boolean;
  /** The order asked to be merged into; null when there is none of that number. */
  target?: MergeTarget | null;
  /** The ledger's problem offered to be joined. */
  problem?: OfferedProblem | null;
}

export type Guard = (context: GuardContext) => Refusal | null;

/** A refusal by one rule. */
export const no = (code: ErrorCode, details: Record<string, unknown> = {}): Refusal => ({ code, details });
