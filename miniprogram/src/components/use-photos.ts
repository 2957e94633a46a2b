import { newKey } from '@yihu/shared';
import { useCallback, useRef, useState } from 'react';
import { ApiError, errText, upload } from '../api/request';
import { dropFiles, findKept, keepFile } from '../platform/kept-files';
import { choosePhotos, keepsake, type LocalPhoto } from '../platform/media';

/** One photo of a form. `id` is the server's attachment id once it is there. */
export interface Photo {
  key: string;
  path: string;
  name: string;
  state: 'uploading' | 'done' | 'failed';
  id?: string;
  error?: string;
  /** The server has a reason not to take it; a line that failed is no reason. */
  refused?: boolean;
  /** A copy lies where it outlives the visit (platform/kept-files), under `key`. */
  kept?: boolean;
  /** A small picture that can still be shown after a restart, when `path` is gone. */
  thumb?: string;
  /** A recording's (see use-voice). */
  seconds?: number;
}

export interface Photos {
  list: Photo[];
  max: number;
  /** Attachment ids of the photos that have arrived, in the order shown. */
  ids: string[];
  uploading: boolean;
  /** Some were refused by the server. */
  refused: boolean;
  /** The server counts uploads per group. */
  group: () => string;
  add: () => Promise<void>;
  remove: (key: string) => void;
  retry: (key: string) => Promise<void>;
}

const UPLOAD_PATH = '/api/attachments';
let lastKey = 0;

export interface PhotosOptions {
  /** What they are for; the server checks that it fits the action they end up in. */
  purpose: 'REPORT' | 'BEFORE' | 'AFTER' | 'ADD' | 'ARRIVE';
  /** Arrived photos of a restored draft. */
  initial?: Photo[];
  /** Sees every new list, to save the draft. */
  onChange?: (list: Photo[]) => void;
}

/** Photos of a form: choose, upload at once, see the state of each, remove, try again. */
export function usePhotos(max: number, { purpose, initial = [], onChange }: PhotosOptions): Photos {
  const [list, setList] = useState<Photo[]>(initial);
  const latest = useRef(list);
  const changed = useRef(onChange);
  changed.current = onChange;
  // the server counts per group; a removed photo must not take up room, so removing begins a new group
  const group = useRef(newKey());
  const update = useCallback((next: Photo[]) => {
    latest.current = next;
    setList(next);
    changed.current?.(next);
  }, []);
  const patch = useCallback(
    (key: string, part: Partial<Photo>) =>
      update(latest.current.map((photo) => (photo.key === key ? { ...photo, ...part } : photo))),
    [update],
  );
  const drop = useCallback(
    (key: string) => {
      void dropFiles([key]);
      update(latest.current.filter((photo) => photo.key !== key));
    },
    [update],
  );
  const send = useCallback(
    async (photo: Photo) => {
      patch(photo.key, { state: 'uploading', error: undefined, refused: undefined });
      const thumb = photo.thumb ?? (await keepsake(photo.path));
      try {
        const form = { draftId: group.current, purpose };
        const path = (photo.kept && (await findKept(photo.key))) || photo.path;
        const { id } = await upload<{ id: string }>(UPLOAD_PATH, path, photo.name, form);
        if (latest.current.some((other) => other.id === id && other.key !== photo.key)) {
          drop(photo.key); // the very same picture again
          return;
        }
        patch(photo.key, { state: 'done', id, thumb });
      } catch (e) {
        const refused =
          e instanceof ApiError && e.status >= 400 && e.status < 500 && e.code !== 'NETWORK_NOT_OURS';
        patch(photo.key, {
          state: 'failed',
          thumb,
          refused,
          error: refused || photo.kept ? errText(e) : NOT_KEPT,
        });
      }
    },
    [patch, purpose, drop],
  );
  const add = async () => {
    const room = max - latest.current.length;
    if (room <= 0) return;
    const chosen = await Promise.all((await choosePhotos(room)).map(newPhoto));
    update([...latest.current, ...chosen]);
    for (const photo of chosen) await send(photo); // one after another: weak networks finish the first sooner
  };
  const remove = (key: string) => {
    group.current = newKey();
    drop(key);
  };
  const retry = async (key: string) => {
    const photo = latest.current.find((one) => one.key === key);
    if (photo) await send(photo);
  };
  return {
    list,
    max,
    ids: list.flatMap(({ id }) => (id ? [id] : [])),
    uploading: list.some(({ state }) => state === 'uploading'),
    refused: list.some(({ refused }) => refused),
    group: () => group.current,
    add,
    remove,
    retry,
  };
}

/** The photos of a draft that another visit can still use: those that have arrived and those kept, with a picture to show. */
export function lastingPhotos(list: readonly Photo[]): Photo[] {
  return list
    .filter(({ state, id, kept }) => (state === 'done' && id) || kept)
    .map((photo) => ({
      ...photo,
      path: photo.thumb ?? photo.path,
      state: photo.id ? ('done' as const) : ('failed' as const),
    }));
}

const NOT_KEPT = '没传上,手机存储已满也存不下:请别关掉小程序';

/** A chosen photo, copied at once to where it outlives the visit if there is room. */
async function newPhoto({ path, name }: LocalPhoto): Promise<Photo> {
  lastKey += 1;
  const key = `${Date.now()}-${lastKey}`;
  const kept = await keepFile(key, path);
  return { key, path: kept ?? path, name, state: 'uploading', kept: kept !== null };
}
