import { BEAT_SECONDS, type LiveEvent } from '@yihu/shared';
import { frameCutter } from './frames';
import { open } from './request';

/** A stream that is silent for so long is dead, whatever the network says: two beats were missed. */
const SILENCE_MS = (2 * BEAT_SECONDS + 5) * 1000;

export interface StreamOptions {
  /** Where the last one was; null to begin now. */
  since: string | null;
  signal: AbortSignal;
  /** Whole events only; the cursor is to be kept once the event was taken. */
  onEvent: (event: LiveEvent) => void;
  onCursor: (cursor: string) => void;
}

/**
 * Reads the desk's stream until it ends, silently or not. By fetch: the browser's own reader of streams can send no
 * token. Throws ApiError when it cannot be opened, and what broke it.
 */
export async function readStream({ since, signal, onEvent, onCursor }: StreamOptions): Promise<void> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    const path = since === null ? '/api/desk/stream' : `/api/desk/stream?since=${encodeURIComponent(since)}`;
    const answer = await open(path, {
      headers: { accept: 'text/event-stream' },
      signal: AbortSignal.any([signal, silence.signal]),
    });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    const cut = frameCutter();
    for (let read = await reader?.read(); read !== undefined && !read.done; read = await reader?.read()) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
      for (const { cursor, data } of cut(read.value)) {
        if (data !== null) onEvent(JSON.parse(data) as LiveEvent);
        if (cursor !== null) onCursor(cursor);
      }
    }
  } finally {
    clearTimeout(timer);
  }
}
