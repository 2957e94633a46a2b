import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import {
  type ActionName,
  type Calendar,
  type ClockPolicyRow,
  type Instant,
  type Limits,
  type OrderEvent,
  type SimulateAnswer,
  TRANSITIONS,
} from '@yihu/shared';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import type { ListedClock } from '../clocks/clock-row';
import { ClocksStore } from '../clocks/clocks.store';
import { PoliciesService } from '../policies/policies.service';
import { Comparison, type Judged, judge } from './rules/compare';
import { replay } from './rules/replay';
import { type PeriodOrder, SimulationQuery } from './simulation.query';

/** Orders read at a time; between any two orders the process does what else it has to do. */
const BATCH = 25;
const LATE_LISTED = 200;
const REFUSED_LISTED = 20;

export interface Question {
  streetIds: readonly string[];
  /** Orders received from … to, the end not included. */
  from: Instant;
  to: Instant;
  /** The promises asked about; null: as they were. */
  rows: readonly ClockPolicyRow[] | null;
  /** The limits asked about; null: as they are. */
  limits: Partial<Limits> | null;
  nameOf: (unitId: string) => string;
}

/**
 * "What would last month have been under policy B?": lives the stored events of a period again under other promises
 * and sets the outcome beside the stored clocks. Orders count by receipt, because an order lives under the rules it
 * was received under. Reads only.
 */
@Injectable()
export class Simulator {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly query: SimulationQuery,
    private readonly clocks: ClocksStore,
    private readonly policies: PoliciesService,
  ) {}

  async run(question: Question): Promise<SimulateAnswer> {
    const asOf = this.clock.now();
    const { from, to, streetIds, nameOf } = question;
    const comparison = new Comparison(LATE_LISTED);
    const refusals = new Refusals();
    let [orders, unreadable] = [0, 0];
    for (const streetId of streetIds) {
      for await (const page of this.pages(streetId, from, to)) {
        const ids = page.map((order) => order.orderId);
        const events = await this.query.eventsOf(ids);
        const stored = await this.clocks.ofOrders(this.db, ids);
        for (const order of page) {
          orders += 1;
          const before = judge(stored.get(order.orderId) ?? [], asOf);
          const after = this.lived(order, events.get(order.orderId) ?? [], question, asOf, refusals, before);
          if (after === null) unreadable += 1;
          else
            comparison.add(
              { orderId: order.orderId, orderNo: order.orderNo, unitId: order.unitId },
              before,
              after,
            );
          await nextTurn();
        }
      }
    }
    return {
      asOf,
      from,
      to,
      orders,
      unreadable,
      ...comparison.figures(),
      units: comparison.byUnit(nameOf),
      milestones: comparison.byMilestone(),
      late: comparison.late,
      lateTotal: comparison.lateTotal,
      refused: refusals.list(),
    };
  }

  private async *pages(streetId: string, from: Instant, to: Instant) {
    let after: { receivedAt: Instant; id: string } | null = null;
    for (;;) {
      const page: (PeriodOrder & { receivedAt: Instant })[] = await this.query.page(
        streetId,
        from,
        to,
        after,
        BATCH,
      );
      if (page.length === 0) return;
      yield page;
      const last = page.at(-1);
      if (last === undefined || page.length < BATCH) return;
      after = { receivedAt: last.receivedAt, id: last.orderId };
    }
  }

  /** The order under what is asked about; null when its history cannot be followed. */
  private lived(
    order: PeriodOrder,
    events: readonly OrderEvent[],
    { rows, limits }: Question,
    asOf: Instant,
    refusals: Refusals,
    before: Judged,
  ): Judged | null {
    const now = this.policies.limits(order.rootId, asOf);
    const pair = limits === null ? null : { now, asked: { ...now, ...limits } };
    let made = 0;
    const rules = {
      rows: rows ?? [],
      calendar: this.calendar(),
      // Rows of a simulation are never stored: any name will do.
      newId: () => {
        made += 1;
        return `S${made}`;
      },
    };
    try {
      const { clocks, refused } = replay(events, rules, pair);
      refusals.add(order.orderId, refused);
      return rows === null ? before : judge(clocks as readonly ListedClock[], asOf);
    } catch {
      return null;
    }
  }

  private calendar(): Calendar {
    return this.policies.loadedCalendar();
  }
}

/** Acts another limit would have refused, with a few orders each. */
class Refusals {
  private readonly byAction = new Map<ActionName, { times: number; orders: string[] }>();

  add(orderId: string, actions: readonly ActionName[]): void {
    for (const action of actions) {
      const row = this.byAction.get(action) ?? { times: 0, orders: [] };
      this.byAction.set(action, row);
      row.times += 1;
      if (row.orders.length < REFUSED_LISTED && !row.orders.includes(orderId)) row.orders.push(orderId);
    }
  }

  list(): SimulateAnswer['refused'] {
    return [...this.byAction].map(([action, { times, orders }]) => ({
      action,
      label: TRANSITIONS[action].label,
      times,
      orders,
    }));
  }
}
