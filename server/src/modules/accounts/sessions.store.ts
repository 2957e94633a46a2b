import type { Instant } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';

export type EndReason =
  | 'SIGNED_OUT'
  | 'KILLED'
  | 'REUSED'
  | 'DISABLED'
  | 'ROLES'
  | 'PASSWORD'
  | 'RESET'
  | 'ERASED';

/** A presented refresh token with the session it belongs to. */
export interface PresentedRow {
  used_at: Instant | null;
  used_by: string | null;
  id: string;
  person_id: string;
  way: string;
  until_at: Instant;
  idle_minutes: number | null;
}

/** The writer of `login_session` and `refresh_token`. */
export const sessionsStore = {
  /** The token, when its session is alive at `now` and its person active. */
  async presented(tx: Tx, tokenHash: string, now: Instant): Promise<PresentedRow | null> {
    const [row] = await tx.query<PresentedRow>(
      `SELECT t.used_at, t.used_by, s.id, s.person_id, s.way, s.until_at, s.idle_minutes
         FROM refresh_token t
         JOIN login_session s ON s.id = t.session_id
         JOIN person p ON p.id = s.person_id AND p.active = 1
        WHERE t.token_hash = ? AND s.ended_at IS NULL AND s.until_at > ?
          AND (s.idle_until IS NULL OR s.idle_until > ?)`,
      [tokenHash, now, now],
    );
    return row ?? null;
  },

  /** Marks the token used; false when it was already. */
  async use(tx: Tx, tokenHash: string, now: Instant, client: string): Promise<boolean> {
    const sql = 'UPDATE refresh_token SET used_at = ?, used_by = ? WHERE token_hash = ? AND used_at IS NULL';
    return (await tx.execute(sql, [now, client, tokenHash])) === 1;
  },

  /** True when the token was made and used. */
  async wasUsed(tx: Tx, tokenHash: string): Promise<boolean> {
    const sql = 'SELECT token_hash FROM refresh_token WHERE token_hash = ? AND used_at IS NOT NULL';
    return (await tx.query(sql, [tokenHash])).length > 0;
  },

  async addRefresh(tx: Tx, tokenHash: string, sessionId: string, now: Instant): Promise<void> {
    await tx.insert('refresh_token', {
      token_hash: tokenHash,
      session_id: sessionId,
      made_at: now,
      used_at: null,
      used_by: null,
    });
  },

  /** Puts a new access token in the place of the former one. */
  async renew(
    tx: Tx,
    sessionId: string,
    next: { accessHash: string; accessUntil: Instant; now: Instant; idleUntil: Instant | null },
  ): Promise<void> {
    await tx.execute(
      'UPDATE login_session SET access_hash = ?, access_until = ?, last_seen_at = ?, idle_until = ? WHERE id = ?',
      [next.accessHash, next.accessUntil, next.now, next.idleUntil, sessionId],
    );
  },

  async seen(tx: Tx, accessHash: string, now: Instant, idleUntil: Instant | null): Promise<void> {
    await tx.execute(
      `UPDATE login_session SET last_seen_at = ?, idle_until = ?
        WHERE access_hash = ? AND ended_at IS NULL AND last_seen_at < ?`,
      [now, idleUntil, accessHash, now],
    );
  },

  /** Ends a session; false when it had ended before. */
  async end(tx: Tx, sessionId: string, now: Instant, why: EndReason): Promise<boolean> {
    const sql = 'UPDATE login_session SET ended_at = ?, ended_why = ? WHERE id = ? AND ended_at IS NULL';
    return (await tx.execute(sql, [now, why, sessionId])) === 1;
  },

  /** Ends all sessions of a person; answers how many were open. */
  async endAll(tx: Tx, personId: string, now: Instant, why: EndReason): Promise<number> {
    const sql = `UPDATE login_session SET ended_at = ?, ended_why = ?
                  WHERE person_id = ? AND ended_at IS NULL AND until_at > ?`;
    return await tx.execute(sql, [now, why, personId, now]);
  },
};
