import { Injectable } from '@nestjs/common';
import {
  addMinutes,
  highestLightDue,
  type Instant,
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
import { ProceduresService } from './procedures.service';
import { ProceduresStore } from './procedures.store';
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
    const isRed = fired.some(({ level }) => level === 'RED');
    const tasks = (await this.store.tasksOf(tx, [run.id])).filter((task) => task.state === 'OPEN');
    for (const task of tasks) {
      await this.notices.send(tx, run, {
        eventRef: `${run.id}:${event.seq}`,
        to: await this.whoOwes(tx, run, task, isRed, now),
        phrase: isRed ? '已超期' : '快到期',
        thing: `${kind.label}${isRed ? '已到期未办' : '即将到期'},请处理`,
        now,
      });
    }
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

function atDue(kindName: string, milestone: string): string | undefined {
  return procedureKind(kindName).clocks?.find((clock) => clock.milestone === milestone)?.atDue;
}
