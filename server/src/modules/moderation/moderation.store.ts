import { Injectable } from '@nestjs/common';
import type { Instant, ModerationReason, ModerationState } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import type { ModerationRow } from './moderation-row';

/** A machine's word counts until a person has decided. */
const OPEN = `decided_at IS NULL AND state IN ('PENDING', 'HUMAN')`;

/** The only writer of `moderation_check`. */
@Injectable()
export class ModerationStore {
  /** Adds a check; false when this very content of the subject is being checked already. */
  async insert(tx: Tx, row: ModerationRow): Promise<boolean> {
    try {
      await tx.insert('moderation_check', { ...row });
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  async find(tx: Tx, id: string): Promise<ModerationRow | null> {
    const [row] = await tx.query<ModerationRow>('SELECT * FROM moderation_check WHERE id = ?', [id]);
    return row ?? null;
  }

  async findByTrace(tx: Tx, traceId: string): Promise<ModerationRow | null> {
    const [row] = await tx.query<ModerationRow>('SELECT * FROM moderation_check WHERE trace_id = ?', [
      traceId,
    ]);
    return row ?? null;
  }

  /** The platform took a picture: its verdict will come under this trace id. */
  async asked(tx: Tx, id: string, traceId: string, now: Instant): Promise<void> {
    await tx.execute(
      `UPDATE moderation_check SET trace_id = ?, asked_at = ?, asks = asks + 1 WHERE id = ? AND ${OPEN}`,
      [traceId, now, id],
    );
  }

  /** The machine's verdict; true when it counted. PASS ends the matter, anything else waits for a person. */
  async answered(
    tx: Tx,
    id: string,
    end: { state: ModerationState; label: number; now: Instant },
  ): Promise<boolean> {
    const changed = await tx.execute(
      `UPDATE moderation_check SET state = ?, waiting = ?, reason = NULL, label = ?, answered_at = ?
        WHERE id = ? AND ${OPEN}`,
      [end.state, end.state === 'PASS' ? 0 : 1, end.label, end.now, id],
    );
    return changed === 1;
  }

  /** No verdict: a person decides. True when nobody had decided yet. */
  async toPeople(tx: Tx, id: string, reason: ModerationReason): Promise<boolean> {
    const changed = await tx.execute(
      `UPDATE moderation_check SET state = 'HUMAN', waiting = 1, reason = ?
        WHERE id = ? AND decided_at IS NULL AND state = 'PENDING'`,
      [reason, id],
    );
    return changed === 1;
  }

  /** Forgets the trace id of a question that failed, so that another one can be asked. */
  async forgetTrace(tx: Tx, id: string): Promise<boolean> {
    return (
      (await tx.execute(`UPDATE moderation_check SET trace_id = NULL WHERE id = ? AND ${OPEN}`, [id])) === 1
    );
  }

  /** A person's decision; false when somebody was quicker. */
  async decide(
    tx: Tx,
    id: string,
    decision: { state: 'PASS' | 'RISKY'; by: string; note: string | null; now: Instant },
  ): Promise<boolean> {
    const changed = await tx.execute(
      `UPDATE moderation_check SET state = ?, waiting = 0, decided_by = ?, decided_at = ?, note = ?
        WHERE id = ? AND waiting = 1`,
      [decision.state, decision.by, decision.now, decision.note, id],
    );
    return changed === 1;
  }
}
