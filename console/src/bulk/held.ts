import { useSyncExternalStore } from 'react';

const KEY = 'yihu.desk.bulks';
const listeners = new Set<() => void>();
let ids: readonly string[] = JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as string[];

function set(next: readonly string[]): void {
  ids = next;
  sessionStorage.setItem(KEY, JSON.stringify(next));
  for (const listener of listeners) listener();
}

/** Bulks this window has sent and not put away; they outlive a reload. */
export const held = {
  add: (id: string) => set([...ids.filter((each) => each !== id), id]),
  putAway: (id: string) => set(ids.filter((each) => each !== id)),
};

export function useHeld(): readonly string[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => ids,
  );
}
