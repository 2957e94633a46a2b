import { type FigureValue, NOTHING_TO_COMPARE, type PressureBefore } from '@yihu/shared';
import { changeText } from './periods';
import { mean, percent, points } from './rate';

/** What came in of one class of the first level in one community. */
export interface Filed {
  communityId: string;
  classTop: string;
  filed: number;
  filedAfter: number;
  repeats: number;
  repeatsAfter: number;
}

export type Counts = Omit<Filed, 'communityId' | 'classTop'>;
const NONE: Counts = { filed: 0, filedAfter: 0, repeats: 0, repeatsAfter: 0 };

/** Everything together. */
export function together(rows: readonly Filed[]): Counts {
  return rows.reduce(
    (all, row) => ({
      filed: all.filed + row.filed,
      filedAfter: all.filedAfter + row.filedAfter,
      repeats: all.repeats + row.repeats,
      repeatsAfter: all.repeatsAfter + row.repeatsAfter,
    }),
    NONE,
  );
}

/** Orders for every thousand residents, two decimals, half up; null where nobody is known to live. */
export function perThousand(filed: number, population: number | null): FigureValue | null {
  if (population === null || population <= 0) return null;
  return { num: filed, den: population, text: mean(filed * 1000, population).text };
}

/** Repeats among what was filed, before and after what was approved to be left out. */
export function repeatRate({ filed, filedAfter, repeats, repeatsAfter }: Counts) {
  return { repeats: percent(repeats, filed), repeatsAfter: percent(repeatsAfter, filedAfter) };
}

/** A row beside itself in an earlier period; null: nothing was kept so early. Fewer is better. */
export function besideEarlier(now: Counts, before: Counts | null): PressureBefore {
  if (before === null)
    return { filed: null, change: NOTHING_TO_COMPARE, points: NOTHING_TO_COMPARE, better: null };
  const canCompare = now.filed > 0 && before.filed > 0;
  return {
    filed: before.filed,
    change: changeText(now.filed, before.filed),
    points: canCompare
      ? points({ num: now.repeats, den: now.filed }, { num: before.repeats, den: before.filed })
      : NOTHING_TO_COMPARE,
    better: now.filed === before.filed ? null : now.filed < before.filed,
  };
}
