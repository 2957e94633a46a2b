import { newKey } from './ulid.ts';

/** Gives commands their ids, so that what is tried again after a lost answer counts once. */
export interface CommandIds {
  /** The same id while the same thing is said again, a new one for anything else. */
  idFor: (...said: unknown[]) => string;
  /** It went through: the same thing said again is a new command. */
  done: () => void;
}

export function makeCommandIds(): CommandIds {
  let last: { sign: string; id: string } | null = null;
  return {
    idFor: (...said) => {
      const sign = JSON.stringify(said);
      if (last?.sign !== sign) last = { sign, id: newKey() };
      return last.id;
    },
    done: () => {
      last = null;
    },
  };
}
