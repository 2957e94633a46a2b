import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import { Env } from '../../config/env';
import { FieldCipher } from '../../platform/crypto';
import { Db, type Tx } from '../../platform/db/db';
import { type OutboxJob, OutboxWorker, type Outcome, retryTime } from '../../platform/outbox';
import { SignedLinks } from '../attachments/rules/signed-links';
import { TEXT_PIECE, WechatError, WechatPlatform } from '../wechat';
import { ModerationQuery } from './moderation.query';
import { IMAGE_TOPIC, TEXT_TOPIC } from './moderation.service';
import { ModerationStore } from './moderation.store';
import { ModerationAnswers } from './moderation-answers.service';
import type { ModerationRow } from './moderation-row';
import { endingOfFailure, piecesOf, worst } from './rules/verdict';

/** Puts the questions to the platform, from the outbox: asking twice does no harm, so lost workers just ask again. */
@Injectable()
export class ModerationAsker implements OnModuleInit {
  constructor(
    private readonly env: Env,
    private readonly db: Db,
    private readonly cipher: FieldCipher,
    private readonly platform: WechatPlatform,
    private readonly query: ModerationQuery,
    private readonly store: ModerationStore,
    private readonly answers: ModerationAnswers,
    private readonly links: SignedLinks,
    private readonly worker: OutboxWorker,
  ) {}

  onModuleInit(): void {
    const gaveUp = async (tx: Tx, job: OutboxJob) => {
      await this.store.toPeople(tx, String(job.payload.checkId), 'FAILED');
    };
    for (const topic of [TEXT_TOPIC, IMAGE_TOPIC]) {
      this.worker.register({ topic, handle: (job, now) => this.ask(job, now), gaveUp });
    }
  }

  private async ask(job: OutboxJob, now: Instant): Promise<Outcome> {
    const row = await this.query.find(String(job.payload.checkId));
    if (row === null || !isAsked(row, job)) return 'done';
    const cipher = await this.query.openidCipherOf(row.author_id);
    // Typed at the desk, or by somebody who has left: there is nobody WeChat would check for.
    if (cipher === null) return this.toPeople(row);
    try {
      const openid = this.cipher.decrypt(cipher);
      await (row.kind === 'TEXT' ? this.askText(row, openid, now) : this.askImage(row, openid, now));
      return 'done';
    } catch (error) {
      if (!(error instanceof WechatError)) throw error;
      return this.failed(row, error, job.attempts, now);
    }
  }

  private async askText(row: ModerationRow, openid: string, now: Instant): Promise<void> {
    const verdicts = [];
    for (const piece of piecesOf(row.content ?? '', TEXT_PIECE)) {
      verdicts.push(await this.platform.checkText(openid, piece));
    }
    const verdict = worst(verdicts);
    const end = { state: verdict?.suggestion ?? 'PASS', label: verdict?.label ?? 0, now } as const;
    await this.db.inTransaction((tx) => this.store.answered(tx, row.id, end));
  }

  /** The callback may be quicker than the answer to the question: then it waits in the archive of pushes. */
  private async askImage(row: ModerationRow, openid: string, now: Instant): Promise<void> {
    const attachmentId = row.attachment_id ?? '';
    if (!(await this.query.hasPicture(attachmentId))) {
      await this.db.inTransaction((tx) => this.store.toPeople(tx, row.id, 'DOWNLOAD'));
      return;
    }
    const link = this.links.sign(attachmentId, 'main', now);
    // The number makes each try an address of its own: the platform refuses one that it was asked about before.
    const url = `${this.env.publicUrl}${link}&try=${row.asks}`;
    const traceId = await this.platform.checkImage(openid, url);
    // First committed, then looked up: a callback in between finds the trace id, one before is found here.
    await this.db.inTransaction((tx) => this.store.asked(tx, row.id, traceId, now));
    await this.db.inTransaction((tx) => this.answers.fromArchive(tx, traceId));
  }

  private async failed(
    row: ModerationRow,
    error: WechatError,
    attempts: number,
    now: Instant,
  ): Promise<Outcome> {
    const ending = endingOfFailure(error.kind, error.errcode, row.visited_at, now);
    const note = `${error.kind} ${error.errcode ?? ''}`.trim();
    if (ending === 'AGAIN') return { retryAt: retryTime(now, attempts, Math.random()), note };
    const reason = 'human' in ending ? ending.human : 'UNCLEAR';
    await this.db.inTransaction((tx) => this.store.toPeople(tx, row.id, reason));
    return 'done';
  }

  private async toPeople(row: ModerationRow): Promise<Outcome> {
    await this.db.inTransaction((tx) => this.store.toPeople(tx, row.id, 'NOT_SEEN'));
    return 'done';
  }
}

/** Whether this job's question is still open: the first ones, and one more after a callback that did not come. */
function isAsked(row: ModerationRow, job: OutboxJob): boolean {
  if (row.state === 'PENDING') return row.trace_id === null;
  return row.state === 'HUMAN' && row.reason === 'NO_CALLBACK' && row.asks === job.payload.ask;
}
