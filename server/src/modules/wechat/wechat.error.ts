/**
 * What a failed call means for the caller.
 * `token` the access token was refused twice · `retry` try again later · `refused` the person has no accepted
 * subscription left · `busy` too many calls now, wait a minute · `quota` used up for today · `person` the openid is
 * not ours, or (for moderation) was not here within two hours · `code` the code is wrong, old or used · `blocked` risk control stopped this login · `content`
 * sensitive words · `config` something an operator must change · `unanswered` no usable answer · `unknown` else.
 */
export type WechatErrorKind =
  | 'token'
  | 'retry'
  | 'refused'
  | 'busy'
  | 'quota'
  | 'person'
  | 'code'
  | 'blocked'
  | 'content'
  | 'config'
  | 'unanswered'
  | 'unknown';

const CODES: Record<Exclude<WechatErrorKind, 'unanswered' | 'unknown'>, readonly number[]> = {
  token: [40001, 40014, 42001],
  retry: [-1],
  refused: [43101],
  busy: [43108, 45011, 44991],
  quota: [45009, 48006],
  person: [40003, 43104, 61010],
  code: [40029, 40163, 41008],
  blocked: [40226],
  content: [45168],
  config: [
    40002, 40004, 40013, 40037, 40097, 40129, 40169, 40125, 40164, 40243, 41001, 41002, 41004, 41030, 43002,
    43107, 44002, 47001, 47003, 48001, 48004, 50002, 89503, 89506, 89507,
  ],
};

const KIND_BY_CODE = new Map<number, WechatErrorKind>(
  Object.entries(CODES).flatMap(([kind, codes]) => codes.map((code) => [code, kind as WechatErrorKind])),
);

/** A call to WeChat that did not succeed. Carries nothing secret and nothing about a person: safe to log. */
export class WechatError extends Error {
  override readonly name = 'WechatError';

  constructor(
    /** The path, without its query. */
    readonly endpoint: string,
    /** WeChat's code; null when there was no usable answer. */
    readonly errcode: number | null,
    readonly kind: WechatErrorKind,
    /** True when the call may have taken effect all the same: do not simply repeat a send or a login. */
    readonly outcomeUnknown: boolean,
    /** 47003: the template key at fault. WeChat's request id: `rid`, for asking the platform. */
    readonly facts: { field?: string; rid?: string; status?: number; cause?: string } = {},
  ) {
    super(`WeChat ${endpoint}: ${kind} ${errcode ?? facts.cause ?? facts.status ?? ''}`.trim());
  }
}

/** The error for an answer with an errcode. The verdict goes by the code alone; texts differ and change. */
export function errorOf(endpoint: string, errcode: number, errmsg: string): WechatError {
  const field = /data\.([a-z_]+\d+)\.value/.exec(errmsg)?.[1];
  const rid = /rid: ([0-9a-f-]+)/.exec(errmsg)?.[1];
  return new WechatError(endpoint, errcode, KIND_BY_CODE.get(errcode) ?? 'unknown', false, { field, rid });
}

/** Failures before a byte of the request left: the call certainly had no effect. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'EHOSTUNREACH',
]);

/** The error for a request that got no answer at all. */
export function errorOfTransport(endpoint: string, error: unknown): WechatError {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  const code = cause?.code ?? name ?? 'unknown';
  const never = NEVER_SENT.has(code);
  return new WechatError(endpoint, null, never ? 'retry' : 'unanswered', !never, { cause: code });
}
