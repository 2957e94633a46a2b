import Taro from '@tarojs/taro';
import {
  ApiError,
  makeRenewal,
  networkError,
  readAnswer,
  type SessionTokens,
  strangerError,
  timeoutError,
} from '@yihu/shared';
import { withTimeout } from '../platform/timeout';
import { endSession, getSession, sessionOnDevice, setSession } from '../session/store';

export { ApiError, errText } from '@yihu/shared';

const REQUEST_MS = 20_000;
const UPLOAD_MS = 60_000;
/** A renewal is asked for again while the server still takes the repeat for a lost answer. */
const RENEW_MS = 8_000;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Query = Record<string, string | number | boolean | undefined>;

/** Sends JSON and gives the decoded answer; throws `ApiError` with a Chinese text on any failure. */
export function request<T>(method: Method, path: string, body?: unknown): Promise<T> {
  return renewing((token) => send<T>(method, path, body, { token, ms: REQUEST_MS }));
}

async function send<T>(
  method: Method,
  path: string,
  body: unknown,
  { token, ms }: { token: string | undefined; ms: number },
): Promise<T> {
  const task = Taro.request<unknown>({
    url: YIHU_API_BASE + path,
    method,
    data: body === undefined ? undefined : JSON.stringify(body),
    header: {
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...bearer(token),
    },
    dataType: 'text',
    responseType: 'text',
    timeout: ms,
  });
  // WeChat's own timeout is not trusted: a broken chunked answer on iOS calls back never.
  const answer = await withTimeout(
    task.catch(() => Promise.reject(networkError())),
    ms + 2_000,
    timeoutError,
  );
  return readAnswer<T>(answer.statusCode, decode(answer.statusCode, answer.data));
}

const renewSession = makeRenewal(
  { current: getSession, onDevice: sessionOnDevice, keep: setSession, drop: endSession },
  (refreshToken) =>
    send<SessionTokens>('POST', '/api/session/refresh', { refreshToken }, { token: undefined, ms: RENEW_MS }),
);

/** Sends with the session's token; when that has run out, renews the session once and sends again. */
async function renewing<T>(sendWith: (token: string | undefined) => Promise<T>): Promise<T> {
  const session = getSession();
  try {
    return await sendWith(session?.token);
  } catch (e) {
    if (!session || !isSignedOut(e) || !(await renewSession(session.token))) throw e;
    // Somebody else may have signed in meanwhile: what one person asked is not sent as another.
    if (getSession()?.me.personId !== session.me.personId) throw e;
  }
  const renewed = getSession()?.token;
  try {
    return await sendWith(renewed);
  } catch (e) {
    if (renewed && isSignedOut(e)) endSession(renewed);
    throw e;
  }
}

const isSignedOut = (e: unknown) =>
  e instanceof ApiError && (e.code === 'SESSION_EXPIRED' || e.code === 'NOT_SIGNED_IN');

export function get<T>(path: string, query: Query = {}): Promise<T> {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`);
  return request<T>('GET', pairs.length > 0 ? `${path}?${pairs.join('&')}` : path);
}

export function post<T>(path: string, body: unknown = {}): Promise<T> {
  return request<T>('POST', path, body);
}

/** Uploads one file as multipart field `file`; `formData` values are strings. */
export function upload<T>(
  path: string,
  filePath: string,
  fileName: string,
  formData: Record<string, string> = {},
): Promise<T> {
  return renewing(async (token) => {
    const sent = Taro.uploadFile({
      url: YIHU_API_BASE + path,
      filePath,
      name: 'file',
      fileName,
      formData,
      header: bearer(token),
      timeout: UPLOAD_MS,
    });
    const answer = await withTimeout(
      Promise.resolve(sent).catch(() => Promise.reject(networkError())),
      UPLOAD_MS + 2_000,
      timeoutError,
    );
    return readAnswer<T>(answer.statusCode, decode(answer.statusCode, answer.data));
  });
}

function bearer(token: string | undefined): Record<string, string> {
  return token ? { Authorization: `Bearer ${token}` } : {};
}

function decode(status: number, data: unknown): unknown {
  if (typeof data !== 'string' || status === 204) return data;
  try {
    return JSON.parse(data);
  } catch {
    throw strangerError(status);
  }
}
