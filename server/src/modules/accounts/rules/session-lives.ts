import { addMinutes, type Instant } from '@yihu/shared';

/** How the person proved who she is. */
export type Way = 'WECHAT' | 'PASSWORD' | 'DEMO';

export const WAY_LABELS: Readonly<Record<Way, string>> = {
  WECHAT: '微信登录',
  PASSWORD: '密码和动态码',
  DEMO: '演示登录',
};

/** Minutes a session and its tokens live. */
export interface Lives {
  /** The access token; renewed with the refresh token. */
  access: number;
  /** The session, however much it is used. */
  absolute: number;
  /** Without use; null = idling does not end it. */
  idle: number | null;
}

const HOUR = 60;
const ACCESS = 2 * HOUR;
const ABSOLUTE = { resident: 30 * 24 * HOUR, staff: 12 * HOUR };
/** A repeat of the same renewal within this time is a lost answer, not a stolen token. */
export const GRACE_MINUTES = 0.5;
/** Use is written down at most this often. */
const SEEN_EVERY_MINUTES = { idle: 1, other: 60 };

/**
 * Residents stay signed in 30 days, staff for a working day (12 h); whoever signs in with a password sits at a
 * desk others can reach, so idling ends it. Demo sessions are for showing: their access token lives as long as
 * the session.
 */
export function livesOf(way: Way, staff: boolean, deskIdleMinutes: number): Lives {
  const absolute = staff ? ABSOLUTE.staff : ABSOLUTE.resident;
  if (way === 'DEMO') return { access: absolute, absolute, idle: null };
  return { access: ACCESS, absolute, idle: way === 'PASSWORD' ? deskIdleMinutes : null };
}

/** The end of an access token made at `now`: never after the session's own. */
export function accessUntil(now: Instant, way: Way, sessionUntil: Instant): Instant {
  if (way === 'DEMO') return sessionUntil;
  const own = addMinutes(now, ACCESS);
  return own < sessionUntil ? own : sessionUntil;
}

/** When an idle session ends if it is not used again after `now`. */
export function idleUntil(now: Instant, idleMinutes: number | null): Instant | null {
  return idleMinutes === null ? null : addMinutes(now, idleMinutes);
}

/** Whether a use at `now` is worth a write: every minute where idling counts, hourly elsewhere. */
export function isSeenStale(now: Instant, lastSeenAt: Instant, idleMinutes: number | null): boolean {
  const every = idleMinutes === null ? SEEN_EVERY_MINUTES.other : SEEN_EVERY_MINUTES.idle;
  return addMinutes(lastSeenAt, every) <= now;
}

/** What presenting a refresh token means. */
export type Presented = 'FRESH' | 'REPEAT' | 'REUSED';

/** A used token is a repeat for the client that used it, for a moment, while nobody used its successor. */
export function judgePresented(
  token: { usedAt: Instant | null; usedBy: string | null; successorUsed: boolean },
  now: Instant,
  client: string,
): Presented {
  if (token.usedAt === null) return 'FRESH';
  const inGrace = now <= addMinutes(token.usedAt, GRACE_MINUTES);
  return inGrace && token.usedBy === client && !token.successorUsed ? 'REPEAT' : 'REUSED';
}
