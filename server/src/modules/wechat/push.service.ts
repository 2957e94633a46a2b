import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { isRecord, parseExact } from './exact-json';
import { decryptPush, PushRefused, signatureMatches } from './push-crypto';
import { keptForm, type PushEvent, pushEventOf, textOf } from './push-event';
import { PushListeners } from './push-listeners';
import { recordOfXml } from './push-xml';
import { type SubscriptionEvents, SubscriptionListeners } from './subscription-events';
import { WECHAT_CONFIG, type WechatConfig } from './wechat.config';

/** The query WeChat adds to the callback's address. */
export interface PushQuery {
  signature?: string;
  timestamp?: string;
  nonce?: string;
  echostr?: string;
  msg_signature?: string;
}

/** Receives WeChat's message push: checks it, stores it once, lets it take effect in the same transaction. */
@Injectable()
export class PushService {
  constructor(
    @Inject(WECHAT_CONFIG) private readonly config: WechatConfig,
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly subscriptions: SubscriptionListeners,
    private readonly listeners: PushListeners,
  ) {}

  /** The console's URL check: gives `echostr` back. Throws PushRefused on a wrong signature. */
  checkUrl(query: PushQuery): string {
    this.verify(query, query.signature);
    return query.echostr ?? '';
  }

  /**
   * Takes one push. @param body the request body, parsed or still text
   * @returns false when it was delivered before · @throws PushRefused
   */
  async receive(query: PushQuery, body: unknown): Promise<boolean> {
    const content = this.contentOf(query, body);
    const now = this.clock.now();
    const event = pushEventOf(content, now);
    const row = {
      dedup_key: event.dedupKey,
      event: event.name,
      payload: keptForm(content),
      received_at: now,
    };
    return this.db.inTransaction(async (tx) => {
      try {
        await tx.insert('wechat_event', row);
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
      for (const listener of this.subscriptions.all()) await apply(tx, listener, event);
      for (const listener of this.listeners.of(event.name)) await listener(tx, event);
      return true;
    });
  }

  /** The event, after the signature of the mode in use. */
  private contentOf(query: PushQuery, body: unknown): Record<string, unknown> {
    if (this.config.aesKey === '') {
      this.verify(query, query.signature);
      return recordOf(body);
    }
    // The plain signature does not cover the body, so with a key configured only sealed pushes are believed.
    const cipher = textOf(recordOf(body), 'Encrypt');
    if (cipher === '') throw new PushRefused('not encrypted');
    this.verify(query, query.msg_signature, cipher);
    return recordOf(decryptPush(cipher, this.config.aesKey, this.config.appId));
  }

  private verify(query: PushQuery, signature: string | undefined, ...more: string[]): void {
    const { pushToken } = this.config;
    const parts = [pushToken, query.timestamp ?? '', query.nonce ?? '', ...more];
    // Without a token anybody could compute the signature.
    if (pushToken === '' || !signatureMatches(parts, signature ?? '')) throw new PushRefused('signature');
  }
}

/** A parsed body, or the text of one in either of the console's formats. */
function recordOf(body: unknown): Record<string, unknown> {
  const value =
    typeof body !== 'string' ? body : body.trimStart().startsWith('<') ? recordOfXml(body) : jsonOf(body);
  if (!isRecord(value)) throw new PushRefused('not an object');
  return value;
}

function jsonOf(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    throw new PushRefused('not JSON');
  }
}

/** Tells one listener every item of the event; other events are only stored. */
async function apply(tx: Tx, listener: SubscriptionEvents, event: PushEvent): Promise<void> {
  for (const item of event.items) {
    const base = { openid: event.from, templateId: textOf(item, 'TemplateId') };
    const choice = textOf(item, 'SubscribeStatusString');
    if (event.name === 'subscribe_msg_popup_event') {
      await listener.popup(tx, { ...base, accepted: choice.startsWith('accept'), at: event.at });
    } else if (event.name === 'subscribe_msg_change_event' && !choice.startsWith('accept')) {
      await listener.refused(tx, { ...base, at: event.at });
    } else if (event.name === 'subscribe_msg_sent_event') {
      const ok = textOf(item, 'ErrorCode') === '0';
      await listener.sent(tx, {
        ...base,
        msgId: textOf(item, 'MsgID'),
        ok,
        status: textOf(item, 'ErrorStatus'),
      });
    }
  }
}
