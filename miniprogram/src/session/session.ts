import type { Me, Permission, SignedIn } from '@yihu/shared';
import { useSyncExternalStore } from 'react';
import { get, post, request } from '../api/request';
import { wechatLoginCode } from '../platform/login';
import { cameBack } from './left';
import { getSession, onSessionChange, type Session, setSession } from './store';

export type { Session } from './store';

/** The current session; the component is drawn again when it changes. */
export function useSession(): Session | null {
  return useSyncExternalStore(onSessionChange, getSession, getSession);
}

/** Whether the signed-in person holds `permission`; asks for permissions, never for role names. */
export function can(me: Me | undefined, permission: Permission): boolean {
  return me?.permissions.includes(permission) ?? false;
}

let signingIn: Promise<Session> | null = null;

/** Signs in through WeChat. Calls made meanwhile share one sign-in: a code works once. */
export function signInWithWechat(): Promise<Session> {
  signingIn ??= wechatSignIn().finally(() => {
    signingIn = null;
  });
  return signingIn;
}

async function wechatSignIn(): Promise<Session> {
  const code = await wechatLoginCode();
  if (!code) throw new Error('没有取到微信登录码,请稍后再试');
  return keep(await post<SignedIn>('/api/session/wechat', { code }));
}

/** Signs in as a demo person by code (H5; the server refuses this in production). */
export async function signInWithDemoCode(code: string): Promise<Session> {
  return keep(await post<SignedIn>('/api/session/demo', { code: code.trim() }));
}

/** Asks the server again who this is: roles may have changed since the last sign-in. */
export async function refreshMe(): Promise<void> {
  const session = getSession();
  if (!session) return;
  const me = await get<Me>('/api/me');
  const now = getSession();
  if (now?.me.personId === session.me.personId) setSession({ ...now, me });
}

/** Ends the session on the server, then here; the device forgets it even when the server is unreachable. */
export async function signOut(): Promise<void> {
  try {
    await request<unknown>('DELETE', '/api/session');
  } finally {
    setSession(null);
  }
}

/** Keeps a sign-in on the device. */
export function keep({ token, refreshToken, me }: SignedIn): Session {
  const session = { token, refreshToken, me };
  cameBack();
  setSession(session);
  return session;
}
