import { Injectable } from '@nestjs/common';
import {
  foldRun,
  formatLocal,
  type Instant,
  openKeyOf,
  procedureKind,
  type RunEvent,
  type RunFacts,
  type RunOpening,
  type RunState,
  type StepContext,
  type StepDecision,
} from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { PeopleQuery, StaleVersionError } from '../orders';
import { ProcedureWorld } from './procedure-world';
import { ProceduresStore } from './procedures.store';
import { moveRunClocks, type RunClock } from './rules/run-clocks';
import { RunClocksStore } from './run-clocks.store';
import type { Homed, StepCommand } from './step-command';

/** Writes what a step leaves in the procedure itself: stream, row, tasks and promises. */
@Injectable()
export class RunRecords {
  constructor(
    private readonly store: ProceduresStore,
    private readonly clocks: RunClocksStore,
    private readonly worlds: ProcedureWorld,
    private readonly people: PeopleQuery,
  ) {}

  /** Stream, row, tasks and promises of the procedure itself. */
  async write(
    tx: Tx,
    command: StepCommand,
    context: StepContext,
    decision: StepDecision,
    homes: readonly Homed[],
    clocksBefore: readonly RunClock[],
  ): Promise<{ run: RunFacts; due: Instant | null }> {
    const kind = procedureKind(command.kindName);
    const runId = command.run?.id ?? newId();
    const event = this.eventOf(command, context, decision, homes);
    const before: RunState | null = command.run === null ? null : { run: command.run, tasks: context.tasks };
    const { run } = foldRun(before, event, runId);
    if (command.run === null) {
      await this.refuseSecond(tx, run);
      await this.store.insert(tx, run, command.orderIds);
    } else if (!(await this.store.update(tx, command.run, run))) throw new StaleVersionError();
    const step = command.stepName === null ? kind.open : kind.steps[command.stepName];
    await this.store.addEvent(tx, run.id, event, step?.link ?? kind.link ?? null, command.commandId);
    const from = command.run?.stage ?? null;
    const clocks = moveRunClocks(
      clocksBefore,
      { kind, run, from, at: command.now, seq: event.seq },
      this.worlds.clockRulesOf(run, homes[0]?.world ?? null, command.now),
    );
    await this.clocks.write(tx, clocksBefore, clocks);
    const [due = null] = clocks
      .filter((clock) => clock.state === 'RUNNING' && clock.dueAt !== null)
      .map((clock) => clock.dueAt)
      .sort();
    await this.store.followTasks(tx, run, event, decision.step, due);
    return { run, due };
  }

  /** The one who came second reads who was first. */
  private async refuseSecond(tx: Tx, { openKey, kind }: RunFacts): Promise<void> {
    const known = openKey === null ? null : await this.store.findByKey(tx, openKey);
    if (known === null) return;
    const who = (await this.people.names(tx, [known.openerId])).get(known.openerId) ?? '系统';
    throw new AppError('PROCEDURE_OPEN', {
      label: procedureKind(kind).label,
      who: `,${who} 于 ${formatLocal(known.openedAt)} 提出`,
      id: known.id,
    });
  }

  private eventOf(
    command: StepCommand,
    context: StepContext,
    decision: StepDecision,
    homes: readonly Homed[],
  ): RunEvent {
    // The entry in the order's history comes next in the same transaction: its place is known already.
    const [home] = homes;
    const isSingle = procedureKind(command.kindName).home === 'order' && home !== undefined;
    const step = isSingle ? { ...decision.step, orderSeq: home.world.facts.version + 1 } : decision.step;
    const common = {
      at: command.now,
      actorId: command.actor.personId,
      actorUnitId: decision.standing.unitId,
    };
    if (command.run !== null) {
      return { seq: command.run.version + 1, name: 'procedure.stepped', ...common, data: step };
    }
    const kind = procedureKind(command.kindName);
    const homeId = context.order?.id ?? command.home.id ?? '';
    const opening: RunOpening = {
      ...step,
      kind: command.kindName,
      rootId: context.order?.rootId ?? command.home.rootId,
      homeKind: kind.home,
      orderId: kind.home === 'order' ? (context.order?.id ?? null) : null,
      homeId: command.home.id,
      openKey: openKeyOf(command.kindName, kind, { ...context, values: decision.step.values }, homeId),
      nth: context.earlier.length + 1,
    };
    return { seq: 1, name: 'procedure.opened', ...common, data: opening };
  }
}
