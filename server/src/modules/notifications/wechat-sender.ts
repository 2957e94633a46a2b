import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Instant, TEMPLATE_KINDS, type TemplateKind } from '@yihu/shared';
import { Env } from '../../config/env';
import { FieldCipher } from '../../platform/crypto';
import { Db, type Tx } from '../../platform/db/db';
import { Logger } from '../../platform/logger';
import {
  Outbox,
  type OutboxHandler,
  type OutboxJob,
  OutboxWorker,
  type Outcome,
  retryTime,
} from '../../platform/outbox';
import { fieldValue, WechatClient, WechatError, type WechatTemplate } from '../wechat';
import { CreditsStore } from './credits.store';
import { RESULT_DELIVERED, WECHAT_TOPIC } from './notices.service';
import { fill } from './rules/fill';
import { reasonOf, resendTime, verdictOf } from './rules/send-rules';
import { SendsStore, type WechatNotice } from './sends.store';
import { Templates } from './templates.service';

/** Says nothing that could be found improper, and where to look. */
const NEUTRAL_TEXT = '办理有新进展,请点开查看';

interface Errand {
  job: OutboxJob;
  notice: WechatNotice;
  kind: TemplateKind;
  orderNo: string;
  template: WechatTemplate;
  now: Instant;
}

/** Sends subscription messages for the outbox. WeChat knows no idempotency key: see `resendTime`. */
@Injectable()
export class WechatSender implements OutboxHandler, OnModuleInit {
  readonly topic = WECHAT_TOPIC;

  constructor(
    private readonly env: Env,
    private readonly db: Db,
    private readonly cipher: FieldCipher,
    private readonly wechat: WechatClient,
    private readonly templates: Templates,
    private readonly sends: SendsStore,
    private readonly credits: CreditsStore,
    private readonly worker: OutboxWorker,
    private readonly outbox: Outbox,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.worker.register(this);
  }

  async handle(job: OutboxJob, now: Instant): Promise<Outcome> {
    const notice = await this.sends.find(String(job.payload.noticeId));
    if (notice === null || notice.state === 'SENT' || notice.state === 'REFUSED') return 'done';
    // An earlier try could not write down what became of its call: the database was away.
    if (notice.state === 'SENDING') return this.recover(job, now);
    const kind = kindOf(job);
    const templateId = this.env.wechat.templates[kind];
    if (templateId === '') return this.unreachable(notice, 'NO_TEMPLATE');
    if (notice.openid_cipher === null) return this.unreachable(notice, 'UNBOUND');
    const template = await this.templates.find(templateId);
    if (template === null) return this.misconfigured(job, 'template unknown to WeChat');
    const openid = this.cipher.decrypt(notice.openid_cipher);
    const errand = { job, notice, kind, orderNo: String(job.payload.orderNo), template, now };
    return this.send(errand, openid, notice.thing);
  }

  /** The worker was lost: before the call there is no harm in going on, after it nobody knows. */
  async recover(job: OutboxJob, now: Instant): Promise<Outcome> {
    const noticeId = String(job.payload.noticeId);
    const notice = await this.sends.find(noticeId);
    if (notice === null || notice.state === 'SENT' || notice.state === 'REFUSED') return 'done';
    // Lost after it had written that nobody knows, and before it could settle the job: that word stands.
    if (notice.state === 'UNKNOWN') {
      return this.db.inTransaction((tx) => this.afterUnknown(tx, noticeId, kindOf(job), now));
    }
    const attemptId = await this.sends.openAttempt(noticeId);
    if (attemptId === null) return { retryAt: now, note: 'worker lost before the call' };
    return this.db.inTransaction((tx) => this.unknown(tx, noticeId, attemptId, kindOf(job), now));
  }

  async gaveUp(tx: Tx, job: OutboxJob, reason: string): Promise<void> {
    await this.sends.mark(tx, String(job.payload.noticeId), 'DEAD', reason);
  }

  private async send(errand: Errand, openid: string, thing: string): Promise<Outcome> {
    const { job, notice, kind, template, now } = errand;
    const data = dataOf(errand, thing);
    if (data === null) return this.misconfigured(job, 'template has a key nothing fits');
    const attemptId = await this.begin(errand);
    if (attemptId === null) return 'done';
    try {
      const { msgId } = await this.wechat.sendSubscribe({
        openid,
        templateId: template.id,
        page: notice.page,
        data,
      });
      await this.db.inTransaction(async (tx) => {
        await this.sends.end(tx, attemptId, 'SENT', 0);
        await this.sends.markSent(tx, notice.id, msgId, now);
        await this.credits.spend(tx, notice.recipient_id, template.id, now);
        if (kind === 'result') await this.announce(tx, notice, now);
      });
      return 'done';
    } catch (error) {
      if (!(error instanceof WechatError)) throw error;
      const outcome = await this.db.inTransaction((tx) => this.failed(tx, errand, attemptId, error));
      if (outcome !== 'NEUTRAL') return outcome;
      return thing === NEUTRAL_TEXT ? { dead: reasonOf(error) } : this.send(errand, openid, NEUTRAL_TEXT);
    }
  }

