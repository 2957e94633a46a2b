import { Injectable } from '@nestjs/common';
import type { TenLink } from '@yihu/shared';
import { FiguresQuery } from './figures.query';
import type { Period } from './period';
import { type FigureName, figure } from './rules/figures';
import { linksOf } from './rules/links';
import { type Measures, measuresOf, plus } from './rules/measures';
import { orderPart } from './rules/parts';
import { type Scope, scopeOf } from './rules/scope';
import { lifeOf, type OrderLife } from './rules/turns-of';

/** One figure's numerator or denominator, before or after exclusion. */
export interface Which {
  name: FigureName;
  part: 'num' | 'den';
  isAfter: boolean;
}

/** Figures from the histories of orders: what the kept ones must equal, and what stands in for them. */
@Injectable()
export class FoldedFigures {
  constructor(private readonly query: FiguresQuery) {}

  /** What is measured of turns opened in the period at these units; null: at any. */
  async measures(
    roots: readonly string[],
    period: Period,
    units: ReadonlySet<string> | null,
  ): Promise<Measures> {
    return measuresOf(await this.scope(roots, period, units));
  }

  /** The same of every unit by itself. */
  async byUnit(roots: readonly string[], period: Period): Promise<Map<string, Measures>> {
    const byUnit = new Map<string, OrderLife[]>();
    for (const life of await this.lives(roots, period, null)) {
      for (const unitId of new Set(life.turns.map((turn) => turn.unitId))) {
        byUnit.set(unitId, [...(byUnit.get(unitId) ?? []), life]);
      }
    }
    return new Map(
      [...byUnit].map(([unitId, own]) => [unitId, measuresOf(scopeOf(own, period, new Set([unitId])))]),
    );
  }

  /** What is measured of orders received in the period; repeats are not. */
  async received(roots: readonly string[], { from, to, asOf }: Period): Promise<Measures> {
    let all: Measures = {};
    const ids = await this.query.received(roots, from, to);
    for await (const { events } of this.query.histories(ids)) {
      const life = lifeOf(events, [], asOf);
      if (life !== null) all = plus(all, orderPart(life.facts, linksOf(events), false).measures);
    }
    return all;
  }

  /** Ids of the orders behind a number. */
  async ordersOf(
    roots: readonly string[],
    period: Period,
    units: ReadonlySet<string> | null,
    { name, part, isAfter }: Which,
  ): Promise<readonly string[]> {
    const { ids } = figure(name, await this.scope(roots, period, units));
    return (isAfter ? ids.after : ids.before)[part];
  }

  /** Orders received in the period that went through a link, or lack it. */
  async ordersOfLink(
    roots: readonly string[],
    { from, to }: Period,
    link: TenLink,
    has: boolean,
  ): Promise<string[]> {
    const found: string[] = [];
    for await (const { orderId, events } of this.query.histories(
      await this.query.received(roots, from, to),
    )) {
      const row = linksOf(events).find((each) => each.link === link);
      if ((row?.times ?? 0) > 0 === has) found.push(orderId);
    }
    return found;
  }

  private async scope(
    roots: readonly string[],
    period: Period,
    units: ReadonlySet<string> | null,
  ): Promise<Scope> {
    return scopeOf(await this.lives(roots, period, units), period, units);
  }

  private async lives(
    roots: readonly string[],
    period: Period,
    units: ReadonlySet<string> | null,
  ): Promise<OrderLife[]> {
    const ids = await this.query.withTurns(roots, period, units);
    const promises = await this.query.promisesOf(ids);
    const lives: OrderLife[] = [];
    for await (const { orderId, events } of this.query.histories(ids)) {
      const life = lifeOf(events, promises.get(orderId) ?? [], period.asOf);
      if (life !== null) lives.push(life);
    }
    return lives;
  }
}
