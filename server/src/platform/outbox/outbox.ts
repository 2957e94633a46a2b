import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import type { Tx } from '../db/db';
import { isDuplicate } from '../db/engine-errors';
import { newId } from '../ids';
import type { OutboxJob, Payload } from './outbox-job';

export interface NewJob {
  topic: string;
  /** Names the effect: a second job with the same key is the same effect. At most 160 characters. */
  effectKey: string;
  /** Whom or what it concerns; jobs of one subject are carried out one after the other. */
  subjectId: string;
  /** Ids and times only: whatever is personal is looked up when the job runs. */
  payload: Payload;
  /** Not before this instant; now unless given. */
  runAt?: Instant;
  now: Instant;
}

/** Where effects that leave the server are left; they go out after the commit, and only then. */
@Injectable()
export class Outbox {
  private wake: () => void = () => undefined;

  /** The worker of this process asks to be woken when a transaction that added jobs has committed. */
  onCommitted(wake: () => void): void {
    this.wake = wake;
  }

  /** Adds a job to the transaction; false when the effect is there already. */
  async add(tx: Tx, job: NewJob): Promise<boolean> {
    try {
      await tx.insert('outbox', {
        id: newId(),
        topic: job.topic,
        effect_key: job.effectKey,
        subject_id: job.subjectId,
        payload: JSON.stringify(job.payload),
        state: 'READY',
        attempts: 0,
        run_at: job.runAt ?? job.now,
        lease_token: null,
        lease_until: null,
        last_error: null,
        created_at: job.now,
        done_at: null,
      });
    } catch (error) {
      // The key decides, not a look before: two transactions may add the same effect at once.
      if (isDuplicate(error)) return false;
      throw error;
    }
    this.wakeAfter(tx);
    return true;
  }

  /**
   * Whether the worker that runs the job still has it: false when its process stood still past the lease and another
   * took over. Asked in the transaction that comes right before an effect which must not happen twice.
   */
  async stillHeld(tx: Tx, job: OutboxJob): Promise<boolean> {
    const sql = `UPDATE outbox SET lease_token = lease_token WHERE id = ? AND lease_token = ? AND state = 'SENDING'`;
    return (await tx.execute(sql, [job.id, job.leaseToken])) === 1;
  }

  /** Wakes the worker of this process when the transaction has committed. */
  wakeAfter(tx: Tx): void {
    tx.afterCommit(() => this.wake());
  }
}
