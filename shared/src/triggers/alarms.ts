import { nobodyComplained } from '../orders/closing.ts';
import type { OrderTrigger } from './model.ts';

/** What somebody must hear of at once (M16, M44, M80). */
export const ALARM_TRIGGERS = {
  mediationFit: {
    on: ['order.accepted'],
    defaults: {},
    where: ({ after, leaf }) => after.legalMatter || leaf?.isDispute === true,
    // It is not handed out before the desk has answered; the task tells it.
    effects: () => [{ open: 'mediationFit', form: {} }],
  },
  urgentCall: {
    on: ['order.accepted'],
    defaults: {},
    where: ({ after }) => after.urgency === 'L1',
    // The task tells whoever is on duty to phone.
    effects: () => [{ open: 'call', form: {} }],
  },
  // Approval waits for the sweep (guard sweepOpened); whoever handled it hears of it as soon as the case is solved.
  sameKind: {
    on: ['order.replied'],
    defaults: {},
    where: ({ after, sweepClasses }) =>
      after.outcome === 'SOLVED' &&
      after.sweeps === 0 &&
      !nobodyComplained(after) &&
      sweepClasses.some((prefix) => (after.classCode ?? '').startsWith(prefix)),
    effects: () => [{ tell: ['lead'], phrase: '排查同类', thing: '这一类解决后须排查同类,请安排排查' }],
  },
  // The numbers are those of the street's `watch` policy: threshold of a week, growth, and the least to speak of.
  watchGrowth: {
    on: ['order.accepted', 'order.classified'],
    defaults: {},
    where: ({ after }) => after.state !== 'SUBMITTED' && after.classCode !== null,
    count: 'classThisWeek',
    fires: ({ n }) => n > 0,
    effects: (_, __, { n, where }) => [
      { tell: ['leader', 'office'], phrase: '重点问题', thing: `${where}本周已有 ${n} 件,请列入调度` },
    ],
  },
} as const satisfies Record<string, OrderTrigger>;

/** A row of the `watch` policy. */
export interface WatchRow {
  name: string;
  classes: readonly string[];
  weekly: number;
  growthPercent: number;
  least: number;
}

/** Whether a watched class grew: as many as the threshold, or by so many per cent and not few. */
export function hasGrown(
  row: Pick<WatchRow, 'weekly' | 'growthPercent' | 'least'>,
  week: number,
  before: number,
) {
  if (week >= row.weekly) return true;
  return week >= row.least && week * 100 >= before * (100 + row.growthPercent);
}
