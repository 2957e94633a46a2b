import { Injectable } from '@nestjs/common';
import type { Instant, TemplateKind } from '@yihu/shared';
import { Env } from '../../config/env';
import type { Row, Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { Feed } from '../../platform/feed';
import { newId } from '../../platform/ids';
import { Outbox } from '../../platform/outbox';
import { clip } from './rules/clip';

export const WECHAT_TOPIC = 'wechat.subscribe';
/** Outbox topic: a resident's message about her result is out. Payload `{ orderId, seq }` of the event it told. */
export const RESULT_DELIVERED = 'order.told';

export interface Recipient {
  personId: string;
  /** Whether the person has a WeChat account; looked up when not given. */
  hasOpenid?: boolean;
}

export interface Telling {
  /** `<order id>:<seq of the event>`: with recipient and channel the key of a message. */
  eventRef: string;
  orderId: string;
  orderNo: string;
  recipients: readonly Recipient[];
  /** At most 5 汉字. */
  phrase: string;
  /** At most 20 characters, naming unit and date; the inbox keeps up to 40. */
  thing: string;
  templateKind: TemplateKind;
  title: string;
  /** Mini-program page without leading slash, with its query. */
  page: string;
  now: Instant;
}

interface Message extends Row {
  id: string;
  event_ref: string;
  recipient_id: string;
  channel: 'INBOX' | 'WECHAT';
}

/** Tells people what happened to an order. */
@Injectable()
export class Notices {
  /** Who has a WeChat account, as each transaction has found out so far. */
  private readonly found = new WeakMap<Tx, Map<string, boolean>>();

  constructor(
    private readonly env: Env,
    private readonly outbox: Outbox,
    private readonly feed: Feed,
  ) {}

  /**
   * Writes one inbox message per person, and one for WeChat, in the transaction of the event. What cannot go by
   * WeChat (no account, no template) is written as NO_CREDIT, so that staff see who is not reached. Telling the same
   * event again adds nothing. Texts too long are cut: no order may fail because of its message.
   */
  async tell(tx: Tx, telling: Telling): Promise<void> {
    const recipients = new Map(telling.recipients.map((recipient) => [recipient.personId, recipient]));
    if (recipients.size === 0) return;
    const bound = await this.bound(tx, [...recipients.values()]);
    const messages = [...recipients.keys()].flatMap((personId) => {
      const error = this.env.wechat.templates[telling.templateKind] === '' ? 'NO_TEMPLATE' : 'UNBOUND';
      const reachable = error !== 'NO_TEMPLATE' && bound.has(personId);
      return [
        messageOf(telling, personId, 'INBOX', 'UNREAD', null),
        messageOf(telling, personId, 'WECHAT', reachable ? 'QUEUED' : 'NO_CREDIT', reachable ? null : error),
      ];
    });
    const added = await this.insertNew(tx, messages);
    // Of an order's own events the feed tells anyway.
    if (added.length > 0 && !telling.eventRef.startsWith(`${telling.orderId}:`)) {
      await this.feed.add(tx, { kind: 'TOLD', rootId: null, subjectId: telling.orderId, now: telling.now });
    }
    for (const message of added) {
      if (message.channel === 'WECHAT' && message.state === 'QUEUED') await this.queue(tx, telling, message);
    }
  }

  private async bound(tx: Tx, recipients: readonly Recipient[]): Promise<Set<string>> {
    const known = recipients.filter((recipient) => recipient.hasOpenid === true);
    // Several events of one transaction tell the same people.
    const found = this.found.get(tx) ?? new Map<string, boolean>();
    this.found.set(tx, found);
    const ids = recipients.filter(({ hasOpenid }) => hasOpenid === undefined).map(({ personId }) => personId);
    const asked = ids.filter((id) => !found.has(id));
    if (asked.length > 0) {
      const sql = `SELECT id FROM person WHERE openid_cipher IS NOT NULL AND id IN (${asked.map(() => '?').join(',')})`;
      const rows = new Set((await tx.query<{ id: string }>(sql, asked)).map(({ id }) => id));
      for (const id of asked) found.set(id, rows.has(id));
    }
    return new Set([...known.map(({ personId }) => personId), ...ids.filter((id) => found.get(id) === true)]);
  }

  /** Inserts the messages that are not there yet and answers those. */
  private async insertNew(tx: Tx, messages: Message[]): Promise<Message[]> {
    try {
      await tx.insert('notice', messages);
      return messages;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
    const first = messages[0];
    const there = await tx.query<{ recipient_id: string; channel: string }>(
      'SELECT recipient_id, channel FROM notice WHERE event_ref = ?',
      [first?.event_ref ?? ''],
    );
    const keys = new Set(there.map((row) => `${row.recipient_id} ${row.channel}`));
    const missing = messages.filter((message) => !keys.has(`${message.recipient_id} ${message.channel}`));
    await tx.insert('notice', missing);
    return missing;
  }

  private async queue(tx: Tx, telling: Telling, message: Message): Promise<void> {
    await this.outbox.add(tx, {
      topic: WECHAT_TOPIC,
      effectKey: `wx:${telling.eventRef}:${message.recipient_id}`,
      subjectId: message.recipient_id,
      payload: { noticeId: message.id, kind: telling.templateKind, orderNo: telling.orderNo },
      now: telling.now,
    });
  }
}

function messageOf(
  telling: Telling,
  recipientId: string,
  channel: Message['channel'],
  state: string,
  error: string | null,
): Message {
  return {
    id: newId(),
    event_ref: telling.eventRef,
    recipient_id: recipientId,
    order_id: telling.orderId,
    channel,
    phrase: clip(telling.phrase, 5),
    thing: clip(telling.thing, 40),
    title: clip(telling.title, 60),
    page: clip(telling.page, 160),
    state,
    msg_id: null,
    error,
    created_at: telling.now,
    sent_at: null,
    read_at: null,
  };
}
