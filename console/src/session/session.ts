import type { KeptSession, Me, Permission, SignedIn, StaffCompleted, StaffSignIn } from '@yihu/shared';
import { useSyncExternalStore } from 'react';
import { get, post, request } from '../api/request';
import { getSession, onSessionChange, setSession } from './store';

/** The current session; the component is drawn again when it changes. */
export function useSession(): KeptSession | null {
  return useSyncExternalStore(onSessionChange, getSession);
}

/** The signed-in person. Throws outside the signed-in part of the page. */
export function useMe(): Me {
  const session = useSession();
  if (session === null) throw new Error('请先登录');
  return session.me;
}

/** Whether the person may; asks for permissions, never for role names. */
/** Whether she may; of several, any one is enough. */
export const can = (me: Me, permission: Permission | readonly Permission[]): boolean =>
  (typeof permission === 'string' ? [permission] : permission).some((each) => me.permissions.includes(each));

export function useCan(permission: Permission): boolean {
  return can(useMe(), permission);
}

const keep = ({ token, refreshToken, me }: SignedIn): void => setSession({ token, refreshToken, me });

/** Goes on with the session an answer gave: a changed password begins a new one. */
export const keepSignedIn = keep;

/** With a password and, where one is enrolled, a code; gives what must be set first, or signs in. */
export async function signInStaff(body: {
  login: string;
  password: string;
  code?: string;
}): Promise<StaffSignIn> {
  const answer = await post<StaffSignIn>('/api/session/staff', body);
  if (answer.step === 'DONE') keep(answer);
  return answer;
}

/** Sets a password or an authenticator and signs in; recovery codes are shown this once, then `enter` goes on. */
export async function completeStaff(body: {
  ticket: string;
  newPassword?: string;
  code?: string;
}): Promise<{ codes: string[]; enter: () => void }> {
  const answer = await post<StaffCompleted>('/api/session/staff/complete', body);
  return { codes: answer.recoveryCodes ?? [], enter: () => keep(answer) };
}

/** As a demo person; a production server refuses it. */
export async function signInDemo(code: string): Promise<void> {
  keep(await post<SignedIn>('/api/session/demo', { code }));
}

/** Roles may have changed since the sign-in. */
export async function refreshMe(): Promise<void> {
  const session = getSession();
  if (session === null) return;
  const me = await get<Me>('/api/me');
  const now = getSession();
  if (now?.me.personId === session.me.personId) setSession({ ...now, me });
}

/** Ends the session on the server, then here; it is forgotten even when the server cannot be reached. */
export async function signOut(): Promise<void> {
  try {
    await request('DELETE', '/api/session');
  } finally {
    setSession(null);
  }
}
