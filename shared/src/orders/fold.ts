import { withEntry } from '../procedures/entries.ts';
import { dayOf } from '../time.ts';
import type { OrderFacts } from './facts.ts';
import { isUnhappy, type OrderEvent, type Satisfaction, type SolvedAnswer, type State } from './model.ts';
import type { Transition } from './table.ts';
import { actionOfEvent, TRANSITIONS } from './transitions/index.ts';

type Patch = Partial<OrderFacts>;
type Change = (facts: OrderFacts, event: OrderEvent) => Patch;

/** The state an action leads to from where the order is. */
export function targetState(transition: Transition, facts: OrderFacts): State {
  if (transition.to === 'SAME') return facts.state;
  if (transition.to !== 'RESUME') return transition.to;
  return facts.state === 'NEED_INFO' ? (facts.resumeState ?? 'SUBMITTED') : facts.state;
}

const startsCycle = (facts: OrderFacts): Patch => ({
  cycle: facts.cycle + 1,
  reworks: facts.reworks + 1,
  asks: 0,
  tries: 0,
  tryDays: 0,
  lastTryDay: null,
  told: false,
  outcome: null,
  closedAt: null,
  repliedAt: null,
  approvedAt: null,
});

const tried: Change = (facts, event) => {
  if (event.data.reached === true) return { told: true };
  const day = dayOf(event.at);
  const another = day !== facts.lastTryDay;
  return { tries: facts.tries + 1, tryDays: facts.tryDays + (another ? 1 : 0), lastTryDay: day };
};

const rated: Change = (facts, event) => {
  const solved = (event.data.solved ?? null) as SolvedAnswer | null;
  const process = (event.data.process ?? null) as Satisfaction | null;
  const result = (event.data.result ?? null) as Satisfaction | null;
  const isFirst = facts.ratedCycle === null;
  return {
    told: true,
    ratedCycle: facts.cycle,
    unhappy: facts.unhappy + (isUnhappy(process) || isUnhappy(result) ? 1 : 0),
    finalSolved: solved,
    finalProcess: process,
    finalResult: result,
    ...(isFirst ? { firstSolved: solved, firstProcess: process, firstResult: result } : {}),
  };
};

const classified: Change = (facts, { data }) => ({
  classCode: data.classCode as string,
  requestType: (data.requestType as OrderFacts['requestType']) ?? facts.requestType,
  urgency: (data.urgency as OrderFacts['urgency']) ?? facts.urgency,
  complexity: (data.complexity as OrderFacts['complexity']) ?? facts.complexity,
  partyKind: (data.partyKind as OrderFacts['partyKind']) ?? facts.partyKind,
});

/** `taskId:unitId` entries after a step opened some tasks and ended others. */
function helpersAfter(facts: OrderFacts, { data }: OrderEvent): string {
  const opened = (data.opened ?? []) as readonly { id: string; unitId: string }[];
  const ended: unknown[] = [data.done, ...((data.released ?? []) as readonly string[])];
  const kept = facts.helpers
    .split(' ')
    .filter((entry) => entry !== '' && !ended.includes(entry.split(':')[0] ?? ''));
  return [...kept, ...opened.map(({ id, unitId }) => `${id}:${unitId}`)].join(' ');
}

const stepped: Change = (facts, event) => {
  const { procedureId, kind, stage, nextReportDay } = event.data;
  return {
    procedures: withEntry(facts.procedures, {
      kind: String(kind),
      id: String(procedureId),
      stage: stage as string | null,
    }),
    helpers: helpersAfter(facts, event),
    ...(typeof nextReportDay === 'string' ? { nextReportDay } : {}),
  };
};

const entered: Change = (facts, { data }) => ({
  items: withEntry(facts.items, {
    kind: String(data.kind),
    id: String(data.itemId),
    stage: data.state as string | null,
  }),
});

/** What each event changes besides state, version and staffAt. */
const CHANGES: Readonly<Record<string, Change>> = {
  'order.info_asked': (facts) => ({ resumeState: facts.state, asks: facts.asks + 1 }),
  'order.info_added': () => ({ resumeState: null }),
  'order.info_lapsed': () => ({ resumeState: null }),
  'order.classified': classified,
  'order.restricted': (_, { data }) => ({
    confidentiality: data.confidentiality as OrderFacts['confidentiality'],
  }),
  'order.transcribed': () => ({ voice: 'WRITTEN' }),
  'order.dispatched': (facts, { data }) => ({
    leadUnitId: data.leadUnitId as string,
    turnId: data.turnId as string,
    dispatches: facts.dispatches + 1,
  }),
  'order.taken_back': () => ({ leadUnitId: null, turnId: null }),
  'order.signed': (facts, event) => ({
    ownerUnitId: facts.leadUnitId ?? facts.ownerUnitId,
    firstUnitId: facts.firstUnitId ?? facts.leadUnitId,
    handlerId: event.actorId,
    signedAt: event.at,
  }),
  'order.arrived': (_, event) => ({ arrivedAt: event.at }),
  'order.contacted': (facts, event) => (facts.state === 'TO_VISIT' ? tried(facts, event) : {}),
  'order.replied': (facts, event) => ({
    outcome: event.data.outcome as OrderFacts['outcome'],
    repliedAt: event.at,
    ownerUnitId: facts.officeUnitId,
    resumeState: null,
  }),
  'order.sent_back': (facts) => ({
    outcome: null,
    repliedAt: null,
    ownerUnitId: facts.leadUnitId ?? facts.officeUnitId,
  }),
  'order.approved': (_, event) => ({ approvedAt: event.at }),
  'order.told': tried,
  'order.result_seen': () => ({ told: true }),
  'order.rated': rated,
  'order.disputed': (facts) => ({
    ...startsCycle(facts),
    disputes: facts.disputes + 1,
    ownerUnitId: facts.leadUnitId ?? facts.officeUnitId,
  }),
  'order.disputed_again': (facts) => ({ disputes: facts.disputes + 1, told: true }),
  'order.reworked': (facts) => ({
    ...startsCycle(facts),
    ownerUnitId: facts.leadUnitId ?? facts.officeUnitId,
  }),
  'order.urged': (facts, event) => ({ urges: facts.urges + 1, lastUrgedAt: event.at }),
  'order.closed': (_, event) => ({ closedAt: event.at }),
  'order.procedure': stepped,
  'order.item': entered,
};

/**
 * The order after one more event. `order.submitted` (seq 1) carries the first facts whole; every other event
 * must follow without a gap and be legal from the state it finds. Throws on a broken history.
 */
export function fold(facts: OrderFacts | null, event: OrderEvent): OrderFacts {
  if (facts === null) {
    if (event.name !== 'order.submitted' || event.seq !== 1) throw new Error('history must begin by filing');
    return event.data.facts as OrderFacts;
  }
  if (event.seq !== facts.version + 1) throw new Error(`gap in history of ${facts.id} at ${event.seq}`);
  const action = actionOfEvent(event.name);
  if (action === null) throw new Error(`unknown event ${event.name}`);
  const transition = TRANSITIONS[action];
  if (!transition.from.includes(facts.state)) throw new Error(`${event.name} from ${facts.state}`);
  return {
    ...facts,
    ...CHANGES[event.name]?.(facts, event),
    state: targetState(transition, facts),
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
