import { newKey } from '@yihu/shared';
import { useEffect, useRef, useState } from 'react';
import { useDraft } from '../components';
import { type CallForm, NEW_CALL } from './filing.view';

interface Kept {
  draftId: string;
  form: CallForm;
}

const fresh = (): Kept => ({ draftId: newKey(), form: NEW_CALL });

/** A draft as it was kept; one of an older build may lack fields. Null for what is none of ours. */
function keptCall(content: Record<string, unknown> | null | undefined): Kept | null {
  const { draftId, form } = content ?? {};
  if (typeof draftId !== 'string' || typeof form !== 'object' || form === null) return null;
  return { draftId, form: { ...NEW_CALL, ...form } };
}

/**
 * The call that is being written down, kept as a draft until it is filed: a session that ends, a closed tab and another
 * desk lose nothing. The draft's id stays until then, so that sending twice files once.
 */
export function useCall() {
  const { start, keep, forget } = useDraft('file');
  const [call, setCall] = useState<Kept>(fresh);
  const touched = useRef(false);

  useEffect(() => {
    const kept = keptCall(start);
    // What has been typed meanwhile is newer than what was written another time.
    if (kept !== null && !touched.current) setCall(kept);
  }, [start]);
  return {
    ...call,
    change: (part: Partial<CallForm>) => {
      touched.current = true;
      const next = { ...call, form: { ...call.form, ...part } };
      setCall(next);
      keep({ ...next });
    },
    /** A new call; the channel stays, for a clerk sits at one telephone. */
    next: () => {
      touched.current = true;
      void forget();
      setCall({ ...fresh(), form: { ...NEW_CALL, channel: call.form.channel } });
    },
    /** Filed: nothing is left to keep, but it still stands on the screen. */
    filed: () => void forget(),
  };
}
