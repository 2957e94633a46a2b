import { Injectable } from '@nestjs/common';
import type { Instant, SessionRecord } from '@yihu/shared';
import { Db } from '../../platform/db/db';
import { WAY_LABELS, type Way } from './rules/session-lives';

interface Row {
  way: Way;
  device: string;
  created_at: Instant;
  last_seen_at: Instant;
  until_at: Instant;
  ended_at: Instant | null;
}

/** More than anybody signs in while the log of it is kept. */
const MOST = 1000;

/** Sign-ins of a person for her own eyes, those that are over too. */
@Injectable()
export class OwnSessionsQuery {
  constructor(private readonly db: Db) {}

  /** Newest first, as long as the log of sign-ins is kept. */
  async history(personId: string): Promise<SessionRecord[]> {
    const rows = await this.db.read<Row>(
      `SELECT way, device, created_at, last_seen_at, until_at, ended_at FROM login_session
        WHERE person_id = ? ORDER BY created_at DESC, id DESC LIMIT ${MOST}`,
      [personId],
    );
    return rows.map((row) => ({
      device: row.device,
      wayLabel: WAY_LABELS[row.way] ?? row.way,
      startedAt: row.created_at,
      lastSeenAt: row.last_seen_at,
      until: row.until_at,
      endedAt: row.ended_at,
    }));
  }
}
