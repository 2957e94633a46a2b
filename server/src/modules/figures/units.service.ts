import { Injectable } from '@nestjs/common';
import {
  NOTHING_TO_COMPARE,
  type RateRow,
  type RatesAnswer,
  type UnitRow,
  type UnitTable,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { DirectoryService } from '../directory/directory.service';
import { type Asked, FiguresService } from './figures.service';
import type { Measures } from './rules/measures';
import { type Days, lastYearOf, previousOf } from './rules/periods';
import { points } from './rules/rate';
import { ranks, UNIT_FIGURES, type UnitFigure, unitFigures } from './rules/units';

/** The five rates, in the order they are told. */
const FIVE = ['response', 'completion', 'solved', 'process', 'result'] as const;

/** Units side by side, and the five rates beside themselves in earlier periods (M14, M56). */
@Injectable()
export class UnitsService {
  constructor(
    private readonly clock: Clock,
    private readonly figures: FiguresService,
    private readonly directory: DirectoryService,
  ) {}

  /** What each unit was given in the period and how it did; the best by completion first. */
  async table(actor: Actor, asked: Asked): Promise<UnitTable> {
    const now = await this.figures.byUnit(actor, asked);
    const before = await this.figures.byUnit(actor, previousOf(now.period));
    const { period } = now;
    const units = shownOf(now.units);
    const places = ranks(units);
    const earlier = ranks(shownOf(before.units));
    const rows = units.map((unit): UnitRow => {
      const { unitId, ...figures } = unit;
      return {
        ...{ unitId, unitName: this.directory.findUnit(unitId)?.short_name ?? '已撤销的单位' },
        ...figures,
        rank: places.get(unitId) ?? null,
        previousRank: earlier.get(unitId) ?? null,
        opens: opensOf(unitId, period),
      };
    });
    rows.sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || b.received - a.received);
    return { fromDay: period.fromDay, toDay: period.toDay, asOf: this.clock.now(), rows };
  }

  /** The five rates as published, with what they were in the period before and a year earlier. */
  async rates(actor: Actor, asked: Asked): Promise<RatesAnswer> {
    const now = await this.figures.figures(actor, asked);
    const days = { fromDay: now.fromDay, toDay: now.toDay };
    const [previous, lastYear] = [previousOf(days), lastYearOf(days)];
    const of = (period: Days) => this.figures.figures(actor, { ...period, unitId: asked.unitId });
    const [then, earlier] = [await of(previous), await of(lastYear)];
    const beside = (name: string, other: typeof then, mine: RateRow['after']) => {
      const was = other.figures.find((each) => each.name === name)?.after;
      return was === undefined || was.den === 0 || mine.den === 0
        ? { text: was?.text ?? '—', points: NOTHING_TO_COMPARE }
        : { text: was.text, points: points(mine, was) };
    };
    return {
      ...days,
      ...{ asOf: now.asOf, previous, lastYear, scope: now.scope },
      rates: now.figures
        .filter(({ name }) => FIVE.some((each) => each === name))
        .map((rate) => ({
          ...rate,
          previous: beside(rate.name, then, rate.after),
          lastYear: beside(rate.name, earlier, rate.after),
        })),
      stages: now.stages,
    };
  }
}

const shownOf = (units: ReadonlyMap<string, Measures>) =>
  [...units].map(([unitId, measures]) => unitFigures(unitId, measures)).filter((row) => row !== null);

function opensOf(unitId: string, { fromDay, toDay }: Days): UnitRow['opens'] {
  const rest = new URLSearchParams({ fromDay, toDay, unitId, alone: '1', after: '1' });
  const of = (name: UnitFigure) => `/api/figures/${UNIT_FIGURES[name]}/orders?part=num&${rest}`;
  return {
    // Every turn given is one hop.
    received: `/api/figures/hops/orders?part=num&${rest}`,
    onTime: of('onTime'),
    overdue: of('overdue'),
    satisfied: of('satisfied'),
    completion: of('completion'),
    returned: of('returned'),
  };
}
