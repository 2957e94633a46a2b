import type { Instant } from './time.ts';

/** What content-safety checking says of a text or picture that strangers may come to see. */
export const MODERATION_STATES = {
  PENDING: '审核中',
  PASS: '通过',
  REVIEW: '存疑,待人工',
  RISKY: '有风险,待人工',
  HUMAN: '机器没有结论,待人工',
} as const;
export type ModerationState = keyof typeof MODERATION_STATES;
export type ModerationKind = 'TEXT' | 'IMAGE';

/** Why a check came to people without the platform's verdict. */
export const MODERATION_REASONS = {
  NOT_SEEN: '提交人近两小时没有打开过小程序,平台不受理',
  NO_CALLBACK: '平台 30 分钟内没有回话',
  DOWNLOAD: '平台取不到图片',
  FAILED: '平台多次没有应答',
  REFUSED: '平台不受理这次检查',
  UNCLEAR: '平台的回答看不懂',
} as const;
export type ModerationReason = keyof typeof MODERATION_REASONS;

/** Labels of WeChat's verdicts. */
export const MODERATION_LABELS: Readonly<Record<number, string>> = {
  100: '正常',
  10001: '广告',
  20001: '时政',
  20002: '色情',
  20003: '辱骂',
  20006: '违法犯罪',
  20008: '欺诈',
  20012: '低俗',
  20013: '版权',
  21000: '其他',
};

/** One thing that waits for a person, as the desk sees it. */
export interface ModerationItem {
  id: string;
  kind: ModerationKind;
  /** `REPLY`, `SUMMARY`, … and its id. */
  subjectKind: string;
  subjectId: string;
  state: ModerationState;
  stateLabel: string;
  reason: string;
  label: string;
  /** The text to be published; empty for a picture. */
  text: string;
  /** A signed link to the picture; null for a text. */
  url: string | null;
  askedAt: Instant;
}

/** GET /api/moderation */
export interface ModerationAnswer {
  items: ModerationItem[];
  next: string | null;
}

export const MODERATION_DECISIONS = { ALLOW: '可以公开', HIDE: '不公开' } as const;
export type ModerationDecision = keyof typeof MODERATION_DECISIONS;

/** POST /api/moderation/:id */
export interface ModerationDecideBody {
  decision: ModerationDecision;
  note?: string;
}
export interface ModerationDecided {
  id: string;
  state: ModerationState;
}
