import { addMinutes, type Instant, type RetentionRow, TERMINAL } from '@yihu/shared';

/** A class of rows that is deleted, or rid of what names a person, by age. */
export interface RetentionClass {
  title: string;
  table: string;
  key: string;
  /** Column (or expression, null while it must stay) the age counts from, and what else must hold of a row that may go. */
  at: string;
  where: string;
  defaultDays: number;
  /** Never less: 180 days for logs is the law (网络安全法 2025 art. 23(3)), the others are the product's own word. */
  floorDays: number;
  /** Never more, where another promise ends the keeping. */
  ceilingDays?: number;
  /** The sweep of another module deletes these; here they are only counted. */
  sweptElsewhere?: true;
  /** The rows stay: what names a person goes out of them. */
  anonymised?: true;
}

const LAW_DAYS = 180;
const OVER = TERMINAL.map((state) => `'${state}'`).join(', ');

export const RETENTION_CLASSES = {
  AUDIT: {
    title: '审计记录',
    table: 'audit',
    key: 'seq',
    at: 'at',
    where: 'seq IS NOT NULL',
    defaultDays: 1096,
    floorDays: 1095,
  },
  SIGN_IN: {
    title: '登录记录',
    table: 'login_session',
    key: 'id',
    at: 'until_at',
    where: '1 = 1',
    defaultDays: 365,
    floorDays: LAW_DAYS,
  },
  TOKEN_USE: {
    title: '登录续期记录',
    table: 'refresh_token',
    key: 'token_hash',
    at: 'made_at',
    where: 'session_id NOT IN (SELECT id FROM login_session)',
    defaultDays: 365,
    floorDays: LAW_DAYS,
  },
  WECHAT_EVENT: {
    title: '微信推送记录',
    table: 'wechat_event',
    key: 'dedup_key',
    at: 'received_at',
    where: '1 = 1',
    defaultDays: LAW_DAYS,
    floorDays: LAW_DAYS,
  },
  SEND_ATTEMPT: {
    title: '消息发送记录',
    table: 'send_attempt',
    key: 'id',
    at: 'at',
    where: "outcome <> 'STARTED'",
    defaultDays: 365,
    floorDays: LAW_DAYS,
  },
  OUTBOX_DONE: {
    title: '已完成的外发任务',
    table: 'outbox',
    key: 'id',
    at: 'done_at',
    where: "state = 'DONE'",
    defaultDays: 90,
    floorDays: 30,
  },
  IDEM: {
    title: '已答复的操作编号',
    table: 'idem',
    key: 'command_key',
    at: 'at',
    where: '1 = 1',
    // A phone may repeat a command it saved weeks ago; forgotten sooner, it would be carried out twice.
    defaultDays: 30,
    floorDays: 30,
  },
  CONTACT: {
    title: '已了结诉求的联系方式和私人信息',
    table: 'order_private',
    key: 'order_id',
    // The last thing that happened to an order that is over; an order that is not over has no age.
    at: `(SELECT MAX(e.at) FROM event e JOIN work_order o ON o.id = e.stream_id
           WHERE e.stream_id = order_private.order_id AND o.state IN (${OVER}))`,
    where: 'erased_at IS NULL',
    defaultDays: 365,
    // Disputes, visits and complaints about the handling need it for a while; for ever nobody does (PIPL art. 19).
    floorDays: LAW_DAYS,
    ceilingDays: 1095,
    anonymised: true,
  },
  MODERATION: {
    title: '内容审核记录',
    table: 'moderation_check',
    key: 'id',
    at: 'created_at',
    // What waits for the platform or for a person is not over, however old.
    where: "waiting = 0 AND state <> 'PENDING'",
    defaultDays: 365,
    floorDays: LAW_DAYS,
  },
  STICKER_SCAN: {
    title: '网格码打开次数',
    table: 'sticker_scan',
    key: 'CONCAT(sticker_id, day)',
    // A day is over at its end: '~' sorts behind every hour of it.
    at: "CONCAT(day, '~')",
    where: '1 = 1',
    defaultDays: 1096,
    floorDays: LAW_DAYS,
  },
  FEED: {
    title: '页面实时提醒',
    table: 'feed_item',
    key: 'id',
    at: 'at',
    where: '1 = 1',
    // A screen that slept longer reads everything anew.
    defaultDays: 3,
    floorDays: 1,
  },
  PRESENCE: {
    title: '谁在看工单',
    table: 'presence',
    key: 'CONCAT(order_id, person_id)',
    at: 'until_at',
    where: '1 = 1',
    defaultDays: 1,
    floorDays: 1,
  },
  DESK_DRAFT: {
    title: '没有提交的办理草稿',
    table: 'desk_draft',
    key: 'CONCAT(person_id, draft_key)',
    at: 'saved_at',
    where: '1 = 1',
    defaultDays: 7,
    floorDays: 1,
    ceilingDays: 30,
  },
  BULK_ROW: {
    title: '成批办理的明细',
    table: 'bulk_row',
    key: 'CONCAT(bulk_id, order_id)',
    at: '(SELECT b.ended_at FROM bulk b WHERE b.id = bulk_row.bulk_id)',
    where: '1 = 1',
    // What was done to each order is in its history.
    defaultDays: 30,
    floorDays: 7,
  },
  BULK: {
    title: '成批办理',
    table: 'bulk',
    key: 'id',
    at: 'ended_at',
    where: 'id NOT IN (SELECT bulk_id FROM bulk_row)',
    defaultDays: 30,
    floorDays: 7,
  },
  WECHAT_ALARM: {
    title: '微信接口告警',
    table: 'wechat_alarm',
    key: 'alarm_key',
    at: 'last_at',
    // An alarm nobody has put right stays in sight; a failed call is over by itself.
    where: "(cleared_at IS NOT NULL OR kind = 'CALL')",
    defaultDays: 365,
    floorDays: LAW_DAYS,
  },
  RUN_PHOTO: {
    title: '巡查等不属于工单的照片',
    table: 'attachment',
    key: 'id',
    // From the end of the procedure they lie with; one that goes on has no age. The file goes with the sweep of
    // attachments.
    at: '(SELECT p.ended_at FROM procedure_run p WHERE p.id = attachment.owner_id)',
    where: "owner_kind = 'RUN'",
    defaultDays: 1096,
    floorDays: LAW_DAYS,
  },
  VOICE: {
    title: '已了结诉求的录音',
    table: 'attachment',
    key: 'id',
    at: 'created_at',
    // A voice names a person more than her words do, and the words stay: it goes when the matter is over, or when her
    // contact goes; its file goes with the sweep of attachments.
    where: `mime LIKE 'audio/%' AND owner_id IN (SELECT o.id FROM work_order o
             WHERE o.voice IS NOT NULL AND o.state IN ('CLOSED', ${OVER}))`,
    defaultDays: 365,
    floorDays: LAW_DAYS,
    ceilingDays: 1095,
  },
  UNSENT_PHOTO: {
    title: '没有随诉求提交的照片和录音',
    table: 'attachment',
    key: 'id',
    at: 'created_at',
    where: "owner_kind = 'DRAFT'",
    // Seven days is what the client tells the resident.
    defaultDays: 7,
    floorDays: 7,
    ceilingDays: 7,
    // With their files, by the attachments' own sweep.
    sweptElsewhere: true,
  },
} as const satisfies Record<string, RetentionClass>;

