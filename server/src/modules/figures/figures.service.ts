import { Injectable } from '@nestjs/common';
import {
  addDays,
  type Day,
  dayOf,
  dayStart,
  daysBetween,
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
import { FIGURES, type FigureName, figure, type Scope, scopeOf } from './rules/figures';
import { type LinkPassed, linkReport, linksOf } from './rules/links';
import { stageDurations } from './rules/stages';
import { lifeOf, type OrderLife } from './rules/turns-of';

/** The longest period figured at once. */
const DAYS_AT_MOST = 366;

/** A period by its first and last day, and the unit asked about with everything below it. */
export interface Asked {
  fromDay?: string;
  toDay?: string;
  unitId?: string;
  /** The unit without those below it. */
  alone?: boolean;
}

interface Period {
  fromDay: Day;
  toDay: Day;
  from: Instant;
  to: Instant;
  asOf: Instant;
}

/** Figures of a period from the histories of its orders, each open to its orders. */
@Injectable()
export class FiguresService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly query: FiguresQuery,
    private readonly visibility: Visibility,
    private readonly directory: DirectoryService,
    private readonly orders: OrdersStore,
    private readonly people: PeopleQuery,
  ) {}

  /** The five rates and the others of scope T, and how long the four stages took. */
  async figures(actor: Actor, asked: Asked): Promise<FiguresAnswer> {
    const period = this.periodOf(asked);
    const scope = await this.scope(actor, asked, period);
    const names = Object.keys(FIGURES) as FigureName[];
    return {
      fromDay: period.fromDay,
      toDay: period.toDay,
      asOf: period.asOf,
      turns: scope.flow.length,
      scope: scope.cases.length,
      figures: names.map((name) => this.view(name, scope, asked, period)),
      stages: stageDurations(scope.orders),
    };
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
    const { ids } = figure(name as FigureName, await this.scope(actor, asked, period));
    return this.list((isAfter ? ids.after : ids.before)[part], period.asOf);
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
    const { from, to, fromDay, toDay, asOf } = this.periodOf(asked);
    const passed: LinkPassed[][] = [];
    const ids = await this.query.received(this.visibility.deskRootIds(actor), from, to);
    for await (const { events } of this.query.histories(ids)) passed.push(linksOf(events));
    return { fromDay, toDay, asOf, orders: passed.length, links: linkReport(passed) };
  }

  /** Orders received in the period that went through a link, or lack it. */
  async ordersOfLink(actor: Actor, link: string, has: boolean, asked: Asked): Promise<FigureOrders> {
    if (!TEN_LINKS.includes(link as TenLink)) {
      throw new AppError('FIELD_INVALID', { field: 'link', reason: '没有这个环节' });
    }
    const { from, to, asOf } = this.periodOf(asked);
    const ids = await this.query.received(this.visibility.deskRootIds(actor), from, to);
    const found: string[] = [];
    for await (const { orderId, events } of this.query.histories(ids)) {
      const row = linksOf(events).find((each) => each.link === link);
      if ((row?.times ?? 0) > 0 === has) found.push(orderId);
    }
    return this.list(found, asOf);
  }

  /** Whole orders with a turn opened in the period, as figures look at them. */
  async lives(actor: Actor, asked: Asked): Promise<{ period: Period; lives: OrderLife[] }> {
    const period = this.periodOf(asked);
    return { period, lives: await this.livesOf(actor, period) };
  }

  private async scope(actor: Actor, asked: Asked, period: Period): Promise<Scope> {
    const units = this.unitsOf(asked);
    return scopeOf(await this.livesOf(actor, period), period, units);
  }

  private async livesOf(actor: Actor, period: Period): Promise<OrderLife[]> {
    const ids = await this.query.withTurns(this.visibility.deskRootIds(actor), period.from, period.to);
    const promises = await this.query.promisesOf(ids);
    const lives: OrderLife[] = [];
    for await (const { orderId, events } of this.query.histories(ids)) {
      const life = lifeOf(events, promises.get(orderId) ?? [], period.asOf);
      if (life !== null) lives.push(life);
    }
    return lives;
  }

  private unitsOf({ unitId, alone }: Asked): ReadonlySet<string> | null {
    if (unitId === undefined || unitId === '') return null;
    if (this.directory.findUnit(unitId) === null) throw new AppError('UNIT_UNKNOWN');
    if (alone === true) return new Set([unitId]);
    return new Set(this.directory.unitsUnder(unitId).map(({ id }) => id));
  }

  /** The month so far, unless days are named; both ends included. Throws FIELD_INVALID. */
  private periodOf({ fromDay, toDay }: Asked): Period {
    const asOf = this.clock.now();
    const last = toDay ?? dayOf(asOf);
    const first = fromDay ?? `${last.slice(0, 8)}01`;
    const days = daysBetween(first, last);
    if (Number.isNaN(days) || days < 0 || days >= DAYS_AT_MOST) {
      throw new AppError('FIELD_INVALID', { field: 'fromDay', reason: '应在截止日之前,最长一年' });
    }
    return { fromDay: first, toDay: last, from: dayStart(first), to: dayStart(addDays(last, 1)), asOf };
  }

  private view(name: FigureName, scope: Scope, { unitId }: Asked, period: Period): FigureView {
    const { label, before, after } = figure(name, scope);
    const rest = `fromDay=${period.fromDay}&toDay=${period.toDay}${unitId === undefined ? '' : `&unitId=${unitId}`}`;
    const opens = (part: string) => `/api/figures/${name}/orders?part=${part}&${rest}`;
    return { name, label, before, after, opens: { num: opens('num'), den: opens('den') } };
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
