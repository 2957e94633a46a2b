import { useEffect, useState } from 'react';
import { draftOf, dropDraft, saveDraft } from '../api/drafts';
import { getSession } from '../session/store';
import { draftKeeper } from './draft-keeper';

/** Drafts of this desk. */
export const drafts = draftKeeper({
  load: async (key) => {
    const { content, savedAt } = await draftOf(key);
    return content === null || savedAt === null ? null : { content, at: savedAt };
  },
  save: saveDraft,
  drop: dropDraft,
  owner: () => getSession()?.me.personId ?? '',
  storage: localStorage,
  now: () => new Date().toISOString(),
  later: (work, ms) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
});

/** The draft under a key: `undefined` until it is known, null for none; to be kept on every change and forgotten when sent. */
export function useDraft(key: string) {
  const [found, setFound] = useState<{ key: string; content: Record<string, unknown> | null }>();
  useEffect(() => {
    let isHere = true;
    void drafts.load(key).then((content) => {
      if (isHere) setFound({ key, content });
    });
    return () => {
      isHere = false;
    };
  }, [key]);
  return {
    start: found?.key === key ? found.content : undefined,
    keep: (content: Record<string, unknown>) => drafts.keep(key, content),
    forget: () => drafts.forget(key),
  };
}
