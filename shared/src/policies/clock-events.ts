import { ANCHORS, CLOCK_EVENTS } from '../clocks/index.ts';
import type { Field } from '../orders/fields.ts';
import { STATES } from '../orders/model.ts';
import { actionOfEvent, TRANSITIONS } from '../orders/transitions/index.ts';
import { PROCEDURES } from '../procedures/kinds/index.ts';
import type { Asked } from './asked.ts';
import { policyWord } from './words.ts';

type Options = Readonly<Record<string, string>>;

/** Codes of a choice as JSON spells them: what else than a text an event may hold. */
const NOT_SAID = { null: '没有写' };
const YES: Options = { true: '是', false: '否', ...NOT_SAID };
const values = (options: Options): Asked => ({
  kind: 'oneOrMore',
  of: { kind: 'choice', options, literal: true },
});

/** What steps were called in events written before they were renamed: policies still name them. */
const EARLIER_STEPS: Options = { reported: '报告进展(旧记录)' };

const STATE_CHOSEN = { state: values(STATES), stateBefore: values(STATES) };
const UPPER = { upperNo: values({ null: '没有上级编号' }) };

/** What the server adds to an event besides what was filled in, where a promise may depend on it. */
const DERIVED: Readonly<Record<string, Readonly<Record<string, Asked>>>> = {
  'order.assigned': STATE_CHOSEN,
  'order.reworked': STATE_CHOSEN,
  'order.disputed': STATE_CHOSEN,
  'order.approved': UPPER,
  'order.answered': UPPER,
  'order.progressed': UPPER,
  'order.rated': { good: values(YES) },
  'order.closed': { silent: values(YES) },
  'order.told': { result: values(YES), waits: values(YES), exhausted: values(YES) },
  'order.procedure': { kind: values(procedureWords()), step: values(stepWords()) },
};

/** The events a promise may start from or be met by, in words. */
export const EVENT_WORDS: Options = Object.fromEntries(
  CLOCK_EVENTS.map((event) => [event, wordOf(event)] as const),
);

/** The conditions each event's data allow: its codes and flags, each with what it may be. */
export const EVENT_CONDITIONS: Readonly<Record<string, Asked>> = Object.fromEntries(
  CLOCK_EVENTS.map((event) => [
    event,
    { kind: 'when', of: 'event', conditions: { ...filledIn(event), ...DERIVED[event] } } as const,
  ]),
);

function wordOf(event: string): string {
  const action = actionOfEvent(event);
  return action === null ? (ANCHORS[event] ?? event) : TRANSITIONS[action].label;
}

function filledIn(event: string): Record<string, Asked> {
  const action = actionOfEvent(event);
  const fields = action === null ? [] : TRANSITIONS[action].fields;
  return Object.fromEntries(
    fields.flatMap((field: Field): [string, Asked][] => {
      if (field.kind === 'flag') return [[field.name, values(YES)]];
      return field.kind === 'choice' ? [[field.name, values({ ...field.options, ...NOT_SAID })]] : [];
    }),
  );
}

function procedureWords(): Options {
  return Object.fromEntries(Object.entries(PROCEDURES).map(([kind, { label }]) => [kind, label]));
}

/** Steps of all procedures; one name means one thing or bears all its words. */
function stepWords(): Options {
  const words = new Map<string, Set<string>>();
  for (const { open, steps } of Object.values(PROCEDURES)) {
    for (const [name, { label }] of [['open', open] as const, ...Object.entries(steps)]) {
      words.set(name, (words.get(name) ?? new Set()).add(label));
    }
  }
  const told = [...words].map(([name, labels]) => [name, [...labels].join('/')] as const);
  return { ...Object.fromEntries(told), ...EARLIER_STEPS };
}

/** Why the data asked of an event can never be so, or null when they can. */
export function eventFault(event: string, where: Readonly<Record<string, unknown>>): string | null {
  const asked = EVENT_CONDITIONS[event];
  const conditions = asked?.kind === 'when' ? asked.conditions : {};
  for (const [name, wanted] of Object.entries(where)) {
    const known = conditions[name];
    const word = policyWord('event', name);
    if (known === undefined) return `「${EVENT_WORDS[event] ?? event}」不带「${word}」这个条件`;
    const options = known.kind === 'oneOrMore' && known.of.kind === 'choice' ? known.of.options : {};
    const odd = (Array.isArray(wanted) ? wanted : [wanted]).find(
      (one) => !Object.hasOwn(options, String(one)),
    );
    if (odd !== undefined || wanted === undefined) return `条件「${word}」没有选,或选了没有的`;
  }
  return null;
}
