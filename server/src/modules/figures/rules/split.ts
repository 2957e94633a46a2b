import { CHANNELS, type ClassLeaf, type Comparison, type VolumeSplit } from '@yihu/shared';
import { changeText, type Days, daysOf } from './periods';

/** Numbers of one bucket. */
export interface Split {
  count: number;
  proactive: number;
}

export type Splits = Map<string, Split>;

/** Sums by bucket, with what the street found itself apart. */
export function byBucket(sums: readonly { bucket: string; source: string; n: number }[]): Map<string, Split> {
  const found = new Map<string, Split>();
  for (const { bucket, source, n } of sums) {
    const split = found.get(bucket) ?? { count: 0, proactive: 0 };
    found.set(bucket, split);
    if (source === 'PROACTIVE') split.proactive += n;
    else split.count += n;
  }
  return found;
}

/** Classes with the two levels above them: what lies below a code counts for it too. */
export function withParents(leaves: ReadonlyMap<string, Split>): Map<string, Split> {
  const all = new Map<string, Split>();
  for (const [code, split] of leaves) {
    const codes = code === '' ? [''] : [code.slice(0, 2), code.slice(0, 4), code];
    for (const key of codes) {
      const sum = all.get(key) ?? { count: 0, proactive: 0 };
      all.set(key, { count: sum.count + split.count, proactive: sum.proactive + split.proactive });
    }
  }
  return all;
}

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

/** Words for the buckets of a split, and what lies above a class. */
export function labelOf(
  by: VolumeSplit,
  key: string,
  known: { leaves: readonly ClassLeaf[]; unitName: (id: string) => string },
): string {
  switch (by) {
    case 'day':
      return `${Number(key.slice(5, 7))}月${Number(key.slice(8))}日`;
    case 'hour':
      return `${Number(key)}时`;
    case 'class':
      return key === '' ? '待分类' : className(key, known.leaves);
    case 'grid':
      return key === '' ? '不在网格内' : known.unitName(key);
    case 'channel':
      return (CHANNELS as Readonly<Record<string, string>>)[key] ?? key;
  }
}

export const parentOf = (by: VolumeSplit, key: string): string | null =>
  by === 'class' && key.length > 2 ? key.slice(0, -2) : null;

function className(code: string, leaves: readonly ClassLeaf[]): string {
  const leaf = leaves.find((each) => each.code.startsWith(code));
  return leaf?.path[code.length / 2 - 1] ?? code;
}

/** Buckets in the order they are shown: in time, by code, or the most first. */
export function keysOf(by: VolumeSplit, period: Days, splits: Splits): string[] {
  if (by === 'day') return daysOf(period);
  if (by === 'hour') return HOURS;
  if (by === 'class') return [...splits.keys()].sort();
  const size = ({ count, proactive }: Split) => count + proactive;
  return [...splits].sort(([a, x], [b, y]) => size(y) - size(x) || (a < b ? -1 : 1)).map(([key]) => key);
}

/** All buckets together. */
export function sumOf(splits: Splits): Split {
  const all = [...splits.values()];
  return {
    count: all.reduce((sum, { count }) => sum + count, 0),
    proactive: all.reduce((sum, { proactive }) => sum + proactive, 0),
  };
}

/** An earlier period beside a total. */
export function comparison(days: Days, { count }: Split, before: Splits | null): Comparison {
  const was = before === null ? null : sumOf(before).count;
  return { ...days, count: was, change: changeText(count, was) };
}