export type RetentionClassName = keyof typeof RETENTION_CLASSES;
export const RETENTION_NAMES = Object.keys(RETENTION_CLASSES) as readonly RetentionClassName[];

export interface RetentionPolicy {
  rows: RetentionRow[];
}

const MAX_DAYS = 36_500;

/** The first row (1 = first) that may not be, with the reason; null when all may. */
export function wrongRow(rows: readonly RetentionRow[]): { row: number; reason: string } | null {
  const seen = new Set<string>();
  for (const [at, row] of rows.entries()) {
    const reason = reasonAgainst(row, seen);
    if (reason !== null) return { row: at + 1, reason };
    seen.add(row.class);
  }
  return null;
}

function reasonAgainst(row: RetentionRow, seen: ReadonlySet<string>): string | null {
  if (!Object.hasOwn(RETENTION_CLASSES, row.class)) return `没有「${row.class}」这一类`;
  if (seen.has(row.class)) return `「${row.class}」写了两次`;
  const { title, floorDays, ...rest }: RetentionClass = RETENTION_CLASSES[row.class as RetentionClassName];
  if (!Number.isInteger(row.days) || row.days > MAX_DAYS) return `「${title}」的天数应是整数`;
  if (row.days < floorDays) return `「${title}」至少保存 ${floorDays} 天,不能设为 ${row.days} 天`;
  if (rest.ceilingDays !== undefined && row.days > rest.ceilingDays) {
    return `「${title}」最多保存 ${rest.ceilingDays} 天`;
  }
  return null;
}

/**
 * Days each class is kept: rows are of the whole installation, so the longest of what its streets ask counts; a
 * street that says nothing asks for the default. A row that came into the table past the check never shortens below the floor.
 */
export function effectiveDays(
  policies: readonly (RetentionPolicy | null)[],
): Record<RetentionClassName, number> {
  const asked = (name: RetentionClassName) =>
    policies.map((policy) => policy?.rows.find((row) => row.class === name)?.days);
  const days = RETENTION_NAMES.map((name) => {
    const { defaultDays, floorDays }: RetentionClass = RETENTION_CLASSES[name];
    const wanted = asked(name).map((value) => (typeof value === 'number' ? value : defaultDays));
    return [name, Math.max(floorDays, ...(wanted.length > 0 ? wanted : [defaultDays]))] as const;
  });
  return Object.fromEntries(days) as Record<RetentionClassName, number>;
}

/** Rows from before this instant go. */
export function cutoff(now: Instant, days: number): Instant {
  return addMinutes(now, -days * 24 * 60);
}
