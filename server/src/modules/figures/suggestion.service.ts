import { Injectable } from '@nestjs/common';
import {
  type FigureOrders,
  PROPOSAL_PARTS,
  PROPOSED,
  type ProposalPart,
  type ProposalRow,
  type ProposalsAnswer,
  type ProposalsView,
  type Proposed,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { OrderProposals, OrdersStore, Visibility } from '../orders';
import { PoliciesService } from '../policies/policies.service';
import { FiguresQuery } from './figures.query';
import { type Period, periodOf } from './period';
import { QualityQuery } from './quality.query';
import { QualityOrders } from './quality-orders.service';
import { BANDS, bandOf, type Result, resultsOf } from './rules/proposal-results';
import { percent } from './rules/rate';
import { lifeOf } from './rules/turns-of';

interface Asked {
  fromDay?: string;
  toDay?: string;
}

const isOf: Record<ProposalPart, (result: Result) => boolean> = {
  made: () => true,
  taken: ({ taken }) => taken,
  overridden: ({ taken }) => !taken,
  wrong: ({ wrong }) => wrong,
};

/** What the system proposes for an order, and what came of what it proposed (M95). */
@Injectable()
export class SuggestionService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly query: QualityQuery,
    private readonly histories: FiguresQuery,
    private readonly lists: QualityOrders,
    private readonly orders: OrdersStore,
    private readonly proposals: OrderProposals,
    private readonly visibility: Visibility,
    private readonly directory: DirectoryService,
    private readonly policies: PoliciesService,
  ) {}

  /** Class, unit and possible double of one order, as they are proposed now. Throws NOT_FOUND for one not of her desk. */
  async ofOrder(actor: Actor, orderId: string): Promise<ProposalsView> {
    const stored = await this.orders.find(this.db, orderId);
    if (stored === null || this.visibility.readerOf(actor, stored.facts) !== 'OFFICE') {
      throw new AppError('NOT_FOUND');
    }
    const { class: ofClass, unit, double } = await this.proposals.of(this.db, stored, this.clock.now());
    const other = double === undefined ? null : await this.orders.find(this.db, double.orderId);
    return {
      class:
        ofClass === undefined
          ? null
          : { ...ofClass, name: this.className(stored.facts.rootId, ofClass.code) },
      unit: unit === undefined ? null : { ...unit, name: this.unitName(unit.unitId) },
      double: double === undefined ? null : { ...double, title: other?.title ?? '' },
    };
  }

  /** How proposals of the period fared, by class, by unit, and by how sure the rules were. */
  async accuracy(actor: Actor, asked: Asked): Promise<ProposalsAnswer> {
    const { period, results, roots } = await this.results(actor, asked);
    const names = Object.keys(PROPOSED) as Proposed[];
    return {
      ...{ fromDay: period.fromDay, toDay: period.toDay, asOf: period.asOf },
      groups: names.map((what) => {
        const own = results.filter((result) => result.what === what);
        const row = (key: string, label: string, some: readonly Result[]) =>
          rowOf(some, { what, key, label, period });
        const byKey = what === 'double' ? new Map<string, Result[]>() : Map.groupBy(own, ({ key }) => key);
        const label = (key: string) =>
          what === 'class' ? this.className(roots[0] ?? '', key) : this.unitName(key);
        return {
          ...{ what, label: PROPOSED[what], total: row('', '合计', own) },
          rows: [...byKey].map(([key, some]) => row(key, label(key), some)).sort((a, b) => b.made - a.made),
          bands: BANDS.map(({ key, label: said }) =>
            row(
              `band:${key}`,
              said,
              own.filter((result) => bandOf(result) === key),
            ),
          ),
        };
      }),
    };
  }

  /** Orders behind one number of a row. Throws FIELD_INVALID for what is no such number. */
  async ordersOf(
    actor: Actor,
    asked: Asked & { what?: string; key?: string; part?: string },
  ): Promise<FigureOrders> {
    const { what = '', key = '', part = '' } = asked;
    if (!Object.hasOwn(PROPOSED, what) || !Object.hasOwn(PROPOSAL_PARTS, part)) {
      throw new AppError('FIELD_INVALID', { field: 'what', reason: '没有这个数' });
    }
    const { period, results } = await this.results(actor, asked);
    const [, band] = key.split('band:');
    const fits = (result: Result) =>
      result.what === what &&
      (key === '' || (band === undefined ? result.key === key : bandOf(result) === band)) &&
      isOf[part as ProposalPart](result);
    return this.lists.list(
      results.filter(fits).map(({ orderId }) => orderId),
      period.asOf,
    );
  }

  private async results(actor: Actor, asked: Asked) {
    const period = periodOf(asked, this.clock.now());
    const roots = this.visibility.deskRootIds(actor);
    const ids = await this.query.decidedIn(roots, period.from, period.to);
    const results: Result[] = [];
    for await (const { events } of this.histories.histories(ids)) {
      const life = lifeOf(events, [], period.asOf);
      if (life !== null) results.push(...resultsOf(life, period));
    }
    return { period, results, roots };
  }

  private className(rootId: string, code: string): string {
    return this.policies.leaf(rootId, code)?.name ?? code;
  }

  private unitName(unitId: string): string {
    return this.directory.findUnit(unitId)?.short_name ?? '已撤销的单位';
  }
}

function rowOf(
  some: readonly Result[],
  { what, key, label, period }: { what: Proposed; key: string; label: string; period: Period },
): ProposalRow {
  const count = (part: ProposalPart) => some.filter(isOf[part]).length;
  const [made, taken, wrong] = [count('made'), count('taken'), count('wrong')];
  const parts = Object.keys(PROPOSAL_PARTS) as ProposalPart[];
  const { fromDay, toDay } = period;
  const opens = (part: ProposalPart) =>
    `/api/desk/suggestions/orders?${new URLSearchParams({ what, key, part, fromDay, toDay })}`;
  return {
    ...{ key, label, made, taken, wrong },
    overridden: count('overridden'),
    auto: some.filter(({ auto }) => auto).length,
    takenText: percent(taken, made).text,
    rightText: percent(taken - wrong, made).text,
    opens: Object.fromEntries(parts.map((part) => [part, opens(part)])) as ProposalRow['opens'],
  };
}
