import {
  fold,
  type Instant,
  type OrderEvent,
  type OrderFacts,
  PERSON_MEASURES,
  type PersonMeasure,
} from '@yihu/shared';
import type { OrderLife, PromiseRow, Turn } from './turns-of';

/** Orders by measure, once for each time they count. */
export type Counts = Record<PersonMeasure, string[]>;

/** A unit's turn that ended so was begun with the wrong unit. */
const MISSENT: readonly (string | null)[] = ['TAKEN_BACK', 'RETURNED', 'REASSIGNED'];

/** What an event counts as for whoever did it. */
const BY_EVENT: Readonly<Record<string, PersonMeasure>> = {
  'order.accepted': 'accepted',
  'order.classified': 'classified',
  'order.dispatched': 'dispatched',
  'order.assigned': 'dispatched',
  'order.approved': 'approved',
  'order.sent_back': 'approved',
  'order.signed': 'signed',
  'order.replied': 'replied',
};

/** What an event says of the answer before it, and so of whoever gave that. */
const OF_ANSWER: Readonly<Record<string, PersonMeasure>> = {
  'order.sent_back': 'sentBack',
  'order.reworked': 'reworked',
  'order.disputed': 'reworked',
};

interface Period {
  from: Instant;
  to: Instant;
}

export function noCounts(): Counts {
  const names = Object.keys(PERSON_MEASURES) as PersonMeasure[];
  return Object.fromEntries(names.map((name) => [name, []])) as unknown as Counts;
}

/**
 * What each of these persons did in the period, from the histories of orders alone: counted by whoever carried it out,
 * whichever unit leads today. What went wrong with an answer counts for whoever gave the last one, at the time it was
 * found out. Machines and residents are nobody here.
 */
export function personCounts(
  lives: readonly Pick<OrderLife, 'facts' | 'events' | 'turns' | 'promises'>[],
  persons: ReadonlySet<string>,
  { from, to }: Period,
): Map<string, Counts> {
  const found = new Map([...persons].map((id) => [id, noCounts()]));
  for (const life of lives) {
    for (const { personId, measure, at } of deedsOf(life)) {
      if (at >= from && at < to) found.get(personId)?.[measure].push(life.facts.id);
    }
  }
  return found;
}

interface Deed {
  personId: string;
  measure: PersonMeasure;
  at: Instant;
}

function deedsOf({ events, turns, promises }: Pick<OrderLife, 'events' | 'turns' | 'promises'>): Deed[] {
  const deeds: Deed[] = [];
  let facts: OrderFacts | null = null;
  let answeredBy: string | null = null;
  for (const event of events) {
    const before: OrderFacts | null = facts;
    facts = fold(facts, event);
    const own = (measure: PersonMeasure) => deeds.push({ personId: event.actorId, measure, at: event.at });
    for (const measure of ownMeasures(event, before, turns, promises)) own(measure);
    const ofAnswer = OF_ANSWER[event.name];
    if (ofAnswer !== undefined && answeredBy !== null) {
      deeds.push({ personId: answeredBy, measure: ofAnswer, at: event.at });
    }
    if (event.name === 'order.replied') answeredBy = event.actorId;
  }
  return deeds;
}

function ownMeasures(
  event: OrderEvent,
  before: OrderFacts | null,
  turns: readonly Turn[],
  promises: readonly PromiseRow[],
): PersonMeasure[] {
  const { name, data } = event;
  if (before === null) {
    const { registrarId } = data.facts as OrderFacts;
    return registrarId === event.actorId ? ['registered'] : [];
  }
  if (name === 'order.contacted') return data.reached === true ? ['contacted'] : [];
  if (name === 'order.procedure') return procedureMeasure(data);
  const measure = BY_EVENT[name];
  if (measure === undefined) return [];
  if (measure === 'dispatched') {
    const turn = turns.find(({ id }) => id === data.turnId);
    return MISSENT.includes(turn?.endReason ?? null) ? ['dispatched', 'missent'] : ['dispatched'];
  }
  if (measure === 'replied')
    return ['replied', isInTime(event.at, before.cycle, promises) ? 'onTime' : 'late'];
  return [measure];
}

/** A call of a visit, or a task somebody finished in another procedure. */
function procedureMeasure(data: OrderEvent['data']): PersonMeasure[] {
  if (data.kind === 'visit') return data.step === 'open' ? [] : ['visited'];
  return typeof data.done === 'string' ? ['tasks'] : [];
}

/** At or before the due time of the cycle it answers, as approved in the end; without one nothing is late. */
function isInTime(at: Instant, cycle: number, promises: readonly PromiseRow[]): boolean {
  const promise = promises.findLast((row) => row.milestone === 'handle' && row.cycle === cycle);
  return promise?.dueAt == null || at <= promise.dueAt;
}
