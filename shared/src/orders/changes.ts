import { readEntries, withEntry } from '../procedures/entries.ts';
import { dayOf } from '../time.ts';
import type { OrderFacts } from './facts.ts';
import { isUnhappy, type OrderEvent, type Satisfaction, type SolvedAnswer } from './model.ts';

type Patch = Partial<OrderFacts>;
type Change = (facts: OrderFacts, event: OrderEvent) => Patch;

/** One more signed turn that ended unsolved; a turn nobody signed is a wrong dispatch, not a failed round. */
const roundFailed = (facts: OrderFacts): Patch => ({
  roundsFailed: facts.roundsFailed + (facts.signedAt === null ? 0 : 1),
});

const figuresOf = (data: OrderEvent['data']) => (data.figures ?? []) as readonly string[];
const words = (list: string) => (list === '' ? [] : list.split(' '));

/** A unit took the order over: by signing, by accepting it from another, or by being named while it handles it. */
function leads(facts: OrderFacts, unitId: string | null): Patch {
  const known = words(facts.ledBy);
  if (unitId === null || known.includes(unitId)) return {};
  const led = [...known, unitId];
  return { ledBy: led.join(' '), leadUnits: led.length };
}

/** Nobody has signed for the new turn. */
const UNSIGNED: Patch = { signedAt: null, handlerId: null };

