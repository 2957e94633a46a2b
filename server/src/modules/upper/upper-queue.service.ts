import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Instant, OrderFacts } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { Outbox } from '../../platform/outbox';
import { type Decision, type OrderFollower, OrderWriter } from '../orders';
import { UpperReportsStore } from './upper-reports.store';

/** Topic of the outbox that takes answers to platforms above. */
export const UPPER_TOPIC = 'upper';
const RESULTS = ['order.approved', 'order.answered'];

/**
 * Queues an answer for every number of a platform above when its order gets one, or when the order it lies in does
 * (M10, M77): in the transaction of the answer, one row for each entry of the order's own history.
 */
@Injectable()
export class UpperQueue implements OrderFollower, OnModuleInit {
  constructor(
    private readonly writer: OrderWriter,
    private readonly store: UpperReportsStore,
    private readonly outbox: Outbox,
  ) {}

  onModuleInit(): void {
    this.writer.join(this);
  }

  async follow(tx: Tx, _: OrderFacts, { facts, event, action }: Decision): Promise<null> {
    const said = action === 'mergedNews' ? String(event.data.ofEvent) : event.name;
    if (RESULTS.includes(said)) await this.queue(tx, facts, event.seq, 'RESULT', event.at);
    const isOpinion = event.name === 'order.progressed' && event.data.to !== 'PARTY';
    if (isOpinion) await this.queue(tx, facts, event.seq, 'OPINION', event.at);
    // Merged into what has its answer already, nothing more would come: this number gets the same one now.
    if (action === 'merge' && (await this.answeredBy(tx, event.data.targetId)) !== null) {
      await this.queue(tx, facts, event.seq, 'RESULT', event.at);
    }
    return null;
  }

  private answeredBy(tx: Tx, targetId: unknown): Promise<number | null> {
    return this.store.answerSeq(tx, String(targetId));
  }

  private async queue(
    tx: Tx,
    { id, rootId, upperSystem, upperNo }: OrderFacts,
    seq: number,
    report: 'OPINION' | 'RESULT',
    now: Instant,
  ): Promise<void> {
    if (upperSystem === null || upperNo === null) return;
    const reportId = await this.store.queue(
      tx,
      { orderId: id, seq, rootId, upperSystem, upperNo, report },
      now,
    );
    await this.outbox.add(tx, {
      topic: UPPER_TOPIC,
      effectKey: `upper:${id}:${seq}`,
      subjectId: id,
      payload: { reportId },
      now,
    });
  }
}
