import { Injectable, type OnModuleInit } from '@nestjs/common';
import { addMinutes, type Instant } from '@yihu/shared';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { Logger } from '../../platform/logger';
import { Outbox } from '../../platform/outbox';
import { PushArchive, PushListeners, textOf, verdictOf } from '../wechat';
import { ModerationQuery } from './moderation.query';
import { addQuestion } from './moderation.service';
import { ModerationStore } from './moderation.store';
import type { ModerationRow } from './moderation-row';
import { CALLBACK_MINUTES, endingOfCallbackError, mayAskAgain } from './rules/verdict';

const EVENT = 'wxa_media_check';
const SWEEP_BATCH = 100;

/** The platform's verdicts on pictures: pushed once, twice, late, or never. */
@Injectable()
export class ModerationAnswers implements OnModuleInit {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: ModerationStore,
    private readonly query: ModerationQuery,
    private readonly listeners: PushListeners,
    private readonly archive: PushArchive,
    private readonly outbox: Outbox,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.listeners.on(EVENT, (tx, event) => this.take(tx, event.body));
  }

  /** Takes in a verdict that was pushed before its trace id was known here. */
  async fromArchive(tx: Tx, traceId: string): Promise<void> {
    const body = await this.archive.find(tx, EVENT, traceId);
    if (body !== null) await this.take(tx, body);
  }

  /**
   * Hands pictures over to people whose callback did not come within half an hour, and asks the platform once more
   * while it still listens: whoever answers first ends the matter. Answers how many it looked at.
   */
  async sweep(now: Instant): Promise<number> {
    const rows = await this.query.overdue(addMinutes(now, -CALLBACK_MINUTES), SWEEP_BATCH);
    for (const row of rows) {
      await this.db
        .inTransaction((tx) => this.missed(tx, row, now))
        // One that cannot be handled must not stand in front of the others.
        .catch((error: unknown) => this.logger.error('moderation.not_handed_over', { jobId: row.id, error }));
    }
    return rows.length;
  }

  private async missed(tx: Tx, row: ModerationRow, now: Instant): Promise<void> {
    if (row.trace_id !== null) await this.fromArchive(tx, row.trace_id);
    const isOpen = await this.store.toPeople(tx, row.id, 'NO_CALLBACK');
    if (isOpen && mayAskAgain(row.asks, row.visited_at, now)) await addQuestion(tx, this.outbox, row, now);
  }

  /** A trace id that nobody asked for, or whose question was asked anew, changes nothing. */
  private async take(tx: Tx, body: Record<string, unknown>): Promise<void> {
    const now = this.clock.now();
    const row = await this.store.findByTrace(tx, textOf(body, 'trace_id'));
    if (row === null) return;
    const errcode = Number(textOf(body, 'errcode') || '0');
    const verdict = errcode === 0 ? verdictOf(body) : null;
    if (verdict !== null) {
      await this.store.answered(tx, row.id, { state: verdict.suggestion, label: verdict.label, now });
      return;
    }
    const ending = endingOfCallbackError(errcode, row.asks, row.visited_at, now);
    if (ending !== 'AGAIN') {
      await this.store.toPeople(tx, row.id, 'human' in ending ? ending.human : 'UNCLEAR');
    } else if (await this.store.forgetTrace(tx, row.id)) {
      await addQuestion(tx, this.outbox, row, now);
    }
  }
}
