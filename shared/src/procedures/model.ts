import type { ClockUnit, ClockWhen } from '../clocks/index.ts';
import type { OrderFacts } from '../orders/facts.ts';
import type { Field } from '../orders/fields.ts';
import type { Refusal } from '../orders/guard-context.ts';
import type { State, TenLink } from '../orders/model.ts';
import type { Relation } from '../orders/table.ts';
import type { ActionName } from '../orders/transitions/index.ts';
import type { Permission } from '../permissions.ts';
import { dayOf } from '../time.ts';
import type { Home, KindLimits, StepContext, Values } from './step-context.ts';

// Kinds are written against what a definition holds and what its rules are told: one place to import both from.
export type * from './step-context.ts';

/** What a step asks the rest of the system to do, in the same transaction, through the same doors as people. */
export type Effect =
  /** A row of the transition table, on the home order or each of the home orders. */
  | { act: ActionName; form: Values; orderId?: string }
  /** Another procedure on the same home. */
  | { open: string; form: Values; unitId?: string | null; unlessOpen?: true }
  /** One procedure over all orders of the ledger's entry it hangs on that it may be opened on. */
  | { open: string; form: Values; onMembers: true }
  /** A ledger entry about the home. */
  | { addItem: string; form: Values; orderId?: string }
  /** A new order that nobody filed, at the home's place or in the grid named. */
  | { file: Found; gridId?: string };

/** What the street found itself. */
export interface Found {
  text: string;
  /** The home order's class when absent. */
  classCode?: string;
  /** What it is to the home order. */
  rel?: 'RELAPSE_OF' | 'SWEPT_FROM';
}

/** A row of the `visit` policy: how an approved result is called about, and when calling may end. */
export interface VisitRow {
  when: ClockWhen;
  form: 'SERVICE' | 'ONE_TO_ONE' | 'NONE';
  tries: number;
  tryDays: number;
}

/** What a street's rules say of a procedure the system opens by itself. */
export interface OpeningRules {
  /** The row that fits the order; null where the street has none. */
  visit: VisitRow | null;
}

export type Doer =
  /** The holder of an open task of that role. */
  | { task: string }
  /** Somebody who stands so to the home order. */
  | { permission: Permission; relation: Exclude<Relation, 'system'> }
  /** Somebody who may do so at the unit it hangs on. */
  | { permission: Permission; at: 'home' }
  /** Somebody of the unit that opened it. */
  | 'opener'
  /** The person whose score it is. */
  | 'subject'
  | 'system';

export interface TaskSpec {
  role: string;
  /** Word for the task in inboxes. */
  label: string;
  /** The unit that owes it: one of the order's, or the one(s) chosen in a field. */
  unit: 'office' | 'lead' | 'opener' | 'home' | { field: string };
  /** Field that names the one person who owes it; absent: anybody of the unit. */
  person?: { field: string };
  /** What its holder must be allowed to at that unit. */
  permission: Permission;
  /** Nobody judges what he asked for. */
  notOpener?: true;
  /** Only while this holds when the stage is entered. */
  when?: (context: StepContext) => boolean;
  /** What its holder is told instead of the usual words: phrase ≤ 5, thing ≤ 20 characters. */
  tells?: { phrase: string; thing: string };
}

export interface Stage {
  /** What staff read while it lasts, ≤ 8 汉字. */
  label: string;
  tasks?: readonly TaskSpec[];
  /** Actions on the home order that must wait. */
  blocks?: readonly ActionName[];
  /** The order's inner clocks stand still meanwhile. */
  pauses?: true;
  /** A counter of the home order that arriving here raises by one. */
  counts?: 'offersRefused';
  /** The end, with its outcome code. */
  ends?: string;
  /** What the unit that opened it is told on arrival here: phrase ≤ 5, thing ≤ 20 characters. */
  tellsOpener?: { phrase: string; thing: string };
}

export interface ResidentText {
  /** ≤ 5 汉字. */
  phrase: string;
  /** ≤ 20 characters once filled. */
  thing: string;
  /** The sentence on her timeline. */
  sentence: string;
}

export type Guard = (context: StepContext) => Refusal | null;

