import type { Clock } from '../../platform/clock';
import type { Db } from '../../platform/db/db';
import { isRecord } from './exact-json';
import { WechatCaller } from './wechat.caller';
import type { WechatConfig } from './wechat.config';
import { WechatError } from './wechat.error';
import type { Answer } from './wechat.transport';

export interface WechatSession {
  openid: string;
  /** Only when the mini-program is bound to an Open Platform account. */
  unionid?: string;
}

export interface SubscribeMessage {
  openid: string;
  templateId: string;
  /** A page of the mini-program without leading slash, query allowed; absent = the card leads nowhere. */
  page?: string;
  /** Template key → value, already inside the limits (see fields.ts). */
  data: Readonly<Record<string, string>>;
}

export interface WechatTemplate {
  id: string;
  title: string;
  /** In the order of the template: `['character_string1', 'thing2', …]`. */
  keys: string[];
  /** True: one accepted tap allows any number of messages. */
  longTerm: boolean;
  /** Allowed values of enum keys. */
  enums: Record<string, string[]>;
}

/** Signing in, and messages. Every failure is a WechatError; nothing here logs. */
export class WechatClient {
  private readonly sending = new Map<string, Promise<unknown>>();

  constructor(
    private readonly config: WechatConfig,
    db: Db,
    clock: Clock,
    private readonly caller = new WechatCaller(config, db, clock),
  ) {}

  /** The person behind a wx.login code. WeChat's session_key is dropped here: nothing in the product needs it. */
  async codeToSession(code: string): Promise<WechatSession> {
    const { appId, secret } = this.config;
    const path = '/sns/jscode2session';
    const query = { appid: appId, secret, js_code: code, grant_type: 'authorization_code' };
    const { openid, unionid } = await this.caller.plain({ path, query });
    if (!isOpenid(openid)) {
      throw new WechatError(path, null, 'unanswered', true, { cause: 'no openid' });
    }
    return isOpenid(unionid) ? { openid, unionid } : { openid };
  }

  /**
   * Sends one subscription message and gives WeChat's message id, exact to the last digit (null when WeChat gave
   * none). Messages to one person go one after the other: WeChat refuses a second one in flight with 43108.
   */
  async sendSubscribe(message: SubscribeMessage): Promise<{ msgId: string | null }> {
    const { openid } = message;
    const before = this.sending.get(openid) ?? Promise.resolve();
    const mine = before.then(() => this.sendNow(message));
    const settled = mine.catch(() => undefined);
    this.sending.set(openid, settled);
    try {
      return await mine;
    } finally {
      if (this.sending.get(openid) === settled) this.sending.delete(openid);
    }
  }

  /** The app's subscription templates, to check the configuration against at start. */
  async listTemplates(): Promise<WechatTemplate[]> {
    const { data } = await this.caller.call({ path: '/wxaapi/newtmpl/gettemplate' });
    return Array.isArray(data) ? data.filter(isRecord).map(templateOf) : [];
  }

  private async sendNow(message: SubscribeMessage): Promise<{ msgId: string | null }> {
    const data = Object.fromEntries(Object.entries(message.data).map(([key, value]) => [key, { value }]));
    const path = '/cgi-bin/message/subscribe/send';
    const { errcode, msgid } = await this.caller.call({
      path,
      body: {
        touser: message.openid,
        template_id: message.templateId,
        ...(message.page === undefined ? {} : { page: message.page }),
        miniprogram_state: this.config.miniprogramState ?? 'formal',
        lang: 'zh_CN',
        data,
      },
    });
    // This endpoint always says 0: an answer without it came from somebody in between.
    if (errcode === undefined) throw new WechatError(path, null, 'unanswered', true, { cause: 'no errcode' });
    const msgId = String(msgid ?? '');
    return { msgId: /^\d{1,32}$/.test(msgId) ? msgId : null };
  }
}

/** 28 characters today; what cannot be one is no answer. */
function isOpenid(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{6,64}$/.test(value);
}

/** gettemplate's item: `content` holds the keys as `{{thing2.DATA}}`, `type` 3 is long-term. */
function templateOf(item: Answer): WechatTemplate {
  const lists = Array.isArray(item.keywordEnumValueList) ? item.keywordEnumValueList.filter(isRecord) : [];
  return {
    id: String(item.priTmplId ?? ''),
    title: String(item.title ?? ''),
    keys: [...String(item.content ?? '').matchAll(/\{\{([a-z_]+\d+)\.DATA\}\}/g)].map(
      (match) => match[1] ?? '',
    ),
    longTerm: item.type === 3,
    enums: Object.fromEntries(
      lists.map((list) => [
        String(list.keywordCode ?? '').replace(/\.DATA$/, ''),
        Array.isArray(list.enumValueList) ? list.enumValueList.map(String) : [],
      ]),
    ),
  };
}
