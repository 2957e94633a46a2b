import { Injectable } from '@nestjs/common';
import { dayOf, outcomeText, type ScriptRow, scriptFor, type VisitScript } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { OrdersStore, Visibility } from '../orders';
import { PoliciesService } from '../policies/policies.service';
import { ProceduresStore } from '../procedures';

/** What is read out in a call, by the street's policy `script`. */
@Injectable()
export class ScriptsService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly directory: DirectoryService,
    private readonly orders: OrdersStore,
    private readonly procedures: ProceduresStore,
    private readonly visibility: Visibility,
    private readonly policies: PoliciesService,
  ) {}

  /** The script of one visit. Throws NOT_FOUND for what is no visit the actor may make. */
  async ofVisit(actor: Actor, procedureId: string): Promise<VisitScript> {
    await this.policies.refresh();
    const run = await this.procedures.find(this.db, procedureId);
    const mayCall = run !== null && this.visibility.rootsWith(actor, 'order:visit').includes(run.rootId);
    if (run === null || run.kind !== 'visit' || run.orderId === null || !mayCall)
      throw new AppError('NOT_FOUND');
    const stored = await this.orders.find(this.db, run.orderId);
    if (stored === null) throw new AppError('NOT_FOUND');
    const { facts, title } = stored;
    const policy = this.policies.inForce<{ rows: ScriptRow[] }>(facts.rootId, 'script', this.clock.now());
    const name = (id: string | null) => (id === null ? '' : (this.directory.findUnit(id)?.short_name ?? ''));
    const office = this.directory.findUnit(facts.officeUnitId);
    return scriptFor(
      policy?.rows ?? [],
      {
        classCode: facts.classCode,
        outcome: facts.outcome,
        form: run.values.form === 'ONE_TO_ONE' ? 'ONE_TO_ONE' : 'SERVICE',
      },
      {
        office: office?.name ?? '街道热线办',
        unit: name(facts.leadUnitId) || name(facts.officeUnitId),
        class: title,
        place: name(facts.gridId ?? facts.communityId),
        orderNo: facts.orderNo,
        received: monthDay(dayOf(facts.receivedAt)),
        outcome: outcomeText(facts.outcome),
      },
    );
  }
}

/** `2026-11-24` → `11月24日`. */
function monthDay(day: string): string {
  const [, month, date] = day.split('-').map(Number);
  return `${month}月${date}日`;
}