  /** A result WeChat has taken is one the resident was told: whoever keeps orders carries that on. */
  private async announce(tx: Tx, notice: WechatNotice, now: Instant): Promise<void> {
    const [orderId = '', seq = '0'] = notice.event_ref.split(':');
    await this.outbox.add(tx, {
      topic: RESULT_DELIVERED,
      effectKey: `told:${notice.id}`,
      subjectId: orderId,
      payload: { orderId, seq: Number(seq) },
      now,
    });
  }

  /** Opens the attempt, or answers null when the job or the person's last message for this template is gone. */
  private begin({ job, notice, template, now }: Errand): Promise<string | null> {
    return this.db.inTransaction(async (tx) => {
      if (!(await this.outbox.stillHeld(tx, job))) return null;
      if (!(await this.credits.has(tx, notice.recipient_id, template.id))) {
        await this.sends.mark(tx, notice.id, 'NO_CREDIT', 'NO_CREDIT');
        return null;
      }
      if (template.longTerm) await this.credits.makeLongTerm(tx, notice.recipient_id, template.id, now);
      return this.sends.begin(tx, notice.id, now);
    });
  }

  /** Writes down what a failed call means, in one transaction, and says how the job goes on. */
  private async failed(
    tx: Tx,
    { job, notice, kind, template, now }: Errand,
    attemptId: string,
    error: WechatError,
  ): Promise<Outcome | 'NEUTRAL'> {
    const verdict = verdictOf(error, now, Math.random());
    const note = reasonOf(error);
    if (verdict.is === 'UNKNOWN') return this.unknown(tx, notice.id, attemptId, kind, now);
    await this.sends.end(tx, attemptId, verdict.is === 'REFUSED' ? 'REFUSED' : 'FAILED', error.errcode);
    if (verdict.is === 'REFUSED') {
      await this.credits.exhaust(tx, notice.recipient_id, template.id, now);
      await this.sends.mark(tx, notice.id, 'REFUSED', note);
      return 'done';
    }
    if (verdict.is === 'DEAD') {
      // The worker marks the notice through `gaveUp`, together with the job.
      if (verdict.alarm) this.logger.error('wechat.message_impossible', { jobId: job.id, code: note });
      return { dead: note };
    }
    await this.sends.mark(tx, notice.id, 'QUEUED', note);
    if (verdict.is === 'NEUTRAL') return 'NEUTRAL';
    return {
      retryAt: verdict.is === 'LATER' ? verdict.at : retryTime(now, job.attempts, Math.random()),
      note,
    };
  }

  private async unknown(
    tx: Tx,
    noticeId: string,
    attemptId: string,
    kind: TemplateKind,
    now: Instant,
  ): Promise<Outcome> {
    await this.sends.end(tx, attemptId, 'UNKNOWN', null);
    await this.sends.mark(tx, noticeId, 'UNKNOWN', 'outcome unknown');
    return this.afterUnknown(tx, noticeId, kind, now);
  }

  /** Once more later, or left to a person. */
  private async afterUnknown(tx: Tx, noticeId: string, kind: TemplateKind, now: Instant): Promise<Outcome> {
    const again = resendTime(kind, await this.sends.unknownAttempts(tx, noticeId), now);
    return again === null ? { unknown: true } : { retryAt: again, note: 'outcome unknown, one resend' };
  }

  private async unreachable(notice: WechatNotice, why: 'NO_TEMPLATE' | 'UNBOUND'): Promise<Outcome> {
    await this.db.inTransaction((tx) => this.sends.mark(tx, notice.id, 'NO_CREDIT', why));
    return 'done';
  }

  private misconfigured(job: OutboxJob, reason: string): Outcome {
    this.logger.error('wechat.message_impossible', { jobId: job.id, code: reason });
    return { dead: reason };
  }
}

function kindOf(job: OutboxJob): TemplateKind {
  const kind = String(job.payload.kind);
  if (!(kind in TEMPLATE_KINDS)) throw new Error(`no template kind ${kind}`);
  return kind as TemplateKind;
}

/** The values as WeChat takes them; null when some key of the template cannot be filled. */
function dataOf({ notice, orderNo, template }: Errand, thing: string): Record<string, string> | null {
  const { title, phrase, created_at: at } = notice;
  const raw = fill(template.keys, template.enums, { orderNo, title, phrase, thing, at });
  if (raw === null) return null;
  return Object.fromEntries(
    Object.entries(raw).map(([key, value]) => [key, fieldValue(key, value, template.enums[key])]),
  );
}
