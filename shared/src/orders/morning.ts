import type { State } from './model.ts';

export interface MorningList {
  label: string;
  /** What puts an order there, in words a leader can repeat. */
  about: string;
  states: readonly State[];
}

/** Returns that were accepted, from which on an order is stuck however lively it looks. */
export const STUCK_RETURNS = 2;
/** Done again so often, or by so many units, an order is a hard one; open so long as well. */
export const HARD_REWORKS = 2;
export const HARD_UNITS = 3;
export const HARD_DAYS = 15;

/** Waiting for staff, whatever the step; an order that waits for the resident's addition is hers to move. */
const WORK: readonly State[] = [
  'SUBMITTED',
  'ACCEPTED',
  'DISPATCHED',
  'IN_PROGRESS',
  'REPLIED',
  'TO_VISIT',
  'SUSPENDED',
];

/**
 * What a leader looks at first in the morning. Reports: each empties by itself when its orders move. Spans and numbers
 * are those of the street's `trigger` policy (overnight, unhappyTwice, cluster, stuck); the words say what holds without.
 */
export const MORNING_VIEWS = {
  OVERNIGHT: {
    label: '隔夜未动',
    about: '前一天收到,至今没有人动过;22 时以后收到的不算(街道另有规定的从其规定)',
    states: ['SUBMITTED', 'ACCEPTED', 'DISPATCHED'],
  },
  DUE_TODAY: { label: '今天到期', about: '正等着的一步今天 24 时前到期', states: WORK },
  OVERDUE: { label: '已超时', about: '正等着的一步已过时限', states: WORK },
  REPEAT: {
    label: '重复反映',
    about: '同一人一年内反映过同一类事,还没有办结',
    states: [...WORK, 'NEED_INFO'],
  },
  UNHAPPY: {
    label: '重复不满意',
    about: '群众 2 次以上评价不满意(街道另有规定的从其规定)',
    states: [...WORK, 'NEED_INFO', 'CLOSED'],
  },
  HOT: {
    label: '热点',
    about: '同一处同一类 30 天内 3 件以上(街道另有规定的从其规定),还没有办结',
    states: [...WORK, 'NEED_INFO'],
  },
  HARD: {
    label: '难点',
    about: `重办 ${HARD_REWORKS} 次以上,或先后 ${HARD_UNITS} 个单位办过,或 ${HARD_DAYS} 天没有办结`,
    states: [...WORK, 'NEED_INFO'],
  },
  STUCK: {
    label: '堵点',
    about: `24 小时没有人动过(街道另有规定的从其规定),或被退单 ${STUCK_RETURNS} 次以上`,
    states: ['ACCEPTED', 'DISPATCHED', 'IN_PROGRESS'],
  },
} as const satisfies Record<string, MorningList>;
export type MorningView = keyof typeof MORNING_VIEWS;
export type MorningCounts = Record<MorningView, number>;

export function isMorningView(name: string): name is MorningView {
  return Object.hasOwn(MORNING_VIEWS, name);
}
