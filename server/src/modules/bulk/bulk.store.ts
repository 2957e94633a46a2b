import { Injectable } from '@nestjs/common';
import type { BulkRow, BulkState, ErrorCode, Instant } from '@yihu/shared';
import { FieldCipher } from '../../platform/crypto';
import { type Db, readRows, type Tx } from '../../platform/db/db';

export interface StoredBulk {
  id: string;
  personId: string;
  /** Name of a `BulkAct`. */
  action: string;
  fields: Record<string, unknown>;
  bodyHash: string;
  state: BulkState;
  runAt: Instant;
}

export interface NewBulk extends Omit<StoredBulk, 'state'> {
  orders: readonly { id: string; version: number }[];
  now: Instant;
}

export interface StoredRow extends BulkRow {
  version: number;
}

/** The only writer of `bulk` and `bulk_row`. */
@Injectable()
export class BulkStore {
  constructor(private readonly cipher: FieldCipher) {}

  async find(reader: Tx | Db, bulkId: string): Promise<StoredBulk | null> {
    const [row] = await readRows(reader, 'SELECT * FROM bulk WHERE id = ?', [bulkId]);
    if (row === undefined) return null;
    return {
      id: String(row.id),
      personId: String(row.person_id),
      action: String(row.action),
      fields: JSON.parse(this.cipher.decrypt(String(row.fields_cipher))) as Record<string, unknown>,
      bodyHash: String(row.body_hash),
      state: row.state as BulkState,
      runAt: String(row.run_at),
    };
  }

  /** The orders of it as they were chosen, with what became of each. */
  async rows(reader: Tx | Db, bulkId: string): Promise<StoredRow[]> {
    const sql = `SELECT r.order_id, o.order_no, r.version, r.ok, r.code, r.reason
                   FROM bulk_row r LEFT JOIN work_order o ON o.id = r.order_id
                  WHERE r.bulk_id = ? ORDER BY r.place`;
    return (await readRows(reader, sql, [bulkId])).map((row) => ({
      orderId: String(row.order_id),
      orderNo: String(row.order_no ?? ''),
      version: Number(row.version),
      ok: row.ok === null ? null : Number(row.ok) === 1,
      code: row.code as ErrorCode | null,
      reason: row.reason as string | null,
    }));
  }

  async insert(tx: Tx, bulk: NewBulk): Promise<void> {
    await tx.insert('bulk', {
      id: bulk.id,
      person_id: bulk.personId,
      action: bulk.action,
      fields_cipher: this.cipher.encrypt(JSON.stringify(bulk.fields)),
      body_hash: bulk.bodyHash,
      state: 'HELD',
      run_at: bulk.runAt,
      created_at: bulk.now,
      ended_at: null,
    });
    await tx.insert(
      'bulk_row',
      bulk.orders.map(({ id, version }, place) => ({
        bulk_id: bulk.id,
        order_id: id,
        place,
        version,
        ok: null,
        code: null,
        reason: null,
      })),
    );
  }

  /** Moves it on; false when it is in none of these states any more. Whoever moves it has it. */
  async move(tx: Tx, bulkId: string, from: readonly BulkState[], to: BulkState, endedAt: Instant | null) {
    const marks = from.map(() => '?').join(',');
    const changed = await tx.execute(
      `UPDATE bulk SET state = ?, ended_at = ? WHERE id = ? AND state IN (${marks})`,
      [to, endedAt, bulkId, ...from],
    );
    return changed === 1;
  }

  async settle(tx: Tx, bulkId: string, row: BulkRow): Promise<void> {
    await tx.execute('UPDATE bulk_row SET ok = ?, code = ?, reason = ? WHERE bulk_id = ? AND order_id = ?', [
      row.ok === null ? null : row.ok ? 1 : 0,
      row.code,
      row.reason === null ? null : [...row.reason].slice(0, 200).join(''),
      bulkId,
      row.orderId,
    ]);
  }
}
