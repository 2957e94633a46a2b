import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import { Db, type Tx } from '../../platform/db/db';
import { newId } from '../../platform/ids';

/** A WECHAT notice as the sender needs it. */
export interface WechatNotice {
  id: string;
  event_ref: string;
  recipient_id: string;
  phrase: string;
  thing: string;
  title: string;
  page: string;
  state: string;
  created_at: Instant;
  openid_cipher: string | null;
}

export type AttemptOutcome = 'SENT' | 'REFUSED' | 'FAILED' | 'UNKNOWN';

/** The sender's writes: WECHAT rows of `notice`, and `send_attempt`. */
@Injectable()
export class SendsStore {
  constructor(private readonly db: Db) {}

  async find(noticeId: string): Promise<WechatNotice | null> {
    const [notice] = await this.db.read<WechatNotice>(
      `SELECT n.id, n.event_ref, n.recipient_id, n.phrase, n.thing, n.title, n.page, n.state, n.created_at, p.openid_cipher
         FROM notice n LEFT JOIN person p ON p.id = n.recipient_id WHERE n.id = ? AND n.channel = 'WECHAT'`,
      [noticeId],
    );
    return notice ?? null;
  }

  /** Notes the attempt before the call is made, so that a crash during the call leaves a trace; answers its id. */
  async begin(tx: Tx, noticeId: string, now: Instant): Promise<string> {
    const id = newId();
    await tx.insert('send_attempt', { id, notice_id: noticeId, at: now, outcome: 'STARTED', errcode: null });
    await this.mark(tx, noticeId, 'SENDING', null);
    return id;
  }

  async end(tx: Tx, attemptId: string, outcome: AttemptOutcome, errcode: number | null): Promise<void> {
    await tx.execute('UPDATE send_attempt SET outcome = ?, errcode = ? WHERE id = ?', [
      outcome,
      errcode,
      attemptId,
    ]);
  }

  /** A message that is out, or refused, stays so whatever a late or lost worker says. */
  async mark(tx: Tx, noticeId: string, state: string, error: string | null): Promise<void> {
    await tx.execute(
      `UPDATE notice SET state = ?, error = ? WHERE id = ? AND channel = 'WECHAT' AND state NOT IN ('SENT', 'REFUSED')`,
      [state, error?.slice(0, 80) ?? null, noticeId],
    );
  }

  async markSent(tx: Tx, noticeId: string, msgId: string | null, now: Instant): Promise<void> {
    await tx.execute(
      `UPDATE notice SET state = 'SENT', error = NULL, msg_id = ?, sent_at = ? WHERE id = ? AND channel = 'WECHAT'`,
      [msgId, now, noticeId],
    );
  }

  /** WeChat's later word that a message it had taken did not go out. */
  async markFailedLater(tx: Tx, recipientId: string, msgId: string, error: string): Promise<void> {
    await tx.execute(
      `UPDATE notice SET state = 'DEAD', error = ?
        WHERE recipient_id = ? AND channel = 'WECHAT' AND msg_id = ? AND state = 'SENT'`,
      [error.slice(0, 80), recipientId, msgId],
    );
  }

  /** The attempt a lost worker left open, which may or may not have reached WeChat. */
  async openAttempt(noticeId: string): Promise<string | null> {
    const [attempt] = await this.db.read<{ id: string; outcome: string }>(
      'SELECT id, outcome FROM send_attempt WHERE notice_id = ? ORDER BY id DESC LIMIT 1',
      [noticeId],
    );
    return attempt?.outcome === 'STARTED' ? attempt.id : null;
  }

  async unknownAttempts(tx: Tx, noticeId: string): Promise<number> {
    const [row] = await tx.query<{ n: number }>(
      `SELECT COUNT(*) AS n FROM send_attempt WHERE notice_id = ? AND outcome = 'UNKNOWN'`,
      [noticeId],
    );
    return Number(row?.n ?? 0);
  }
}
