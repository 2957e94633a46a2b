import type { ClockUnit } from '../clocks/index.ts';
import type { OrderFacts } from '../orders/facts.ts';
import type { Limits } from '../orders/limits.ts';
import type { ActionName } from '../orders/transitions/index.ts';
import type { Instant } from '../time.ts';
import type { Score } from './score.ts';

/** What a procedure hangs on: one order, several, a ledger item, a grid, any unit, or a line of a report. */
export type Home = 'order' | 'orders' | 'item' | 'grid' | 'unit' | 'score';

/** Values filled in so far, by field name: codes, ids, numbers, days. Free texts lie beside the events. */
export type Values = Readonly<Record<string, unknown>>;

/** A procedure as folding its events gives it. */
export interface RunFacts {
  id: string;
  kind: string;
  version: number;
  stage: string;
  outcome: string | null;
  /** Tenant (street) it belongs to. */
  rootId: string;
  homeKind: Home;
  /** The order of a procedure that hangs on one. */
  orderId: string | null;
  /** The item, grid or score it hangs on. */
  homeId: string | null;
  /** Unique while open, null once ended: two people who open the same thing at once cannot both succeed. */
  openKey: string | null;
  /** Which of its kind on this home, from 1. */
  nth: number;
  openerId: string;
  openerUnitId: string | null;
  openedAt: Instant;
  endedAt: Instant | null;
  values: Values;
}

/** One thing a unit or a person owes inside a procedure. */
export interface TaskFacts {
  id: string;
  role: string;
  unitId: string;
  personId: string | null;
  state: 'OPEN' | 'DONE' | 'RELEASED';
}

/** A running or ended promise of the home order, as guards and effects need it. */
export interface HomeClock {
  milestone: string;
  scope: 'INNER' | 'OUTER';
  cycle: number;
  subjectId: string;
  isLive: boolean;
  late?: boolean;
  dueAt: Instant | null;
  dueDay: string | null;
}

/** Limits of a kind that a tenant's `procedure` policy may change. */
export interface KindLimits {
  /** How often it may be opened on one home. */
  max?: number;
  /** Class code prefixes it is open to; absent: all. */
  classes?: readonly string[];
  /** Named amounts of the kind, e.g. the longest extension in workdays. */
  amounts?: Readonly<Record<string, number>>;
}

/** One of the same kind on the same home that has ended. */
export interface EarlierRun {
  openerUnitId: string | null;
  outcome: string | null;
  values: Values;
}

/** Who acts, as the rules see him. */
export interface StepActor {
  personId: string;
  unitId: string | null;
  isSystem: boolean;
  /** Every unit one of his roles lies on. */
  unitIds?: readonly string[];
}

export interface StepContext {
  /** The procedure before the step; null when it is being opened. */
  run: RunFacts | null;
  /** All values including this step's. */
  values: Values;
  /** What was filled in at this step; free texts too. */
  form: Values;
  tasks: readonly TaskFacts[];
  /** The actor's own open task this step answers, when there is one. */
  task: TaskFacts | null;
  order: OrderFacts | null;
  clocks: readonly HomeClock[];
  /** Those of this kind on this home that ended before, oldest first. */
  earlier: readonly EarlierRun[];
  limits: KindLimits;
  /** Limits of the street for the home order itself. */
  orderLimits?: Limits;
  /** The unit, item or score it hangs on when that is no order. */
  homeId?: string | null;
  /** The line of a report it is opened against; only while it is being opened. */
  score?: Score | null;
  /** When a span counted from a moment ends, by the calendar in force; null while a year is not loaded. */
  until?: (from: Instant, amount: number, unit: ClockUnit) => Instant | null;
  /** Whether something that hangs on an order makes the action wait. */
  waits?: (order: OrderFacts, action: ActionName) => boolean;
  /** Who gave the home order its scores; only for kinds that judge them. */
  scorers?: readonly string[];
  actor: StepActor;
  now: Instant;
  /** Telephones the street's units publish, which a public text may name. */
  publicNumbers?: readonly string[];
  /** Metres between the place filled in at this step and the home order's; null when either is unknown. */
  distance?: number | null;
  unitName: (unitId: string | null) => string;
}
