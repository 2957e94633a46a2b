import type { FigureValue } from '@yihu/shared';
import type { FigureName } from './figures';
import { type Measures, measureOf, publishedOf } from './measures';

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

/** What a unit's row shows, from what was measured of its own turns; null where it was given none. */
export function unitFigures(unitId: string, measures: Measures): UnitFigures | null {
  const published = (name: UnitFigure) => publishedOf(UNIT_FIGURES[name], measures, true);
  const { answered = 0, answered_minutes: total = 0 } = measures;
  const received = measures[measureOf('hops', 'num', false)] ?? 0;
  if (received === 0) return null;
  return {
    unitId,
    received,
    onTime: published('onTime'),
    overdue: published('overdue'),
    satisfied: published('satisfied'),
    completion: published('completion'),
    returned: published('returned'),
    minutes: answered === 0 ? null : Math.floor((2 * total + answered) / (2 * answered)),
  };
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
