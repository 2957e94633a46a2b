import type { State } from './model.ts';

export interface MorningList {
  label: string;
  /** What puts an order there, in words a leader can repeat. */
  about: string;
  states: readonly State[];
}

/** Until when on the evening before something must have come in to count as lying over night: minutes to midnight. */
export const OVERNIGHT_MINUTES = 120;
/** Hours without anything done by staff after which an order is stuck. */
export const STUCK_HOURS = 24;
/** Returns that were accepted, from which on an order is stuck however lively it looks. */
export const STUCK_RETURNS = 2;
/** Dissatisfied answers that make a repeat. */
export const UNHAPPY_TIMES = 2;

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

/** What a leader looks at first in the morning. Reports: each empties by itself when its orders move. */
export const MORNING_VIEWS = {
  OVERNIGHT: {
    label: '隔夜未动',
    about: '昨天 22 时前收到,至今没有人动过',
    states: ['SUBMITTED', 'ACCEPTED', 'DISPATCHED'],
  },
  DUE_TODAY: { label: '今天到期', about: '正等着的一步今天 24 时前到期', states: WORK },
  OVERDUE: { label: '已超时', about: '正等着的一步已过时限', states: WORK },
  UNHAPPY: {
    label: '重复不满意',
    about: `群众 ${UNHAPPY_TIMES} 次以上评价不满意`,
    states: [...WORK, 'NEED_INFO', 'CLOSED'],
  },
  STUCK: {
    label: '堵点',
    about: `${STUCK_HOURS} 小时没有人动过,或被退单 ${STUCK_RETURNS} 次以上`,
    states: ['ACCEPTED', 'DISPATCHED', 'IN_PROGRESS'],
  },
} as const satisfies Record<string, MorningList>;
export type MorningView = keyof typeof MORNING_VIEWS;
export type MorningCounts = Record<MorningView, number>;

export function isMorningView(name: string): name is MorningView {
  return Object.hasOwn(MORNING_VIEWS, name);
}
