import { ApiError, errText, newKey, VOICE_MAX_SECONDS } from '@yihu/shared';
import { useEffect, useRef, useState } from 'react';
import { uploadFile } from '../api/upload-file';
import { dropFiles, findKept, keepFile } from '../platform/kept-files';
import { type Recording, record } from '../platform/recorder';
import type { Photo } from './use-photos';

/** A recording of a form: a file like a photo, that plays for so many seconds. */
export type Voice = Photo & { seconds: number };

export interface VoiceState {
  value: Voice | null;
  /** Seconds recorded so far; null while nothing is recorded. */
  elapsed: number | null;
  /** It is being recorded or on its way: not the moment to submit. */
  busy: boolean;
  start: () => Promise<void>;
  stop: () => void;
  remove: () => void;
  retry: () => Promise<void>;
}

/** What was said, in a form: record, upload at once, record again, delete, try again. */
export function useVoice(initial: Voice | null, onChange: (value: Voice | null) => void): VoiceState {
  const [value, setValue] = useState(initial);
  const [elapsed, setElapsed] = useState<number | null>(null);
  const latest = useRef(value);
  const recording = useRef<Recording | null>(null);
  const changed = useRef(onChange);
  changed.current = onChange;
  const put = (next: Voice | null) => {
    latest.current = next;
    setValue(next);
    changed.current(next);
  };
  /** An answer that comes after it was recorded anew or deleted is for nobody. */
  const patch = (key: string, part: Partial<Voice>) => {
    if (latest.current?.key === key) put({ ...latest.current, ...part });
  };
  const send = async (voice: Voice) => {
    patch(voice.key, { state: 'uploading', error: undefined, refused: undefined });
    try {
      const path = (voice.kept && (await findKept(voice.key))) || voice.path;
      const id = await uploadFile(path, voice, newKey());
      patch(voice.key, { state: 'done', id });
    } catch (e) {
      const refused =
        e instanceof ApiError && e.status >= 400 && e.status < 500 && e.code !== 'NETWORK_NOT_OURS';
      patch(voice.key, { state: 'failed', refused, error: errText(e) });
    }
  };
  const remove = () => {
    if (latest.current) void dropFiles([latest.current.key]);
    put(null);
  };
  const start = async () => {
    if (recording.current) return;
    const under = await record(VOICE_MAX_SECONDS);
    recording.current = under;
    setElapsed(0);
    void under.done.then(async (recorded) => {
      recording.current = null;
      setElapsed(null);
      if (!recorded) return;
      remove(); // the one before is gone only now that there is another
      const key = `${Date.now()}-voice`;
      const kept = await keepFile(key, recorded.path);
      const voice: Voice = {
        ...recorded,
        key,
        state: 'uploading',
        path: kept ?? recorded.path,
        kept: kept !== null,
      };
      put(voice);
      await send(voice);
    });
  };
  const isRecording = elapsed !== null;
  useEffect(() => {
    if (!isRecording) return undefined;
    const timer = setInterval(() => setElapsed((now) => (now === null ? null : now + 1)), 1000);
    return () => clearInterval(timer);
  }, [isRecording]);
  // leaving the page ends the recording; what was said until then is in the draft
  useEffect(() => () => recording.current?.stop(), []);
  return {
    value,
    elapsed,
    busy: isRecording || value?.state === 'uploading',
    start,
    stop: () => recording.current?.stop(),
    remove,
    retry: async () => {
      if (latest.current) await send(latest.current);
    },
  };
}

/** The recording of a draft that another visit can still use. */
export function lastingVoice(voice: Voice | null | undefined): Voice | null {
  if (!voice || !(voice.id || voice.kept)) return null;
  return { ...voice, state: voice.id ? 'done' : 'failed' };
}
