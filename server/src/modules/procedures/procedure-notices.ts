import { Injectable } from '@nestjs/common';
import {
  addMinutes,
  formatMonthDay,
  type Instant,
  procedureKind,
  type RunFacts,
  type StepDecision,
  taskSpec,
} from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';
import { StaffQuery } from '../directory/staff.query';
import { Notices } from '../notifications/notices.service';
import { type Decision, OrdersStore } from '../orders';
import { PoliciesService } from '../policies/policies.service';
import { ProceduresStore } from './procedures.store';
import { sentenceOf } from './rules/sentence';
import type { StepCommand } from './step-command';

interface Message {
  eventRef: string;
  to: readonly string[];
  phrase: string;
  thing: string;
  now: Instant;
}

/** Tells holders of new tasks what they owe, those who asked how it went, and the resident what it means for her. */
@Injectable()
export class ProcedureNotices {
  constructor(
    private readonly directory: DirectoryService,
    private readonly staff: StaffQuery,
    private readonly notices: Notices,
    private readonly orders: OrdersStore,
    private readonly store: ProceduresStore,
    private readonly policies: PoliciesService,
  ) {}

  async tellTasks(tx: Tx, run: RunFacts, decision: StepDecision, now: Instant): Promise<void> {
    const kind = procedureKind(run.kind);
    const by = this.nameOf(decision.standing.unitId) || '系统';
    const due = await this.dueText(tx, run.id);
    for (const task of decision.step.opened) {
      const { permission, tells } = taskSpec(kind, task.role);
      await this.send(tx, run, {
        eventRef: `${run.id}:${run.version}`,
        to:
          task.personId === undefined
            ? await this.staff.answering(tx, task.unitId, permission, now)
            : [task.personId],
        phrase: tells?.phrase ?? kind.label,
        thing: tells?.thing ?? (due === '' ? `${by}发起,请处理` : `${by}发起,${due}前处理`),
        now,
      });
    }
  }

  async tellOpener(
    tx: Tx,
    run: RunFacts,
    decision: StepDecision,
    command: Pick<StepCommand, 'actor' | 'now'>,
  ): Promise<void> {
    const { tellsOpener } = decision;
    // What is somebody's own is told to nobody else of her unit.
    const isOwn = run.homeKind === 'score';
    if (tellsOpener == null || (run.openerUnitId === null && !isOwn)) return;
    const staff =
      run.openerUnitId === null
        ? []
        : await this.staff.answering(tx, run.openerUnitId, 'unit:read', command.now);
    await this.send(tx, run, {
      eventRef: `${run.id}:${run.version}`,
      // The unit, and who asked for it there: a leader's word is asked for at the office.
      to: [...new Set([...staff, run.openerId])].filter(
        (id) => id !== command.actor.personId && id !== 'SYSTEM',
      ),
      phrase: tellsOpener.phrase,
      thing: tellsOpener.thing,
      now: command.now,
    });
  }

  /** In the same words as her timeline, shortened for a message. */
  async tellResident(
    tx: Tx,
    { facts, event }: Pick<Decision, 'facts' | 'event'>,
    { resident }: StepDecision,
    blanks: Readonly<Record<string, string>>,
  ): Promise<void> {
    if (resident === null || facts.filerId === null || facts.filerId === event.actorId) return;
    await this.notices.tell(tx, {
      eventRef: `${facts.id}:${event.seq}`,
      orderId: facts.id,
      orderNo: facts.orderNo,
      recipients: [{ personId: facts.filerId }],
      phrase: resident.phrase,
      thing: sentenceOf(resident.thing, blanks) ?? '',
      templateKind: 'progress',
      title: this.policies.titleOf(facts.rootId, facts.classCode),
      page: `resident/order/index?id=${facts.id}`,
      now: event.at,
    });
  }

  /** A message about a procedure, to staff; with the order it hangs on when there is exactly one. */
  async send(tx: Tx, run: RunFacts, message: Message): Promise<void> {
    if (message.to.length === 0) return;
    const orderIds = await this.store.orderIdsOf(tx, run);
    const [orderId] = orderIds.length === 1 ? orderIds : [];
    const order = orderId === undefined ? null : await this.orders.find(tx, orderId);
    await this.notices.tell(tx, {
      eventRef: message.eventRef,
      orderId: orderId ?? run.id,
      orderNo: order?.facts.orderNo ?? procedureKind(run.kind).label,
      recipients: message.to.map((personId) => ({ personId })),
      phrase: message.phrase,
      thing: message.thing,
      templateKind: 'task',
      title:
        order === null
          ? procedureKind(run.kind).label
          : this.policies.titleOf(order.facts.rootId, order.facts.classCode),
      page: `handler/procedure/index?id=${run.id}`,
      now: message.now,
    });
  }

  private async dueText(tx: Tx, runId: string): Promise<string> {
    const [row] = await tx.query<{ due_at: string | null }>(
      "SELECT MIN(due_at) AS due_at FROM clock WHERE order_id = ? AND state = 'RUNNING'",
      [runId],
    );
    return row?.due_at == null ? '' : formatMonthDay(addMinutes(row.due_at, -1));
  }

  private nameOf(unitId: string | null): string {
    return unitId === null ? '' : (this.directory.findUnit(unitId)?.short_name ?? '');
  }
}
