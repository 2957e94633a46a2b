import { CHANGES } from './changes.ts';
import { NOTHING_YET, type OrderFacts } from './facts.ts';
import type { OrderEvent, State } from './model.ts';
import type { Transition } from './table.ts';
import { type ActionName, actionOfEvent, TRANSITIONS } from './transitions/index.ts';

/** The state an action leads to from where the order is; `chosen` is the one of several the event names. */
export function targetState(transition: Transition, facts: OrderFacts, chosen?: unknown): State {
  const { to } = transition;
  if (to === 'SAME') return facts.state;
  if (to === 'RESUME') {
    return facts.state === 'NEED_INFO' ? (facts.resumeState ?? 'SUBMITTED') : facts.state;
  }
  if (typeof to === 'string') return to;
  // Histories older than the choice name none: then it was the first.
  const state = chosen === undefined ? to[0] : to.find((each) => each === chosen);
  if (state === undefined) throw new Error(`${transition.event} leads to no state ${String(chosen)}`);
  return state;
}

/** Which of several states the action leads to: null where the table names only one. */
export function choiceOf(action: ActionName, facts: OrderFacts, form: Form): State | null {
  return CHOICES[action]?.(facts, form) ?? null;
}

type Form = Readonly<Record<string, unknown>>;
const namesOther = (facts: OrderFacts, form: Form) =>
  typeof form.leadUnitId === 'string' && form.leadUnitId !== '' && form.leadUnitId !== facts.leadUnitId;

const CHOICES: Partial<Record<ActionName, (facts: OrderFacts, form: Form) => State>> = {
  assign: (facts, form) =>
    facts.state === 'IN_PROGRESS' && !namesOther(facts, form) ? 'IN_PROGRESS' : 'DISPATCHED',
  rework: (facts, form) => (namesOther(facts, form) || facts.turnId === null ? 'DISPATCHED' : 'IN_PROGRESS'),
  // Answered by the office, no unit has had its turn yet.
  dispute: (facts) => (facts.turnId === null ? 'ACCEPTED' : 'IN_PROGRESS'),
};

/** What orders filed before these facts existed begin with. */
const ADDED_LATER = {
  ...NOTHING_YET,
  voice: null,
  intakeUnitId: null,
  line: null,
  upperSystem: null,
  enterpriseId: null,
  vulnerable: false,
  legalMatter: false,
} as const satisfies Partial<OrderFacts>;

/**
 * The order after one more event. `order.submitted` (seq 1) carries the first facts whole; every other event
 * must follow without a gap and be legal from the state it finds. Throws on a broken history.
 */
export function fold(facts: OrderFacts | null, event: OrderEvent): OrderFacts {
  if (facts === null) {
    if (event.name !== 'order.submitted' || event.seq !== 1) throw new Error('history must begin by filing');
    return { ...ADDED_LATER, ...(event.data.facts as OrderFacts) };
  }
  if (event.seq !== facts.version + 1) throw new Error(`gap in history of ${facts.id} at ${event.seq}`);
  const action = actionOfEvent(event.name);
  if (action === null) throw new Error(`unknown event ${event.name}`);
  const transition = TRANSITIONS[action];
  if (!transition.from.includes(facts.state)) throw new Error(`${event.name} from ${facts.state}`);
  return {
    ...facts,
    ...CHANGES[event.name]?.(facts, event),
    state: targetState(transition, facts, event.data.state),
    version: event.seq,
    staffAt: event.actorUnitId === null ? facts.staffAt : event.at,
  };
}

/** Folds a whole history. */
export function foldAll(events: readonly OrderEvent[]): OrderFacts {
  let facts: OrderFacts | null = null;
  for (const event of events) facts = fold(facts, event);
  if (facts === null) throw new Error('an order has at least one event');
  return facts;
}
