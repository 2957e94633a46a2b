import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import { Db, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';

export interface OwnPerson {
  name: string;
  phoneCipher: string | null;
  createdAt: Instant;
}

export interface OpenOrderRow {
  id: string;
  order_no: string;
  title: string;
  state: string;
  lead_unit_id: string | null;
  office_unit_id: string;
}

/** The person's own row, and her orders as far as her account is concerned. */
@Injectable()
export class OwnPersonStore {
  constructor(private readonly db: Db) {}

  async of(personId: string): Promise<OwnPerson> {
    const [row] = await this.db.read<{ name: string; phone_cipher: string | null; created_at: Instant }>(
      'SELECT name, phone_cipher, created_at FROM person WHERE id = ?',
      [personId],
    );
    if (row === undefined) throw new AppError('NOT_FOUND');
    return { name: row.name, phoneCipher: row.phone_cipher, createdAt: row.created_at };
  }

  async orderStates(personId: string): Promise<string[]> {
    const rows = await this.db.read<{ state: string }>('SELECT state FROM work_order WHERE filer_id = ?', [
      personId,
    ]);
    return rows.map(({ state }) => state);
  }

  ordersOf(personId: string): Promise<OpenOrderRow[]> {
    return this.db.read<OpenOrderRow>(
      `SELECT id, order_no, title, state, lead_unit_id, office_unit_id FROM work_order
        WHERE filer_id = ? ORDER BY received_at DESC, id DESC`,
      [personId],
    );
  }

  /** False when she is called so already. */
  async rename(tx: Tx, personId: string, name: string): Promise<boolean> {
    const sql = 'UPDATE person SET name = ? WHERE id = ? AND name <> ?';
    return (await tx.execute(sql, [name, personId, name])) === 1;
  }
}
