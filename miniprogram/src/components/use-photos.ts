import { useCallback, useRef, useState } from 'react';
import { errText, upload } from '../api/request';
import { choosePhotos, keepsake, type LocalPhoto } from '../platform/media';
import { newKey } from '../view/ulid';

/** One photo of a form. `id` is the server's attachment id once it is there. */
export interface Photo {
  key: string;
  path: string;
  name: string;
  state: 'uploading' | 'done' | 'failed';
  id?: string;
  error?: string;
  /** A small picture that can still be shown after a restart, when `path` is gone. */
  thumb?: string;
}

export interface Photos {
  list: Photo[];
  max: number;
  /** Attachment ids of the photos that have arrived, in the order shown. */
  ids: string[];
  uploading: boolean;
  failed: boolean;
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
  const send = useCallback(
    async (photo: Photo) => {
      patch(photo.key, { state: 'uploading', error: undefined });
      try {
        const form = { draftId: group.current, purpose };
        const { id } = await upload<{ id: string }>(UPLOAD_PATH, photo.path, photo.name, form);
        if (latest.current.some((other) => other.id === id && other.key !== photo.key)) {
          update(latest.current.filter(({ key }) => key !== photo.key)); // the very same picture again
          return;
        }
        patch(photo.key, { state: 'done', id, thumb: await keepsake(photo.path) });
      } catch (e) {
        patch(photo.key, { state: 'failed', error: errText(e) });
      }
    },
    [patch, purpose, update],
  );
  const add = async () => {
    const room = max - latest.current.length;
    if (room <= 0) return;
    const chosen = (await choosePhotos(room)).map(newPhoto);
    update([...latest.current, ...chosen]);
    for (const photo of chosen) await send(photo); // one after another: weak networks finish the first sooner
  };
  const remove = (key: string) => {
    group.current = newKey();
    update(latest.current.filter((photo) => photo.key !== key));
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
    failed: list.some(({ state }) => state === 'failed'),
    add,
    remove,
    retry,
  };
}

/** The photos of a draft that another visit can still use: those that have arrived, with a picture to show. */
export function arrivedPhotos(list: readonly Photo[]): Photo[] {
  return list
    .filter(({ state, id }) => state === 'done' && id)
    .map((photo) => ({ ...photo, path: photo.thumb ?? photo.path }));
}

function newPhoto({ path, name }: LocalPhoto): Photo {
  lastKey += 1;
  return { key: `${Date.now()}-${lastKey}`, path, name, state: 'uploading' };
}
