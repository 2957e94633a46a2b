import { newKey } from '@yihu/shared';
import { useCallback, useRef, useState } from 'react';
import { lastingPhotos, lastingVoice } from '../../components';
import { filingOf, update } from '../../outbox/outbox';
import type { Filing } from '../../outbox/queue';
import { isSaved, VISIT } from '../../outbox/store';
import { dropStored, readStored, tryStore } from '../../platform/store';
import { type Draft, emptyDraft, isBegun } from './draft';

export interface DraftState {
  draft: Draft;
  /** When an earlier visit's draft was taken up again; null for a new one. */
  resumedFrom: string | null;
  /** Photos of the earlier visit that had not arrived and could not be kept. */
  lostPhotos: number;
  /** False while the phone has no room for it: it is gone with the page. */
  saved: boolean;
  /** The filing in the outbox it is part of, once it has been submitted. */
  filingKey: string | null;
  patch: (part: Partial<Draft>) => void;
  /** Throws the draft away and begins another. */
  restart: () => void;
  /** The outbox holds it from now on; changes are written there. */
  handOver: (filingKey: string) => void;
  /** Nobody may send it now: it is a draft again. False when another one is being written already. */
  takeBack: () => boolean;
}

/**
 * The draft of one person on this device, written down on every change: as her draft, or, with `edit`, in the filing
 * of that key that waits in the outbox. Another person's is never shown.
 */
export function useDraft(personId: string, forCaller: boolean, edit: string | undefined): DraftState {
  const key = `yihu.draft.${forCaller ? 'caller.' : ''}${personId}`;
  const [begun] = useState(() => (edit && reopen(edit)) || resume(key));
  const [draft, setDraft] = useState(begun.draft);
  const [resumedFrom, setResumedFrom] = useState(begun.resumedFrom);
  const [saved, setSaved] = useState(true);
  const latest = useRef(draft);
  const filingKey = useRef(begun.filingKey);

  const put = useCallback(
    (next: Draft) => {
      latest.current = next;
      setDraft(next);
      setSaved(filingKey.current ? writeFiling(filingKey.current, next) : tryStore(key, next));
    },
    [key],
  );
  const patch = useCallback((part: Partial<Draft>) => put({ ...latest.current, ...part }), [put]);
  const restart = () => {
    put(fresh());
    setResumedFrom(null);
  };
  const handOver = (next: string) => {
    filingKey.current = next;
    if (isSaved()) dropStored(key);
  };
  const takeBack = () => {
    if (isBegun(readStored<Draft>(key) ?? fresh())) return false;
    filingKey.current = null;
    return tryStore(key, latest.current);
  };
  return {
    draft,
    resumedFrom,
    lostPhotos: begun.lostPhotos,
    saved,
    filingKey: filingKey.current,
    patch,
    restart,
    handOver,
    takeBack,
  };
}

const fresh = () => emptyDraft(newKey(), new Date().toISOString());

type Begun = Pick<DraftState, 'draft' | 'resumedFrom' | 'lostPhotos' | 'filingKey'>;

/** A filing of the outbox to change; it is not sent meanwhile. */
function reopen(edit: string): Begun | null {
  const filing = filingOf(edit);
  if (!filing || filing.state === 'SENT') return null;
  update(edit, { state: pausedState(filing) });
  return begin(filing.draft, filing.queuedAt, { filingKey: edit, thisVisit: filing.visit === VISIT });
}

function resume(key: string): Begun {
  const stored = readStored<Draft>(key);
  if (!stored?.id || !isBegun(stored) || wasHandedOver(stored)) {
    return { draft: fresh(), resumedFrom: null, lostPhotos: 0, filingKey: null };
  }
  const draft = { ...emptyDraft(stored.id, stored.startedAt), ...stored };
  return begin(draft, stored.startedAt, { filingKey: null, thisVisit: false });
}

function begin(
  draft: Draft,
  since: string,
  { filingKey, thisVisit }: { filingKey: string | null; thisVisit: boolean },
) {
  const photos = thisVisit ? draft.photos : lastingPhotos(draft.photos);
  const lostPhotos = draft.photos.length - photos.length;
  const voice = thisVisit ? draft.voice : lastingVoice(draft.voice);
  return { draft: { ...draft, photos, voice }, resumedFrom: since, lostPhotos, filingKey };
}

/** The app ended between handing a draft to the outbox and forgetting it here. */
function wasHandedOver({ id, text }: Draft): boolean {
  const filing = filingOf(id);
  return filing !== undefined && filing.draft.text === text;
}

function writeFiling(key: string, draft: Draft): boolean {
  const filing = filingOf(key);
  // sent meanwhile, in another tab perhaps: what is typed now is no part of what was received
  if (!filing || filing.state === 'SENT') return true;
  return update(key, { draft, state: pausedState(filing) });
}

const pausedState = ({ state }: Filing) => (state === 'REFUSED' ? state : ('HELD' as const));
