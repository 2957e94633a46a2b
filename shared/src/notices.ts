/** Messages to a person, subscription credit, and the desk's view of effects that failed. */
import type { Instant } from './clocks/index.ts';

/** What a subscription template is used for; the operator configures one template id for each. */
export const TEMPLATE_KINDS = {
  progress: '办理进度提醒',
  result: '办理结果提醒',
  info: '需要补充提醒',
  task: '新任务提醒',
} as const;
export type TemplateKind = keyof typeof TEMPLATE_KINDS;

/** One message of the in-app inbox. `page` is a mini-program path without leading slash. */
export interface NoticeView {
  id: string;
  orderId: string;
  /** At most 5 汉字, e.g. 已受理. */
  phrase: string;
  /** At most 40 characters, names unit and date. */
  thing: string;
  title: string;
  page: string;
  at: Instant;
  read: boolean;
}

/** GET /api/notices?before=&limit= — newest first; `next` is the `before` of the following page, null at the end. */
export interface NoticesAnswer {
  items: NoticeView[];
  next: string | null;
}

/** GET /api/notices/unread-count */
export interface UnreadCountAnswer {
  unread: number;
}

/** POST /api/notices/:id/read and POST /api/notices/read-all: how many became read by this call. */
export interface NoticesReadAnswer {
  read: number;
}

/** GET /api/subscriptions — one row per configured template the person may be asked to accept. */
export interface SubscriptionView {
  templateId: string;
  kind: TemplateKind;
  title: string;
  /** Messages WeChat will still let us send; meaningless when `longTerm`. */
  remaining: number;
  longTerm: boolean;
}
export interface SubscriptionsAnswer {
  subscriptions: SubscriptionView[];
}

/**
 * POST /api/subscriptions/taps — what wx.requestSubscribeMessage answered, by template id: accept (and any value
 * starting with it), reject, ban or filter. `tapId` is made by the client, so that a repeated report counts once.
 */
export interface SubscriptionTapsBody {
  tapId?: string;
  results: Record<string, string>;
}

/** Whether WeChat will take the next message to a person. UNBOUND = no WeChat account is known. */
export const REACHABILITY = {
  OK: '可发微信提醒',
  NO_CREDIT: '没有订阅次数,微信提醒发不出',
  REFUSED: '已拒收微信提醒',
  UNBOUND: '没有绑定微信',
} as const;
export interface Reachability {
  wechat: keyof typeof REACHABILITY;
  /** Error of the last message that did not go out, e.g. an errcode of WeChat; absent when the last one did. */
  lastError?: string;
}

/** Where an effect that leaves the server stands. DEAD and HELD wait for a person. */
export const OUTBOX_STATES = {
  READY: '待发送',
  SENDING: '发送中',
  DONE: '已完成',
  DEAD: '发送失败',
  HELD: '结果不明,未重发',
} as const;
export type OutboxState = keyof typeof OUTBOX_STATES;

/** One row of GET /api/admin/outbox?state=&before=&limit=. The payload is not shown. */
export interface OutboxJobView {
  id: string;
  topic: string;
  subjectId: string;
  state: OutboxState;
  attempts: number;
  lastError: string | null;
  createdAt: Instant;
  runAt: Instant;
}
export interface OutboxAnswer {
  items: OutboxJobView[];
  next: string | null;
}

/** POST /api/admin/outbox/:id/replay */
export interface OutboxReplayAnswer {
  id: string;
  state: 'READY';
}
