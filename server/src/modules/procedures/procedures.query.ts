import { Injectable } from '@nestjs/common';
import {
  allowedSteps,
  type EarlierRun,
  PROCEDURES,
  type ProcedureView,
  procedureKind,
  type RunFacts,
  type StepContext,
  stageLabel,
  stepRefused,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { pathsWith } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { OrdersStore, OrderWriter, PeopleQuery, type StoredOrder, Visibility } from '../orders';
import { ProcedureWords, promiseView } from './procedure-words';
import { ProcedureWorld } from './procedure-world';
import { ProceduresStore } from './procedures.store';
import { RunClocksStore } from './run-clocks.store';
import type { StoredTask } from './run-rows';

/** What is known of a procedure, or of none yet, when somebody asks what he may do. */
interface Asked {
  run: RunFacts | null;
  tasks: readonly StoredTask[];
  stored: StoredOrder | null;
  earlier: readonly EarlierRun[];
}

/** The read side of procedures: one procedure, those of an order, and what may be opened. */
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
    private readonly words: ProcedureWords,
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
    for (const run of runs) items.push(await this.view(actor, run, await this.homesOf(run, stored)));
    // What staff settle among themselves reaches the filer as sentences of her timeline, not by its inner name.
    const isOwn = this.visibility.readerOf(actor, stored.facts) === 'FILER';
    const shown = isOwn ? items.filter((item) => item.allowed.length > 0) : items;
    return { items: shown, openable: this.openable(actor, stored, runs) };
  }

  private async view(actor: Actor, run: RunFacts, homes: readonly StoredOrder[]): Promise<ProcedureView> {
    const kind = procedureKind(run.kind);
    const now = this.clock.now();
    const [events, tasks, clocks, earlier] = await Promise.all([
      this.store.eventsOf(this.db, run.id),
      this.store.tasksOf(this.db, [run.id]),
      this.clocks.ofRuns(this.db, [run.id]),
      this.earlierThan(run, homes[0] ?? null),
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
      openedBy: this.words.nameOf(run.openerUnitId) || names.get(run.openerId) || '系统',
      endedAt: run.endedAt,
      orders: isFiler
        ? []
        : homes.map(({ facts, title }) => ({ id: facts.id, orderNo: facts.orderNo, title })),
      tasks: isFiler ? [] : tasks.map((task) => this.words.task(run, task)),
      promises: isFiler ? [] : clocks.map((clock) => promiseView(run, clock, now)),
      history: isFiler ? [] : await this.words.history(run, events, names),
      allowed:
        run.endedAt === null
          ? allowedSteps(this.askOf(actor, run.kind, { run, tasks, stored: homes[0] ?? null, earlier }))
          : [],
    };
  }

  /** Ended ones of the kind on the same home; an open one alone asks. */
  private async earlierThan(run: RunFacts, stored: StoredOrder | null): Promise<readonly EarlierRun[]> {
    if (run.endedAt !== null) return [];
    const home = stored === null ? { homeId: run.homeId ?? '' } : { orderId: stored.facts.id };
    return this.store.earlier(this.db, run.kind, home);
  }

  /** Kinds the actor may open on the order now, as far as can be told without a form; `runs` are all of the order. */
  private openable(actor: Actor, stored: StoredOrder, runs: readonly RunFacts[]): string[] {
    const ended = Map.groupBy(runs.filter(({ endedAt }) => endedAt !== null).reverse(), ({ kind }) => kind);
    return Object.entries(PROCEDURES).flatMap(([name, kind]) => {
      if (kind.home !== 'order' && kind.home !== 'orders') return [];
      const given = { run: null, tasks: [], stored, earlier: ended.get(name) ?? [] };
      const ask = this.askOf(actor, name, given);
      return stepRefused({ ...ask, stepName: null }, false) === null ? [name] : [];
    });
  }

  private askOf(actor: Actor, kindName: string, { run, tasks, stored, earlier }: Asked) {
    const now = this.clock.now();
    const facts = stored?.facts ?? null;
    const context: StepContext = {
      run,
      values: run?.values ?? {},
      form: {},
      tasks,
      task: null,
      order: facts,
      clocks: [],
      earlier,
      homeId: run?.homeId ?? null,
      limits: this.worlds.limitsOf(kindName, facts?.rootId ?? run?.rootId ?? '', now),
      actor: { personId: actor.personId, unitId: null, isSystem: false },
      now,
      unitName: (unitId) => this.words.nameOf(unitId),
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

  /** The orders a procedure hangs on; `known` is not read again. */
  private async homesOf(run: RunFacts, known: StoredOrder | null = null): Promise<StoredOrder[]> {
    const ids = await this.store.orderIdsOf(this.db, run);
    const found = await Promise.all(
      ids.map((id) => (id === known?.facts.id ? known : this.orders.find(this.db, id))),
    );
    return found.filter((stored) => stored !== null);
  }

  /** Whoever may settle such a thing at the unit that owes it. */
  private judges(actor: Actor, tasks: readonly StoredTask[]): boolean {
    return tasks.some(({ unitId }) => {
      const path = this.directory.findUnit(unitId)?.path;
      return path !== undefined && pathsWith(actor, 'order:decide').some((own) => path.startsWith(own));
    });
  }

  /** One that hangs on no order the actor sees still concerns whoever opened it, owes in it, or runs the street. */
  private concerns(actor: Actor, run: RunFacts, tasks: readonly StoredTask[]): boolean {
    if (run.openerId === actor.personId) return true;
    // The office reads its own tasks; a colleague does not read what somebody asks for herself.
    if (run.homeKind === 'score') return this.judges(actor, tasks);
    if (tasks.some((task) => this.visibility.worksFor(actor, task.unitId))) return true;
    const street = this.directory.findUnit(run.rootId);
    return (
      street !== null &&
      pathsWith(actor, 'order:readOffice').some(
        (path) => street.path.startsWith(path) || path.startsWith(street.path),
      )
    );
  }
}
