import { Injectable } from '@nestjs/common';
import {
  type ActionName,
  addMinutes,
  highestLightDue,
  type Instant,
  type LightLevel,
  lightsOf,
  loadedYears,
  nextLightAt,
  TRANSITIONS,
} from '@yihu/shared';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { Logger } from '../../platform/logger';
import { type ClockRow, isLive } from '../clocks/clock-row';
import { ClocksStore } from '../clocks/clocks.store';
import { filledIn } from '../clocks/rules/promised';
import { PoliciesService } from '../policies/policies.service';
import { OrderWriter, StaleVersionError, systemCommand } from './order-writer';
import { OrdersStore } from './orders.store';
import type { World } from './rules/decide';

const BATCH = 100;
/** When what could not be done at its time is looked at again. */
const RETRY_MINUTES = 24 * 60;
/** How long an order that failed makes way for the others. */
const PUT_OFF_MINUTES = 30;

/** Waits that end by themselves: what the system does when their time has come. */
const ACTS_AT_DUE: Partial<
  Record<ClockRow['milestone'], { action: ActionName; form: Record<string, unknown>; warns?: true }>
> = {
  info_wait: { action: 'infoLapsed', form: {} },
  silence: { action: 'close', form: { silent: true } },
  archive: { action: 'archive', form: {} },
  // The unit is reminded of its report before; the day itself wakes the order, whoever named it last.
  next_report: { action: 'wake', form: { why: 'DAY' }, warns: true },
};

/** Whether somebody is reminded of the light: of a wait that ends by itself only where it warns before. */
function reminds({ row, level }: Fired): boolean {
  const act = ACTS_AT_DUE[row.milestone];
  return act === undefined || (act.warns === true && level !== 'RED');
}

interface Fired {
  row: ClockRow;
  level: LightLevel;
}

/**
 * What happens because time passed, found by looking at stored due times: nothing is lost while the process
 * sleeps, and several processes may look at once (the order's version decides who was first).
 */
@Injectable()
export class SweepService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: OrdersStore,
    private readonly clocks: ClocksStore,
    private readonly policies: PoliciesService,
    private readonly writer: OrderWriter,
    private readonly logger: Logger,
  ) {}

  /** One round; answers how many orders it touched. */
  async tick(now: Instant = this.clock.now()): Promise<number> {
    await this.policies.refresh();
    let touched = 0;
    for (const orderId of await this.clocks.ordersDue(this.db, now, BATCH)) {
      if (await this.safely(orderId, now, (tx) => this.fireLights(tx, orderId, now))) touched += 1;
    }
    for (const orderId of await this.fillable()) {
      if (await this.safely(orderId, now, (tx) => this.fillCalendar(tx, orderId, now))) touched += 1;
    }
    return touched;
  }

  /** A poisoned order must not hold up the others. */
  private async safely(orderId: string, now: Instant, work: (tx: Tx) => Promise<void>): Promise<boolean> {
    try {
      await this.db.inTransaction(work);
      return true;
    } catch (error) {
      if (error instanceof StaleVersionError) return false;
      this.logger.error('sweep.failed', { orderId, error });
      await this.clocks.putOff(this.db, orderId, now, addMinutes(now, PUT_OFF_MINUTES));
      return false;
    }
  }

  private async fireLights(tx: Tx, orderId: string, now: Instant): Promise<void> {
    const stored = await this.store.find(tx, orderId);
    if (stored === null) return;
    const world = await this.writer.worldOf(tx, stored, now);
    const fired = firedIn(world, now);
    const rows = world.clocks.map((row) => fired.find((each) => each.row.id === row.id)?.row ?? row);
    const acts = fired.filter(
      ({ row, level }) => level === 'RED' && ACTS_AT_DUE[row.milestone] !== undefined,
    );
    // Written first, so that an action which is refused does not come round for ever.
    await this.clocks.write(tx, world.clocks, rows);
    let current: World = { ...world, clocks: rows };
    for (const { row } of acts) current = await this.actAtDue(tx, current, row, now);
    const live = new Set(current.clocks.filter(isLive).map((row) => row.id));
    const lights = fired
      .filter((each) => reminds(each) && live.has(each.row.id))
      .map(({ row, level }) => ({ milestone: row.milestone, scope: row.scope, cycle: row.cycle, level }));
    const hasMoved = current.facts.version !== world.facts.version;
    if (lights.length > 0 && TRANSITIONS.light.from.includes(current.facts.state)) {
      await this.writer.carryOut(tx, current, systemCommand('light', { lights }, now), null);
    } else if (!hasMoved && !(await this.store.isStill(tx, world.facts))) {
      throw new StaleVersionError();
    }
  }

  private async actAtDue(tx: Tx, world: World, row: ClockRow, now: Instant): Promise<World> {
    const act = ACTS_AT_DUE[row.milestone];
    if (act === undefined) return world;
    try {
      const decision = await this.writer.carryOut(tx, world, systemCommand(act.action, act.form, now), null);
      return { ...world, facts: decision.facts, clocks: decision.clocks };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // Not closable yet (nobody was told): the desk's visit clock goes on asking for it, and so do we, daily.
      const again = { ...row, fired: null, nextLightAt: addMinutes(now, RETRY_MINUTES) };
      const clocks = world.clocks.map((each) => (each.id === row.id ? again : each));
      await this.clocks.write(tx, world.clocks, clocks);
      return { ...world, clocks };
    }
  }

  /** Orders that waited for a year's days off which are loaded by now. */
  private async fillable(): Promise<string[]> {
    const years = loadedYears(this.policies.loadedCalendar());
    return this.clocks.ordersAwaiting(this.db, years, BATCH);
  }

  private async fillCalendar(tx: Tx, orderId: string, now: Instant): Promise<void> {
    const stored = await this.store.find(tx, orderId);
    if (stored === null) return;
    const world = await this.writer.worldOf(tx, stored, now);
    const rows = world.clocks.map((row) => filledIn(row, now, world.clockRules.calendar));
    await this.clocks.write(tx, world.clocks, rows);
    if (rows.every((row, at) => row.state === world.clocks[at]?.state)) return;
    const filled: World = { ...world, clocks: rows };
    await this.writer.carryOut(tx, filled, systemCommand('calendarLoaded', {}, now), null);
  }
}

/** Rows whose light is due, with the highest level reached: what was slept through is not told one by one. */
function firedIn(world: World, now: Instant): Fired[] {
  return world.clocks.flatMap((row) => {
    if (row.state !== 'RUNNING' || row.nextLightAt === null || row.nextLightAt > now) return [];
    const lights = lightsOf(
      { startedAt: row.startedAt, dueAt: row.dueAt, dueDay: row.dueDay, lights: row.policy.lights },
      world.clockRules.calendar,
    );
    const level = highestLightDue(lights, now);
    if (level === null) return [];
    return [{ row: { ...row, fired: level, nextLightAt: nextLightAt(lights, level) }, level }];
  });
}
