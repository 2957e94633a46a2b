import { addDays, addMinutes, dayOf, dayStart, type Instant, type OrderFacts } from '@yihu/shared';
import fc from 'fast-check';
import { MONDAY } from '../../../../../shared/test/order-samples.ts';
import { OrderLife } from '../../../../test/order-life';
import { pick, randomFrom } from '../../../../test/seeded';
import { FIGURES } from './figures';
import { type Measures, measureOf, measuresOf, plus, TURN_MEASURES, WHEN_LATE } from './measures';
import { openTurns, STREET, turnParts } from './parts';
import { scopeOf } from './scope';
import { type OrderLife as Lived, lifeOf, type PromiseRow, type Turn } from './turns-of';

const DAYS = 6;
const UNITS = ['U1', 'U2', 'U3'] as const;
const ENDS = [null, null, 'RETURNED', 'HANDED_OVER', 'REASSIGNED', 'TAKEN_BACK', 'REWORKED'] as const;
const AS_OF = addMinutes(MONDAY, 5 * 24 * 60);

type Random = () => number;

/** A history as it may be, and as it may not be: the shares must hold whatever the rules make of it. */
function someLife(n: number, random: Random): Lived {
  const chance = (share: number) => random() < share;
  const at = (least: number) => addMinutes(MONDAY, least + Math.floor(random() * DAYS * 24 * 60));
  const base = new OrderLife({ facts: { id: `O${n}` } });
  const filed = lifeOf(base.events, [], AS_OF);
  if (filed === null) throw new Error('nothing filed');
  const facts: OrderFacts = {
    ...filed.facts,
    source: chance(0.1) ? 'PROACTIVE' : 'RESIDENT',
    requestType: pick(random, ['HELP', 'PRAISE', 'CONSULT'] as const),
    confidentiality: chance(0.2) ? 'ANONYMOUS' : 'SURNAME',
    excluded: pick(random, ['', '', 'solved', 'solved satisfied']),
    finalSolved: pick(random, [null, 'YES', 'NO'] as const),
    finalProcess: pick(random, [null, 'SATISFIED', 'UNSATISFIED'] as const),
    finalResult: pick(random, [null, 'SATISFIED', 'UNSATISFIED'] as const),
  };
  const count = 1 + Math.floor(random() * 4);
  const opened = Array.from({ length: count }, () => at(0)).sort();
  const turns = opened.map(
    (openedAt, turn): Turn => ({
      id: `T${n}-${turn}`,
      orderId: facts.id,
      unitId: pick(random, UNITS),
      cycle: turn,
      openedAt,
      signedAt: chance(0.7) ? addMinutes(openedAt, 40) : null,
      endReason: turn < count - 1 ? pick(random, ENDS) : chance(0.2) ? 'RETURNED' : null,
      contactedAt: chance(0.6) ? addMinutes(openedAt, 50) : null,
      completed: chance(0.5),
    }),
  );
  const promises = turns.flatMap(({ id, cycle, openedAt }): PromiseRow[] =>
    (['sign', 'contact', 'handle'] as const).map((milestone) => ({
      ...{ subjectId: id, cycle, milestone, dueAt: chance(0.9) ? addMinutes(openedAt, 45) : null },
      metAt: chance(0.5) ? addMinutes(openedAt, pick(random, [44, 46])) : null,
      isLive: chance(0.5),
    })),
  );
  return { facts, turns, promises, events: filed.events };
}

/** A period's figures from parts: those that lie in it, and what is late by now. */
function fromParts(lives: readonly Lived[], days: [string, string], unitId: string | null): Measures {
  const isIn = (from: string, to: string) => from >= days[0] && to <= days[1];
  const parts = lives
    .flatMap(turnParts)
    .filter((part) => isIn(part.day, part.untilDay) && (unitId === null || part.unitId === unitId));
  const late = lives
    .flatMap(openTurns)
    .filter(
      ({ day, dueAt, ...turn }) => isIn(day, day) && dueAt < AS_OF && (unitId ?? turn.unitId) === turn.unitId,
    );
  const each = Object.fromEntries(WHEN_LATE.map((name) => [name, late.length]));
  return parts.reduce((all, { measures }) => plus(all, measures), plus({}, each));
}

const folded = (
  lives: readonly Lived[],
  [from, to]: [string, string],
  unitId: string | null,
  asOf: Instant,
) =>
  measuresOf(
    scopeOf(
      lives,
      { from: dayStart(from), to: dayStart(addDays(to, 1)), asOf },
      unitId === null ? null : new Set([unitId]),
    ),
  );

const inFull = (measures: Measures) =>
  Object.fromEntries(TURN_MEASURES.map((name) => [name, measures[name] ?? 0]));

describe('what an order adds to figures', () => {
  it('M58 rates: the parts of any orders in any period are what the rules make of their histories', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), (seed) => {
        const random = randomFrom(seed);
        const lives = Array.from({ length: 6 }, (_, n) => someLife(n, random));
        const first = addDays(dayOf(MONDAY), Math.floor(random() * DAYS));
        const days: [string, string] = [first, addDays(first, Math.floor(random() * DAYS))];
        for (const unitId of [null, ...UNITS]) {
          expect(inFull(fromParts(lives, days, unitId))).toEqual(inFull(folded(lives, days, unitId, AS_OF)));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('M58 rates: every figure has its columns, and an order led by one unit once needs one row', () => {
    for (const name of Object.keys(FIGURES) as (keyof typeof FIGURES)[]) {
      for (const part of ['num', 'den'] as const) {
        expect(TURN_MEASURES).toContain(measureOf(name, part, false));
        expect(TURN_MEASURES).toContain(measureOf(name, part, true));
      }
    }
    const life = new OrderLife({ presets: ['2h2wd'] })
      .do('accept', addMinutes(MONDAY, 10))
      .do('dispatch', addMinutes(MONDAY, 30));
    const lived = lifeOf(life.events, [], AS_OF);
    const parts = lived === null ? [] : turnParts(lived);
    expect(parts.map(({ unitId, day, untilDay }) => [unitId === STREET, day, untilDay])).toEqual([
      [false, dayOf(MONDAY), dayOf(MONDAY)],
    ]);
  });
});
