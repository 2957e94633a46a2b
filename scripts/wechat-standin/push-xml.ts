/** A push in the console's XML format: texts in CDATA, subscription lists under an element of their own. */
import type { JsonObject } from './wire.ts';
import { isObject } from './wire.ts';

/** Events whose `List` items stand inside a named element when written as XML. */
const WRAPPERS: Readonly<Record<string, string>> = {
  subscribe_msg_popup_event: 'SubscribeMsgPopupEvent',
  subscribe_msg_change_event: 'SubscribeMsgChangeEvent',
  subscribe_msg_sent_event: 'SubscribeMsgSentEvent',
};

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('');
  if (isObject(value)) return `<${name}>${childrenOf(value)}</${name}>\n`;
  if (typeof value === 'number') return `<${name}>${value}</${name}>\n`;
  return `<${name}><![CDATA[${String(value ?? '')}]]></${name}>\n`;
}

function childrenOf(object: JsonObject): string {
  return Object.entries(object)
    .map(([name, value]) => element(name, value))
    .join('');
}

export function xmlOf(message: JsonObject): string {
  const { List, ...rest } = message;
  const wrapper = WRAPPERS[String(message.Event ?? '')] ?? '';
  const list = List === undefined ? {} : wrapper === '' ? { List } : { [wrapper]: { List } };
  return `<xml>${childrenOf({ ...rest, ...list })}</xml>`;
}
