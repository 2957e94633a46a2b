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
  /** Everything, as it came. */
  body: Record<string, unknown>;
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
    body,
    dedupKey: keyOf(name, identityOf(body, items)),
  };
}

/** The dedupKey of an event that carries its own id. */
export function keyOfOwnId(name: string, id: string): string {
  return keyOf(name, JSON.stringify(['id', id]));
}

function keyOf(name: string, identity: string): string {
  return `${name}:${createHash('sha256').update(identity).digest('hex')}`;
}

/** Members that name a person. */
const PERSON_MEMBERS = ['FromUserName', 'OpenID', 'OpenPID', 'UnionID'];

/**
 * The event as it may be kept: persons by a short hash, and of what is no event (somebody wrote to the app) nothing
 * but its kind.
 */
export function keptForm(body: Record<string, unknown>): string {
  if (textOf(body, 'MsgType') !== 'event') return JSON.stringify({ MsgType: textOf(body, 'MsgType') });
  const hidden = PERSON_MEMBERS.filter((member) => textOf(body, member) !== '').map((member) => [
    member,
    `sha256:${createHash('sha256').update(textOf(body, member)).digest('hex').slice(0, 16)}`,
  ]);
  return JSON.stringify({ ...body, ...Object.fromEntries(hidden) });
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
  // Privacy and punishment events come from the platform itself: whom and what they concern stands elsewhere.
  const concern = ['OpenID', 'RevokeInfo', 'punish_id'].map((member) => textOf(body, member));
  const from = [textOf(body, 'FromUserName'), textOf(body, 'CreateTime'), ...concern];
  return JSON.stringify(['who', ...from, choices.sort()]);
}
