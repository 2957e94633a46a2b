import { Injectable } from '@nestjs/common';
import type { Instant, OutboxAnswer, OutboxJobView, OutboxReplayAnswer, OutboxState } from '@yihu/shared';
import type { Actor } from '../auth/actor';
import { Clock } from '../clock';
import { Db } from '../db/db';
import { AppError } from '../errors';
import { newId } from '../ids';
import { Outbox } from './outbox';

interface JobRow {
  id: string;
  topic: string;
  subject_id: string;
  state: OutboxState;
  attempts: number;
  last_error: string | null;
  created_at: Instant;
  run_at: Instant;
}

/** What a person can see of jobs that failed, and do about them. */
@Injectable()
export class OutboxAdmin {
  constructor(
    private readonly db: Db,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Jobs in a state, newest first; `before` is the id the last page ended with. */
  async list(state: OutboxState, before: string | undefined, limit: number): Promise<OutboxAnswer> {
    const rows = await this.db.read<JobRow>(
      `SELECT id, topic, subject_id, state, attempts, last_error, created_at, run_at FROM outbox
        WHERE state = ? ${before === undefined ? '' : 'AND id < ?'} ORDER BY id DESC LIMIT ${limit + 1}`,
      before === undefined ? [state] : [state, before],
    );
    const items = rows.slice(0, limit).map(viewOf);
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  /** Puts a DEAD or HELD job back in line with all its attempts, and writes down who did. */
  async replay(actor: Actor, id: string): Promise<OutboxReplayAnswer> {
    const now = this.clock.now();
    await this.db.inTransaction(async (tx) => {
      const [job] = await tx.query<JobRow>('SELECT topic, state, last_error FROM outbox WHERE id = ?', [id]);
      if (job === undefined) throw new AppError('NOT_FOUND');
      const changed = await tx.execute(
        `UPDATE outbox SET state = 'READY', attempts = 0, run_at = ? WHERE id = ? AND state IN ('DEAD', 'HELD')`,
        [now, id],
      );
      if (changed === 0) throw new AppError('OUTBOX_NOT_DEAD');
      await tx.insert('audit', {
        id: newId(),
        at: now,
        actor_id: actor.personId,
        action: 'outbox.replay',
        subject_kind: 'outbox',
        subject_id: id,
        facts: JSON.stringify({ topic: job.topic, state: job.state, error: job.last_error }),
      });
      this.outbox.wakeAfter(tx);
    });
    return { id, state: 'READY' };
  }
}

function viewOf(row: JobRow): OutboxJobView {
  return {
    id: row.id,
    topic: row.topic,
    subjectId: row.subject_id,
    state: row.state,
    attempts: row.attempts,
    lastError: row.last_error,
    createdAt: row.created_at,
    runAt: row.run_at,
  };
}
