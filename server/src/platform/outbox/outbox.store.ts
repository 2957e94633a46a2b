import { Injectable } from '@nestjs/common';
import { type Instant, toInstant, toMillis } from '@yihu/shared';
import { claimSql } from '../db/claim';
import { Db, type Tx } from '../db/db';
import { newId } from '../ids';
import type { OutboxJob, Payload } from './outbox-job';

/** A worker that is not heard of for this long has lost its jobs. Longer than the slowest call with its retries. */
export const LEASE_MS = 60_000;

interface ClaimedRow {
  id: string;
  topic: string;
  effect_key: string;
  subject_id: string;
  payload: string;
  attempts: number;
}

export interface Settlement {
  state: 'READY' | 'DONE' | 'DEAD' | 'HELD';
  runAt?: Instant;
  note?: string;
}

/** The worker's statements on table `outbox`. */
@Injectable()
export class OutboxStore {
  constructor(private readonly db: Db) {}

  /** Takes up to `limit` due jobs of these topics; nobody else gets them while the lease lasts. */
  claim(topics: readonly string[], now: Instant, limit: number): Promise<OutboxJob[]> {
    const where = `state = 'READY' AND run_at <= ? AND topic IN (${marks(topics)})`;
    return this.take('attempts = attempts + 1', where, [now, ...topics], 'run_at, id', now, limit);
  }

  /** Takes over jobs whose worker let its lease run out. */
  claimLost(topics: readonly string[], now: Instant, limit: number): Promise<OutboxJob[]> {
    const where = `state = 'SENDING' AND lease_until <= ? AND topic IN (${marks(topics)})`;
    return this.take('attempts = attempts', where, [now, ...topics], 'run_at, id', now, limit);
  }

  private take(
    also: string,
    where: string,
    params: readonly string[],
    orderBy: string,
    now: Instant,
    limit: number,
  ): Promise<OutboxJob[]> {
    const token = newId();
    const set = `state = 'SENDING', lease_token = ?, lease_until = ?, ${also}`;
    const sql = claimSql(this.db.engine, { table: 'outbox', set, where, orderBy, limit });
    return this.db.inTransaction(async (tx) => {
      if ((await tx.execute(sql, [token, leaseEnd(now), ...params])) === 0) return [];
      const rows = await tx.query<ClaimedRow>(
        `SELECT id, topic, effect_key, subject_id, payload, attempts FROM outbox
          WHERE lease_token = ? AND state = 'SENDING' ORDER BY run_at, id`,
        [token],
      );
      return rows.map((row) => jobOf(row, token));
    });
  }

  /** Makes the lease last from now; false when another worker has the job by now. */
  renew(job: OutboxJob, now: Instant): Promise<boolean> {
    return this.db.inTransaction(async (tx) => {
      const sql = `UPDATE outbox SET lease_until = ? WHERE id = ? AND lease_token = ? AND state = 'SENDING'`;
      return (await tx.execute(sql, [leaseEnd(now), job.id, job.leaseToken])) === 1;
    });
  }

  /** Writes how the attempt ended; false when the lease had gone to another worker, whose word counts. */
  async settle(tx: Tx, job: OutboxJob, end: Settlement, now: Instant): Promise<boolean> {
    const matched = await tx.execute(
      `UPDATE outbox SET state = ?, run_at = COALESCE(?, run_at), last_error = ?, done_at = ?,
              lease_token = NULL, lease_until = NULL
        WHERE id = ? AND lease_token = ? AND state = 'SENDING'`,
      [
        end.state,
        end.runAt ?? null,
        end.note?.slice(0, 200) ?? null,
        end.state === 'DONE' ? now : null,
        job.id,
        job.leaseToken,
      ],
    );
    return matched === 1;
  }
}

function marks(values: readonly string[]): string {
  return values.map(() => '?').join(',');
}

function leaseEnd(now: Instant): Instant {
  return toInstant(toMillis(now) + LEASE_MS);
}

function jobOf(row: ClaimedRow, leaseToken: string): OutboxJob {
  return {
    id: row.id,
    topic: row.topic,
    effectKey: row.effect_key,
    subjectId: row.subject_id,
    // Read by the handler's attempt: one payload that is no JSON must not keep the others from being taken.
    get payload() {
      return JSON.parse(row.payload) as Payload;
    },
    attempts: row.attempts,
    leaseToken,
  };
}
