import { useCallback, useState } from 'react';
import { type Remote, useRemote } from './use-remote';

export interface Slice<T> {
  items: T[];
  next: string | null;
}

export interface Pages<T> {
  /** The first page as `useRemote` has it; draw its loading and error states. */
  first: Remote<Slice<T>>;
  items: T[];
  hasMore: boolean;
  /** Loads the page after the last one; throws what the request threw. */
  more: () => Promise<void>;
  reload: () => Promise<void>;
}

/** A list that is loaded page by page. A reload (also on showing the screen again) begins at the first page. */
export function usePages<T extends { id: string }>(
  key: string | null,
  load: (after?: string) => Promise<Slice<T>>,
): Pages<T> {
  const [rest, setRest] = useState<{ of: Slice<T> | undefined } & Slice<T>>({
    of: undefined,
    items: [],
    next: null,
  });
  const first = useRemote<Slice<T>>(key, () => load());
  const base = first.data;
  // pages loaded after an older first page belong to that one only
  const tail = base !== undefined && rest.of === base ? rest : { items: [], next: base?.next ?? null };
  const more = async () => {
    if (!base || tail.next === null) return;
    const slice = await load(tail.next);
    setRest({ of: base, items: [...tail.items, ...slice.items], next: slice.next });
  };
  const reload = useCallback(() => first.reload(), [first.reload]);
  return {
    first,
    items: unique([...(base?.items ?? []), ...tail.items]),
    hasMore: tail.next !== null,
    more,
    reload,
  };
}

/** A row may move to a later page between two requests. */
function unique<T extends { id: string }>(items: T[]): T[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
