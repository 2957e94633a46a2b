import { Injectable } from '@nestjs/common';
import {
  addMinutes,
  allowedSteps,
  CHECK_ANSWERS,
  dayOf,
  type Field,
  fieldsWithQuotes,
  formatDue,
  type Instant,
  isLate,
  type Permission,
  PROCEDURES,
  type ProcedureEntry,
  type ProcedurePromise,
  type ProcedureTaskLine,
  type ProcedureView,
  procedureKind,
  type RunEvent,
  type RunFacts,
  type RunStep,
  type StepContext,
  stageLabel,
  stepDid,
  stepRefused,
  taskSpec,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { pathsWith } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { AttachmentsService } from '../attachments/attachments.service';
import { DirectoryService } from '../directory/directory.service';
import { OrdersStore, OrderWriter, PeopleQuery, type StoredOrder, Visibility } from '../orders';
import { ProcedureWorld } from './procedure-world';
import { ProceduresStore, type StoredTask } from './procedures.store';
import type { RunClock } from './rules/run-clocks';
import { RunClocksStore } from './run-clocks.store';

const PAGE = 50;

/** The read side of procedures: one procedure, those of an order, what may be opened, and what units owe. */
@Injectable()
export class ProceduresQuery {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: ProceduresStore,
    private readonly clocks: RunClocksStore,
    private readonly orders: OrdersStore,
    private readonly orderWriter: OrderWriter,
    private readonly worlds: ProcedureWorld,
    private readonly directory: DirectoryService,
    private readonly people: PeopleQuery,
    private readonly visibility: Visibility,
    private readonly attachments: AttachmentsService,
  ) {}

  /** Throws NOT_FOUND for one that hangs on nothing the actor may see. */
  async one(actor: Actor, runId: string): Promise<ProcedureView> {
    const run = await this.store.find(this.db, runId);
    if (run === null) throw new AppError('NOT_FOUND');
    const homes = await this.homesOf(run);
    const seen = homes.filter(({ facts }) => this.visibility.maySee(actor, facts));
    const tasks = await this.store.tasksOf(this.db, [runId]);
    if (seen.length === 0 && !this.concerns(actor, run, tasks)) throw new AppError('NOT_FOUND');
    return this.view(actor, run, homes);
  }

  /** Every procedure of an order the actor sees, newest first. */
  async ofOrder(actor: Actor, orderId: string): Promise<{ items: ProcedureView[]; openable: string[] }> {
    const stored = await this.orders.find(this.db, orderId);
    if (stored === null || !this.visibility.maySee(actor, stored.facts)) throw new AppError('NOT_FOUND');
    const runs = await this.store.ofOrder(this.db, orderId);
    const items: ProcedureView[] = [];
    for (const run of runs) items.push(await this.view(actor, run, await this.homesOf(run)));
    // What staff settle among themselves reaches the filer as sentences of her timeline, not by its inner name.
    const isOwn = this.visibility.readerOf(actor, stored.facts) === 'FILER';
    const shown = isOwn ? items.filter((item) => item.allowed.length > 0) : items;
    return { items: shown, openable: await this.openable(actor, stored) };
  }

  /** What the actor's units owe in procedures, the most pressing first. */
  async inbox(actor: Actor): Promise<ProcedureTaskLine[]> {
    const now = this.clock.now();
    const units = this.unitsOf(actor);
    const tasks = await this.store.inbox(this.db, units, null, PAGE * 2);
    const lines: ProcedureTaskLine[] = [];
    for (const task of tasks) {
      const run = await this.store.find(this.db, task.procedureId);
      if (run === null) continue;
      const spec = taskSpec(procedureKind(run.kind), task.role);
      const isAnothers = task.personId !== null && task.personId !== actor.personId;
      if (isAnothers || !this.mayDo(actor, spec.permission, task.unitId)) continue;
      const homes = await this.homesOf(run);
      const stored = homes.length === 1 ? (homes[0] ?? null) : null;
      lines.push({
        taskId: task.id,
        procedureId: run.id,
        kind: run.kind,
        label: procedureKind(run.kind).label,
        taskLabel: spec.label,
        stageLabel: stageLabel(procedureKind(run.kind), run.stage),
        unitName: this.nameOf(task.unitId),
        orderId: stored?.facts.id ?? null,
        orderNo: stored?.facts.orderNo ?? null,
        title: stored?.title ?? procedureKind(run.kind).label,
        dueAt: task.dueAt,
        dueText: dueText(task.dueAt),
        late: isLate(task.dueAt, now),
      });
      if (lines.length >= PAGE) break;
    }
    return lines;
  }

  private async view(actor: Actor, run: RunFacts, homes: readonly StoredOrder[]): Promise<ProcedureView> {
    const kind = procedureKind(run.kind);
    const now = this.clock.now();
    const [events, tasks, clocks] = await Promise.all([
      this.store.eventsOf(this.db, run.id),
      this.store.tasksOf(this.db, [run.id]),
      this.clocks.ofRuns(this.db, [run.id]),
    ]);
    const names = await this.people.names(
      this.db,
      events.map((event) => event.actorId),
    );
    const isFiler = homes.some(({ facts }) => facts.filerId === actor.personId);
    return {
      id: run.id,
      kind: run.kind,
      label: kind.label,
      version: run.version,
      stage: run.stage,
      stageLabel: stageLabel(kind, run.stage),
      outcome: run.outcome,
      openedAt: run.openedAt,
      openedBy: this.nameOf(run.openerUnitId) || names.get(run.openerId) || '系统',
      endedAt: run.endedAt,
      orders: isFiler
        ? []
        : homes.map(({ facts, title }) => ({ id: facts.id, orderNo: facts.orderNo, title })),
      tasks: isFiler ? [] : tasks.map((task) => this.taskView(run, task)),
      promises: isFiler ? [] : clocks.map((clock) => promiseView(run, clock, now)),
      history: isFiler ? [] : await this.history(run, events, names),
      allowed: await this.allowed(actor, run, homes),
    };
  }

  private taskView(run: RunFacts, task: StoredTask) {
    return {
      id: task.id,
      role: task.role,
      label: taskSpec(procedureKind(run.kind), task.role).label,
      unitId: task.unitId,
      unitName: this.nameOf(task.unitId),
      state: task.state,
    };
  }

  private async history(
    run: RunFacts,
    events: readonly RunEvent[],
    names: ReadonlyMap<string, string>,
  ): Promise<ProcedureEntry[]> {
    const kind = procedureKind(run.kind);
    const texts = await this.store.textsOf(this.db, run, events);
    const photos = run.homeKind === 'grid' ? await this.attachments.ofRun(run.id) : [];
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
          photos: photos.filter((photo) => photo.seq === event.seq),
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

  private async allowed(actor: Actor, run: RunFacts, homes: readonly StoredOrder[]): Promise<string[]> {
    if (run.endedAt !== null) return [];
    const ask = await this.askOf(actor, run.kind, run, homes[0] ?? null);
    return allowedSteps(ask);
  }

  /** Kinds the actor may open on the order now, as far as can be told without a form. */
  private async openable(actor: Actor, stored: StoredOrder): Promise<string[]> {
    const names: string[] = [];
    for (const [name, kind] of Object.entries(PROCEDURES)) {
      if (kind.home !== 'order' && kind.home !== 'orders') continue;
      const ask = await this.askOf(actor, name, null, stored);
      if (stepRefused({ ...ask, stepName: null }, false) === null) names.push(name);
    }
    return names;
  }

  private async askOf(actor: Actor, kindName: string, run: RunFacts | null, stored: StoredOrder | null) {
    const now = this.clock.now();
    const facts = stored?.facts ?? null;
    const tasks = run === null ? [] : await this.store.tasksOf(this.db, [run.id]);
    const homeId = run?.homeId ?? '';
    const context: StepContext = {
      run,
      values: run?.values ?? {},
      form: {},
      tasks,
      task: null,
      order: facts,
      clocks: [],
      earlier: await this.store.earlier(
        this.db,
        kindName,
        facts === null ? { homeId } : { orderId: facts.id },
      ),
      limits: this.worlds.limitsOf(kindName, facts?.rootId ?? run?.rootId ?? '', now),
      actor: { personId: actor.personId, unitId: null, isSystem: false },
      now,
      unitName: (unitId) => this.nameOf(unitId),
    };
    return {
      kindName,
      kind: procedureKind(kindName),
      context,
      actor: { personId: actor.personId, system: false, grants: actor.grants },
      tree: {
        pathOf: (unitId: string) => this.directory.findUnit(unitId)?.path ?? null,
        paths: facts === null ? null : this.orderWriter.pathsOf(facts),
      },
    };
  }

  private async homesOf(run: RunFacts): Promise<StoredOrder[]> {
    const ids = await this.store.orderIdsOf(this.db, run);
    const found = await Promise.all(ids.map((id) => this.orders.find(this.db, id)));
    return found.filter((stored) => stored !== null);
  }

  /** One that hangs on no order the actor sees still concerns whoever opened it, owes in it, or runs the street. */
  private concerns(actor: Actor, run: RunFacts, tasks: readonly StoredTask[]): boolean {
    if (tasks.some((task) => this.visibility.worksFor(actor, task.unitId))) return true;
    const street = this.directory.findUnit(run.rootId);
    return (
      street !== null &&
      pathsWith(actor, 'order:readOffice').some(
        (path) => street.path.startsWith(path) || path.startsWith(street.path),
      )
    );
  }

  private unitsOf(actor: Actor): string[] {
    const ids = actor.grants.flatMap((grant) =>
      this.directory.unitsUnder(grant.unitId).map((unit) => unit.id),
    );
    return [...new Set(ids)];
  }

  private mayDo(actor: Actor, permission: Permission, unitId: string): boolean {
    const path = this.directory.findUnit(unitId)?.path;
    return path !== undefined && pathsWith(actor, permission).some((own) => path.startsWith(own));
  }

  private nameOf(unitId: string | null): string {
    return unitId === null ? '' : (this.directory.findUnit(unitId)?.short_name ?? '');
  }
}

function promiseView(run: RunFacts, clock: RunClock, now: Instant): ProcedurePromise {
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

function dueText(dueAt: Instant | null): string {
  if (dueAt === null) return '';
  // A due instant is the exclusive end of its day.
  return formatDue({ dueAt, dueDay: dayOf(addMinutes(dueAt, -1)) });
}
