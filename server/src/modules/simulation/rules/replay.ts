import {
  type ActionName,
  actionOfEvent,
  fold,
  type Limits,
  type OrderEvent,
  type OrderFacts,
  type Relation,
  refusedBy,
  TRANSITIONS,
} from '@yihu/shared';
import type { ClockRow } from '../../clocks/clock-row';
import { applyClocks, type ClockRules } from '../../clocks/rules/apply';

/** The limits of then and those asked about. */
export interface LimitPair {
  now: Limits;
  asked: Limits;
}

export interface Replayed {
  facts: OrderFacts;
  clocks: ClockRow[];
  /** What people did that the limits asked about would have refused, and those of now do not. */
  refused: ActionName[];
}

/**
 * An order's history lived again under other promises: the same events, the same rules, other policy rows. Nothing
 * is decided anew, so what people would have done differently is not guessed. Throws on a broken history.
 */
export function replay(
  events: readonly OrderEvent[],
  rules: ClockRules,
  limits: LimitPair | null = null,
): Replayed {
  let facts: OrderFacts | null = null;
  let clocks: ClockRow[] = [];
  const refused: ActionName[] = [];
  for (const event of events) {
    const action = actionOfEvent(event.name);
    if (
      facts !== null &&
      action !== null &&
      limits !== null &&
      isRefusedOnlyBy(facts, action, event, limits)
    ) {
      refused.push(action);
    }
    facts = fold(facts, event);
    const effect = action === null ? {} : TRANSITIONS[action].clocks;
    clocks = applyClocks(clocks, { event, effect, facts }, rules);
  }
  if (facts === null) throw new Error('an order has at least one event');
  return { facts, clocks, refused };
}

/** Guards are asked twice with all else equal, so only what the limits decide can differ. */
function isRefusedOnlyBy(
  facts: OrderFacts,
  action: ActionName,
  event: OrderEvent,
  limits: LimitPair,
): boolean {
  const { guards } = TRANSITIONS[action];
  if (guards.length === 0) return false;
  const photos = Array.from({ length: Number(event.data.photos ?? 0) }, () => 'PHOTO');
  const context = {
    facts,
    relation: relationOf(facts, event),
    now: event.at,
    form: { ...event.data, photos },
    everLate: false,
  };
  return (
    refusedBy(guards, { ...context, limits: limits.asked }) !== null &&
    refusedBy(guards, { ...context, limits: limits.now }) === null
  );
}

function relationOf(facts: OrderFacts, event: OrderEvent): Relation {
  if (event.actorId === facts.filerId) return 'self';
  if (event.actorUnitId === null) return 'system';
  return event.actorUnitId === facts.leadUnitId ? 'lead' : 'office';
}
