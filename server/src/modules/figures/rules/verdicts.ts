import {
  dayEnd,
  dayOf,
  formatLocal,
  type Instant,
  isLate,
  isStuck,
  type Milestone,
  type NextStep,
  type OrderFacts,
  type TriggerParams,
  type Verdict,
} from '@yihu/shared';
import { AWAITED } from '../../clocks/rules/awaited';

/** A promise that still asks something, as the sweep looks at it. */
export interface LiveClock {
  milestone: Milestone;
  scope: 'INNER' | 'OUTER';
  state: 'RUNNING' | 'PAUSED' | 'AWAITING_CALENDAR';
  dueAt: Instant | null;
}

/** An open order, as the sweep looks at it. */
export interface SweptOrder {
  facts: Pick<
    OrderFacts,
    'state' | 'receivedAt' | 'staffAt' | 'returns' | 'urges' | 'told' | 'filerId' | 'hasPhone' | 'procedures'
  >;
  /** The unit that owns it is in use. */
  hasOwner: boolean;
  /** The lead unit's turn is open. */
  hasTurn: boolean;
  clocks: readonly LiveClock[];
}

export interface SweptVerdict {
  verdict: Verdict;
  /** One plain clause with the moment or the number it rests on. */
  reason: string;
  next: NextStep;
}

type Stuck = Pick<TriggerParams, 'within' | 'unit'>;

const LEAD_OWES: readonly string[] = ['DISPATCHED', 'IN_PROGRESS', 'SUSPENDED'];
const RETURNS_TOO_MANY = 2;

/** What each state waits for while all is well. */
const USUAL: Readonly<Record<string, NextStep>> = {
  SUBMITTED: 'accept',
  NEED_INFO: 'contact',
  ACCEPTED: 'dispatch',
  DISPATCHED: 'sign',
  IN_PROGRESS: 'reply',
  REPLIED: 'approve',
  TO_VISIT: 'visit',
  SUSPENDED: 'report',
};

/** What helps once the state's own step is overdue or stands still. */
function remedy({ facts }: SweptOrder): NextStep {
  if (facts.state === 'DISPATCHED') return 'takeBack';
  if (facts.state !== 'IN_PROGRESS') return USUAL[facts.state] ?? 'none';
  if (facts.returns >= RETURNS_TOO_MANY) return 'assign';
  // Urge before supervise.
  return facts.urges === 0 ? 'urge' : 'supervision';
}

const at = (due: Instant | null) => (due === null ? '' : formatLocal(due));

/**
 * What is to be said of an open order at `now`, the worst first, and the next best thing to do. Pure: the same order
 * at the same moment always gets the same verdict.
 */
export function verdictOf(order: SweptOrder, now: Instant, stuck: Stuck): SweptVerdict {
  const { facts, clocks } = order;
  const usual = USUAL[facts.state] ?? 'none';
  const awaited = clocks.filter((row) => row.scope === 'INNER' && row.milestone === AWAITED[facts.state]);
  if (!order.hasOwner) return { verdict: 'NO_OWNER', reason: '责任单位不存在或已停用', next: 'repair' };
  if (awaited.length === 0) return { verdict: 'NO_CLOCK', reason: '这一步没有在走的时限', next: 'repair' };
  if (LEAD_OWES.includes(facts.state) && !order.hasTurn) {
    return { verdict: 'NO_TASK', reason: '承办单位没有未完的任务', next: 'repair' };
  }
  const pressing = pressingOf(order);
  const late = pressing.find((row) => row.state === 'RUNNING' && isLate(row.dueAt, now));
  if (late !== undefined) {
    return { verdict: 'LATE', reason: `应于 ${at(late.dueAt)} 前完成`, next: remedy(order) };
  }
  const canBeTold = facts.filerId !== null || facts.hasPhone;
  if (facts.state === 'TO_VISIT' && !facts.told && canBeTold) {
    return { verdict: 'NOBODY_TOLD', reason: '答复已审核,还没有告知诉求人的记录', next: 'tell' };
  }
  if (isStuck(facts, stuck, now)) {
    return {
      verdict: 'STUCK',
      reason: `自 ${at(facts.staffAt ?? facts.receivedAt)} 起无人处理`,
      next: remedy(order),
    };
  }
  if (facts.returns >= RETURNS_TOO_MANY && LEAD_OWES.includes(facts.state)) {
    return { verdict: 'STUCK', reason: `已退单 ${facts.returns} 次`, next: 'assign' };
  }
  const today = pressing.find(
    (row) => row.state === 'RUNNING' && row.dueAt !== null && row.dueAt <= dayEnd(dayOf(now)),
  );
  if (today !== undefined) {
    return {
      verdict: 'AT_RISK',
      reason: `今天到期:${at(today.dueAt)}`,
      next: facts.state === 'IN_PROGRESS' ? 'extension' : usual,
    };
  }
  if (awaited.every((row) => row.state === 'PAUSED')) {
    return { verdict: 'HELD', reason: '时限暂停中', next: usual };
  }
  const due = awaited.map((row) => row.dueAt).find((dueAt) => dueAt !== null) ?? null;
  return {
    verdict: 'ON_TRACK',
    reason: due === null ? '时限待节假日安排公布' : `${at(due)} 前完成`,
    next: usual,
  };
}

/** The state's own promise first, then the whole handling, the street's before the city's. */
function pressingOf({ facts, clocks }: SweptOrder): LiveClock[] {
  const own = AWAITED[facts.state];
  const named: readonly (Milestone | undefined)[] = facts.state === 'DISPATCHED' ? ['sign', own] : [own];
  const weight = ({ milestone, scope }: LiveClock) =>
    (named.includes(milestone) ? 0 : 2) + (scope === 'INNER' ? 0 : 1);
  return clocks
    .filter(({ milestone }) => named.includes(milestone) || milestone === 'handle')
    .sort((a, b) => weight(a) - weight(b));
}
