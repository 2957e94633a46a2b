import type { TenLink } from './orders/model.ts';
import type { Day, Instant } from './time.ts';

/** What the morning's sweep says of an open order, the worst first (M81). */
export const VERDICTS = {
  NO_OWNER: '缺责任单位',
  NO_CLOCK: '缺时限',
  NO_TASK: '缺承办任务',
  LATE: '已超期',
  NOBODY_TOLD: '未告知',
  STUCK: '停滞',
  AT_RISK: '将到期',
  HELD: '暂停中',
  ON_TRACK: '正常',
} as const;
export type Verdict = keyof typeof VERDICTS;

/** The three that may never come about: the loop is open (M11). */
export const LOOP_BROKEN: readonly Verdict[] = ['NO_OWNER', 'NO_CLOCK', 'NO_TASK'];

/** The next best thing to do, and who does it. */
export const NEXT_STEPS = {
  accept: '受理',
  dispatch: '派单',
  contact: '电话联系诉求人',
  takeBack: '收回改派',
  sign: '签收',
  reply: '办理并答复',
  extension: '今天答复,来不及的到期前申请延期',
  urge: '催办',
  supervision: '督办',
  assign: '请领导指定牵头单位',
  approve: '审核答复',
  tell: '告知诉求人结果',
  visit: '回访',
  report: '报告进展',
  repair: '补上责任单位、任务或时限',
  none: '按期办理',
} as const;
export type NextStep = keyof typeof NEXT_STEPS;

export interface VerdictLine {
  orderId: string;
  orderNo: string;
  title: string;
  unitName: string;
  verdict: Verdict;
  reason: string;
  next: NextStep;
  nextLabel: string;
}

export interface VerdictsAnswer {
  day: Day;
  /** When it was looked at; null when no sweep was made that day. */
  asOf: Instant | null;
  total: number;
  counts: { verdict: Verdict; label: string; count: number; opens: string }[];
  /** The orders of the verdict asked for. */
  items: VerdictLine[];
}

/** A rate or an average as it is published: whole numbers, and printed once. */
export interface FigureValue {
  num: number;
  den: number;
  /** `99.47%`, `1.40`, or `—` where there is nothing to divide by. */
  text: string;
}

export interface FigureView {
  name: string;
  label: string;
  /** Before and after what was approved to be left out. */
  before: FigureValue;
  after: FigureValue;
  /** Addresses of the orders behind numerator and denominator. */
  opens: { num: string; den: string };
}

export interface StageDuration {
  name: string;
  label: string;
  orders: number;
  /** Mean, whole minutes; null where no order went through it. */
  minutes: number | null;
}

export interface FiguresAnswer {
  fromDay: Day;
  toDay: Day;
  asOf: Instant;
  /** Turns of lead units opened in the period (scope T), and those of them that count in rates. */
  turns: number;
  scope: number;
  figures: FigureView[];
  stages: StageDuration[];
}

export interface FigureOrders {
  asOf: Instant;
  items: { orderId: string; orderNo: string; title: string; unitName: string }[];
}

/** One link of one order: when, by whom, how long. */
export interface LinkView {
  link: TenLink;
  times: number;
  firstAt: Instant | null;
  lastAt: Instant | null;
  who: string[];
  minutes: number;
}

export interface LinksReport {
  fromDay: Day;
  toDay: Day;
  asOf: Instant;
  orders: number;
  links: { link: TenLink; orders: number; lacking: number; times: number; minutes: number | null }[];
}
