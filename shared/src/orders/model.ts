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
  SUSPENDED: '已挂账',
  CLOSED: '已办结',
  MERGED: '已并单',
  WITHDRAWN: '已撤回',
  ARCHIVED: '已归档',
} as const;
export type State = keyof typeof STATES;

/** Nothing runs on in these; only a contest and an unmerge lead out. */
export const TERMINAL: readonly State[] = ['DECLINED', 'MERGED', 'WITHDRAWN', 'ARCHIVED'];

/** Neither terminal nor closed, in the order an order goes through them. */
export const OPEN_STATES: readonly State[] = [
  'SUBMITTED',
  'NEED_INFO',
  'ACCEPTED',
  'DISPATCHED',
  'IN_PROGRESS',
  'REPLIED',
  'TO_VISIT',
  'SUSPENDED',
];

export function isOpen(state: State): boolean {
  return OPEN_STATES.includes(state);
}

export const REQUEST_TYPES = {
  CONSULT: '咨询',
  HELP: '求助',
  COMPLAINT: '投诉',
  REPORT: '举报',
  SUGGEST: '建议',
  PRAISE: '表扬',
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

/** The door an order came through (domain.md C11). */
export const CHANNELS = {
  MINI_PROGRAM: '微信小程序',
  H5: '网页',
  HOTLINE_12345: '12345热线',
  MAYOR_LINE: '市长热线',
  PEOPLE_CN: '人民网留言板',
  WAN_SHI_TONG: '皖事通APP',
  PETITION: '信访',
  WAGE_LINE: '欠薪热线',
  WAGE_WECHAT: '欠薪微信',
  WARM_LINE: '暖心电话',
  LINE_WECHAT: '热线微信',
  LINE_QQ: '热线QQ',
  WINDOW: '窗口',
  GRID: '网格代办',
  OPEN311: 'Open311',
} as const;
export type Channel = keyof typeof CHANNELS;

/** Who began it. */
export const SOURCES = {
  RESIDENT: '诉求人',
  GRID_REPORT: '网格上报',
  DEPUTY: '人大代表',
  VISIT: '走访',
  PROACTIVE: '主动治理',
  UPPER: '上级',
} as const;
export type Source = keyof typeof SOURCES;

/** A brand or queue with a desk view of its own. */
export const LINES = { YHJY: '一呼即应', BIZ_ENV: '营商环境监督分线' } as const;
export type Line = keyof typeof LINES;

/** Platforms that hand orders down to the street and count them by their own number. */
export const UPPER_SYSTEMS = {
  CITY_12345: '市12345平台',
  PROVINCE_12345: '省12345平台',
  MAYOR_LINE: '市长热线',
  PEOPLE_CN: '人民网留言板',
  WAN_SHI_TONG: '皖事通',
  PETITION: '信访信息系统',
  DISTRICT: '区平台',
  OPEN311: 'Open311',
} as const;
export type UpperSystem = keyof typeof UPPER_SYSTEMS;

/** How far a recording is written down. ONLY: nothing else says what the matter is. BESIDE: there are words too. */
export const VOICE_STATES = { ONLY: '语音待听写', BESIDE: '语音待听写', WRITTEN: '语音已听写' } as const;
export type VoiceState = keyof typeof VOICE_STATES;

/** Longest recording of a filing, in seconds. */
export const VOICE_MAX_SECONDS = 60;
/** A minute of quick speech is some 300 characters. */
export const TRANSCRIPT_MAX = 1000;

/** What a unit may say its handling came to. */
export const REPLY_OUTCOMES = {
  SOLVED: '已解决',
  PARTLY: '部分解决',
  UNSOLVED: '未解决',
  EXPLAINED: '解释说明',
} as const;

/** NOTED: nothing was to be solved (a praise, a check that found no fault). */
export const OUTCOMES = { ...REPLY_OUTCOMES, NOTED: '已收悉' } as const;
export type Outcome = keyof typeof OUTCOMES;

/** Why a matter came up, as the analysis of a closed order says (link 分析) [R]. */
export const CAUSES = {
  POLICY: '政策规定',
  MANAGEMENT: '管理不到位',
  FACILITY: '设施老化或缺少',
  DISPUTE: '邻里或合同纠纷',
  INFORMATION: '宣传解释不够',
  LEGACY: '历史遗留',
  OUTSIDE: '外部施工或企业行为',
} as const;
export type Cause = keyof typeof CAUSES;

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