const startsCycle = (facts: OrderFacts): Patch => ({
  ...roundFailed(facts),
  cycle: facts.cycle + 1,
  reworks: facts.reworks + 1,
  asks: 0,
  tries: 0,
  tryDays: 0,
  lastTryDay: null,
  told: false,
  visited: '',
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
  // Cycles are counted, not answers: on the phone she may say the same again.
  const counted =
    facts.ratedCycle === facts.cycle && (isUnhappy(facts.finalProcess) || isUnhappy(facts.finalResult));
  return {
    told: true,
    ratedCycle: facts.cycle,
    unhappy: facts.unhappy + (!counted && (isUnhappy(process) || isUnhappy(result)) ? 1 : 0),
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
  enterpriseId: data.enterpriseId === undefined ? facts.enterpriseId : (data.enterpriseId as string | null),
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

/** A visit that came to an end, whether she was reached or not; a plain one does not undo a one-to-one call. */
const visitEnded: Change = ({ visited }, { data }) => {
  if (data.kind !== 'visit' || !['ANSWERED', 'NOT_REACHED'].includes(String(data.outcome))) return {};
  return { visited: data.form === 'ONE_TO_ONE' || visited === 'ONE_TO_ONE' ? 'ONE_TO_ONE' : 'SERVICE' };
};

const stepped: Change = (facts, event) => {
  const { procedureId, kind, stage, nextReportDay } = event.data;
  return {
    procedures: withEntry(facts.procedures, {
      kind: String(kind),
      id: String(procedureId),
      stage: stage as string | null,
    }),
    helpers: helpersAfter(facts, event),
    ...(kind === 'sweep' && event.data.step === 'open' ? { sweeps: facts.sweeps + 1 } : {}),
    ...visitEnded(facts, event),
    ...(event.data.counts === 'offersRefused' ? { offersRefused: facts.offersRefused + 1 } : {}),
    ...(facts.state === 'SUSPENDED' && typeof nextReportDay === 'string' ? { nextReportDay } : {}),
  };
};

const entered: Change = (facts, { data }) => {
  const entry = { kind: String(data.kind), id: String(data.itemId), stage: data.state as string | null };
  const isNew = entry.stage !== null && !readEntries(facts.items).some(({ id }) => id === entry.id);
  // What was said before it came under 专人+清单+闭环 does not close it.
  const fallsBack = isNew && entry.kind === 'closedloop' && facts.visited === 'ONE_TO_ONE';
  return { items: withEntry(facts.items, entry), ...(fallsBack ? { visited: 'SERVICE' } : {}) };
};

/** A leader names the lead: it is responsible at once, and bound. */
const assigned: Change = (facts, { data }) => {
  const stays = data.state === 'IN_PROGRESS';
  const unitId = data.leadUnitId as string;
  return {
    bound: true,
    ownerUnitId: unitId,
    leadUnitId: unitId,
    dispatches: facts.dispatches + (stays || unitId === facts.leadUnitId ? 0 : 1),
    ...(stays
      ? {}
      : {
          ...(unitId === facts.leadUnitId ? {} : roundFailed(facts)),
          ...UNSIGNED,
          turnId: data.turnId as string,
        }),
  };
};

/** The accepting unit is responsible from that moment; its turn is signed. */
const handedOver: Change = (facts, event) => ({
  ...roundFailed(facts),
  ...leads(facts, event.data.leadUnitId as string),
  leadUnitId: event.data.leadUnitId as string,
  ownerUnitId: event.data.leadUnitId as string,
  turnId: event.data.turnId as string,
  handlerId: (event.data.handlerId ?? event.actorId) as string,
  signedAt: event.at,
  helpers: helpersAfter(facts, event),
});

/** Procedures of an order that is over before its result end with it. */
const NOTHING_HANGS: Patch = { procedures: '', helpers: '', nextReportDay: null };

const hasResult = ({ state }: OrderFacts) => state === 'TO_VISIT' || state === 'CLOSED';

/** What each event changes besides state, version and staffAt. */
export const CHANGES: Readonly<Record<string, Change>> = {
  'order.info_asked': (facts) => ({ resumeState: facts.state, asks: facts.asks + 1 }),
  'order.info_added': () => ({ resumeState: null }),
  'order.info_lapsed': () => ({ resumeState: null }),
  'order.classified': classified,
  'order.care_marked': (_, { data }) => ({ vulnerable: data.vulnerable === true }),
  'order.restricted': (_, { data }) => ({
    confidentiality: data.confidentiality as OrderFacts['confidentiality'],
  }),
  'order.transcribed': () => ({ voice: 'WRITTEN' }),
  'order.dispatched': (facts, { data }) => ({
    ...UNSIGNED,
    bound: false,
    offersRefused: 0,
    leadUnitId: data.leadUnitId as string,
    turnId: data.turnId as string,
    dispatches: facts.dispatches + 1,
  }),
  'order.taken_back': (facts) => ({ leadUnitId: null, turnId: null, ownerUnitId: facts.officeUnitId }),
  'order.contested': (facts) => ({ contests: facts.contests + 1, declinedAt: null }),
  'order.declined': (_, event) => ({ declinedAt: event.at, ...NOTHING_HANGS }),
  'order.withdrawn': () => NOTHING_HANGS,
  'order.recalled': () => NOTHING_HANGS,
  'order.merged': (_, { data }) => ({ mergedInto: data.targetId as string, ...NOTHING_HANGS }),
  'order.unmerged': () => ({ mergedInto: null }),
  'order.praised': (_, event) => ({
    leadUnitId: event.data.creditUnitId as string,
    outcome: 'NOTED',
    closedAt: event.at,
  }),
  'order.answered': (_, event) => ({
    outcome: event.data.outcome as OrderFacts['outcome'],
    repliedAt: event.at,
    approvedAt: event.at,
  }),
  'order.joined': (_, { data }) => ({ problemId: data.problemId as string }),
  'order.left': () => ({ problemId: null }),
  'order.assigned': assigned,
  'order.handler_named': (_, { data }) => ({ handlerId: data.handlerId as string }),
  'order.unassigned': (facts) => ({
    ...roundFailed(facts),
    ...UNSIGNED,
    leadUnitId: null,
    turnId: null,
    ownerUnitId: facts.officeUnitId,
    bound: false,
    returns: facts.returns + 1,
  }),
  'order.handed_over': handedOver,
  'order.analysed': (_, { data }) => ({ causeCode: data.causeCode as OrderFacts['causeCode'] }),
  'order.suspended': (_, { data }) => ({ nextReportDay: data.nextReportDay as string }),
  'order.woken': () => ({ nextReportDay: null }),
  'clock.moved': (facts, { data }) =>
    // Moving the outer promise as well does not make it two extensions.
    data.rule === '延期' && data.scope === 'INNER' ? { extensions: facts.extensions + 1 } : {},
  'order.excluded': (facts, { data }) => ({
    excluded: [...new Set([...words(facts.excluded), ...figuresOf(data)])].join(' '),
  }),
  'order.included': (facts, { data }) => ({
    excluded: words(facts.excluded)
      .filter((figure) => !figuresOf(data).includes(figure))
      .join(' '),
  }),
  'order.signed': (facts, event) => ({
    ownerUnitId: facts.leadUnitId ?? facts.ownerUnitId,
    ...leads(facts, facts.leadUnitId),
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
  // What she is told before the result is approved is not the result.
  'order.told': (facts, event) => (hasResult(facts) ? tried(facts, event) : {}),
  'order.result_seen': () => ({ told: true }),
  'order.rated': rated,
  'order.disputed': (facts) => ({
    ...startsCycle(facts),
    disputes: facts.disputes + 1,
    ownerUnitId: facts.leadUnitId ?? facts.officeUnitId,
  }),
  'order.disputed_again': (facts) => ({ disputes: facts.disputes + 1, told: true }),
  'order.reworked': (facts, { data }) => ({
    ...startsCycle(facts),
    ownerUnitId: facts.leadUnitId ?? facts.officeUnitId,
    ...(data.state === 'DISPATCHED'
      ? { ...UNSIGNED, leadUnitId: data.leadUnitId as string, turnId: data.turnId as string, bound: false }
      : {}),
  }),
  'order.urged': (facts, event) => ({ urges: facts.urges + 1, lastUrgedAt: event.at }),
  'order.closed': (_, event) => ({ closedAt: event.at }),
  'order.procedure': stepped,
  'order.item': entered,
};
