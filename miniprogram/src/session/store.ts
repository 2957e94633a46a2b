import type { KeptSession } from '@yihu/shared';
import { dropStored, readStored, writeStored } from '../platform/store';

export type Session = KeptSession;

const KEY = 'yihu.session';
let current: Session | null | undefined;
const listeners = new Set<() => void>();

/** The session kept on this device, or null. The same object until it changes. */
export function getSession(): Session | null {
  if (current === undefined) current = readStored<Session>(KEY);
  return current;
}

/** The session as it is on the device now: in a browser another tab may have changed it. */
export function sessionOnDevice(): Session | null {
  return readStored<Session>(KEY);
}

export function setSession(next: Session | null): void {
  current = next;
  if (next) writeStored(KEY, next);
  else dropStored(KEY);
  for (const listener of listeners) listener();
}

/** Signs out locally, but only if `token` is still the one in use: a late 401 must not end a newer session. */
export function endSession(token: string): void {
  if (getSession()?.token === token) setSession(null);
}

export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
