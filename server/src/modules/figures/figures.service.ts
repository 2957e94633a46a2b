import { Injectable } from '@nestjs/common';
import {
  type FigureOrders,
  type FiguresAnswer,
  type FigureView,
  type Instant,
  type LinksReport,
  type LinkView,
  TEN_LINKS,
  type TenLink,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { OrdersStore, PeopleQuery, Visibility } from '../orders';
import { FiguresQuery } from './figures.query';
import { FigureSource } from './kept/figure-source.service';
import { type Period, periodOf } from './period';
import { FIGURES, type FigureName } from './rules/figures';
import { type LinkPassed, linkMeans, linksOf } from './rules/links';
import { type Measures, measureOf, publishedOf } from './rules/measures';
import { STAGES, stageDuration } from './rules/stages';

/** A period by its first and last day, and the unit asked about with everything below it. */
export interface Asked {
  fromDay?: string;
  toDay?: string;
  unitId?: string;
  /** The unit without those below it. */
  alone?: boolean;
}

/** Figures of a period, each open to its orders. */
@Injectable()
export class FiguresService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly query: FiguresQuery,
    private readonly source: FigureSource,
    private readonly visibility: Visibility,
    private readonly directory: DirectoryService,
    private readonly orders: OrdersStore,
    private readonly people: PeopleQuery,
  ) {}

  /** The five rates and the others of scope T, and how long the four stages took. */
  async figures(actor: Actor, asked: Asked): Promise<FiguresAnswer> {
    const period = this.periodOf(asked);
    const measures = await this.source.measures(
      this.visibility.deskRootIds(actor),
      period,
      this.unitsOf(asked),
    );
    const names = Object.keys(FIGURES) as FigureName[];
    return {
      fromDay: period.fromDay,
      toDay: period.toDay,
      asOf: period.asOf,
      turns: measures[measureOf('hops', 'num', false)] ?? 0,
      scope: measures.cases ?? 0,
      figures: names.map((name) => this.view(name, measures, asked, period)),
      stages: Object.keys(STAGES).map((name) =>
        stageDuration(name, measures[`${name}_orders`] ?? 0, measures[`${name}_minutes`] ?? 0),
      ),
    };
  }

  /** What is measured of each unit that led something in the period, by itself. */
  async byUnit(actor: Actor, asked: Asked): Promise<{ period: Period; units: Map<string, Measures> }> {
    const period = this.periodOf(asked);
    return { period, units: await this.source.byUnit(this.visibility.deskRootIds(actor), period) };
  }

  /** Orders behind one figure's numerator or denominator, before or after exclusion. */
  async ordersOf(
    actor: Actor,
    name: string,
    part: 'num' | 'den',
    isAfter: boolean,
    asked: Asked,
  ): Promise<FigureOrders> {
    if (!Object.hasOwn(FIGURES, name)) throw new AppError('NOT_FOUND');
    const period = this.periodOf(asked);
    const roots = this.visibility.deskRootIds(actor);
    const which = { name: name as FigureName, part, isAfter };
    return this.list(await this.source.ordersOf(roots, period, this.unitsOf(asked), which), period.asOf);
  }

  /** The ten links of one order. Throws NOT_FOUND for an order the actor may not see. */
  async linksOfOrder(actor: Actor, orderId: string): Promise<{ items: LinkView[] }> {
    const stored = await this.orders.find(this.db, orderId);
    if (stored === null || !this.visibility.maySee(actor, stored.facts)) throw new AppError('NOT_FOUND');
    const links = linksOf(await this.orders.eventsOf(this.db, orderId));
    const persons = links.flatMap(({ who }) => who.map(({ personId }) => personId));
    const names = await this.people.names(this.db, persons);
    const nameOf = ({ unitId, personId }: LinkPassed['who'][number]) => {
      if (personId === stored.facts.filerId && unitId === null) return '诉求人';
      const name = personId === 'SYSTEM' ? '系统' : (names.get(personId) ?? '');
      return [this.unitName(unitId), name].filter((part) => part !== '').join(' ');
    };
    return { items: links.map((row) => ({ ...row, who: row.who.map(nameOf) })) };
  }

  /** How many orders received in the period went through each link, and how long it took. */
  async links(actor: Actor, asked: Asked): Promise<LinksReport> {
    const period = this.periodOf(asked);
    const { fromDay, toDay, asOf } = period;
    const measures = await this.source.received(this.visibility.deskRootIds(actor), period);
    return { fromDay, toDay, asOf, orders: measures.received ?? 0, links: linkMeans(measures) };
  }

  /** Orders received in the period that went through a link, or lack it. */
  async ordersOfLink(actor: Actor, link: string, has: boolean, asked: Asked): Promise<FigureOrders> {
    if (!TEN_LINKS.includes(link as TenLink)) {
      throw new AppError('FIELD_INVALID', { field: 'link', reason: '没有这个环节' });
    }
    const period = this.periodOf(asked);
    const roots = this.visibility.deskRootIds(actor);
    return this.list(await this.source.ordersOfLink(roots, period, link as TenLink, has), period.asOf);
  }

  private periodOf(asked: Asked): Period {
    return periodOf(asked, this.clock.now());
  }

  private unitsOf({ unitId, alone }: Asked): ReadonlySet<string> | null {
    if (unitId === undefined || unitId === '') return null;
    if (this.directory.findUnit(unitId) === null) throw new AppError('UNIT_UNKNOWN');
    if (alone === true) return new Set([unitId]);
    return new Set(this.directory.unitsUnder(unitId).map(({ id }) => id));
  }

  private view(name: FigureName, measures: Measures, { unitId }: Asked, period: Period): FigureView {
    const rest = `fromDay=${period.fromDay}&toDay=${period.toDay}${unitId === undefined ? '' : `&unitId=${unitId}`}`;
    const opens = (part: string) => `/api/figures/${name}/orders?part=${part}&${rest}`;
    return {
      name,
      label: FIGURES[name].label,
      before: publishedOf(name, measures, false),
      after: publishedOf(name, measures, true),
      opens: { num: opens('num'), den: opens('den') },
    };
  }

  private async list(ids: readonly string[], asOf: Instant): Promise<FigureOrders> {
    const found = await this.query.named(ids);
    return {
      asOf,
      items: found.map(({ unitId, ...order }) => ({ ...order, unitName: this.unitName(unitId) })),
    };
  }

  private unitName(unitId: string | null): string {
    return unitId === null ? '' : (this.directory.findUnit(unitId)?.short_name ?? '');
  }
}
