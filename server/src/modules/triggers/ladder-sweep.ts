import { Injectable } from '@nestjs/common';
import {
  CLIMBING,
  DEFAULT_LADDER,
  type Instant,
  inClasses,
  LADDER_RUNGS,
  type LadderRow,
  type LadderRung,
  lightsOf,
  type OrderFacts,
  rungKey,
  rungsReached,
  type TriggerParams,
} from '@yihu/shared';
import { Db, type Tx } from '../../platform/db/db';
import type { ClockRow } from '../clocks/clock-row';
import { ClocksStore } from '../clocks/clocks.store';
import { StaffQuery } from '../directory/staff.query';
import { Notices } from '../notifications/notices.service';
import { OrdersStore, OrderWriter, systemCommand } from '../orders';
import { PoliciesService } from '../policies/policies.service';
import { TriggerMarks } from './trigger-marks';

/** States in which the lead unit is waited for; in all others it is the office. */
const LEAD_OWES: readonly OrderFacts['state'][] = ['DISPATCHED', 'IN_PROGRESS', 'SUSPENDED'];
const HOUR_MS = 3_600_000;

/** A clock that came to steps of the ladder nobody has been told of. */
interface Climb {
  clock: ClockRow;
  rows: readonly LadderRow[];
}

/** Trigger lightLadder: what is late goes up step by step, and the order's history keeps who was told, when (M02). */
@Injectable()
export class LadderSweep {
  constructor(
    private readonly db: Db,
    private readonly policies: PoliciesService,
    private readonly clocks: ClocksStore,
    private readonly orders: OrdersStore,
    private readonly orderWriter: OrderWriter,
    private readonly staff: StaffQuery,
    private readonly notices: Notices,
    private readonly marks: TriggerMarks,
  ) {}

  /** Work to do for a street at `now`: one transaction per order. */
  async due(rootId: string, params: TriggerParams, now: Instant): Promise<((tx: Tx) => Promise<boolean>)[]> {
    if (!params.on) return [];
    const orders = new Set(
      this.reached(rootId, await this.clocks.litOf(this.db, rootId, CLIMBING), now)
        .filter(({ rows }) => rows.length > 0)
        .map(({ clock }) => clock.orderId),
    );
    return [...orders].map((orderId) => (tx) => this.climb(tx, orderId, params, now));
  }

  private reached(rootId: string, clocks: readonly ClockRow[], now: Instant): Climb[] {
    const rows = this.policies.inForce<{ rows: LadderRow[] }>(rootId, 'ladder', now)?.rows ?? DEFAULT_LADDER;
    const calendar = this.policies.loadedCalendar();
    return clocks.map((clock) => {
      const lights = lightsOf({ ...clock, lights: clock.policy.lights }, calendar);
      return { clock, rows: rungsReached(rows, { milestone: clock.milestone, lights }, now) };
    });
  }

  private async climb(tx: Tx, orderId: string, params: TriggerParams, now: Instant): Promise<boolean> {
    const stored = await this.orders.find(tx, orderId);
    if (stored === null || !inClasses(params.classes, stored.facts.classCode)) return false;
    const clocks = (await this.clocks.ofOrder(tx, orderId)).filter(
      ({ state, fired, scope, milestone }) =>
        state === 'RUNNING' && fired !== null && scope === 'INNER' && CLIMBING.includes(milestone),
    );
    let hasTold = false;
    for (const { clock, rows } of this.reached(stored.facts.rootId, clocks, now)) {
      const fresh: LadderRow[] = [];
      for (const row of rows) {
        const mark = `lightLadder:${clock.id}:${clock.rev}:${rungKey(row)}`;
        if (await this.marks.take(tx, mark, orderId, now)) fresh.push(row);
      }
      if (fresh.length > 0) hasTold = (await this.tell(tx, orderId, { clock, rows: fresh }, now)) || hasTold;
    }
    return hasTold;
  }

  private async tell(tx: Tx, orderId: string, { clock, rows }: Climb, now: Instant): Promise<boolean> {
    const stored = await this.orders.find(tx, orderId);
    if (stored === null) return false;
    const { facts } = stored;
    const rungs = [...new Set(rows.flatMap((row) => row.tell))];
    const told = await this.whoStandOn(tx, rungs, facts, now);
    if (told.length === 0) return false;
    const hours = Math.floor((Date.parse(now) - Date.parse(clock.dueAt ?? now)) / HOUR_MS);
    const { milestone, scope, cycle } = clock;
    const command = systemCommand('climb', { milestone, scope, cycle, hours, rungs, told }, now);
    const world = await this.orderWriter.worldOf(tx, stored, now);
    const { event } = await this.orderWriter.carryOut(tx, world, command, null);
    const title = this.policies.titleOf(facts.rootId, facts.classCode);
    await this.notices.tell(tx, {
      eventRef: `${orderId}:${event.seq}`,
      orderId,
      orderNo: facts.orderNo,
      recipients: told.map((personId) => ({ personId })),
      phrase: '逐级上报',
      thing: hours < 0 ? `${title.slice(0, 8)}即将超期,请过问` : `${title.slice(0, 8)}已超期${hours}小时`,
      templateKind: 'task',
      title,
      page: `handler/order/index?id=${orderId}`,
      now,
    });
    return true;
  }

  private async whoStandOn(
    tx: Tx,
    rungs: readonly LadderRung[],
    facts: OrderFacts,
    now: Instant,
  ): Promise<string[]> {
    const lead = LEAD_OWES.includes(facts.state) ? facts.leadUnitId : null;
    const unitId = lead ?? facts.officeUnitId;
    const own = lead === null ? 'order:accept' : 'order:handle';
    const of = (rung: LadderRung) =>
      this.staff.answering(tx, unitId, LADDER_RUNGS[rung].permission ?? own, now);
    const people: string[] = [];
    for (const rung of rungs) {
      if (rung === 'HANDLER' && lead !== null && facts.handlerId !== null) people.push(facts.handlerId);
      else if (rung !== 'LEADER_DEPUTY') people.push(...(await of(rung)));
      else {
        // The main leader may do all the leader in charge may: he has a rung of his own.
        const main = await of('LEADER_MAIN');
        const both = await of(rung);
        const deputies = both.filter((id) => !main.includes(id));
        people.push(...(deputies.length > 0 ? deputies : both));
      }
    }
    return [...new Set(people)];
  }
}
