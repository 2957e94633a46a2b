import type { Day, Instant } from './time.ts';

/** POST /api/me/phone: WeChat's code from the button, or a number typed. */
export interface PhoneBody {
  code?: string;
  phone?: string;
}

/** The person's own number, masked (138****8000); null when none is kept. */
export interface PhoneAnswer {
  phone: string | null;
}

/** The answer to POST /api/me/phone: `number` in full, for the form the person is filling in. */
export interface PhoneSet {
  phone: string;
  number: string;
}

/** What operators must look at. One row for each thing, counted. */
export interface WechatAlarm {
  kind: string;
  text: string;
  count: number;
  firstAt: Instant;
  lastAt: Instant;
}

/** How messages of one day (Asia/Shanghai) ended. */
export interface SendsOfDay {
  day: Day;
  sent: number;
  refused: number;
  failed: number;
  unknown: number;
}

/** What people have agreed to and not yet used, per template. */
export interface CreditOfTemplate {
  title: string;
  people: number;
  remaining: number;
  longTerm: number;
}

/** One of the platform's quotas as it last told. */
export interface WechatQuota {
  path: string;
  limit: number;
  used: number;
  remain: number;
  askedAt: Instant;
}

/** A call that failed lately: path and code, never an address with its query. */
export interface WechatFailure {
  path: string;
  code: string;
  count: number;
  lastAt: Instant;
  rid: string | null;
}

/** GET /api/admin/wechat */
export interface WechatAdminAnswer {
  appId: string;
  /** First digits of the token's hash: enough to compare two servers. */
  token: { fingerprint: string; until: Instant } | null;
  push: 'SAFE' | 'PLAIN' | 'OFF';
  templatesCheckedAt: Instant | null;
  alarms: WechatAlarm[];
  failures: WechatFailure[];
  sends: SendsOfDay[];
  credits: CreditOfTemplate[];
  quotas: WechatQuota[];
}
