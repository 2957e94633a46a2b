import { Injectable } from '@nestjs/common';
import {
  addMinutes,
  CHECK_ANSWERS,
  dayOf,
  type Field,
  fieldsWithQuotes,
  formatDue,
  type Instant,
  isLate,
  type ProcedureEntry,
  type ProcedurePromise,
  type ProcedureTaskView,
  procedureKind,
  type RunEvent,
  type RunFacts,
  type RunStep,
  stepDid,
  taskSpec,
} from '@yihu/shared';
import { Db } from '../../platform/db/db';
import { AttachmentsService } from '../attachments/attachments.service';
import { DirectoryService } from '../directory/directory.service';
import { ProceduresStore } from './procedures.store';
import type { RunClock } from './rules/run-clocks';
import type { StoredTask } from './run-rows';

/** How a procedure's tasks, promises and steps read: units, choices and days in words. */
@Injectable()
export class ProcedureWords {
  constructor(
    private readonly db: Db,
    private readonly store: ProceduresStore,
    private readonly directory: DirectoryService,
    private readonly attachments: AttachmentsService,
  ) {}

  /** One task, and whose it is. */
  task(run: RunFacts, task: StoredTask): ProcedureTaskView {
    return {
      id: task.id,
      role: task.role,
      label: taskSpec(procedureKind(run.kind), task.role).label,
      unitId: task.unitId,
      unitName: this.nameOf(task.unitId),
      state: task.state,
    };
  }

  /** What was done, step by step, for staff. */
  async history(
    run: RunFacts,
    events: readonly RunEvent[],
    names: ReadonlyMap<string, string>,
  ): Promise<ProcedureEntry[]> {
    const kind = procedureKind(run.kind);
    const texts = await this.store.textsOf(this.db, run, events);
    // Photos of a step lie with the one order it hangs on, at that order's entry; else with the procedure itself.
    const photos =
      run.orderId === null
        ? await this.attachments.ofRun(run.id)
        : await this.attachments.listForOrders([run.orderId]);
    return events
      .filter((event) => event.name !== 'procedure.warned')
      .map((event) => {
        const data = event.data as RunStep;
        const fields: readonly Field[] = fieldsWithQuotes(kind, data.step);
        const labelOf = (name: string) => fields.find((field) => field.name === name)?.label ?? name;
        return {
          seq: event.seq,
          at: event.at,
          step: data.step,
          did: stepDid(kind, data.step),
          who: [this.nameOf(event.actorUnitId), names.get(event.actorId) ?? '系统'].filter(Boolean).join(' '),
          notes: (texts.get(event.seq) ?? []).map((text) => ({
            label: labelOf(text.field),
            text: text.body,
          })),
          answers: fields.flatMap((field) => {
            // A place is said as how far it is from where the matter lies.
            const value = data.values[field.kind === 'point' ? 'distance' : field.name];
            const text = this.wordOf(field, value);
            return text === null ? [] : [{ label: field.label, text }];
          }),
          photos: photos
            .filter((photo) => photo.seq === (run.orderId === null ? event.seq : data.orderSeq))
            .map(({ id, purpose, url, thumbUrl, at }) => ({ id, purpose, url, thumbUrl, at })),
        };
      });
  }

  private wordOf(field: Field, value: unknown): string | null {
    if (value === undefined || value === null) return null;
    switch (field.kind) {
      case 'choice':
        return field.options[String(value)] ?? null;
      case 'unit':
        return this.nameOf(String(value)) || null;
      case 'units':
        return (value as string[]).map((id) => this.nameOf(id)).join('、');
      case 'number':
        return `${String(value)} ${field.unit}`;
      case 'point':
        return `距反映地点 ${String(value)} 米`;
      case 'flag':
        return value === true ? '是' : '否';
      case 'day':
        return String(value);
      case 'orders':
        return (value as string[]).join('、');
      case 'checks':
        return Object.entries(value as Record<string, keyof typeof CHECK_ANSWERS>)
          .map(([code, answer]) => `${field.items[code] ?? code}:${CHECK_ANSWERS[answer]}`)
          .join(';');
      default:
        return null;
    }
  }

  /** A unit's short name; '' of none. */
  nameOf(unitId: string | null): string {
    return unitId === null ? '' : (this.directory.findUnit(unitId)?.short_name ?? '');
  }
}

/** A promise about time inside a procedure, at `now`. */
export function promiseView(run: RunFacts, clock: RunClock, now: Instant): ProcedurePromise {
  const spec = procedureKind(run.kind).clocks?.find((each) => each.milestone === clock.milestone);
  const isLive = clock.state === 'RUNNING' || clock.state === 'AWAITING_CALENDAR';
  return {
    label: spec?.label ?? clock.milestone,
    dueAt: clock.dueAt,
    dueDay: clock.dueDay,
    dueText:
      clock.dueAt === null || clock.dueDay === null
        ? `待 ${clock.awaitingYear ?? ''} 年节假日安排公布`
        : formatDue({ dueAt: clock.dueAt, dueDay: clock.dueDay }),
    late: clock.late || (isLive && isLate(clock.dueAt, now)),
    isLive,
    proof: clock.proof.map((line) => line.text),
  };
}

/** `2026-02-24 24:00`; '' when nothing is due. */
export function dueText(dueAt: Instant | null): string {
  if (dueAt === null) return '';
  // A due instant is the exclusive end of its day.
  return formatDue({ dueAt, dueDay: dayOf(addMinutes(dueAt, -1)) });
}
