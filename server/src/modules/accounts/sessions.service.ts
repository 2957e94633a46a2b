import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { addMinutes, type Grant, type Instant, ROLES, type Role } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { hashToken, Sessions } from '../../platform/auth/auth.guard';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';

export interface NewSession {
  token: string;
  expiresAt: Instant;
}

const DAY = 24 * 60;
/** Residents keep 30 days; staff sign in again each working day (12 hours). */
const LIVES_MINUTES = { resident: 30 * DAY, staff: 12 * 60 };

interface SessionRow {
  person_id: string;
  name: string;
  kind: string;
  home_root_id: string | null;
  role: string | null;
  unit_id: string | null;
  path: string | null;
}

/** Opaque sessions: a random token for the client, its hash in the database. */
@Injectable()
export class SessionsService extends Sessions {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Starts a session for a person; `token` is 256 random bits. */
  async start(tx: Tx, person: { id: string; staff: boolean }, way: 'WECHAT' | 'DEMO'): Promise<NewSession> {
    const token = randomBytes(32).toString('base64url');
    const now = this.clock.now();
    const expiresAt = addMinutes(now, person.staff ? LIVES_MINUTES.staff : LIVES_MINUTES.resident);
    await tx.insert('login_session', {
      token_hash: hashToken(token),
      person_id: person.id,
      way,
      created_at: now,
      expires_at: expiresAt,
      ended_at: null,
    });
    return { token, expiresAt };
  }

  /** The actor with today's grants; null when the session has ended or the person was switched off. */
  async actorOf(tokenHash: string): Promise<Actor | null> {
    const now = this.clock.now();
    const rows = await this.db.read<SessionRow>(
      `SELECT p.id AS person_id, p.name, p.kind, p.home_root_id, g.role, g.unit_id, u.path
         FROM login_session s
         JOIN person p ON p.id = s.person_id AND p.active = 1
         LEFT JOIN role_grant g ON g.person_id = p.id AND g.from_at <= ? AND (g.until_at IS NULL OR g.until_at > ?)
         LEFT JOIN unit u ON u.id = g.unit_id AND u.active = 1
        WHERE s.token_hash = ? AND s.expires_at > ? AND s.ended_at IS NULL`,
      [now, now, tokenHash, now],
    );
    const [first] = rows;
    if (first === undefined) return null;
    return {
      kind: 'PERSON',
      personId: first.person_id,
      name: first.name,
      staff: first.kind === 'STAFF',
      grants: rows.map(grantOf).filter((grant) => grant !== null),
      rootId: first.home_root_id,
      sessionHash: tokenHash,
    };
  }

  async end(tokenHash: string): Promise<void> {
    const now = this.clock.now();
    await this.db.inTransaction((tx) =>
      tx.execute('UPDATE login_session SET ended_at = ? WHERE token_hash = ? AND ended_at IS NULL', [
        now,
        tokenHash,
      ]),
    );
  }
}

function grantOf(row: SessionRow): Grant | null {
  if (row.role === null || row.unit_id === null || row.path === null) return null;
  if (!Object.hasOwn(ROLES, row.role)) return null;
  return { role: row.role as Role, unitId: row.unit_id, unitPath: row.path };
}
