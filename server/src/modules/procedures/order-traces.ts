import { Injectable } from '@nestjs/common';
import {
  type Field,
  fieldsWithQuotes,
  type Instant,
  procedureKind,
  type RunFacts,
  type StepDecision,
  type splitForm,
} from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { EVIDENCE } from '../attachments/rules/upload-form';
import { type Decision, OrderWriter, type World } from '../orders';
import { ProcedureNotices } from './procedure-notices';
import { ProcedureWorld } from './procedure-world';
import { sentenceOf } from './rules/sentence';
import type { Homed, StepCommand } from './step-command';

/** Writes what a step leaves with its order: an entry in the history, and what the resident reads of it. */
@Injectable()
export class OrderTraces {
  constructor(
    private readonly orderWriter: OrderWriter,
    private readonly worlds: ProcedureWorld,
    private readonly notices: ProcedureNotices,
  ) {}

  /** What the order's own history gets to know of the step. */
  leave(
    tx: Tx,
    command: StepCommand,
    home: Homed,
    run: RunFacts,
    decision: StepDecision,
    parts: ReturnType<typeof splitForm>,
  ): Promise<Decision> {
    const { world } = home;
    const kind = procedureKind(run.kind);
    return this.orderWriter.carryOut(
      tx,
      world,
      {
        action: 'procedure',
        actor: { ...command.actor, effect: true },
        unitId: decision.standing.unitId,
        now: command.now,
        form: {
          procedureId: run.id,
          kind: run.kind,
          form: run.values.form,
          step: decision.step.step,
          stage: run.endedAt === null ? run.stage : null,
          label: kind.label,
          outcome: run.outcome,
          counts: decision.counts,
          nextReportDay: decision.step.values.nextReportDay,
          opened: decision.step.opened.map(({ id, unitId }) => ({ id, unitId })),
          done: decision.step.done,
          released: decision.step.released,
          photoIds: parts.photoIds,
          photoPurpose: purposeOf(fieldsOf(command), parts.photoIds),
          texts: parts.texts,
        },
      },
      command.commandId,
    );
  }

  /** The sentence on the resident's timeline, at the step's own entry, and the message that goes with it. */
  async tellHer(
    tx: Tx,
    command: StepCommand,
    run: RunFacts,
    decision: StepDecision,
    { left, after, due }: { left: Decision; after: Pick<World, 'facts' | 'clocks'>; due: Instant | null },
  ): Promise<void> {
    if (decision.resident === null) return;
    const blanks = this.worlds.blanksOf(after, run, decision, command, due);
    const sentence = sentenceOf(decision.resident.sentence, blanks);
    if (sentence !== null) await this.orderWriter.say(tx, left, sentence);
    await this.notices.tellResident(tx, left, decision, blanks);
  }
}

/** What the photos of a step show, when they are evidence. */
function purposeOf(fields: readonly Field[], photoIds: readonly string[]): string | undefined {
  const field = fields.find(({ kind }) => kind === 'photos');
  const isEvidence = photoIds.length > 0 && field?.kind === 'photos' && EVIDENCE.includes(field.purpose);
  return isEvidence ? field.purpose : undefined;
}

function fieldsOf({ kindName, stepName }: StepCommand): readonly Field[] {
  return fieldsWithQuotes(procedureKind(kindName), stepName);
}
