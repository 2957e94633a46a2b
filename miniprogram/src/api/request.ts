import Taro from '@tarojs/taro';
import { withTimeout } from '../platform/timeout';
import { endSession, getSession } from '../session/store';
import { ApiError, networkError, readAnswer, strangerError, timeoutError } from './errors';

export { ApiError, errText } from './errors';

const REQUEST_MS = 20_000;
const UPLOAD_MS = 60_000;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Query = Record<string, string | number | boolean | undefined>;

/** Sends JSON and gives the decoded answer; throws `ApiError` with a Chinese text on any failure. */
export async function request<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const token = getSession()?.token;
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
    timeout: REQUEST_MS,
  });
  // WeChat's own timeout is not trusted: a broken chunked answer on iOS calls back never.
  const answer = await withTimeout(
    task.catch(() => Promise.reject(networkError())),
    REQUEST_MS + 2_000,
    timeoutError,
  );
  return settle<T>(token, answer.statusCode, answer.data);
}

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
export async function upload<T>(
  path: string,
  filePath: string,
  fileName: string,
  formData: Record<string, string> = {},
): Promise<T> {
  const token = getSession()?.token;
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
  return settle<T>(token, answer.statusCode, answer.data);
}

function bearer(token: string | undefined): Record<string, string> {
  return token ? { Authorization: `Bearer ${token}` } : {};
}

function settle<T>(token: string | undefined, status: number, data: unknown): T {
  try {
    return readAnswer<T>(status, decode(status, data));
  } catch (e) {
    if (e instanceof ApiError && e.status === 401 && e.code !== 'NETWORK_NOT_OURS' && token)
      endSession(token);
    throw e;
  }
}

function decode(status: number, data: unknown): unknown {
  if (typeof data !== 'string' || status === 204) return data;
  try {
    return JSON.parse(data);
  } catch {
    throw strangerError(status);
  }
}
