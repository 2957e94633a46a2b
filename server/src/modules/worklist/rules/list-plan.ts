import {
  type Channel,
  dayEnd,
  dayOf,
  type Instant,
  isOfOpen,
  LIST_VIEWS,
  type ListSort,
  type ListView,
  type ListViewName,
  OPEN_STATES,
  STATES,
  type State,
} from '@yihu/shared';

/** A list as it was asked for, checked. */
export interface AskedList {
  view: ListViewName;
  /** States of the view, or the one asked for among them. */
  states: readonly State[];
  classCode: string | null;
  /** The responsible unit with those below it; null for any. */
  unitIds: readonly string[] | null;
  gridIds: readonly string[] | null;
  channel: Channel | null;
  urgency: string | null;
  line: string | null;
  /** Received from the one until the other, both included. */
  from: Instant | null;
  to: Instant | null;
  light: 'YELLOW' | 'ORANGE' | 'RED' | null;
  late: boolean;
  sort: ListSort;
}

type Value = string | number;
export interface Part {
  sql: string;
  params: Value[];
}

/** One ordered stretch of an index; a list is what several of them give together. */
export interface Stretch {
  /** Tables, `w` being the order. */
  from: string;
  where: Part[];
}

/**
 * One index leads; what else is asked for is looked at in the rows it gives. SQLite, which keeps no statistics here,
 * takes any index on a column it is shown: the plus hides a column from it (MySQL and MariaDB read over a plus).
 */
/** Streets × units or grids that are walked one by one; of more, the engine sorts what it finds. */
const STRETCHES = 64;
const ALL_STATES = Object.keys(STATES).length;

const part = (sql: string, ...params: Value[]): Part => ({ sql, params });
export const among = (column: string, values: readonly string[]): Part =>
  values.length === 0 ? part('1 = 0') : part(`${column} IN (${values.map(() => '?').join(',')})`, ...values);

/** Whether only open orders can be in it: those lie apart, and few. */
export function isOpenOnly({ view, states, late, light }: AskedList): boolean {
  return isOfOpen(view) || late || light !== null || states.every((state) => OPEN_STATES.includes(state));
}

/** What an order must be to be in the list, wherever it was found. */
export function conditionsOf(asked: AskedList, now: Instant): Part[] {
  const { view, classCode, channel, urgency, line, from, to, light, late, sort } = asked;
  const { due, voice }: ListView = LIST_VIEWS[view];
  const parts: Part[] = [];
  const received = sort === 'received' ? 'w.received_at' : '+w.received_at';
  if (due === 'TODAY') parts.push(part('w.next_due_at >= ? AND w.next_due_at <= ?', now, dayEnd(dayOf(now))));
  if (due === 'PAST' || late) parts.push(part('w.next_due_at < ?', now));
  if (voice === true) parts.push(part("+w.voice IN ('ONLY', 'BESIDE')"));
  if (classCode !== null) parts.push(part('+w.class_code = ?', classCode));
  if (channel !== null) parts.push(part('+w.channel = ?', channel));
  if (urgency !== null) parts.push(part('+w.urgency = ?', urgency));
  if (line !== null) parts.push(part('+w.line = ?', line));
  if (from !== null) parts.push(part(`${received} >= ?`, from));
  if (to !== null) parts.push(part(`${received} <= ?`, to));
  if (light !== null) parts.push(lightOf(light, now));
  return parts;
}

/** The light of the promise it waits for, red when that is past, as rows show it. */
function lightOf(light: 'YELLOW' | 'ORANGE' | 'RED', now: Instant): Part {
  const fired =
    "EXISTS (SELECT 1 FROM clock c WHERE c.order_id = w.id AND c.state = 'RUNNING' AND c.due_at = w.next_due_at AND c.fired = ?)";
  return light === 'RED'
    ? part(`(w.next_due_at < ? OR ${fired})`, now, light)
    : part(`w.next_due_at >= ? AND ${fired}`, now, light);
}

