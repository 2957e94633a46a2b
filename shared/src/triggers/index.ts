import { ALARM_TRIGGERS } from './alarms.ts';
import { FIRM_TRIGGERS } from './firms.ts';
import type { ItemTrigger, OrderTrigger } from './model.ts';
import { ITEM_TRIGGERS, PROBLEM_TRIGGERS } from './problems.ts';
import { ROUND_TRIGGERS } from './rounds.ts';

export { hasGrown, type WatchRow } from './alarms.ts';
export * from './ladder.ts';
export {
  type CountName,
  type ItemTrigger,
  inClasses,
  type OrderTrigger,
  paramsOf,
  type Seen,
  type Tally,
  type TellTo,
  type TriggerEffect,
  type TriggerParams,
  type TriggerRow,
} from './model.ts';
export { TRIGGER_LABELS, TRIGGER_POLICY_NAMES, type TriggerName } from './names.ts';
export * from './sweeps.ts';
export { burst, inWindow, windowStart } from './window.ts';

/** Every trigger that looks at what happens to an order. A new one is a definition in these lists. */
export const TRIGGERS: Readonly<Record<string, OrderTrigger>> = {
  ...FIRM_TRIGGERS,
  ...ROUND_TRIGGERS,
  ...PROBLEM_TRIGGERS,
  ...ALARM_TRIGGERS,
};

/** Every trigger that looks at entries of ledgers. */
export const TRIGGERS_OF_ITEMS: Readonly<Record<string, ItemTrigger>> = ITEM_TRIGGERS;
