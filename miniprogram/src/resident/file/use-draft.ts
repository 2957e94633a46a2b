import { useCallback, useRef, useState } from 'react';
import { arrivedPhotos } from '../../components';
import { dropStored, readStored, writeStored } from '../../platform/store';
import { newKey } from '../../view/ulid';
import { type Draft, emptyDraft, isBegun } from './draft';

export interface DraftState {
  draft: Draft;
  /** When an earlier visit's draft was taken up again; null for a new one. */
  resumedFrom: string | null;
  /** Photos of the earlier visit that had not arrived and cannot be sent any more. */
  lostPhotos: number;
  patch: (part: Partial<Draft>) => void;
  /** Throws the draft away and begins another. */
  restart: () => void;
  /** Forgets the draft on the device: its receipt has come. */
  finish: () => void;
}

/** The draft of one person on this device, written down on every change. Another person's is never shown. */
export function useDraft(personId: string, forCaller: boolean): DraftState {
  const key = `yihu.draft.${forCaller ? 'caller.' : ''}${personId}`;
  const [begun] = useState(() => resume(key));
  const [draft, setDraft] = useState(begun.draft);
  const [resumedFrom, setResumedFrom] = useState(begun.resumedFrom);
  const latest = useRef(draft);
  const finished = useRef(false);

  const put = useCallback(
    (next: Draft) => {
      latest.current = next;
      setDraft(next);
      if (!finished.current) writeStored(key, next);
    },
    [key],
  );
  const patch = useCallback((part: Partial<Draft>) => put({ ...latest.current, ...part }), [put]);
  const restart = () => {
    put(fresh());
    setResumedFrom(null);
  };
  const finish = () => {
    finished.current = true;
    dropStored(key);
  };
  return { draft, resumedFrom, lostPhotos: begun.lostPhotos, patch, restart, finish };
}

const fresh = () => emptyDraft(newKey(), new Date().toISOString());

function resume(key: string): Pick<DraftState, 'draft' | 'resumedFrom' | 'lostPhotos'> {
  const stored = readStored<Draft>(key);
  if (!stored?.id || !isBegun(stored)) return { draft: fresh(), resumedFrom: null, lostPhotos: 0 };
  const photos = arrivedPhotos(stored.photos);
  const draft = { ...emptyDraft(stored.id, stored.startedAt), ...stored, photos };
  return { draft, resumedFrom: stored.startedAt, lostPhotos: stored.photos.length - photos.length };
}
