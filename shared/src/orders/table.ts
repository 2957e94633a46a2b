import type { ClockUnit, Milestone, Scope } from '../clocks/index.ts';
import type { Permission } from '../permissions.ts';
import type { Day, Instant } from '../time.ts';
import type { Field } from './fields.ts';
import type { GuardName } from './guards.ts';
import type { State, TenLink } from './model.ts';

/**
 * How the actor must stand to the order for the permission to count. `support` is a unit with an open task on it
 * besides the lead's; `effect` is a procedure or ledger item carrying out what was decided there.
 */
export type Relation = 'self' | 'office' | 'lead' | 'support' | 'clerk' | 'system' | 'effect';

export interface Who {
  /** 'system' where nobody asks: the system itself, and effects. */
  permission: Permission | 'system';
  relation: Relation;
}

/**
 * Whom an event tells, in what words. `owing` is whoever the order waits for: the lead unit or the office.
 * `{unit}` `{date}` `{what}` `{n}` are filled when it is told.
 */
export interface Told {
  to: 'resident' | 'office' | 'lead' | 'previousLead' | 'handler' | 'owing';
  /** ≤ 5 汉字. */
  phrase: string;
  /** ≤ 20 characters once filled. */
  thing: string;
  template: 'progress' | 'result' | 'info' | 'task';
  /** Only when an answer of hers was unhappy. */
  when?: 'unhappy';
}

/**
 * `dateMoved`: only when the day by which she is answered has changed. `forHer`: only when it is meant for her, not
 * for the platform above alone. `otherFiler`: only when she is not told of it by another order of hers anyway.
 */
export type OnlyWhen = 'dateMoved' | 'forHer' | 'otherFiler';

/**
 * What the action does to the order's running clocks besides what policy rows say by themselves
 * (a row starts on its `from` event and is met by its `metBy` events).
 */
export interface ClockEffect {
  /** Policy rows that start on these events start too. */
  startsLike?: readonly string[];
  cancel?: readonly Milestone[] | 'ALL';
  /** Met rows run again as if never met. */
  unmeet?: readonly Milestone[];
  /** Running rows whose policy row changed are promised anew from their own start. */
  repromise?: true;
  /** What starts is counted from when the order was received, not from now. */
  fromFiling?: true;
  /** One row is moved as the event's data say; see `ClockMove`. */
  move?: true;
  /** Every row that runs is counted anew from its own start by the calendar in force. */
  rebase?: true;
}

/**
 * What the event of a `move` carries. Counted on from the old due day, by the calendar in force at the decision;
 * an inner promise never past its outer one. Asked for at or before the old due time, it cures being late.
 */
export interface ClockMove {
  milestone: Milestone;
  scope: Scope;
  /** So many more of `unit`, or … */
  amount?: number;
  unit?: ClockUnit;
  /** … by the end of this day. */
  toDay?: Day;
  askedAt?: Instant;
  /** Why, in a word: 延期, 会商. */
  rule: string;
}

export interface Transition {
  /** The word on the button. */
  label: string;
  /** Past-tense wording for "who did what" in conflicts and staff timelines. */
  did: string;
  from: readonly State[];
  /**
   * SAME keeps the state; RESUME goes back to where NEED_INFO was asked from. Of several states the event's
   * `state` names the one (`choiceOf`).
   */
  to: State | readonly State[] | 'SAME' | 'RESUME';
  who: readonly Who[];
  fields: readonly Field[];
  guards: readonly GuardName[];
  clocks: ClockEffect;
  event: `${'order' | 'clock'}.${string}`;
  link?: TenLink;
  told: readonly Told[];
  /** The button shows a decision on what is seen: a stale version is refused with who did what. */
  decides: boolean;
  /** What the resident's timeline says; null keeps the event off it. Blanks as in `told`. */
  resident: string | null;
  /** The resident is told, and her timeline says it, only when this holds. */
  residentWhen?: OnlyWhen;
  /** True for actions clients call without a button. */
  quiet?: true;
  /** May be done to many orders at once: one form says the same of each. */
  bulk?: true;
}
