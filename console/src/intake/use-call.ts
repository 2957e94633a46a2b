import { newKey } from '@yihu/shared';
import { useCallback, useEffect, useRef, useState } from 'react';
import { dropDraft, keepDraft, keptDraft } from '../api/intake';
import { useMe } from '../session/session';
import { type CallForm, NEW_CALL } from './filing.view';

interface Kept {
  draftId: string;
  form: CallForm;
}

const SAVE_AFTER_MS = 1_500;
const fresh = (): Kept => ({ draftId: newKey(), form: NEW_CALL });
const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' && value !== null && 'draftId' in value && 'form' in value;

/** A draft of an older build may lack fields. */
const whole = ({ draftId, form }: Kept): Kept => ({ draftId, form: { ...NEW_CALL, ...form } });

function readMirror(key: string): Kept | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return isKept(kept) ? whole(kept) : null;
  } catch {
    return null; // somebody else's text under our key: as good as none
  }
}

/**
 * The call that is being written down. What is typed lies on this machine at once, by account, and on the server soon
 * after: a session that ends, a closed tab and another desk lose nothing. The draft's id stays until it is filed, so
 * that sending twice files once.
 */
export function useCall() {
  const { personId } = useMe();
  const key = `yihu.desk.call.${personId}`;
  const [kept, setKept] = useState<Kept>(() => readMirror(key) ?? fresh());
  const touched = useRef(localStorage.getItem(key) !== null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  useEffect(() => {
    if (touched.current) return;
    keptDraft().then(
      ({ content }) => {
        if (!touched.current && isKept(content)) setKept(whole(content));
      },
      () => undefined, // the machine's own copy is what counts
    );
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);

  const change = useCallback(
    (part: Partial<CallForm>) => {
      touched.current = true;
      setKept(({ draftId, form }) => {
        const next = { draftId, form: { ...form, ...part } };
        localStorage.setItem(key, JSON.stringify(next));
        clearTimeout(timer.current);
        timer.current = setTimeout(() => void keepDraft({ ...next }).catch(() => undefined), SAVE_AFTER_MS);
        return next;
      });
    },
    [key],
  );
  /** A new call; the channel stays, for a clerk sits at one telephone. */
  const next = useCallback(() => {
    clearTimeout(timer.current);
    localStorage.removeItem(key);
    void dropDraft().catch(() => undefined);
    setKept(({ form }) => ({ ...fresh(), form: { ...NEW_CALL, channel: form.channel } }));
  }, [key]);
  /** Filed: nothing is left to keep, but it still stands on the screen. */
  const filed = useCallback(() => {
    clearTimeout(timer.current);
    localStorage.removeItem(key);
    void dropDraft().catch(() => undefined);
  }, [key]);
  return { ...kept, change, next, filed };
}
