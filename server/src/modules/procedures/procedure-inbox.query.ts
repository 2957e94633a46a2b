import { Injectable } from '@nestjs/common';
import {
  isLate,
  type Permission,
  type ProcedureTaskLine,
  procedureKind,
  type RunFacts,
  stageLabel,
  taskSpec,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { pathsWith } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';
import { dueText, ProcedureWords } from './procedure-words';
import { ProceduresStore } from './procedures.store';
import type { StoredTask } from './run-rows';

const PAGE = 50;
/** Some of what is read is another's to do and falls out. */
const READ = PAGE * 2;

interface Home {
  id: string;
  orderNo: string;
  title: string;
}

/** What units owe in procedures. */
@Injectable()
export class ProcedureInboxQuery {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: ProceduresStore,
    private readonly directory: DirectoryService,
    private readonly words: ProcedureWords,
  ) {}

  /** What the actor's units owe, the most pressing first, at most a page. */
  async inbox(actor: Actor): Promise<ProcedureTaskLine[]> {
    const now = this.clock.now();
    const tasks = await this.store.inbox(this.db, this.unitsOf(actor), null, READ);
    const runs = await this.store.findMany(
      this.db,
      tasks.map((task) => task.procedureId),
    );
    const owed = tasks
      .flatMap((task) => {
        const run = runs.get(task.procedureId);
        return run !== undefined && this.isHis(actor, run, task) ? [{ task, run }] : [];
      })
      .slice(0, PAGE);
    const homes = await this.homesOf(owed.map(({ run }) => run));
    return owed.map(({ task, run }) => {
      const kind = procedureKind(run.kind);
      const home = homes.get(run.id) ?? null;
      return {
        taskId: task.id,
        procedureId: run.id,
        kind: run.kind,
        label: kind.label,
        taskLabel: taskSpec(kind, task.role).label,
        stageLabel: stageLabel(kind, run.stage),
        unitName: this.words.nameOf(task.unitId),
        orderId: home?.id ?? null,
        orderNo: home?.orderNo ?? null,
        title: home?.title ?? kind.label,
        dueAt: task.dueAt,
        dueText: dueText(task.dueAt),
        late: isLate(task.dueAt, now),
      };
    });
  }

  private isHis(actor: Actor, run: RunFacts, task: StoredTask): boolean {
    if (task.personId !== null && task.personId !== actor.personId) return false;
    return this.mayDo(actor, taskSpec(procedureKind(run.kind), task.role).permission, task.unitId);
  }

  /** The one order each procedure hangs on; none for those of several orders or of another home. */
  private async homesOf(runs: readonly RunFacts[]): Promise<ReadonlyMap<string, Home>> {
    const orderIds = await this.store.orderIdsOfMany(this.db, runs);
    const single = new Map<string, string>();
    for (const [run, [first, second]] of orderIds)
      if (first !== undefined && second === undefined) single.set(run, first);
    if (single.size === 0) return new Map();
    const ids = [...new Set(single.values())];
    const found = await this.db.read<Home>(
      `SELECT id, order_no AS orderNo, title FROM work_order WHERE id IN (${ids.map(() => '?').join(',')})`,
      ids,
    );
    const byId = new Map(found.map((home) => [home.id, home]));
    return new Map(
      [...single].flatMap(([run, id]) => {
        const home = byId.get(id);
        return home === undefined ? [] : [[run, home]];
      }),
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
}
