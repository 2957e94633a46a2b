import {
  ApiError,
  type KeptSession,
  makeRenewal,
  networkError,
  readAnswer,
  type SessionTokens,
  strangerError,
  timeoutError,
  UNATTENDED_HEADER,
} from '@yihu/shared';
import { isAttended } from '../session/attended';
import { endSession, getSession, sessionOnDevice, setSession } from '../session/store';

export { ApiError, errText } from '@yihu/shared';

const REQUEST_MS = 20_000;
const RENEW_MS = 8_000;
const UPLOAD_MS = 60_000;

type Method = 'GET' | 'POST' | 'DELETE';
export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** `?a=1&b=2` of what is given; '' when nothing is. */
export function queryText(query: Query): string {
  const given = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}

/** Sends JSON and gives the decoded answer; throws `ApiError` with a Chinese text on any failure. */
export function request<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const init: RequestInit =
    body === undefined
      ? { method }
      : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  return renewing((session) => send<T>(path, init, session, REQUEST_MS));
}

export const get = <T>(path: string, query: Query = {}) => request<T>('GET', path + queryText(query));
export const post = <T>(path: string, body: unknown = {}) => request<T>('POST', path, body);
export const del = <T>(path: string) => request<T>('DELETE', path);

/** Uploads one file as the multipart field `file`, the other fields before it. */
export function upload<T>(
  path: string,
  file: File,
  fields: Readonly<Record<string, string>> = {},
): Promise<T> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file);
  return renewing((session) => send<T>(path, { method: 'POST', body: form }, session, UPLOAD_MS));
}

/** The raw answer with the session's token on it: for streams and files to be saved. */
export function open(path: string, init: RequestInit = {}): Promise<Response> {
  return renewing(async (session) => {
    const answer = await fetch(path, withToken(init, session)).catch(() => Promise.reject(networkError()));
    if (!answer.ok) await read(answer);
    return answer;
  });
}

async function send<T>(path: string, init: RequestInit, session: KeptSession | null, ms: number): Promise<T> {
  const signal = AbortSignal.timeout(ms);
  const answer = await fetch(path, { ...withToken(init, session), signal }).catch(() =>
    Promise.reject(signal.aborted ? timeoutError() : networkError()),
  );
  return read<T>(answer);
}

async function read<T>(answer: Response): Promise<T> {
  const text = await answer.text().catch(() => Promise.reject(networkError()));
  return readAnswer<T>(answer.status, answer.status === 204 ? undefined : decode(answer.status, text));
}

function decode(status: number, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw strangerError(status);
  }
}

function withToken(init: RequestInit, session: KeptSession | null): RequestInit {
  const headers = new Headers(init.headers);
  headers.set('accept', headers.get('accept') ?? 'application/json');
  if (session !== null) headers.set('authorization', `Bearer ${session.token}`);
  if (!isAttended()) headers.set(UNATTENDED_HEADER, '1');
  return { ...init, headers };
}

const renew = makeRenewal(
  { current: getSession, onDevice: sessionOnDevice, keep: setSession, drop: endSession },
  (refreshToken) =>
    send<SessionTokens>(
      '/api/session/refresh',
      {
        method: 'POST',
        body: JSON.stringify({ refreshToken }),
        headers: { 'content-type': 'application/json' },
      },
      null,
      RENEW_MS,
    ),
);

/** Sends with the session's token; when that has run out, renews the session once and sends again. */
async function renewing<T>(sendWith: (session: KeptSession | null) => Promise<T>): Promise<T> {
  const session = getSession();
  try {
    return await sendWith(session);
  } catch (e) {
    if (session === null || !isSignedOut(e) || !(await renew(session.token))) throw e;
    // Somebody else may have signed in meanwhile: what one person asked is not sent as another.
    if (getSession()?.me.personId !== session.me.personId) throw e;
  }
  const renewed = getSession();
  try {
    return await sendWith(renewed);
  } catch (e) {
    if (renewed !== null && isSignedOut(e)) endSession(renewed.token);
    throw e;
  }
}

const isSignedOut = (e: unknown) =>
  e instanceof ApiError && (e.code === 'SESSION_EXPIRED' || e.code === 'NOT_SIGNED_IN');
