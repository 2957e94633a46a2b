import { addDays, type Day, dayOf, dayStart, daysBetween, type Instant } from '@yihu/shared';
import { AppError } from '../../platform/errors';

/** The longest period figured at once. */
const DAYS_AT_MOST = 366;

/** Days, both included, as instants (`from` included, `to` not), looked at from `asOf`. */
export interface Period {
  fromDay: Day;
  toDay: Day;
  from: Instant;
  to: Instant;
  asOf: Instant;
}

/** The month so far, unless days are named; both ends included. Throws FIELD_INVALID. */
export function periodOf({ fromDay, toDay }: { fromDay?: string; toDay?: string }, asOf: Instant): Period {
  const last = toDay ?? dayOf(asOf);
  const first = fromDay ?? `${last.slice(0, 8)}01`;
  const days = lengthOf(first, last);
  if (days === null || days < 0 || days >= DAYS_AT_MOST) {
    throw new AppError('FIELD_INVALID', { field: 'fromDay', reason: '应在截止日之前,最长一年' });
  }
  return { fromDay: first, toDay: last, from: dayStart(first), to: dayStart(addDays(last, 1)), asOf };
}

function lengthOf(first: Day, last: Day): number | null {
  try {
    const days = daysBetween(first, last);
    return Number.isNaN(days) ? null : days;
  } catch {
    return null;
  }
}
