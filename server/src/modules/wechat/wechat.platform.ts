import { isRecord } from './exact-json';
import type { WechatCaller } from './wechat.caller';
import { WechatError } from './wechat.error';
import type { Answer } from './wechat.transport';

export type Suggestion = 'PASS' | 'REVIEW' | 'RISKY';

/** What the platform thinks of a text or a picture. */
export interface SafetyVerdict {
  suggestion: Suggestion;
  /** 100 normal, 20001 politics, 20002 porn, 20003 abuse, 20006 crime, …; 0 when it gave none. */
  label: number;
  traceId: string;
}

export interface WechatPhone {
  /** Digits without country code. */
  number: string;
  countryCode: string;
}

export interface WechatCode {
  /** At most 32 visible ASCII characters without `%`. */
  scene: string;
  /** A page without leading slash and query. */
  page: string;
  version: 'release' | 'trial' | 'develop';
}

export interface Quota {
  limit: number;
  used: number;
  remain: number;
}

/** Public posts of ordinary people, in the platform's list of scenes. */
const SCENE_FORUM = 3;
const MEDIA_IMAGE = 2;
const V2 = 2;
const CODE_WIDTH = 430;
/** A single check takes at most 2,500 characters. */
export const TEXT_PIECE = 2_500;
const MOST_COUNT = 2 ** 31 - 1;

/** The platform's calls round content, phone numbers, codes and quotas. Every failure is a WechatError. */
export class WechatPlatform {
  constructor(private readonly caller: WechatCaller) {}

  /** Checks a text of at most TEXT_PIECE characters. `openid` must have been here within two hours (61010). */
  async checkText(openid: string, content: string): Promise<SafetyVerdict> {
    const path = '/wxa/msg_sec_check';
    const body = { content, version: V2, scene: SCENE_FORUM, openid };
    const answer = await this.caller.call({ path, body });
    const verdict = verdictOf(answer);
    if (verdict === null) throw new WechatError(path, null, 'unanswered', false, { cause: 'no verdict' });
    return verdict;
  }

  /** Asks for a picture's check; the verdict comes by push under the trace id this answers. */
  async checkImage(openid: string, url: string): Promise<string> {
    const path = '/wxa/media_check_async';
    const body = { media_url: url, media_type: MEDIA_IMAGE, version: V2, scene: SCENE_FORUM, openid };
    const { trace_id: traceId } = await this.caller.call({ path, body });
    if (typeof traceId !== 'string' || !/^[\x21-\x7e]{1,64}$/.test(traceId)) {
      throw new WechatError(path, null, 'unanswered', true, { cause: 'no trace id' });
    }
    return traceId;
  }

  /** The number behind a code of the phone button, which works once. Refuses another app's watermark. */
  async phoneNumber(code: string): Promise<WechatPhone> {
    const path = '/wxa/business/getuserphonenumber';
    const { phone_info: info } = await this.caller.call({ path, body: { code } });
    const watermark = isRecord(info) && isRecord(info.watermark) ? info.watermark : {};
    if (!isRecord(info) || watermark.appid !== this.caller.config.appId) {
      throw new WechatError(path, null, 'code', false, { cause: 'watermark of another app' });
    }
    const number = String(info.purePhoneNumber ?? '');
    if (!/^\d{4,20}$/.test(number)) {
      throw new WechatError(path, null, 'unanswered', true, { cause: 'no number' });
    }
    return { number, countryCode: String(info.countryCode ?? '') };
  }

  /** A mini-program code as JPEG or PNG bytes. Permanent; their number is not limited. */
  code({ scene, page, version }: WechatCode): Promise<Buffer> {
    // The page may be newer than the released version: a sticker outlives both.
    const body = { scene, page, check_path: false, env_version: version, width: CODE_WIDTH };
    return this.caller.image({ path: '/wxa/getwxacodeunlimit', body });
  }

  /** How much of an endpoint's daily quota is used. */
  async quota(path: string): Promise<Quota> {
    const asking = '/cgi-bin/openapi/quota/get';
    const { quota } = await this.caller.call({ path: asking, body: { cgi_path: path } });
    if (!isRecord(quota)) throw new WechatError(asking, null, 'unanswered', false, { cause: 'no quota' });
    return {
      limit: countIn(quota.daily_limit),
      used: countIn(quota.used),
      remain: countIn(quota.remain),
    };
  }
}

const SUGGESTIONS: Readonly<Record<string, Suggestion>> = { pass: 'PASS', review: 'REVIEW', risky: 'RISKY' };

/** The verdict in an answer or a pushed event; null when there is none that we know. */
export function verdictOf(answer: Answer): SafetyVerdict | null {
  const result = isRecord(answer.result) ? answer.result : {};
  const suggestion = SUGGESTIONS[String(result.suggest ?? '')];
  if (suggestion === undefined) return null;
  return { suggestion, label: countIn(result.label), traceId: String(answer.trace_id ?? '') };
}

/** A whole number as the database takes it; 0 for anything else. */
function countIn(value: unknown): number {
  const count = Number(value ?? 0);
  return Number.isInteger(count) && count >= 0 && count <= MOST_COUNT ? count : 0;
}
