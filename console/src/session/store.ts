import type { KeptSession } from '@yihu/shared';

const KEY = 'yihu.desk.session';
let current: KeptSession | null | undefined;
const listeners = new Set<() => void>();

/** The session as it is on this machine now: another tab may have changed it. */
export function sessionOnDevice(): KeptSession | null {
  const text = localStorage.getItem(KEY);
  return text === null ? null : (JSON.parse(text) as KeptSession);
}

/** The session this tab works with, or null. The same object until it changes. */
export function getSession(): KeptSession | null {
  if (current === undefined) current = sessionOnDevice();
  return current;
}

export function setSession(next: KeptSession | null): void {
  current = next;
  if (next === null) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, JSON.stringify(next));
  tell();
}

/** Forgets the session if `token` is still the one in use: a late 401 must not end a newer one. */
export function endSession(token: string): void {
  if (getSession()?.token === token) setSession(null);
}

export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener();
}

// Signed out, or in as somebody else, in another tab: this one follows.
addEventListener('storage', ({ key }) => {
  if (key !== KEY && key !== null) return;
  current = undefined;
  tell();
});
