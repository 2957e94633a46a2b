import { Injectable } from '@nestjs/common';
import { Db } from '../../platform/db/db';

/** Small JSON values all processes share, such as the last invariant run. */
@Injectable()
export class OpsValues {
  constructor(private readonly db: Db) {}

  async get<T>(name: string): Promise<T | null> {
    const [row] = await this.db.read<{ value: string }>('SELECT value FROM shared_value WHERE name = ?', [
      name,
    ]);
    return row === undefined ? null : (JSON.parse(row.value) as T);
  }

  async put(name: string, value: unknown): Promise<void> {
    const text = JSON.stringify(value);
    await this.db.inTransaction(async (tx) => {
      const sql = 'UPDATE shared_value SET value = ? WHERE name = ?';
      if ((await tx.execute(sql, [text, name])) > 0) return;
      await tx.insert('shared_value', { name, value: text, until_at: null });
    });
  }
}
