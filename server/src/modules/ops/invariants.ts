import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTIONS, STATES, type State, TERMINAL, TRANSITIONS } from '@yihu/shared';
import { AWAITED } from '../clocks/rules/awaited';

/** One named query of invariants.sql, ready for the drivers. */
export interface Invariant {
  name: string;
  title: string;
  sql: string;
  /** Names of the values its `?` stand for, in order. */
  params: InvariantParam[];
  /** Whether it looks at a slice of orders at a time. */
  sliced: boolean;
}

export const INVARIANT_PARAMS = ['after', 'upto', 'ago5m', 'ago2m', 'ago1h', 'auditkept'] as const;
export type InvariantParam = (typeof INVARIANT_PARAMS)[number];

const PHONE = '(^|[^0-9A-Za-z])1[3-9][0-9]{9}([^0-9A-Za-z]|$)';
const ID_CARD =
  '(^|[^0-9A-Za-z])[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])[0-3][0-9][0-9]{3}[0-9Xx]([^0-9A-Za-z]|$)';

const list = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ');

/** Events that fix the state they lead to, with the states an order may be in until the next such event. */
function fixing(): Map<string, readonly State[]> {
  const found = new Map<string, readonly State[]>([['order.submitted', ['SUBMITTED']]]);
  for (const action of ACTIONS) {
    const { to, event, from } = TRANSITIONS[action];
    if (to === 'SAME' || to === 'RESUME') continue;
    // Out of NEED_INFO an order goes back to where it was asked from; which one, only folding tells.
    const states = typeof to === 'string' ? [to] : to;
    found.set(event, to === 'NEED_INFO' ? [to, ...from] : states);
  }
  return found;
}

function statesCondition(events: ReadonlyMap<string, readonly State[]>): string {
  return [...events]
    .map(([event, states]) => `(p.name = '${event}' AND w.state IN (${list(states)}))`)
    .join('\n    OR ');
}

/** For each event of the table: after which state-fixing events it may come. */
function legalCondition(events: ReadonlyMap<string, readonly State[]>): string {
  const parts = ACTIONS.map((action) => {
    const { event, from } = TRANSITIONS[action];
    const before = [...events].filter(([, states]) => states.some((state) => from.includes(state)));
    return `(e.name = '${event}' AND p.name IN (${list(before.map(([name]) => name))}))`;
  });
  return parts.join('\n    OR ');
}

function toldEvents(): string[] {
  // Whether a conditional message was due, only the clocks and data of its moment tell.
  const always = ACTIONS.filter((action) => TRANSITIONS[action].residentWhen === undefined);
  return always
    .filter((action) => TRANSITIONS[action].told.some(({ to }) => to === 'resident'))
    .map((action) => TRANSITIONS[action].event);
}

/** An order `y` that makes the later order `x` of the same person a repeat. */
const EARLIER = `+y.root_id = x.root_id AND +y.class_code = x.class_code AND y.id <> x.id
  AND y.confidentiality <> 'ANONYMOUS' AND y.state NOT IN ('MERGED', 'WITHDRAWN', 'DECLINED')
  AND (y.received_at < x.received_at OR (y.received_at = x.received_at AND y.id < x.id))
  AND y.received_at >= CONCAT(SUBSTR(x.received_at, 1, 4) - 1, SUBSTR(x.received_at, 5))`;

/** What stands for the comments of invariants.sql. */
function fragments(): Record<string, string> {
  const events = fixing();
  const awaited = Object.entries(AWAITED).map(
    ([state, milestone]) => `(w.state = '${state}' AND c.milestone = '${milestone}')`,
  );
  return {
    fixing: list([...events.keys()]),
    states: statesCondition(events),
    legal: legalCondition(events),
    told: list(toldEvents()),
    awaited: awaited.join(' OR '),
    terminal: list(TERMINAL.filter((state) => state in STATES)),
    earlier: EARLIER,
    phone: `'${PHONE}'`,
    idcard: `'${ID_CARD}'`,
  };
}

/** Reads the file; throws when it names a blank or a parameter that does not exist. */
export function readInvariants(text = readFileSync(join(__dirname, 'invariants.sql'), 'utf8')): Invariant[] {
  const known = fragments();
  const sections = text.split(/^-- name: /m).slice(1);
  return sections.map((section) => {
    const [head = '', ...lines] = section.split('\n');
    const [name = '', ...title] = head.split(' ');
    const body = lines
      .filter((line) => !line.trimStart().startsWith('--'))
      .join('\n')
      .trim()
      .replace(/;$/, '');
    const filled = body.replace(/\/\*(\w+)\*\//g, (_, blank: string) => {
      const fragment = known[blank];
      if (fragment === undefined) throw new Error(`${name}: no fragment ${blank}`);
      return fragment;
    });
    return { name, title: title.join(' '), ...withParams(name, filled) };
  });
}

/** Quoted text may hold colons: only words after a colon outside quotes are parameters. */
function withParams(name: string, sql: string): Pick<Invariant, 'sql' | 'params' | 'sliced'> {
  const params: InvariantParam[] = [];
  const bound = sql.replace(/'[^']*'|:([a-z]\w*)/g, (match, param?: string) => {
    if (param === undefined) return match;
    const found = INVARIANT_PARAMS.find((each) => each === param);
    if (found === undefined) throw new Error(`${name}: no parameter ${param}`);
    params.push(found);
    return '?';
  });
  return { sql: bound, params, sliced: params.includes('upto') };
}
