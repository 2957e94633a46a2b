/** What a draft says, on the server or on this machine. */
export interface Kept {
  content: Record<string, unknown>;
  /** ISO instant. */
  at: string;
}

/** Where drafts go: the server, and this machine for what the server has not got yet. */
export interface DraftPlaces {
  /** `null` for none. Throws when the server cannot be asked. */
  load: (key: string) => Promise<Kept | null>;
  save: (key: string, content: Record<string, unknown>) => Promise<unknown>;
  drop: (key: string) => Promise<unknown>;
  /** Of the person who is signed in; empty while nobody is. */
  owner: () => string;
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  now: () => string;
  later: (work: () => void, ms: number) => () => void;
}

const PAUSE_MS = 1_200;
/** A form is not held up by a server that does not say what was written before. */
const PATIENCE_MS = 800;
const PREFIX = 'yihu.desk.draft';

/**
 * Keeps what is being written. Every change is on this machine at once and on the server a moment later; what the
 * server has is taken off the machine again. So a draft outlives a closed window, a lost network and a session that
 * was ended: who signs in next as the same person finds it, and nobody else does.
 */
export function draftKeeper(places: DraftPlaces) {
  const waiting = new Map<string, () => void>();
  /** Keys under which there may be something: of others nothing has to be thrown away. */
  const known = new Set<string>();
  const nameOf = (key: string) => `${PREFIX}.${places.owner()}.${key}`;

  const inTime = (answer: Promise<Kept | null>): Promise<Kept | null> =>
    new Promise((done) => {
      const stop = places.later(() => done(null), PATIENCE_MS);
      void answer.then((kept) => {
        stop();
        done(kept);
      });
    });
  const local = (key: string): Kept | null => {
    const text = places.storage.getItem(nameOf(key));
    return text === null ? null : (JSON.parse(text) as Kept);
  };
  const send = async (key: string): Promise<void> => {
    waiting.delete(key);
    const owner = places.owner();
    const mine = local(key);
    if (mine === null || owner === '') return;
    try {
      await places.save(key, mine.content);
    } catch {
      return; // It stays on this machine until the next change or the next time it is opened.
    }
    const isSame = places.owner() === owner && local(key)?.at === mine.at;
    if (isSame) places.storage.removeItem(nameOf(key));
  };

  return {
    /** What was written last, here or on another machine; null when nothing was. */
    async load(key: string): Promise<Record<string, unknown> | null> {
      const mine = local(key);
      const theirs = await inTime(places.load(key).catch(() => null));
      if (mine !== null || theirs !== null) known.add(nameOf(key));
      if (mine === null) return theirs?.content ?? null;
      if (theirs !== null && theirs.at > mine.at) {
        places.storage.removeItem(nameOf(key));
        return theirs.content;
      }
      void send(key);
      return mine.content;
    },
    keep(key: string, content: Record<string, unknown>): void {
      if (places.owner() === '') return;
      known.add(nameOf(key));
      try {
        places.storage.setItem(nameOf(key), JSON.stringify({ content, at: places.now() } satisfies Kept));
      } catch {
        // A full storage keeps nothing more; the form itself still has it.
        return;
      }
      waiting.get(key)?.();
      waiting.set(
        key,
        places.later(() => void send(key), PAUSE_MS),
      );
    },
    /** It was sent, or thrown away. */
    async forget(key: string): Promise<void> {
      waiting.get(key)?.();
      waiting.delete(key);
      places.storage.removeItem(nameOf(key));
      if (known.delete(nameOf(key))) await places.drop(key).catch(() => undefined);
    },
  };
}
