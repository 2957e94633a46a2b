import { Injectable } from '@nestjs/common';
import type { Day, Instant, NextStep, Verdict } from '@yihu/shared';
import { type Db, Tx } from '../../platform/db/db';

export interface StoredVerdict {
  orderId: string;
  verdict: Verdict;
  unitId: string;
  reason: string;
  next: NextStep;
}

/** The only writer of `daily_verdict`. */
@Injectable()
export class VerdictsStore {
  /** Keeps what a morning's sweep said; false when that morning was swept already. */
  async add(
    tx: Tx,
    rootId: string,
    day: Day,
    at: Instant,
    lines: readonly StoredVerdict[],
  ): Promise<boolean> {
    const key = this.markOf(rootId, day);
    const [known] = await tx.query('SELECT command_key FROM idem WHERE command_key = ?', [key]);
    if (known !== undefined) return false;
    await tx.insert('idem', { command_key: key, body_hash: '', order_id: rootId, seq: 0, at });
    await tx.insert(
      'daily_verdict',
      lines.map(({ orderId, verdict, unitId, reason, next }) => ({
        root_id: rootId,
        day,
        order_id: orderId,
        verdict,
        unit_id: unitId,
        reason: reason.slice(0, 80),
        next_step: next,
        taken_at: at,
      })),
    );
    return true;
  }

  async isDone(reader: Db, rootId: string, day: Day): Promise<boolean> {
    const rows = await reader.read('SELECT command_key FROM idem WHERE command_key = ?', [
      this.markOf(rootId, day),
    ]);
    return rows.length > 0;
  }

  /** What was said that morning of the orders of these streets. */
  async ofDay(
    reader: Db,
    rootIds: readonly string[],
    day: Day,
  ): Promise<(StoredVerdict & { takenAt: Instant })[]> {
    if (rootIds.length === 0) return [];
    const marks = rootIds.map(() => '?').join(',');
    return reader.read(
      `SELECT order_id AS orderId, verdict, unit_id AS unitId, reason, next_step AS next, taken_at AS takenAt
         FROM daily_verdict WHERE root_id IN (${marks}) AND day = ? ORDER BY order_id`,
      [...rootIds, day],
    );
  }

  /** Forgets mornings before a day. */
  async forget(tx: Tx, before: Day): Promise<number> {
    return tx.execute('DELETE FROM daily_verdict WHERE day < ?', [before]);
  }

  private markOf(rootId: string, day: Day): string {
    return `verdicts:${rootId}:${day}`;
  }
}
