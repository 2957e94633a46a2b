import { newKey } from '@yihu/shared';
import { useRef } from 'react';

/** Ids for commands: the same while the same thing is tried again after a lost answer, a new one for anything else. */
export function useCommand() {
  const last = useRef<{ sign: string; id: string } | null>(null);
  return {
    idFor: (...said: unknown[]): string => {
      const sign = JSON.stringify(said);
      if (last.current?.sign !== sign) last.current = { sign, id: newKey() };
      return last.current.id;
    },
    /** It went through: the same thing said again is a new command. */
    done: (): void => {
      last.current = null;
    },
  };
}
