import {
  type ActionName,
  isAction,
  type OrderView,
  type TimelineEntry,
  TRANSITIONS,
} from '../orders/index.ts';

/** Done only after being asked again, on a red button. */
const DANGER: ReadonlySet<ActionName> = new Set([
  ...(['withdraw', 'decline', 'takeBack', 'sendBack', 'rework', 'archive'] as const),
]);
/** Opened on the page of the three questions instead of a form of their own. */
const ON_RATE_PAGE: ReadonlySet<ActionName> = new Set(['rate', 'dispute', 'disputeAgain']);

export function isDanger(action: ActionName): boolean {
  return DANGER.has(action);
}

/** Whether the action is sent at one tap: nothing to fill in, nothing to lose. */
export function isOneTap(action: ActionName): boolean {
  return TRANSITIONS[action].fields.length === 0 && !isDanger(action);
}

export function opensRatePage(action: ActionName): boolean {
  return ON_RATE_PAGE.has(action);
}

export interface ActionPlan {
  /** The one big button, or null when the person has nothing to do now. */
  primary: ActionName | null;
  rest: ActionName[];
}

const RESIDENT_FIRST: readonly ActionName[] = ['rate', 'dispute', 'disputeAgain', 'addInfo', 'urge'];
const STAFF_FIRST: readonly ActionName[] = [
  'accept',
  'sign',
  'arrive',
  'reply',
  'dispatch',
  'approve',
  'close',
  'tell',
];

/**
 * What the filer is offered: her answer first when there is a result, the asked-for addition before urging.
 * Whoever said that it is solved is not asked to dispute it; she still can.
 */
export function residentPlan(order: Pick<OrderView, 'allowed' | 'state' | 'rating'>): ActionPlan {
  const offered = offeredOf(order.allowed);
  const rateable = order.state === 'TO_VISIT' || order.state === 'CLOSED';
  const solved = order.rating?.solved === 'YES';
  return plan(offered, RESIDENT_FIRST, (action) =>
    opensRatePage(action) ? rateable && !(solved && action !== 'rate') : true,
  );
}

/** What staff are offered: 签收 → 到场 → 答复 for a handler, 受理 → 分类 → 派单 → 审核 → 办结 for the office. */
export function staffPlan(
  order: Pick<OrderView, 'allowed' | 'state' | 'classCode' | 'timeline'>,
): ActionPlan {
  const offered = offeredOf(order.allowed);
  // what it is about is heard and written down before anything is decided on it
  if (order.state === 'ACCEPTED' && offered.includes('transcribe') && !offered.includes('dispatch')) {
    return { primary: 'transcribe', rest: offered.filter((action) => action !== 'transcribe') };
  }
  if (order.classCode === null && order.state === 'ACCEPTED' && offered.includes('classify')) {
    return { primary: 'classify', rest: offered.filter((action) => action !== 'classify') };
  }
  const told = hasBeen(order.timeline, 'order.told', 'order.approved');
  const arrived = hasBeen(
    order.timeline,
    'order.arrived',
    'order.signed',
    'order.disputed',
    'order.reworked',
  );
  return plan(offered, STAFF_FIRST, (action) => {
    if (action === 'arrive') return !arrived;
    // Before there is a result, telling her something is no step that everybody waits for.
    if (action === 'tell') return order.state === 'TO_VISIT' || order.state === 'CLOSED';
    return action !== 'close' || told || !offered.includes('tell');
  });
}

/** Actions with a button. A server newer than this client may allow some that it does not know yet. */
function offeredOf(allowed: readonly ActionName[]): ActionName[] {
  return allowed.filter((action) => isAction(action) && !TRANSITIONS[action].quiet);
}

function plan(
  offered: ActionName[],
  first: readonly ActionName[],
  fits: (action: ActionName) => boolean,
): ActionPlan {
  const primary = first.find((action) => offered.includes(action) && fits(action)) ?? null;
  const rest = offered.filter((action) => action !== primary);
  // what cannot be taken back stands last
  return { primary, rest: [...rest.filter((action) => !isDanger(action)), ...rest.filter(isDanger)] };
}

/** Whether `event` came after the last of `starts`, whatever order the entries are in. */
function hasBeen(timeline: readonly TimelineEntry[], event: string, ...starts: string[]): boolean {
  const last = (names: readonly string[]) =>
    Math.max(-1, ...timeline.filter((entry) => names.includes(entry.event)).map(({ seq }) => seq));
  return last([event]) > last(starts);
}
