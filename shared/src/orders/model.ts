import type { Instant } from '../time.ts';

/** Main states of an order; labels fit a WeChat `phrase` field (≤ 5 汉字). */
export const STATES = {
  SUBMITTED: '待受理',
  NEED_INFO: '待补充',
  DECLINED: '不予受理',
  ACCEPTED: '待派单',
  DISPATCHED: '待签收',
  IN_PROGRESS: '办理中',
  REPLIED: '待审核',
  TO_VISIT: '待回访',
  CLOSED: '已办结',
  WITHDRAWN: '已撤回',
  ARCHIVED: '已归档',
} as const;
export type State = keyof typeof STATES;

/** Nothing leaves these. */
export const TERMINAL: readonly State[] = ['DECLINED', 'WITHDRAWN', 'ARCHIVED'];

/** Open = neither terminal nor closed. */
export function isOpen(state: State): boolean {
  return state !== 'CLOSED' && !TERMINAL.includes(state);
}

export const REQUEST_TYPES = {
  CONSULT: '咨询',
  HELP: '求助',
  COMPLAINT: '投诉',
  REPORT: '举报',
  SUGGEST: '建议',
  OTHER: '其他',
} as const;
export type RequestType = keyof typeof REQUEST_TYPES;

export const PARTY_KINDS = { PERSON: '个人', ENTERPRISE: '企业' } as const;
export type PartyKind = keyof typeof PARTY_KINDS;

export const URGENCIES = { L1: '紧急', L2: '较急', L3: '一般', L4: '可缓' } as const;
export type Urgency = keyof typeof URGENCIES;

export const COMPLEXITIES = { SIMPLE: '一般件', COMPLEX: '复杂件' } as const;
export type Complexity = keyof typeof COMPLEXITIES;

export const CONFIDENTIALITIES = {
  SURNAME: '公开姓氏',
  DESK_ONLY: '仅热线办可见',
  ANONYMOUS: '匿名',
} as const;
export type Confidentiality = keyof typeof CONFIDENTIALITIES;

/** The door an order came through. */
export const CHANNELS = {
  MINI_PROGRAM: '微信小程序',
  H5: '网页',
  HOTLINE_12345: '12345热线',
  WINDOW: '窗口',
  GRID: '网格代办',
} as const;
export type Channel = keyof typeof CHANNELS;

/** Who began it. */
export const SOURCES = { RESIDENT: '诉求人', GRID_REPORT: '网格上报' } as const;
export type Source = keyof typeof SOURCES;

export const OUTCOMES = {
  SOLVED: '已解决',
  PARTLY: '部分解决',
  UNSOLVED: '未解决',
  EXPLAINED: '解释说明',
} as const;
export type Outcome = keyof typeof OUTCOMES;

export const SOLVED_ANSWERS = { YES: '解决了', PARTLY: '部分解决', NO: '没解决' } as const;
export type SolvedAnswer = keyof typeof SOLVED_ANSWERS;

export const SATISFACTION = {
  VERY_SATISFIED: '非常满意',
  SATISFIED: '满意',
  BASICALLY: '基本满意',
  UNSATISFIED: '不满意',
  VERY_UNSATISFIED: '非常不满意',
} as const;
export type Satisfaction = keyof typeof SATISFACTION;

/** Both lower levels count as unhappy (domain.md C31). */
export function isUnhappy(answer: Satisfaction | null): boolean {
  return answer === 'UNSATISFIED' || answer === 'VERY_UNSATISFIED';
}

/** The ten links of the street's practice; each event belongs to at most one. */
export const TEN_LINKS = [
  '受理',
  '交办',
  '分类',
  '协办',
  '督办',
  '反馈',
  '回访',
  '申诉',
  '分析',
  '评价',
] as const;
export type TenLink = (typeof TEN_LINKS)[number];

/** One entry of an order's append-only history. `data` holds codes and ids only, never contact data. */
export interface OrderEvent {
  seq: number;
  name: string;
  at: Instant;
  actorId: string;
  actorUnitId: string | null;
  data: Readonly<Record<string, unknown>>;
}
