import type { ClassLeaf } from '../classes.ts';
import type { ClockUnit } from '../clocks/index.ts';
import type { ItemFacts, LedgerName } from '../ledgers/index.ts';
import type { OrderFacts } from '../orders/facts.ts';
import type { OrderEvent } from '../orders/model.ts';
import type { Instant } from '../time.ts';

type Values = Readonly<Record<string, unknown>>;

/** Numbers of a trigger: its own defaults, overridden by a row of the tenant's `trigger` policy. */
export interface TriggerParams {
  on: boolean;
  times: number;
  within: number;
  unit: Exclude<ClockUnit, 'workday'>;
  /** Class code prefixes it is limited to; null: all. */
  classes: readonly string[] | null;
}

/** A row of the tenant's `trigger` policy. */
export type TriggerRow = { name: string; on: boolean } & Partial<Omit<TriggerParams, 'on'>>;

/** As much of a clock as a trigger looks at. */
export interface SeenClock {
  milestone: string;
  scope: 'INNER' | 'OUTER';
  late: boolean;
}

/** What happened to an order, on both sides of the event. */
export interface Seen {
  before: OrderFacts;
  after: OrderFacts;
  event: OrderEvent;
  clocks: readonly SeenClock[];
  /** The order's class in the street's tree. */
  leaf: ClassLeaf | undefined;
  /** Classes of which the street wants the like looked for. */
  sweepClasses: readonly string[];
}

/** What the server counted for a trigger: how many, of how many, and which orders. */
export interface Tally {
  n: number;
  of: number;
  orderIds: readonly string[];
  /** Where the orders are, in words, when they are in one place. */
  where: string;
}

/** The questions a trigger may ask about more than the one order. Windows are half-open: (t − w, t]. */
export type CountName =
  | 'samePlaceAndClass'
  | 'sameFirmAndClass'
  | 'membersOfProblem'
  | 'problemsOfPlace'
  | 'disputesOfMembers'
  | 'unitsDispatched'
  | 'classThisWeek';

/** Whom it tells: the unit that leads the order, the office, the leader in charge, whoever owns the order, or the unit that leads an entry. */
export type TellTo = 'lead' | 'office' | 'leader' | 'owner' | 'itemLead' | 'admins' | 'grids';

export type TriggerEffect =
  /**
   * A procedure on the order, on the entry, or one over the entry's orders; left out where one of its kind is open or
   * the order's state does not allow it.
   */
  | { open: string; form: Values }
  /** A step by nobody's hand of every procedure of that kind on the orders of the entry. */
  | { step: string; of: string }
  /** An entry of a ledger about the order, with those that were counted. */
  | { addItem: LedgerName; form: Values }
  /** The entry is taken up again. */
  | { reopen: true; why: string }
  /** A message: phrase ≤ 5, thing ≤ 40 characters. */
  | { tell: readonly TellTo[]; phrase: string; thing: string };

interface TriggerBase {
  defaults: Partial<TriggerParams>;
}

/** Looks at what happens to orders, in the transaction of the event. */
export interface OrderTrigger extends TriggerBase {
  on: readonly string[];
  where: (seen: Seen, params: TriggerParams) => boolean;
  count?: CountName;
  /** Of the count; absent: n ≥ times. */
  fires?: (counted: Tally, params: TriggerParams) => boolean;
  effects: (seen: Seen, params: TriggerParams, counted: Tally) => readonly TriggerEffect[];
}

/** Looks at entries of ledgers as they are entered or gain orders. */
export interface ItemTrigger extends TriggerBase {
  on: readonly string[];
  ledger: LedgerName;
  /** Absent: it fires whenever one of the events happens. */
  count?: CountName;
  /** Told of once for an entry, however many orders come after. */
  once?: true;
  effects: (params: TriggerParams, counted: Tally, item: ItemFacts) => readonly TriggerEffect[];
}

/** The parameters in force: the definition's own, and what the tenant's row says instead. */
export function paramsOf(defaults: Partial<TriggerParams>, row: TriggerRow | undefined): TriggerParams {
  const all: TriggerParams = { on: true, times: 1, within: 1, unit: 'day', classes: null, ...defaults };
  if (row === undefined) return all;
  const { name: _, ...own } = row;
  return { ...all, ...own };
}

/** Whether the class is one the trigger is limited to. */
export function inClasses(classes: TriggerParams['classes'], classCode: string | null): boolean {
  return classes === null || classes.some((prefix) => (classCode ?? '').startsWith(prefix));
}

export type { Instant };
