import { toMillis } from '@yihu/shared';
import type { Case } from './scope';

const MINUTE = 60_000;

/** From being given each case to its last answer, in whole minutes; cases without one are not among them. */
export function answerSpans(cases: readonly Case[]): number[] {
  return cases.flatMap(({ order, id, orderId, cycle, openedAt }) => {
    const answered = order.promises
      .filter((row) => row.milestone === 'handle' && row.cycle >= cycle)
      .filter((row) => row.subjectId === id || row.subjectId === orderId)
      .flatMap(({ metAt }) => (metAt === null || metAt < openedAt ? [] : [metAt]))
      .sort()
      .at(-1);
    return answered === undefined ? [] : [Math.floor((toMillis(answered) - toMillis(openedAt)) / MINUTE)];
  });
}
