import { addDays, type Day, dayOf, dayStart, type Instant, type OrderFacts } from '@yihu/shared';
import { lateFrom, scopeOf } from './figures';
import { type LinkPassed, linkMeasures } from './links';
import { type Measures, measuresOf, plus } from './measures';
import type { OrderLife } from './turns-of';

/** The street as a whole, where a unit is asked for. */
export const STREET = '';
/** Before every due time: nothing is late by then. What is late is looked up when it is asked for. */
const NEVER: Instant = '';

/**
 * What an order adds to the figures of one unit (or the street) in every period that holds both days. A period's
 * figures are the sum of the parts within it.
 */
export interface TurnPart {
  unitId: string;
  day: Day;
  untilDay: Day;
  measures: Measures;
}

/** A turn that is not answered, and from when it is late. */
export interface OpenTurn {
  turnId: string;
  unitId: string;
  day: Day;
  dueAt: Instant;
}

/** What an order adds to the figures of orders received on a day. */
export interface OrderPart {
  day: Day;
  communityId: string;
  classTop: string;
  measures: Measures;
}

/** What one order adds to the figures, and the place in its history up to which that is so. */
export interface Reckoned {
  orderId: string;
  rootId: string;
  version: number;
  order: OrderPart;
  turns: TurnPart[];
  open: OpenTurn[];
}

const isNothing = (measures: Measures) => Object.values(measures).every((n) => n === 0);

/**
 * The parts of one order. Many figures count an order once however many turns it had in the period, so parts cannot
 * simply be one for each turn: whatever the rules say of every stretch of the order's days is shared out to the
 * shortest stretches that say it (`F[i,j] = Σ parts within [i,j]`), for each unit, and what the units together count
 * too often is put right in parts of the street.
 */
export function turnParts(life: OrderLife): TurnPart[] {
  const units = [...new Set(life.turns.map(({ unitId }) => unitId))];
  const ofUnits = units.flatMap((unitId) => stretches(life, unitId));
  if (units.length < 2) return ofUnits;
  const street = new Map(stretches(life, STREET).map((part) => [spanKey(part), part]));
  for (const part of ofUnits) {
    const known = street.get(spanKey(part)) ?? { ...part, unitId: STREET, measures: {} };
    street.set(spanKey(part), { ...known, measures: plus(known.measures, part.measures, -1) });
  }
  return [...ofUnits, ...[...street.values()].filter(({ measures }) => !isNothing(measures))];
}

const spanKey = ({ day, untilDay }: TurnPart) => `${day}|${untilDay}`;

function stretches(life: OrderLife, unitId: string): TurnPart[] {
  const isOurs = (turn: { unitId: string }) => unitId === STREET || turn.unitId === unitId;
  const days = [...new Set(life.turns.filter(isOurs).map(({ openedAt }) => dayOf(openedAt)))].sort();
  const whole = days.map((_, from) => days.map((__, to) => measured(life, unitId, days, from, to)));
  const of = (from: number, to: number): Measures => (from > to ? {} : (whole[from]?.[to] ?? {}));
  return days.flatMap((day, from) =>
    days.slice(from).flatMap((untilDay, further) => {
      const to = from + further;
      const rest = plus(plus(of(from, to), of(from + 1, to), -1), of(from, to - 1), -1);
      const measures = plus(rest, of(from + 1, to - 1));
      return isNothing(measures) ? [] : [{ unitId, day, untilDay, measures }];
    }),
  );
}

function measured(life: OrderLife, unitId: string, days: readonly Day[], from: number, to: number): Measures {
  const [first, last] = [days[from], days[to]];
  if (first === undefined || last === undefined || from > to) return {};
  const period = { from: dayStart(first), to: dayStart(addDays(last, 1)), asOf: NEVER };
  return measuresOf(scopeOf([life], period, unitId === STREET ? null : new Set([unitId])));
}

/** Turns of an order that will be late, or are. */
export function openTurns(life: OrderLife): OpenTurn[] {
  const [first, last] = [
    life.turns.at(0)?.openedAt,
    life.turns
      .map(({ openedAt }) => openedAt)
      .sort()
      .at(-1),
  ];
  if (first === undefined || last === undefined) return [];
  const all = { from: NEVER, to: dayStart(addDays(dayOf(last), 1)), asOf: NEVER };
  return scopeOf([life], all, null).cases.flatMap((turn) => {
    const dueAt = lateFrom(turn);
    const { id, unitId, openedAt } = turn;
    return dueAt === null ? [] : [{ turnId: id, unitId, day: dayOf(openedAt), dueAt }];
  });
}

/** What an order adds to the day it was received: whether it counts, repeats an earlier one, and its ten links. */
export function orderPart(facts: OrderFacts, links: readonly LinkPassed[], isRepeat: boolean): OrderPart {
  const filed = facts.source === 'PROACTIVE' ? 0 : 1;
  const kept = facts.excluded === '' ? filed : 0;
  const measures: Measures = {
    received: 1,
    ...{ filed, filed_after: kept },
    ...(isRepeat ? { repeats: filed, repeats_after: kept } : {}),
    ...linkMeasures(links),
  };
  return {
    day: dayOf(facts.receivedAt),
    communityId: facts.communityId ?? '',
    classTop: (facts.classCode ?? '').slice(0, 2),
    measures,
  };
}
