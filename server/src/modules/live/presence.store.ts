import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import { Db, type Tx } from '../../platform/db/db';

export interface PresentRow {
  person_id: string;
  name: string;
  unit_id: string;
  editing: number;
}

/** The only writer of `presence`. */
@Injectable()
export class PresenceStore {
  constructor(private readonly db: Db) {}

  /** Who looks at the order at `now`, by name. */
  at(orderId: string, now: Instant): Promise<PresentRow[]> {
    return this.db.read<PresentRow>(
      `SELECT r.person_id, p.name, r.unit_id, r.editing FROM presence r JOIN person p ON p.id = r.person_id
        WHERE r.order_id = ? AND r.until_at > ? ORDER BY p.name, r.person_id`,
      [orderId, now],
    );
  }

  /** Writes a sign of life; true when somebody came, or began or stopped editing. */
  async beat(
    tx: Tx,
    row: { orderId: string; personId: string; unitId: string; editing: number },
    now: Instant,
    until: Instant,
  ): Promise<boolean> {
    const [known] = await tx.query<{ editing: number; until_at: Instant }>(
      'SELECT editing, until_at FROM presence WHERE order_id = ? AND person_id = ?',
      [row.orderId, row.personId],
    );
    if (known === undefined) {
      const { orderId: order_id, personId: person_id, unitId: unit_id, editing } = row;
      await tx.insert('presence', { order_id, person_id, unit_id, editing, until_at: until });
      return true;
    }
    await tx.execute(
      'UPDATE presence SET editing = ?, unit_id = ?, until_at = ? WHERE order_id = ? AND person_id = ?',
      [row.editing, row.unitId, until, row.orderId, row.personId],
    );
    return known.until_at <= now || Number(known.editing) !== row.editing;
  }

  /** Takes away who left or has not been heard of; answers how many rows went. */
  async leave(tx: Tx, orderId: string, personId: string): Promise<number> {
    return tx.execute('DELETE FROM presence WHERE order_id = ? AND person_id = ?', [orderId, personId]);
  }

  async forgetGone(tx: Tx, orderId: string, now: Instant): Promise<number> {
    return tx.execute('DELETE FROM presence WHERE order_id = ? AND until_at <= ?', [orderId, now]);
  }
}
