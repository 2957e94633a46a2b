import { Injectable } from '@nestjs/common';
import type { UpperLine } from '@yihu/shared';
import type { Db, Tx } from '../../platform/db/db';
import { OrdersStore } from '../orders';
import { type UpperReport, UpperReportsStore } from './upper-reports.store';

/** Words an answer as the platform above gets it. */
@Injectable()
export class UpperLines {
  constructor(
    private readonly store: UpperReportsStore,
    private readonly orders: OrdersStore,
  ) {}

  /** Null when the order is gone. The key stays the same however often the line goes out. */
  async lineOf(reader: Tx | Db, report: UpperReport): Promise<UpperLine | null> {
    const stored = await this.orders.find(reader, report.orderId);
    if (stored === null) return null;
    const { facts } = stored;
    const own = await this.store.wordsOf(reader, report.orderId, report.seq);
    const into = facts.mergedInto;
    const answered = into === null ? null : await this.orders.find(reader, into);
    return {
      key: `upper:${report.orderId}:${report.seq}`,
      upperNo: report.upperNo,
      orderNo: facts.orderNo,
      report: report.report,
      outcome: (answered?.facts ?? facts).outcome,
      text: own !== '' || into === null ? own : await this.answerOf(reader, into),
      at: report.queuedAt,
    };
  }

  private async answerOf(reader: Tx | Db, orderId: string): Promise<string> {
    const events = await this.orders.eventsOf(reader, orderId);
    const last = events.findLast(({ name }) => name === 'order.approved' || name === 'order.answered');
    return last === undefined ? '' : this.store.wordsOf(reader, orderId, last.seq);
  }
}
