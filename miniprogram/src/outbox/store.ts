import { newKey } from '@yihu/shared';
import { useSyncExternalStore } from 'react';
import { IS_WEAPP } from '../platform/env';
import { dropFiles } from '../platform/kept-files';
import { readStored, tryStore } from '../platform/store';
import { filesOf } from '../resident/file/draft';
import { getSession, onSessionChange } from '../session/store';
import { type Filing, isMine } from './queue';

const KEY = 'yihu.outbox';
/** This run of the app. */
export const VISIT = newKey();

const NONE: readonly Filing[] = [];
/** Held in memory only because the phone had no room for it. */
let unsaved: Filing[] | null = null;
let shown: { all: readonly Filing[]; personId: string | null; mine: readonly Filing[] } = {
  all: NONE,
  personId: null,
  mine: NONE,
};
const listeners = new Set<() => void>();

/** Every filing on this phone, whoever's. In a browser other tabs write here too, so the device is asked. */
export const allFilings = (): Filing[] => unsaved ?? readStored<Filing[]>(KEY) ?? [];

/** Changes the filings; false when the phone had no room and they are only held until the app is closed. */
export function changeFilings(
  work: (list: readonly Filing[]) => Filing[],
  { keepPhotos = false } = {},
): boolean {
  const before = allFilings();
  const next = work(before);
  const saved = tryStore(KEY, next);
  unsaved = saved ? null : next;
  if (!keepPhotos) dropPhotosOf(before, next);
  announceChange();
  return saved;
}

export const isSaved = () => unsaved === null;

/** Draws again what shows filings; also when only their sending began or ended. */
export function announceChange(): void {
  shown = { ...shown, all: NONE };
  for (const listener of listeners) listener();
}

/** The filings of the signed-in person, oldest first. */
export function myFilings(): readonly Filing[] {
  const me = getSession()?.me;
  return me ? allFilings().filter((filing) => isMine(filing, me, IS_WEAPP)) : NONE;
}

/** `myFilings` as a hook; the same list until something changes. */
export function useFilings(): readonly Filing[] {
  return useSyncExternalStore(onChange, snapshot, snapshot);
}

function snapshot(): readonly Filing[] {
  const personId = getSession()?.me.personId ?? null;
  if (shown.all === NONE || shown.personId !== personId) {
    shown = { all: allFilings(), personId, mine: myFilings() };
  }
  return shown.mine;
}

function onChange(listener: () => void): () => void {
  listeners.add(listener);
  const leave = onSessionChange(listener);
  return () => {
    leave();
    listeners.delete(listener);
  };
}

/** Photos of filings that are gone go with them. */
function dropPhotosOf(before: readonly Filing[], after: readonly Filing[]): void {
  const left = new Set(after.flatMap(({ draft }) => filesOf(draft).map(({ key }) => key)));
  const gone = before.flatMap(({ draft }) => filesOf(draft).map(({ key }) => key));
  void dropFiles(gone.filter((key) => !left.has(key)));
}
