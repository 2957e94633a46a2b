import { isRecord, parseExact } from './exact-json';
import type { WechatConfig } from './wechat.config';
import { errorOf, errorOfTransport, WechatError } from './wechat.error';

export type Answer = Record<string, unknown>;

/** Pictures are the longest answers; WeChat's own are below 200 KB. */
const MOST_BYTES = 4 * 1024 * 1024;

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
  return verdict(request.path, (await answerOf(config, request)).toString('utf8'));
}

/** As `exchange`, for endpoints that answer with a picture and say only in JSON what went wrong. */
export async function exchangeImage(config: WechatConfig, request: Request): Promise<Buffer> {
  const bytes = await answerOf(config, request);
  if (isImage(bytes)) return bytes;
  verdict(request.path, bytes.toString('utf8'));
  throw new WechatError(request.path, null, 'unanswered', true, { cause: 'no picture' });
}

/** JPEG or PNG by their first bytes: content types are not to be trusted. */
function isImage(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 4).toString('hex');
  return head.startsWith('ffd8ff') || head === '89504e47';
}

async function answerOf(config: WechatConfig, request: Request): Promise<Buffer> {
  const { path } = request;
  const { status, bytes } = await send(config, request).catch((error: unknown) => {
    throw errorOfTransport(path, error);
  });
  // A gateway spoke, not the platform: 4xx did nothing, after 5xx nobody knows.
  if (status !== 200) throw new WechatError(path, null, 'retry', status >= 500, { status });
  return bytes;
}

async function send(config: WechatConfig, request: Request): Promise<{ status: number; bytes: Buffer }> {
  const query = new URLSearchParams(request.query ?? {});
  const answer = await fetch(`${config.baseUrl}${request.path}?${query}`, {
    ...(request.body === undefined ? {} : { method: 'POST', body: JSON.stringify(request.body) }),
    headers: request.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' },
    redirect: 'error',
    signal: AbortSignal.timeout(config.timeoutMs),
  });
  return { status: answer.status, bytes: await bytesOf(answer) };
}

/** The body, as far as any answer of the platform reaches. Throws for a longer one: that is not the platform. */
async function bytesOf(answer: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > MOST_BYTES) throw Object.assign(new Error('too long'), { name: 'TooLong' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
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
  const errcode = codeIn(answer);
  if (errcode === null) throw new WechatError(path, null, 'unanswered', true, { cause: 'errcode' });
  if (errcode !== 0) throw errorOf(path, errcode, String(answer.errmsg ?? ''));
  return answer;
}

/** The answer's code, 0 when it has none; null when what stands there is no code, so that nobody knows. */
function codeIn({ errcode = 0 }: Answer): number | null {
  const code = typeof errcode === 'string' && /^-?\d{1,9}$/.test(errcode) ? Number(errcode) : errcode;
  return typeof code === 'number' && Number.isSafeInteger(code) ? code : null;
}
