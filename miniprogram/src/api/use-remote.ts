import { useDidShow } from '@tarojs/taro';
import { useCallback, useEffect, useRef, useState } from 'react';

export interface Remote<T> {
  data: T | undefined;
  error: unknown;
  /** True only while there is nothing to show yet; a refresh keeps the old data on screen. */
  loading: boolean;
  reload: () => Promise<void>;
}

/**
 * Loads on first draw, whenever `key` changes, and each time the page is shown again.
 * `key` null: do not load yet (for instance nobody is signed in). Late answers of an older key are dropped.
 */
export function useRemote<T>(key: string | null, load: () => Promise<T>): Remote<T> {
  const [state, setState] = useState<{ key: string | null; data?: T; error?: unknown }>({ key: null });
  const wanted = useRef(key);
  const loader = useRef(load);
  wanted.current = key;
  loader.current = load;

  const reload = useCallback(async () => {
    const asked = wanted.current;
    if (asked === null) return;
    try {
      const data = await loader.current();
      if (wanted.current === asked) setState({ key: asked, data });
    } catch (error) {
      if (wanted.current !== asked) return;
      setState((old) => ({ key: asked, data: old.key === asked ? old.data : undefined, error }));
    }
  }, []);

  useEffect(() => {
    if (key !== null) void reload();
  }, [key, reload]);
  const shownBefore = useRef(false);
  useDidShow(() => {
    if (shownBefore.current) void reload();
    shownBefore.current = true;
  });

  const current = state.key === key ? state : { data: undefined, error: undefined };
  return {
    data: current.data,
    error: current.error,
    loading: key !== null && !current.data && !current.error,
    reload,
  };
}
