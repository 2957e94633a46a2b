import { dayOf, dayStart } from '@yihu/shared';
import { AppError } from '../../platform/errors';

export type Given = Record<string, string | string[] | undefined>;
const DAYS = ['fromDay', 'toDay', 'week', 'day'] as const;

/** Query values as single words: of one given several times the first. */
export function singleWords(query: Given): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}

/** Query values as single words; days must be days. Throws FIELD_INVALID. */
export function readGiven(query: Given): Record<string, string | undefined> {
  const single = singleWords(query);
  for (const name of DAYS) {
    const day = single[name];
    if (day === undefined || day === '') delete single[name];
    else if (!isDay(day))
      throw new AppError('FIELD_INVALID', { field: name, reason: '应是日期,例如 2026-11-01' });
  }
  return single;
}

function isDay(day: string): boolean {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(day) && dayOf(dayStart(day)) === day;
  } catch {
    return false;
  }
}
