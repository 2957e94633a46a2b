import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import { Db, type Tx } from '../../platform/db/db';
import {
  type OutboxHandler,
  type OutboxJob,
  OutboxWorker,
  type Outcome,
  retryTime,
} from '../../platform/outbox';
import { RESULT_DELIVERED } from '../notifications/notices.service';
import { OrderWriter, StaleVersionError, systemCommand } from './order-writer';
import { OrdersStore } from './orders.store';

/** A result message that WeChat has taken is the record that the resident was told: who, channel, when. */
@Injectable()
export class TellOnDelivery implements OutboxHandler, OnModuleInit {
  readonly topic = RESULT_DELIVERED;

  constructor(
    private readonly db: Db,
    private readonly store: OrdersStore,
    private readonly writer: OrderWriter,
    private readonly worker: OutboxWorker,
  ) {}

  onModuleInit(): void {
    this.worker.register(this);
  }

  async handle(job: OutboxJob, now: Instant): Promise<Outcome> {
    try {
      await this.db.inTransaction((tx) => this.tell(tx, job, now));
      return 'done';
    } catch (error) {
      if (!(error instanceof StaleVersionError)) throw error;
      return { retryAt: retryTime(now, job.attempts, Math.random()), note: 'the order moved on meanwhile' };
    }
  }

  /** Nothing to do when she has seen it, answered, or disputed meanwhile: that is more than being told. */
  private async tell(tx: Tx, job: OutboxJob, now: Instant): Promise<void> {
    const stored = await this.store.find(tx, String(job.payload.orderId));
    if (stored === null || stored.facts.state !== 'TO_VISIT' || stored.facts.told) return;
    const approved = (await this.store.eventsOf(tx, stored.facts.id)).findLast(
      (e) => e.name === 'order.approved' || e.name === 'order.answered',
    );
    if (approved?.seq !== job.payload.seq) return;
    const world = await this.writer.worldOf(tx, stored, now);
    const form = { way: 'WECHAT', reached: true };
    await this.writer.carryOut(tx, world, systemCommand('tell', form, now), job.effectKey);
  }
}
