import type { LiveEvent } from '@yihu/shared';
import { pauseBefore } from '../api/frames';
import { readStream } from '../api/stream';

export type LiveState = 'connecting' | 'live' | 'lost';

const CHANNEL = 'yihu.desk.live';

interface Following {
  signal: AbortSignal;
  onEvent: (event: LiveEvent) => void;
  onState: (state: LiveState) => void;
  /** The session behind the stream is over: asks the server who one is, which renews it or ends it here as well. */
  onExpired: () => Promise<void>;
}

/** What one window tells the others of the same person. */
type Said = { event: LiveEvent } | { state: LiveState };

/**
 * Follows the stream until `signal`, coming back from where it was whenever it breaks. Of several windows one reads
 * and tells the others: a browser opens few connections to one server, and a stream keeps one for itself.
 */
export function follow(person: string, following: Following): void {
  const { signal } = following;
  const channel = new BroadcastChannel(`${CHANNEL}.${person}`);
  signal.addEventListener('abort', () => channel.close());
  channel.onmessage = ({ data }: MessageEvent<Said>) => hear(data, following);
  const tell = (said: Said) => {
    if (signal.aborted) return;
    channel.postMessage(said);
    hear(said, following);
  };
  const read = () => readOn(following, tell);
  // Locks are for pages of https; without them each window reads for itself.
  const locks = navigator.locks as LockManager | undefined;
  if (locks === undefined) void read();
  else locks.request(`${CHANNEL}.${person}`, { signal }, read).catch(() => undefined);
}

function hear(said: Said, { onEvent, onState }: Following): void {
  if ('event' in said) onEvent(said.event);
  else onState(said.state);
}

async function readOn({ signal, onExpired }: Following, tell: (said: Said) => void): Promise<void> {
  let since: string | null = null;
  let failures = 0;
  while (!signal.aborted) {
    let last: LiveEvent | null = null;
    try {
      await readStream({
        since,
        signal,
        onEvent: (event) => {
          last = event;
          failures = 0;
          if (event.type === 'hello') tell({ state: 'live' });
          else if (event.type !== 'bye') tell({ event });
        },
        onCursor: (cursor) => {
          since = cursor;
        },
      });
    } catch {
      // Lost, refused or silent: the next try tells.
    }
    if (signal.aborted) return;
    tell({ state: 'lost' });
    await waitFor(pauseBefore(failures, Math.random()), signal);
    failures += 1;
    if (hasExpired(last)) await onExpired().catch(() => undefined);
  }
}

const hasExpired = (last: LiveEvent | null) => last?.type === 'bye' && last.why === 'SESSION_EXPIRED';

/** Waits, but not after the network is back or the window is looked at again. */
function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const over = new AbortController();
    const end = () => {
      clearTimeout(timer);
      over.abort();
      done();
    };
    const timer = setTimeout(end, ms);
    for (const [target, name] of [
      [window, 'online'],
      [signal, 'abort'],
    ] as const) {
      target.addEventListener(name, end, { signal: over.signal });
    }
  });
}