export interface Step {
  /** The word on the button. */
  label: string;
  /** Past tense, for staff timelines and conflicts. */
  did: string;
  from: readonly string[];
  to: string | ((context: StepContext) => string);
  by: readonly Doer[];
  fields: readonly Field[];
  guards?: readonly Guard[];
  link?: TenLink;
  /** Beside the resident's own button: what tapping it means for her. */
  meaning?: string;
  /** What the resident reads; blanks `{unit}` `{date}` `{other}`. Null or absent: nothing. */
  resident?: ResidentText | null;
  /** A refusal that is itself worth keeping: the order's action that records the attempt, by refusal code. */
  records?: Readonly<Partial<Record<Refusal['code'], ActionName>>>;
  /** Texts nobody writes again: each as it was written earlier in the procedure, by the name of its field there. */
  quotes?: Readonly<Record<string, string>>;
  /** Coded values it leaves besides what was filled in. */
  sets?: (context: StepContext) => Values;
  effects?: (context: StepContext) => readonly Effect[];
  /** An entry on the way: whoever takes it still owes what he owed. */
  keeps?: true;
  /** May be taken on many orders at once: one form says the same of each. */
  bulk?: true;
}

/** A promise of the procedure itself: runs while it is in one of these stages, counted from entering them. */
export interface StageClock {
  milestone: string;
  label: string;
  stages: readonly string[];
  /** The amount, or the field that holds the day by whose end it is due. */
  due: { amount: number; unit: ClockUnit } | { dayField: string };
  /** Only while this holds of what was filled in. */
  when?: (values: Values) => boolean;
  /** Never later than the home order's inner limit. */
  within?: 'handle';
  /** The step the system takes when it is due and nobody has acted; otherwise it only warns. */
  atDue?: string;
  /** Warned of by cards of the tenant's `cards` policy instead of lights (R10). */
  cards?: true;
}

export interface ProcedureKind {
  /** ≤ 5 汉字, the label of the order while it is open. */
  label: string;
  /** Highest wins when several are open. */
  rank: number;
  link?: TenLink;
  home: Home;
  /** States of the home order it may be opened in; empty for homes that are no order. */
  from: readonly State[];
  open: Omit<Step, 'from' | 'to'> & { to: string | ((context: StepContext) => string) };
  stages: Readonly<Record<string, Stage>>;
  steps: Readonly<Record<string, Step>>;
  clocks?: readonly StageClock[];
  /** What there may be only one of at a time. */
  once: 'home' | 'unit' | 'none';
  /** Field that names the unit when there may be one per unit. */
  onceField?: string;
  /** Kinds that may not be open beside it. */
  excludes?: readonly string[];
  /** Ends when the home order becomes terminal, when one of these actions happens, or never by itself. */
  endedBy: 'terminal' | 'survives' | readonly ActionName[];
  /** Actions on the order that stand for a step: it is taken as by the system wherever it may be taken. */
  endsBy?: Readonly<Partial<Record<ActionName, string>>>;
  /** Several orders only while all of them are in one entry of that ledger. */
  shares?: string;
  /** It may not be asked for any more once the order's inner limit has passed. */
  inTime?: true;
  /** Opened by the system right after one of these actions on the order, with the form it makes of the order. */
  opensAfter?: Readonly<
    Partial<Record<ActionName, (order: OrderFacts, rules: OpeningRules) => Values | null>>
  >;
  limits?: KindLimits;
  /** It judges what others scored: it must know who they were. */
  scores?: true;
}

/** Writes a kind down with its own stage and step names checked by the compiler. */
export function defineKind<const K extends ProcedureKind>(kind: K): ProcedureKind {
  return kind;
}

/** Nobody looks after his own work. */
export const notByHandler: Guard = ({ order, actor, run }) =>
  order?.handlerId === actor.personId
    ? refuse('NOT_BY_HANDLER', { label: run?.kind === 'lookback' ? '回头看' : '回访' })
    : null;

/** The day filled in must not lie in the past. */
export const notPast =
  (field: string, label: string): Guard =>
  ({ form, now }) =>
    typeof form[field] !== 'string' || String(form[field]) >= dayOf(now)
      ? null
      : refuse('DAY_PAST', { field: label });

export const refuse = (code: Refusal['code'], details: Refusal['details'] = {}): Refusal => ({
  code,
  details,
});
