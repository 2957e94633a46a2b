import type { SessionTokens } from '../accounts.ts';
import type { SignedIn } from '../routes.ts';
import { ApiError } from './errors.ts';

/** What a device keeps of a sign-in. Sessions kept by an older version have nothing to renew them with. */
export type KeptSession = Pick<SignedIn, 'token' | 'me'> & Partial<Pick<SignedIn, 'refreshToken'>>;

/** Where the session is kept; a browser shares it between tabs. */
export interface SessionStore {
  current(): KeptSession | null;
  /** As it is on the device now: another tab may have renewed it. */
  onDevice(): KeptSession | null;
  keep(session: KeptSession): void;
  /** Forgets the session if `token` is still the one in use. */
  drop(token: string): void;
}

export type AskForTokens = (refreshToken: string) => Promise<SessionTokens>;

/** Tries of one renewal. The server answers a repeat within 30 s with the same tokens, so a lost answer costs nothing. */
const TRIES = 3;

/**
 * Renews the session whose access token `stale` was refused. True: there is a newer token, ask again with it.
 * False: the session has ended and is forgotten; drafts are kept elsewhere and stay. Throws when the server was
 * not reached: the session stays. Calls made meanwhile share one renewal, since a refresh token works once.
 */
export function makeRenewal(store: SessionStore, ask: AskForTokens): (stale: string) => Promise<boolean> {
  let running: Promise<boolean> | null = null;
  return (stale) => {
    running ??= renew(store, ask, stale).finally(() => {
      running = null;
    });
    return running;
  };
}

async function renew(store: SessionStore, ask: AskForTokens, stale: string): Promise<boolean> {
  const session = store.current();
  if (session === null) return false;
  if (session.token !== stale) return true;
  const other = store.onDevice();
  if (other !== null && other.token !== stale) {
    store.keep(other);
    return true;
  }
  if (session.refreshToken === undefined) {
    store.drop(stale);
    return false;
  }
  const tokens = await askPatiently(ask, session.refreshToken);
  if (tokens === null) {
    store.drop(stale);
    return false;
  }
  // Signed out, or in as somebody else, while the answer was on its way: that stands.
  if (store.current()?.token === stale) {
    store.keep({ ...session, token: tokens.token, refreshToken: tokens.refreshToken });
  }
  return store.current() !== null;
}

/** Null when the server says that the session has ended. */
async function askPatiently(ask: AskForTokens, refreshToken: string): Promise<SessionTokens | null> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask(refreshToken);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'SESSION_EXPIRED') return null;
      if (error.status !== 0 || attempt === TRIES) throw error;
    }
  }
}
