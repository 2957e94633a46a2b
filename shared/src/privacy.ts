/** 「我的信息」: what a person may see, take along, correct and delete of what is kept about her (PIPL 44–50). */
import type { SessionView } from './accounts.ts';
import type { NoticeView } from './notices.ts';
import type { OrderView } from './orders/index.ts';
import type { Instant } from './time.ts';

/** Versions of the notice on personal information, oldest first; which one held when somebody agreed is told by time. */
export const NOTICE_VERSIONS: readonly { version: string; from: Instant }[] = [
  { version: '2026年第1版', from: '2026-01-01T00:00:00.000Z' },
];

/** The version in force at that moment; the first one for anything older. */
export function noticeVersionAt(at: Instant): string {
  const held = NOTICE_VERSIONS.filter(({ from }) => from <= at).at(-1) ?? NOTICE_VERSIONS[0];
  return held?.version ?? '';
}

/** GET /api/me/privacy: what is kept of the person herself. */
export interface MyData {
  name: string;
  /** Masked; null when none is kept. */
  phone: string | null;
  /** Since when there is an account. */
  since: Instant;
  /** Members of staff have an account of their office: it is not theirs to delete. */
  staff: boolean;
  orders: number;
  openOrders: number;
}

export const LOOK_KINDS = { NARRATIVE: '看内容', CONTACT: '看联系方式' } as const;
export type LookKind = keyof typeof LOOK_KINDS;

/** One look of a member of staff at what a person told: unit and role, never the name or number of who looked. */
export interface LookView {
  id: string;
  at: Instant;
  kind: LookKind;
  unitName: string;
  roleLabel: string;
  what: string;
  why: string;
  orderId: string;
  orderNo: string;
  title: string;
}

/** Contact data of one of the person's own open orders. */
export interface OrderContact {
  orderId: string;
  orderNo: string;
  title: string;
  stateLabel: string;
  name: string;
  /** Masked; null: none was left with this order, and correcting adds none. */
  phone: string | null;
}

/** GET /api/me/contacts */
export interface OrderContacts {
  orders: OrderContact[];
}

/** POST /api/me/contact: name and number as they should be, and the open orders they should be put right on. */
export interface ContactCorrection {
  name: string;
  /** Empty: the number stays as it is. */
  phone: string;
  orderIds: string[];
}

export interface ContactCorrected {
  name: string;
  phone: string | null;
  /** On how many open orders something changed. */
  orders: number;
}

export const CONSENT_KINDS = {
  ACCOUNT: '用微信账号登录',
  PHONE: '保存手机号',
  SUBSCRIPTION: '微信提醒',
} as const;
export type ConsentKind = keyof typeof CONSENT_KINDS;

/** What a person agreed to, when, and under which version of the notice. */
export interface ConsentView {
  kind: ConsentKind;
  title: string;
  how: string;
  at: Instant;
  notice: string;
  /** False once withdrawn or used up. */
  active: boolean;
  withdrawnAt: Instant | null;
}

/** GET /api/me/consents */
export interface ConsentsAnswer {
  /** The version in force now. */
  notice: string;
  consents: ConsentView[];
}

/** An order that is not over when its filer leaves, and what becomes of it. */
export interface OpenOrderFate {
  orderId: string;
  orderNo: string;
  title: string;
  stateLabel: string;
  fate: string;
}

export interface KeptThing {
  what: string;
  why: string;
  until: string;
}

/** GET /api/me/deletion: what deleting the account means, before it is done. */
export interface DeletionPlan {
  deleted: string[];
  kept: KeptThing[];
  openOrders: OpenOrderFate[];
}

/** POST /api/me/deletion */
export interface DeletionBody {
  /** That the plan was read. */
  understood: true;
}

export interface DeletionDone {
  at: Instant;
  sessions: number;
  orders: number;
  photos: number;
}

/** A sign-in of the person, open or over. */
export interface SessionRecord extends Omit<SessionView, 'id' | 'current'> {
  endedAt: Instant | null;
}

/** An order as its filer reads it, with the contact data she left. */
export type OwnOrder = OrderView & { ownContact: { name: string; phone: string | null; company: string } };

export interface MyExportData {
  product: string;
  madeAt: Instant;
  person: { name: string; phone: string | null; since: Instant };
  orders: OwnOrder[];
  notices: NoticeView[];
  consents: ConsentView[];
  sessions: SessionRecord[];
  looks: LookView[];
}

/** POST /api/me/export: everything about the person, for people (`text`) and for programs (`data`). */
export interface MyExport {
  /** Without its ending. */
  fileName: string;
  text: string;
  data: MyExportData;
}
