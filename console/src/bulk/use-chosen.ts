import { useCallback, useState } from 'react';
import { type Choosable, toggled } from './bulk.view';

/** Orders somebody has picked out of a list, to do one thing with all of them. */
export function useChosen<T extends Choosable>() {
  const [chosen, setChosen] = useState<ReadonlyMap<string, T>>(new Map());
  return {
    rows: [...chosen.values()],
    size: chosen.size,
    has: (id: string) => chosen.has(id),
    toggle: useCallback((row: T) => setChosen((now) => toggled(now, row)), []),
    /** All of these besides; as many as fit. */
    addAll: useCallback(
      (rows: readonly T[]) =>
        setChosen((now) =>
          rows
            .filter(({ id }) => !now.has(id))
            .reduce<ReadonlyMap<string, T>>((all, row) => toggled(all, row), now),
        ),
      [],
    ),
    clear: useCallback(() => setChosen(new Map()), []),
  };
}
export type Chosen<T extends Choosable = Choosable> = ReturnType<typeof useChosen<T>>;
