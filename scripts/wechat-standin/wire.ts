/** What goes over the wire to the caller: answers, errcodes with their texts, `rid`, and body parsing. */
import { randomBytes } from 'node:crypto';

/** One HTTP answer of the stand-in. Business errors are HTTP 200, as on api.weixin.qq.com. */
export interface Answer {
  status: number;
  contentType: string;
  body: string | Buffer;
}

/** One incoming call, already read completely. */
export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  body: string;
}

export type JsonObject = Record<string, unknown>;

/** Texts as the platform words them; callers must go by the code, never by the text. */
const ERRMSG: Record<number, string> = {
  [-1]: 'system error',
  20001: 'system error',
  40001:
    'invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r',
  40002: 'invalid grant_type',
  40004: 'invalid media type',
  40003: 'invalid openid',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40037: 'invalid template_id',
  40097: 'invalid args',
  40125: 'invalid appsecret',
  40129: 'invalid scene',
  40163: 'code been used',
  40169: 'invalid length for scene, or the data is not json string',
  40164: 'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist',
  40226: 'code blocked',
  40243: 'AppSecret frozen',
  41001: 'access_token missing',
  41002: 'appid missing',
  41004: 'appsecret missing',
  41008: 'missing code',
  41030: 'invalid page',
  42001: 'access_token expired',
  43001: 'require GET method',
  43002: 'require POST method',
  43101: 'user refuse to accept the msg',
  43104: 'appid not match openid',
  43107: 'subscription ability is banned',
  43108: 'concurrent sending to the same user',
  44002: 'empty post data',
  44991: 'reach max api minute frequence limit',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit, please retry next minute',
  45109: 'this api has been recalled',
  45168: 'sensitive words hit',
  47001: 'data format error',
  47003: 'argument invalid!',
  48001: 'api unauthorized',
  48006: 'forbid to clear quota because of reaching the limit',
  50002: 'user limited',
  61010: 'code is expired: user has not visited in 2 hours',
  76022: 'rid not exist',
  87009: 'invalid signature',
  87020: 'repeated request',
};

/** Thrown by a feature to answer with an errcode. `text` replaces the usual text when given. */
export class WxFail extends Error {
  readonly errcode: number;
  constructor(errcode: number, text?: string) {
    super(text ?? ERRMSG[errcode] ?? 'error');
    this.errcode = errcode;
  }
}

/** `<hex seconds>-<8hex>-<8hex>`: the first group is the time of the failed call. */
function rid(nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000).toString(16);
  return `${seconds}-${randomBytes(4).toString('hex')}-${randomBytes(4).toString('hex')}`;
}

/** `/sns/*` answers JSON as text/plain; everything else names JSON. */
function contentTypeOf(path: string): string {
  return path.startsWith('/sns/') ? 'text/plain' : 'application/json; charset=utf-8';
}

/** A JSON answer from text written by the feature itself (19-digit numbers cannot pass JSON.stringify). */
export function rawJson(path: string, body: string): Answer {
  return { status: 200, contentType: contentTypeOf(path), body };
}

/** A JSON answer. */
export function json(path: string, value: JsonObject): Answer {
  return rawJson(path, JSON.stringify(value));
}

/** The error answer for a code, with `rid` the way the subsystem writes it. */
export function errorAnswer(path: string, fail: WxFail, nowMs: number): Answer {
  const joint = path.startsWith('/sns/') ? ', rid: ' : ' rid: ';
  return json(path, { errcode: fail.errcode, errmsg: `${fail.message}${joint}${rid(nowMs)}` });
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The call's body as a JSON object, or 44002 (empty) / 47001 (not a JSON object). */
export function bodyOf(call: Call): JsonObject {
  if (call.body.trim() === '') throw new WxFail(44002);
  let value: unknown;
  try {
    value = JSON.parse(call.body);
  } catch {
    throw new WxFail(47001);
  }
  if (!isObject(value)) throw new WxFail(47001);
  return value;
}

/** A member of an object as text; '' when absent or of another type. */
export function textOf(object: JsonObject, key: string): string {
  const value = object[key];
  return typeof value === 'string' ? value : '';
}

/** A member of an object as a number; the fallback when absent, NaN when of another type. */
export function numberOf(object: JsonObject, key: string, fallback: number): number {
  const value = object[key] ?? fallback;
  return typeof value === 'number' ? value : Number.NaN;
}
