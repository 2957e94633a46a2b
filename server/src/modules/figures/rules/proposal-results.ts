import { type DecidedProposals, type Instant, type OrderEvent, type Proposed } from '@yihu/shared';
import type { OrderLife, Turn } from './turns-of';

/** One proposal, what was chosen, and whether that was wrong afterwards. */
export interface Result {
  orderId: string;
  what: Proposed;
  /** The class, unit or order proposed. */
  key: string;
  confidence: number;
  taken: boolean;
  wrong: boolean;
  auto: boolean;
}

/** A unit's turn that ended so was begun with the wrong unit. */
const MISSENT: readonly (string | null)[] = ['TAKEN_BACK', 'RETURNED', 'REASSIGNED'];

const proposedIn = (event: OrderEvent) => (event.data.proposed ?? null) as DecidedProposals | null;

interface Told {
  orderId: string;
  events: readonly OrderEvent[];
  turns: readonly Turn[];
}

interface Period {
  from: Instant;
  to: Instant;
}

/**
 * What came of the proposals decided on in the period. A class and a unit are decided on when the order is sent out; a
 * double when it is merged, joined to the same problem, or sent out by itself all the same.
 */
export function resultsOf(
  { facts, events, turns }: Pick<OrderLife, 'facts' | 'events' | 'turns'>,
  period: Period,
): Result[] {
  const told: Told = { orderId: facts.id, events, turns };
  const results = events.flatMap((event, at) => {
    if (event.at < period.from || event.at >= period.to) return [];
    if (event.name === 'order.dispatched') {
      const first = events.findIndex(({ name }) => name === 'order.dispatched') === at;
      return [
        ...unitResult(told, event),
        ...(first ? [...classResult(told, at), ...doubleResult(told, at)] : []),
      ];
    }
    return event.name === 'order.merged' || event.name === 'order.joined' ? doubleResult(told, at) : [];
  });
  // Joined first and sent out afterwards, a double was decided on once.
  return results.filter(
    (result, at) => result.what !== 'double' || results.findIndex(({ what }) => what === 'double') === at,
  );
}

function unitResult({ orderId, turns }: Told, event: OrderEvent): Result[] {
  const proposals = proposedIn(event);
  if (proposals?.unit === undefined) return [];
  const { unitId, confidence, chosen } = proposals.unit;
  const taken = chosen === unitId;
  const turn = turns.find(({ id }) => id === event.data.turnId);
  const wrong = taken && MISSENT.includes(turn?.endReason ?? null);
  return [{ orderId, what: 'unit', key: unitId, confidence, taken, wrong, auto: proposals.auto === true }];
}

function classResult({ orderId, events }: Told, at: number): Result[] {
  const event = events[at];
  const proposals = event === undefined ? null : proposedIn(event);
  if (proposals?.class === undefined) return [];
  const { code, confidence, chosen } = proposals.class;
  const taken = chosen === code;
  const isChanged = events
    .slice(at + 1)
    .some(
      ({ name, data }) =>
        name === 'order.classified' && typeof data.classCode === 'string' && data.classCode !== code,
    );
  const auto = proposals.auto === true;
  return [{ orderId, what: 'class', key: code, confidence, taken, wrong: taken && isChanged, auto }];
}

/** The last double proposed up to the event; what was proposed of one that was none any more counts for nobody. */
function doubleResult({ orderId, events }: Told, at: number): Result[] {
  const until = events.slice(0, at + 1);
  const proposals = until.map(proposedIn).findLast((each) => each?.double !== undefined);
  const double = proposals?.double;
  if (double === undefined) return [];
  const isIt = ({ name, data }: OrderEvent) =>
    (name === 'order.merged' && data.targetId === double.orderId) ||
    (name === 'order.joined' && double.problemId !== null && data.problemId === double.problemId);
  const taken = until.some(isIt);
  const later = events.slice(at + 1);
  const wrong = taken && later.some(({ name }) => name === 'order.unmerged' || name === 'order.left');
  const auto = proposals?.auto === true;
  return [
    { orderId, what: 'double', key: double.orderId, confidence: double.confidence, taken, wrong, auto },
  ];
}

/** By how sure the rules were. */
export const BANDS = [
  { key: '80', label: '80% 及以上', from: 80 },
  { key: '50', label: '50%—79%', from: 50 },
  { key: '0', label: '50% 以下', from: 0 },
] as const;

export const bandOf = ({ confidence }: Pick<Result, 'confidence'>): string =>
  BANDS.find(({ from }) => confidence >= from)?.key ?? '0';
