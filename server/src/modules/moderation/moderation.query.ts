import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import { Db, type Tx } from '../../platform/db/db';
import type { ModerationRow } from './moderation-row';

/** Reads of `moderation_check`. */
@Injectable()
export class ModerationQuery {
  constructor(private readonly db: Db) {}

  async find(id: string): Promise<ModerationRow | null> {
    const [row] = await this.db.read<ModerationRow>('SELECT * FROM moderation_check WHERE id = ?', [id]);
    return row ?? null;
  }

  /** Checks that wait for a person in these tenants, oldest first. @param after the id the last page ended with */
  async waiting(
    rootIds: readonly string[],
    after: string | undefined,
    limit: number,
  ): Promise<ModerationRow[]> {
    if (rootIds.length === 0) return [];
    return this.db.read<ModerationRow>(
      `SELECT * FROM moderation_check
        WHERE root_id IN (${rootIds.map(() => '?').join(',')}) AND waiting = 1 ${after === undefined ? '' : 'AND id > ?'}
        ORDER BY id LIMIT ${limit + 1}`,
      after === undefined ? [...rootIds] : [...rootIds, after],
    );
  }

  /** Every check of a subject. */
  ofSubject(kind: string, id: string): Promise<ModerationRow[]> {
    return this.db.read<ModerationRow>(
      'SELECT * FROM moderation_check WHERE subject_kind = ? AND subject_id = ? ORDER BY id',
      [kind, id],
    );
  }

  /** The checks of several subjects of a kind. */
  async ofSubjects(
    kind: string,
    ids: readonly string[],
  ): Promise<Pick<ModerationRow, 'subject_id' | 'state' | 'decided_at'>[]> {
    if (ids.length === 0) return [];
    return this.db.read(
      `SELECT subject_id, state, decided_at FROM moderation_check
        WHERE subject_kind = ? AND subject_id IN (${ids.map(() => '?').join(',')})`,
      [kind, ...ids],
    );
  }

  /** When a person was last known to be in the mini-program; null: never. */
  async lastVisit(tx: Tx, personId: string): Promise<Instant | null> {
    const [row] = await tx.query<{ at: Instant | null }>(
      `SELECT MAX(last_seen_at) AS at FROM login_session WHERE person_id = ? AND way = 'WECHAT'`,
      [personId],
    );
    return row?.at ?? null;
  }

  /** Pictures whose callback should have come by `askedBefore`. */
  overdue(askedBefore: Instant, limit: number): Promise<ModerationRow[]> {
    return this.db.read<ModerationRow>(
      `SELECT * FROM moderation_check WHERE state = 'PENDING' AND asked_at <= ? AND trace_id IS NOT NULL
        ORDER BY asked_at, id LIMIT ${limit}`,
      [askedBefore],
    );
  }

  /** The author's encrypted openid, or null when there is none (any more). */
  async openidCipherOf(personId: string): Promise<string | null> {
    const [row] = await this.db.read<{ openid_cipher: string | null }>(
      'SELECT openid_cipher FROM person WHERE id = ?',
      [personId],
    );
    return row?.openid_cipher ?? null;
  }

  /** Whether the author or an order still has the picture. */
  async hasPicture(attachmentId: string): Promise<boolean> {
    return (await this.db.read('SELECT id FROM attachment WHERE id = ?', [attachmentId])).length === 1;
  }
}
