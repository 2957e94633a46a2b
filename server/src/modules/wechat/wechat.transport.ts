import { isRecord, parseExact } from './exact-json';
import type { WechatConfig } from './wechat.config';
import { errorOf, errorOfTransport, WechatError } from './wechat.error';

export type Answer = Record<string, unknown>;

export interface Request {
  path: string;
  query?: Record<string, string>;
  /** Sent as JSON by POST; without a body the call is a GET. */
  body?: Record<string, unknown>;
}

/**
 * One HTTP exchange with WeChat: the answer's object when errcode is absent or 0, a WechatError otherwise.
 * Queries hold secrets and tokens, so neither addresses nor the runtime's own errors leave this function.
 */
export async function exchange(config: WechatConfig, request: Request): Promise<Answer> {
  const { path } = request;
  const { status, text } = await send(config, request).catch((error: unknown) => {
    throw errorOfTransport(path, error);
  });
  // A gateway spoke, not the platform: 4xx did nothing, after 5xx nobody knows.
  if (status !== 200) throw new WechatError(path, null, 'retry', status >= 500, { status });
  return verdict(path, text);
}

async function send(config: WechatConfig, request: Request): Promise<{ status: number; text: string }> {
  const query = new URLSearchParams(request.query ?? {});
  const answer = await fetch(`${config.baseUrl}${request.path}?${query}`, {
    ...(request.body === undefined ? {} : { method: 'POST', body: JSON.stringify(request.body) }),
    headers: request.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' },
    redirect: 'error',
    signal: AbortSignal.timeout(config.timeoutMs),
  });
  return { status: answer.status, text: await answer.text() };
}

/** Content types are not to be trusted (`/sns` says text/plain), so the text itself decides. */
function verdict(path: string, text: string): Answer {
  let answer: unknown;
  try {
    answer = parseExact(text);
  } catch {
    throw new WechatError(path, null, 'unanswered', true, { cause: 'not JSON' });
  }
  if (!isRecord(answer)) throw new WechatError(path, null, 'unanswered', true, { cause: 'not an object' });
  const errcode = answer.errcode ?? 0;
  if (errcode !== 0) throw errorOf(path, Number(errcode), String(answer.errmsg ?? ''));
  return answer;
}