/** The same of orders that were found some other way: in the list, whatever index led to them. */
export function membershipOf(asked: AskedList, personId: string, now: Instant): Part[] {
  const { states, unitIds, gridIds, view } = asked;
  const { mark }: ListView = LIST_VIEWS[view];
  const who = mark === 'MINE' ? personId : '';
  return [
    ...(states.length === ALL_STATES ? [] : [among('+w.state', states)]),
    ...(unitIds === null ? [] : [among('+w.lead_unit_id', unitIds)]),
    ...(gridIds === null ? [] : [among('+w.grid_id', gridIds)]),
    ...(mark === undefined
      ? []
      : [
          part(
            'EXISTS (SELECT 1 FROM order_mark m WHERE m.order_id = w.id AND m.mark = ? AND m.who = ?)',
            ...[mark, who],
          ),
        ]),
    ...conditionsOf(asked, now),
  ];
}

/** The list as stretches, each of which one index gives in order. */
export function stretchesOf(
  asked: AskedList,
  rootIds: readonly string[],
  personId: string,
  now: Instant,
): Stretch[] {
  const conditions = conditionsOf(asked, now);
  const open = isOpenOnly(asked);
  const { unitIds, gridIds } = asked;
  const spread = spreadOf(asked, rootIds.length, open);
  const others = [
    ...(unitIds === null || spread?.ids === unitIds ? [] : [among('+w.lead_unit_id', unitIds)]),
    ...(gridIds === null || spread?.ids === gridIds ? [] : [among('+w.grid_id', gridIds)]),
    ...conditions,
  ];
  return rootIds.flatMap((rootId) => {
    const { from, where } = beginning(asked, rootId, personId, spread);
    const ids = spread === null ? [null] : spread.ids;
    return ids.map((id) => ({
      from,
      where: [
        ...where,
        ...(id === null || spread === null ? [] : [part(`${spread.column} = ?`, id)]),
        ...others,
      ],
    }));
  });
}

interface Spread {
  column: string;
  ids: readonly string[];
}

/** Of everything ever received, the orders of each unit or grid lie in order; one after the other they are walked. */
function spreadOf({ unitIds, gridIds }: AskedList, roots: number, open: boolean): Spread | null {
  const fits = (ids: readonly string[] | null): ids is readonly string[] =>
    !open && ids !== null && ids.length * roots <= STRETCHES;
  if (fits(gridIds)) return { column: 'w.grid_id', ids: gridIds };
  return fits(unitIds) ? { column: 'w.lead_unit_id', ids: unitIds } : null;
}

function beginning(asked: AskedList, rootId: string, personId: string, spread: Spread | null): Stretch {
  const { view, states, classCode, line, channel, urgency } = asked;
  const { mark }: ListView = LIST_VIEWS[view];
  const open = isOpenOnly(asked);
  const some = states.length === (open ? OPEN_STATES.length : ALL_STATES) ? [] : [among('+w.state', states)];
  if (mark !== undefined) {
    const who = mark === 'MINE' ? personId : '';
    return {
      from: 'order_mark m CROSS JOIN work_order w ON w.id = m.order_id',
      where: [part('m.root_id = ? AND m.mark = ? AND m.who = ?', rootId, mark, who), ...some],
    };
  }
  const from = 'work_order w';
  if (spread !== null) return { from, where: [part('+w.root_id = ?', rootId), ...some] };
  const root = part('w.root_id = ?', rootId);
  const [only] = states;
  const one = states.length === 1 && only !== undefined ? [part('w.state = ?', only)] : null;
  if (open)
    return { from, where: one === null ? [part('w.open_root = ?', rootId), ...some] : [root, ...one] };
  if (classCode !== null) return { from, where: [root, part('w.class_code = ?', classCode), ...some] };
  if (line !== null) return { from, where: [root, part('w.line = ?', line), ...some] };
  if (one !== null) return { from, where: [root, ...one] };
  if (channel !== null) return { from, where: [root, part('w.channel = ?', channel), ...some] };
  if (urgency !== null) return { from, where: [root, part('w.urgency = ?', urgency), ...some] };
  return { from, where: [root, ...some] };
}

/** The place in a list after which the next page begins. */
export interface ListCursor {
  sort: ListSort | 'found';
  key: string;
  id: string;
}

/** What comes after the cursor, said so that an index can be entered there. */
export function afterPart({ sort, key, id }: ListCursor): Part {
  return sort === 'due'
    ? part('w.next_due_at >= ? AND (w.next_due_at > ? OR w.id > ?)', key, key, id)
    : part('w.received_at <= ? AND (w.received_at < ? OR w.id < ?)', key, key, id);
}

export const ORDER_BY: Readonly<Record<ListSort, string>> = {
  due: 'w.next_due_at, w.id',
  received: 'w.received_at DESC, w.id DESC',
};
