import { Injectable } from '@nestjs/common';
import { TRANSITIONS, type UpperBatch, type UpperItem, type UpperLine } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { Commands, OrdersStore, OrderWriter, Visibility } from '../orders';
import { UpperLines } from './upper-lines';
import { type UpperReport, UpperReportsStore } from './upper-reports.store';

const PAGE = 200;

/** The desk's side of reporting up: what is not sent, a batch to hand over, and the platform's word that it has it. */
@Injectable()
export class UpperDesk {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: UpperReportsStore,
    private readonly lines: UpperLines,
    private readonly orders: OrdersStore,
    private readonly writer: OrderWriter,
    private readonly commands: Commands,
    private readonly visibility: Visibility,
  ) {}

  private rootsOf(actor: Actor): string[] {
    return this.visibility.rootsWith(actor, 'order:approve');
  }

  /** Answers no platform above has acknowledged yet, oldest first. */
  async unsent(actor: Actor): Promise<UpperItem[]> {
    const reports = await this.store.unsent(this.db, this.rootsOf(actor), null, PAGE);
    const items: UpperItem[] = [];
    for (const report of reports) {
      const stored = await this.orders.find(this.db, report.orderId);
      if (stored === null) continue;
      const { rootId: _, seq: __, ...shown } = report;
      items.push({ ...shown, orderNo: stored.facts.orderNo });
    }
    return items;
  }

  /**
   * Everything unacknowledged for one platform as a batch, those exported before included: a file that got lost goes
   * out again, and the keys tell the platform which lines it has.
   */
  async export(actor: Actor, upperSystem: string): Promise<UpperBatch> {
    return this.db.inTransaction(async (tx) => {
      const now = this.clock.now();
      const batchId = newId();
      const reports = await this.store.unsent(tx, this.rootsOf(actor), upperSystem, PAGE);
      const lines: UpperLine[] = [];
      for (const report of reports) {
        const line = await this.lines.lineOf(tx, report);
        if (line !== null) lines.push(line);
      }
      await this.store.exported(
        tx,
        reports.map(({ id }) => id),
        batchId,
        now,
      );
      return { batchId, upperSystem, lines };
    });
  }

  /** The platform has the batch: each of its orders is reported up, once. Throws UPPER_NOT_EXPORTED. */
  async acknowledge(actor: Actor, batchId: string, upperRef: string, commandId: string): Promise<number> {
    let count = 0;
    await this.commands.once(
      { personId: actor.personId, commandId, body: ['upper.ack', batchId, upperRef] },
      async (tx) => {
        const now = this.clock.now();
        const reports = await this.store.ofBatch(tx, this.rootsOf(actor), batchId);
        if (reports.length === 0) throw new AppError('UPPER_NOT_EXPORTED');
        for (const report of reports) await this.reported(tx, actor, report, upperRef);
        count = reports.length;
        return { streamId: batchId, seq: 1, at: now };
      },
    );
    return count;
  }

  private async reported(tx: Tx, actor: Actor, report: UpperReport, upperRef: string): Promise<void> {
    const now = this.clock.now();
    if (!(await this.store.acked(tx, report.id, now))) return;
    const stored = await this.orders.find(tx, report.orderId);
    if (stored === null) return;
    const isGone =
      report.report === 'RESULT' && stored.facts.approvedAt === null && stored.facts.state !== 'MERGED';
    // Reworked since: the platform has heard of a result that holds no more, and hears of the next one.
    if (isGone || !TRANSITIONS.reportUp.from.includes(stored.facts.state)) return;
    await this.writer.carryOut(
      tx,
      await this.writer.worldOf(tx, stored, now),
      {
        action: 'reportUp',
        actor: { personId: actor.personId, system: false, grants: actor.grants },
        form: { report: report.report, upperRef },
        now,
      },
      null,
    );
  }
}
