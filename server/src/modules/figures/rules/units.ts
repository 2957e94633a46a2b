import { type FigureValue, toMillis } from '@yihu/shared';
import { type Case, type FigureName, figure, type Scope, scopeOf } from './figures';
import type { OrderLife } from './turns-of';

const MINUTE = 60_000;

/** What a unit table shows of each unit, by the name of its figure. */
export const UNIT_FIGURES = {
  onTime: 'onTime',
  overdue: 'overdue',
  satisfied: 'result',
  completion: 'completion',
  returned: 'returned',
} as const satisfies Record<string, FigureName>;
export type UnitFigure = keyof typeof UNIT_FIGURES;

export interface UnitFigures extends Record<UnitFigure, FigureValue> {
  unitId: string;
  /** Turns it was given. */
  received: number;
  /** Mean, from being given it to its last answer; null where it answered nothing. */
  minutes: number | null;
}

/** Every unit that led something in the period, with its own turns only. */
export function unitFigures(
  lives: readonly OrderLife[],
  period: Parameters<typeof scopeOf>[1],
): UnitFigures[] {
  const byUnit = new Map<string, OrderLife[]>();
  for (const life of lives) {
    for (const unitId of new Set(life.turns.map((turn) => turn.unitId))) {
      const own = byUnit.get(unitId) ?? [];
      byUnit.set(unitId, own);
      own.push(life);
    }
  }
  return [...byUnit]
    .map(([unitId, own]) => ({ unitId, scope: scopeOf(own, period, new Set([unitId])) }))
    .filter(({ scope }) => scope.flow.length > 0)
    .map(({ unitId, scope }) => ({
      unitId,
      received: scope.flow.length,
      onTime: published('onTime', scope),
      overdue: published('overdue', scope),
      satisfied: published('satisfied', scope),
      completion: published('completion', scope),
      returned: published('returned', scope),
      minutes: meanMinutes(scope.cases),
    }));
}

/** Places by completion, the best first; the same share is the same place. Units with nothing to be judged have none. */
export function ranks(units: readonly Pick<UnitFigures, 'unitId' | 'completion'>[]): Map<string, number> {
  const judged = units.filter(({ completion }) => completion.den > 0);
  const isBetter = (a: FigureValue, b: FigureValue) => a.num * b.den > b.num * a.den;
  return new Map(
    judged.map(({ unitId, completion }) => [
      unitId,
      1 + judged.filter((other) => isBetter(other.completion, completion)).length,
    ]),
  );
}

/** As it is published: after what was approved to be left out. */
function published(name: UnitFigure, scope: Scope): FigureValue {
  return figure(UNIT_FIGURES[name], scope).after;
}

function meanMinutes(cases: readonly Case[]): number | null {
  const spans = cases.flatMap(({ order, id, orderId, cycle, openedAt }) => {
    const answered = order.promises
      .filter((row) => row.milestone === 'handle' && row.cycle >= cycle)
      .filter((row) => row.subjectId === id || row.subjectId === orderId)
      .flatMap(({ metAt }) => (metAt === null || metAt < openedAt ? [] : [metAt]))
      .sort()
      .at(-1);
    return answered === undefined ? [] : [Math.floor((toMillis(answered) - toMillis(openedAt)) / MINUTE)];
  });
  const total = spans.reduce((sum, minutes) => sum + minutes, 0);
  return spans.length === 0 ? null : Math.floor((2 * total + spans.length) / (2 * spans.length));
}
