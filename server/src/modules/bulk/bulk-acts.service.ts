import { Injectable } from '@nestjs/common';
import { type ActBody, type BulkAct, bulkActOf, procedureKind } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { ActService, type How, readFields, readForm } from '../orders';
import { ProceduresStore } from '../procedures';
import { ProceduresService } from '../procedures/procedures.service';

type Fields = Record<string, unknown>;

/** The acts a bulk may consist of, each done to one order by the door people use for it. */
@Injectable()
export class BulkActs {
  constructor(
    private readonly db: Db,
    private readonly acts: ActService,
    private readonly procedures: ProceduresService,
    private readonly runs: ProceduresStore,
  ) {}

  /** What is refused is thrown as by the act itself. A rehearsal leaves no trace. */
  async carryOut(
    actor: Actor,
    { way }: BulkAct,
    orderId: string,
    body: ActBody,
    how: How = 'DO',
  ): Promise<void> {
    if (way.do === 'act') {
      return how === 'DO'
        ? this.acts.act(actor, orderId, way.action, body)
        : this.acts.rehearse(actor, orderId, way.action, body);
    }
    if (way.do === 'open') return this.procedures.open(actor, way.kind, { orderIds: [orderId] }, body, how);
    const { id, version } = await this.runOf(orderId, way.kind);
    return this.procedures.step(actor, id, way.step, { ...body, version }, how);
  }

  /** The newest of its kind: one that is over refuses the step by itself, and says where it ended. */
  private async runOf(orderId: string, kind: string): Promise<{ id: string; version: number }> {
    const run = (await this.runs.ofOrder(this.db, orderId)).find((each) => each.kind === kind);
    if (run === undefined) throw new AppError('PROCEDURE_NONE', { label: procedureKind(kind).label });
    return run;
  }
}

/** Throws ACTION_UNKNOWN, BULK_UNFIT or what the form itself is refused with. */
export function bulkForm(name: string, said: Fields): { act: BulkAct; fields: Fields } {
  const act = bulkActOf(name);
  if (act === null) throw new AppError('ACTION_UNKNOWN', { action: name.slice(0, 40) });
  if (!act.isBulk) throw new AppError('BULK_UNFIT', { label: act.label });
  const fields = act.way.do === 'act' ? readForm(act.way.action, said) : readFields(act.fields, said);
  return { act, fields };
}
