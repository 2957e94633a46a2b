import { Injectable } from '@nestjs/common';
import { addMinutes, type Instant, type SessionTokens, type SessionView } from '@yihu/shared';
import { Env } from '../../config/env';
import type { Actor } from '../../platform/auth/actor';
import { hashToken, Sessions } from '../../platform/auth/auth.guard';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { AuditStore } from '../audit/audit.store';
import type { Client } from './client';
import { deviceOf } from './rules/device';
import {
  accessUntil,
  idleUntil,
  isSeenStale,
  judgePresented,
  livesOf,
  WAY_LABELS,
  type Way,
} from './rules/session-lives';
import { keyedHash, newPair, successorOf, type TokenPair } from './rules/tokens';
import { actorOf, type SessionRow } from './session-row';
import { type EndReason, type PresentedRow, sessionsStore } from './sessions.store';

/** Opaque sessions: random tokens for the client, their hashes in the database. */
@Injectable()
export class SessionsService extends Sessions {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly env: Env,
    private readonly audit: AuditStore,
  ) {
    super();
  }

  /** Starts a session for a person. */
  async start(
    tx: Tx,
    person: { id: string; staff: boolean },
    way: Way,
    client: Client,
  ): Promise<SessionTokens> {
    const now = this.clock.now();
    const lives = livesOf(way, person.staff, this.env.deskIdleMinutes);
    const until = addMinutes(now, lives.absolute);
    const session = { id: newId(), way, until_at: until };
    const pair = newPair();
    await tx.insert('login_session', {
      ...session,
      person_id: person.id,
      access_hash: hashToken(pair.access),
      access_until: accessUntil(now, way, until),
      device: deviceOf(client.userAgent),
      created_at: now,
      last_seen_at: now,
      idle_minutes: lives.idle,
      idle_until: idleUntil(now, lives.idle),
      ended_at: null,
      ended_why: null,
    });
    await sessionsStore.addRefresh(tx, hashToken(pair.refresh), session.id, now);
    if (way === 'PASSWORD') await this.note(tx, person.id, 'session.start', session.id, { way });
    return tokensOf(pair, accessUntil(now, way, until));
  }

  /**
   * The actor with today's grants; null when the session has ended or the person was switched off. What a screen asks
   * by itself, while nobody sits before it, keeps no session from ending.
   */
  async actorOf(tokenHash: string, attended = true): Promise<Actor | null> {
    const now = this.clock.now();
    const rows = await this.db.read<SessionRow>(
      `SELECT p.id AS person_id, p.name, p.kind, p.home_root_id, s.last_seen_at, s.idle_minutes,
              g.role, g.unit_id, u.path
         FROM login_session s
         JOIN person p ON p.id = s.person_id AND p.active = 1
         LEFT JOIN role_grant g ON g.person_id = p.id AND g.from_at <= ? AND (g.until_at IS NULL OR g.until_at > ?)
         LEFT JOIN unit u ON u.id = g.unit_id AND u.active = 1
        WHERE s.access_hash = ? AND s.access_until > ? AND s.ended_at IS NULL AND s.until_at > ?
          AND (s.idle_until IS NULL OR s.idle_until > ?)`,
      [now, now, tokenHash, now, now, now],
    );
    const [first] = rows;
    if (first === undefined) return null;
    if (attended && isSeenStale(now, first.last_seen_at, first.idle_minutes)) {
      const until = idleUntil(now, first.idle_minutes);
      await this.db.inTransaction((tx) => sessionsStore.seen(tx, tokenHash, now, until));
    }
    return actorOf(first, rows, tokenHash);
  }

  /**
   * Exchanges a refresh token for the next pair. The same client asking again within 30 s gets the same pair, for
   * the answer may have been lost; a used token presented otherwise was copied, so its whole session ends.
   */
  async refresh(refreshToken: string, client: Client): Promise<SessionTokens> {
    const now = this.clock.now();
    const by = keyedHash(this.env.sessionKey, 'client', client.userAgent);
    const next = successorOf(this.env.sessionKey, refreshToken);
    const tokens = await this.db.inTransaction(async (tx) => {
      const hash = hashToken(refreshToken);
      if ((await sessionsStore.presented(tx, hash, now)) === null) return null;
      if (await sessionsStore.use(tx, hash, now, by)) {
        const row = await sessionsStore.presented(tx, hash, now);
        return row === null ? null : await this.renew(tx, row, next, now);
      }
      return this.repeat(tx, hash, next, { now, by });
    });
    if (tokens === null) throw new AppError('SESSION_EXPIRED');
    return tokens;
  }

  /** Open sessions of a person, the latest used first. */
  async list(personId: string, currentHash: string | null): Promise<SessionView[]> {
    const now = this.clock.now();
    const rows = await this.db.read<{
      id: string;
      access_hash: string;
      way: Way;
      device: string;
      created_at: Instant;
      last_seen_at: Instant;
      until_at: Instant;
    }>(
      `SELECT id, access_hash, way, device, created_at, last_seen_at, until_at FROM login_session
        WHERE person_id = ? AND until_at > ? AND ended_at IS NULL AND (idle_until IS NULL OR idle_until > ?)
        ORDER BY last_seen_at DESC, id DESC LIMIT 100`,
      [personId, now, now],
    );
    return rows.map((row) => ({
      id: row.id,
      device: row.device,
      wayLabel: WAY_LABELS[row.way] ?? row.way,
      startedAt: row.created_at,
      lastSeenAt: row.last_seen_at,
      until: row.until_at,
      current: row.access_hash === currentHash,
    }));
  }

  /** Whose open session this is, or null. */
  async ownerOf(sessionId: string): Promise<string | null> {
    const [row] = await this.db.read<{ person_id: string }>(
      'SELECT person_id FROM login_session WHERE id = ? AND ended_at IS NULL AND until_at > ?',
      [sessionId, this.clock.now()],
    );
    return row?.person_id ?? null;
  }

  /** Ends one session; `actorId` is who asked for it. */
  async end(sessionId: string, actorId: string, why: EndReason): Promise<void> {
    const now = this.clock.now();
    await this.db.inTransaction(async (tx) => {
      if (await sessionsStore.end(tx, sessionId, now, why)) {
        await this.note(tx, actorId, 'session.end', sessionId, { why });
      }
    });
  }

  /** Ends the session an access token belongs to. */
  async endByToken(tokenHash: string, actorId: string): Promise<void> {
    const [row] = await this.db.read<{ id: string }>('SELECT id FROM login_session WHERE access_hash = ?', [
      tokenHash,
    ]);
    if (row !== undefined) await this.end(row.id, actorId, 'SIGNED_OUT');
  }

  /** Ends all sessions of a person, in the transaction of what gave rise to it; answers how many were open. */
  async endAll(tx: Tx, personId: string, actorId: string, why: EndReason): Promise<number> {
    const ended = await sessionsStore.endAll(tx, personId, this.clock.now(), why);
    if (ended > 0) await this.note(tx, actorId, 'session.endAll', personId, { why, ended });
    return ended;
  }

  private async renew(tx: Tx, row: PresentedRow, next: TokenPair, now: Instant): Promise<SessionTokens> {
    const until = accessUntil(now, row.way as Way, row.until_at);
    await sessionsStore.addRefresh(tx, hashToken(next.refresh), row.id, now);
    await sessionsStore.renew(tx, row.id, {
      accessHash: hashToken(next.access),
      accessUntil: until,
      now,
      idleUntil: idleUntil(now, row.idle_minutes),
    });
    return tokensOf(next, until);
  }

  private async repeat(
    tx: Tx,
    hash: string,
    next: TokenPair,
    { now, by }: { now: Instant; by: string },
  ): Promise<SessionTokens | null> {
    const row = await sessionsStore.presented(tx, hash, now);
    if (row === null) return null;
    const successorUsed = await sessionsStore.wasUsed(tx, hashToken(next.refresh));
    const token = { usedAt: row.used_at, usedBy: row.used_by, successorUsed };
    if (judgePresented(token, now, by) === 'REPEAT') {
      return tokensOf(next, accessUntil(row.used_at ?? now, row.way as Way, row.until_at));
    }
    if (await sessionsStore.end(tx, row.id, now, 'REUSED')) {
      await this.note(tx, row.person_id, 'session.reuse', row.id, { way: row.way });
    }
    return null;
  }

  private note(
    tx: Tx,
    actorId: string,
    action: string,
    subjectId: string,
    facts: Record<string, string | number>,
  ): Promise<void> {
    const subjectKind = action === 'session.endAll' ? 'PERSON' : 'SESSION';
    return this.audit.add(tx, { at: this.clock.now(), actorId, action, subjectKind, subjectId, facts });
  }
}

function tokensOf({ access, refresh }: TokenPair, expiresAt: Instant): SessionTokens {
  return { token: access, expiresAt, refreshToken: refresh };
}
