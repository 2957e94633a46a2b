import { Injectable } from '@nestjs/common';
import {
  addMinutes,
  highestLightDue,
  type Instant,
  LADDER_RUNGS,
  type LightLevel,
  lightsOf,
  nextLightAt,
  procedureKind,
  type RunEvent,
  type RunFacts,
  type TaskFacts,
  taskSpec,
} from '@yihu/shared';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { Logger } from '../../platform/logger';
import { StaffQuery } from '../directory/staff.query';
import { StaleVersionError } from '../orders';
import { PoliciesService } from '../policies/policies.service';
import { ProcedureNotices } from './procedure-notices';
import { ProcedureWorld } from './procedure-world';
import { ProceduresService } from './procedures.service';
import { ProceduresStore } from './procedures.store';
import type { CardRow } from './rules/cards';
import type { RunClock } from './rules/run-clocks';
import { RunClocksStore } from './run-clocks.store';

const BATCH = 100;
const PUT_OFF_MINUTES = 30;

/**
 * What happens in procedures because time passed: a wait that is over takes its step, a judgement that is late
 * warns those who owe it and, once red, the leader in charge. Silence never approves.
 */
@Injectable()
export class ProceduresSweep {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: ProceduresStore,
    private readonly clocks: RunClocksStore,
    private readonly procedures: ProceduresService,
    private readonly notices: ProcedureNotices,
    private readonly worlds: ProcedureWorld,
    private readonly staff: StaffQuery,
    private readonly policies: PoliciesService,
    private readonly logger: Logger,
  ) {}

  /** One round; answers how many procedures it touched. */
  async tick(now: Instant = this.clock.now()): Promise<number> {
    let touched = 0;
    for (const runId of await this.clocks.runsDue(this.db, now, BATCH)) {
      try {
        await this.db.inTransaction((tx) => this.one(tx, runId, now));
        touched += 1;
      } catch (error) {
        if (error instanceof StaleVersionError) continue;
        this.logger.error('procedures.sweep.failed', { jobId: runId, error });
        await this.clocks.putOff(this.db, runId, now, addMinutes(now, PUT_OFF_MINUTES));
      }
    }
    return touched;
  }

  private async one(tx: Tx, runId: string, now: Instant): Promise<void> {
    const run = await this.store.find(tx, runId);
    if (run === null) return;
    const before = await this.clocks.ofRuns(tx, [runId]);
    const fired = this.firedIn(before, now);
    const after = before.map((row) => fired.find(({ clock }) => clock.id === row.id)?.clock ?? row);
    await this.clocks.write(tx, before, after);
    const kind = procedureKind(run.kind);
    const over = fired.find(
      ({ clock, level }) => level === 'RED' && atDue(run.kind, clock.milestone) !== undefined,
    );
    const step = over === undefined ? undefined : atDue(run.kind, over.clock.milestone);
    if (step !== undefined && kind.steps[step]?.from.includes(run.stage)) {
      await this.procedures.stepBySystem(tx, run, step);
      return;
    }
    await this.warn(tx, run, fired, now);
  }

  private firedIn(clocks: readonly RunClock[], now: Instant): { clock: RunClock; level: LightLevel }[] {
    const calendar = this.policies.loadedCalendar();
    return clocks.flatMap((clock) => {
      if (clock.state !== 'RUNNING' || clock.nextLightAt === null || clock.nextLightAt > now) return [];
      const lights = lightsOf(clock, calendar);
      const level = highestLightDue(lights, now);
      return level === null
        ? []
        : [{ clock: { ...clock, fired: level, nextLightAt: nextLightAt(lights, level) }, level }];
    });
  }

  /** An entry in the procedure's stream, and a word to whoever owes the next step; when red, to the leader too. */
  private async warn(
    tx: Tx,
    run: RunFacts,
    fired: readonly { clock: RunClock; level: LightLevel }[],
    now: Instant,
  ): Promise<void> {
    if (fired.length === 0) return;
    const event: RunEvent = {
      seq: run.version + 1,
      name: 'procedure.warned',
      at: now,
      actorId: 'SYSTEM',
      actorUnitId: null,
      data: { lights: fired.map(({ clock, level }) => ({ milestone: clock.milestone, level })) },
    };
    if (!(await this.store.update(tx, run, { ...run, version: event.seq }))) throw new StaleVersionError();
    await this.store.addEvent(tx, run.id, event, null, null);
    const kind = procedureKind(run.kind);
    // With cards the due time itself lies between the two.
    const isRed = fired.some(({ clock, level }) => level === 'RED' || (clock.dueAt ?? '9') <= now);
    const card = this.cardOf(run, fired, now);
    const words = card === null ? lightWords(kind.label, isRed) : CARD_WORDS[card.card];
    const tasks = (await this.store.tasksOf(tx, [run.id])).filter((task) => task.state === 'OPEN');
    for (const task of tasks) {
      const to =
        card === null
          ? await this.whoOwes(tx, run, task, isRed, now)
          : await this.ladder(tx, run, task, card, now);
      await this.notices.send(tx, run, { eventRef: `${run.id}:${event.seq}`, to, ...words, now });
    }
  }

  /** The card that is given now, when the promise is one of those that cards are given for. */
  private cardOf(
    run: RunFacts,
    fired: readonly { clock: RunClock; level: LightLevel }[],
    now: Instant,
  ): CardRow | null {
    const carded = fired.find(
      ({ clock }) =>
        procedureKind(run.kind).clocks?.find((spec) => spec.milestone === clock.milestone)?.cards === true,
    );
    if (carded === undefined) return null;
    return this.worlds.cardsOf(run.rootId, now).find((row) => row.card === carded.level) ?? null;
  }

  /** Everybody on the rungs the card names, from the unit that owes upwards. */
  private async ladder(
    tx: Tx,
    run: RunFacts,
    task: TaskFacts,
    { tell }: CardRow,
    now: Instant,
  ): Promise<string[]> {
    const own = taskSpec(procedureKind(run.kind), task.role).permission;
    const told: string[] = [];
    for (const rung of tell) {
      told.push(...(await this.staff.answering(tx, task.unitId, LADDER_RUNGS[rung].permission ?? own, now)));
    }
    return [...new Set(told)];
  }

  private async whoOwes(
    tx: Tx,
    run: RunFacts,
    task: TaskFacts,
    isRed: boolean,
    now: Instant,
  ): Promise<string[]> {
    const { permission } = taskSpec(procedureKind(run.kind), task.role);
    const holders = await this.staff.answering(tx, task.unitId, permission, now);
    if (!isRed) return holders;
    return [...new Set([...holders, ...(await this.staff.answering(tx, task.unitId, 'order:decide', now))])];
  }
}

const CARD_WORDS: Readonly<Record<CardRow['card'], { phrase: string; thing: string }>> = {
  YELLOW: { phrase: '督办黄牌', thing: '督办即将到期,请回复督办' },
  RED: { phrase: '督办红牌', thing: '督办已过期未回复,请说明原因' },
};

const lightWords = (label: string, isRed: boolean) => ({
  phrase: isRed ? '已超期' : '快到期',
  thing: `${label}${isRed ? '已到期未办' : '即将到期'},请处理`,
});

function atDue(kindName: string, milestone: string): string | undefined {
  return procedureKind(kindName).clocks?.find((clock) => clock.milestone === milestone)?.atDue;
}
