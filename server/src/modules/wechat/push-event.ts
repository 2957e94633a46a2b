import { createHash } from 'node:crypto';
import { type Instant, toInstant } from '@yihu/shared';
import { isRecord } from './exact-json';

/** A pushed event, read from its JSON. */
export interface PushEvent {
  /** `subscribe_msg_popup_event`, …; the message type when it is no event. */
  name: string;
  /** FromUserName: the person's openid for subscription events. */
  from: string;
  at: Instant;
  /** `List`, always as an array: WeChat writes a single item as a bare object. */
  items: Record<string, unknown>[];
  /** The same for every delivery of the same event. */
  dedupKey: string;
}

const NAME_MAX = 48;

/** A member as text: WeChat writes numbers now as numbers, now as strings. */
export function textOf(record: Record<string, unknown>, key: string): string {
  const value = record[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Reads the parsed JSON of a push. @param receivedAt stands in when CreateTime is missing or nonsense */
export function pushEventOf(body: Record<string, unknown>, receivedAt: Instant): PushEvent {
  const name = (textOf(body, 'Event') || textOf(body, 'MsgType')).slice(0, NAME_MAX);
  const items = [body.List].flat().filter(isRecord);
  return {
    name,
    from: textOf(body, 'FromUserName'),
    at: momentOf(textOf(body, 'CreateTime')) ?? receivedAt,
    items,
    dedupKey: `${name}:${createHash('sha256').update(identityOf(body, items)).digest('hex')}`,
  };
}

function momentOf(seconds: string): Instant | null {
  return /^\d{9,10}$/.test(seconds) ? toInstant(Number(seconds) * 1000) : null;
}

/**
 * What makes a push this push and no other: a message's or moderation's own id, the ids of the messages reported on,
 * or else who, when and about which templates.
 */
function identityOf(body: Record<string, unknown>, items: Record<string, unknown>[]): string {
  const own = textOf(body, 'MsgId') || textOf(body, 'trace_id');
  if (own !== '') return JSON.stringify(['id', own]);
  const ids = items.map((item) => [textOf(item, 'TemplateId'), textOf(item, 'MsgID')]);
  if (ids.length > 0 && ids.every(([, msgId]) => msgId !== '')) return JSON.stringify(['msg', ids.sort()]);
  const choices = items.map((item) => [textOf(item, 'TemplateId'), textOf(item, 'SubscribeStatusString')]);
  return JSON.stringify(['who', textOf(body, 'FromUserName'), textOf(body, 'CreateTime'), choices.sort()]);
}
