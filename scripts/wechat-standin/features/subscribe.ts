/** `POST /cgi-bin/message/subscribe/send`: the checks in the platform's order, the quota, the message kept for reading. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Deps, Feature } from '../feature.ts';
import { valueAllowed } from '../field-rules.ts';
import type { Ledger } from '../ledger.ts';
import type { Answer, Call, JsonObject } from '../wire.ts';
import { bodyOf, isObject, rawJson, textOf, WxFail } from '../wire.ts';
import type { World } from '../world.ts';
import type { Template } from './templates.ts';
import { findTemplate, keysOf } from './templates.ts';

/** A delivered message. `msgId` is the exact 19 digits. */
export interface SentMessage {
  msgId: string;
  openid: string;
  userName: string;
  templateId: string;
  page: string;
  state: string;
  data: Record<string, string>;
  /** ISO-8601 UTC. */
  at: string;
}

const STATES = ['developer', 'trial', 'formal'];
const LANGS = ['zh_CN', 'en_US', 'zh_HK', 'zh_TW'];

/** Everything sent since the last reset, and who has a send in flight right now. */
export class Outbox {
  readonly sent: SentMessage[] = [];
  readonly inFlight = new Set<string>();
  private sequence = 0;

  reset(): void {
    this.sent.length = 0;
    this.inFlight.clear();
  }

  /** 19 digits, odd, so that no double holds it exactly: JSON.parse would round it. */
  nextMsgId(nowMs: number): string {
    this.sequence = (this.sequence + 1) % 50_000;
    return String(3_000_000_000_000_000_000n + BigInt(nowMs) * 100_000n + BigInt(this.sequence * 2 + 1));
  }
}

/** 47003 with the key named the way the platform names it. */
function badArgument(what: string): WxFail {
  return new WxFail(47003, `argument invalid! ${what}`);
}

/** The values by key, after the key and type rules of the template. */
function checkedData(template: Template, body: JsonObject): Record<string, string> {
  const data = isObject(body.data) ? body.data : {};
  const keys = keysOf(template);
  const values: Record<string, string> = {};
  for (const key of keys) {
    const item = data[key];
    const value = isObject(item) ? textOf(item, 'value') : '';
    if (value === '') throw badArgument(`data.${key}.value is empty`);
    const list = template.keywordEnumValueList?.find((one) => one.keywordCode === `${key}.DATA`);
    if (!valueAllowed(key, value, list?.enumValueList)) throw badArgument(`data.${key}.value invalid`);
    values[key] = value;
  }
  const extra = Object.keys(data).find((key) => !keys.includes(key));
  if (extra !== undefined) throw badArgument(`data.${extra}.value invalid`);
  return values;
}

function checkRest(world: World, body: JsonObject, data: Record<string, string>): void {
  const { sensitiveMarker, pages } = world.switches;
  if (Object.values(data).some((value) => value.includes(sensitiveMarker))) throw new WxFail(45168);
  const page = textOf(body, 'page');
  if (page.startsWith('/')) throw new WxFail(41030);
  if (page !== '' && pages && !pages.includes(page.split('?')[0] ?? '')) throw new WxFail(41030);
  if (body.miniprogram_state !== undefined && !STATES.includes(textOf(body, 'miniprogram_state'))) {
    throw badArgument('miniprogram_state invalid');
  }
  if (body.lang !== undefined && !LANGS.includes(textOf(body, 'lang'))) throw badArgument('lang invalid');
}

interface Sender extends Deps {
  ledger: Ledger;
  outbox: Outbox;
}

/** The part that runs while the person's send is in flight. */
async function deliver(sender: Sender, template: Template, body: JsonObject): Promise<string> {
  const { world, ledger, outbox, pusher } = sender;
  const openid = textOf(body, 'touser');
  if (world.switches.sendLatencyMs > 0) await wait(world.switches.sendLatencyMs);
  const data = checkedData(template, body);
  checkRest(world, body, data);
  const user = world.users.get(openid);
  if (!user?.mainSwitch || !ledger.consume(openid, template.priTmplId)) throw new WxFail(43101);
  const msgId = outbox.nextMsgId(world.nowMs());
  outbox.sent.push({
    msgId,
    openid,
    userName: user.name,
    templateId: template.priTmplId,
    page: textOf(body, 'page'),
    state: textOf(body, 'miniprogram_state') || 'formal',
    data,
    at: new Date(world.nowMs()).toISOString(),
  });
  const delay = world.switches.sentEventDelayMs;
  if (delay !== null) {
    const item = { TemplateId: template.priTmplId, MsgID: msgId, ErrorCode: '0', ErrorStatus: 'success' };
    pusher.later(delay, openid, 'subscribe_msg_sent_event', [item]);
  }
  return msgId;
}

async function send(sender: Sender, call: Call): Promise<Answer> {
  const { world, outbox } = sender;
  const body = bodyOf(call);
  const openid = textOf(body, 'touser');
  if (!world.users.has(openid)) throw new WxFail(40003);
  const template = findTemplate(textOf(body, 'template_id'));
  if (!template) throw new WxFail(40037);
  if (world.switches.appBanned) throw new WxFail(43107);
  if (outbox.inFlight.has(openid)) throw new WxFail(43108);
  outbox.inFlight.add(openid);
  try {
    const msgId = await deliver(sender, template, body);
    return rawJson(call.path, `{"errcode":0,"errmsg":"ok","msgid":${msgId}}`);
  } finally {
    outbox.inFlight.delete(openid);
  }
}

/** The messages with their template titles, newest last; `user` (openid or name) narrows. */
function listSent({ world, outbox }: Sender, input: JsonObject) {
  const who = textOf(input, 'user');
  const openid = who === '' ? '' : (world.findUser(who)?.openid ?? who);
  return outbox.sent
    .filter((one) => openid === '' || one.openid === openid)
    .map((one) => ({ ...one, title: findTemplate(one.templateId)?.title ?? '' }));
}

export function createSubscribe(deps: Deps, ledger: Ledger, outbox: Outbox): Feature {
  const sender: Sender = { ...deps, ledger, outbox };
  return {
    routes: [
      {
        method: 'POST',
        path: '/cgi-bin/message/subscribe/send',
        needsToken: true,
        run: (call) => send(sender, call),
      },
    ],
    controls: [{ method: 'GET', name: 'sent', run: (input) => listSent(sender, input) }],
    reset: () => {
      ledger.reset();
      outbox.reset();
    },
  };
}
