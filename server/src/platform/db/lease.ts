import { addMinutes, type Instant } from '@yihu/shared';
import { newId } from '../ids';
import type { Db, Tx } from './db';
import { isDuplicate } from './engine-errors';

/**
 * Work that one process at a time does: a row of `shared_value` names the holder by a token and the end of its
 * lease. A holder that is not heard of again loses it when the lease ends; `hold` is the fence that keeps such
 * a holder from writing afterwards.
 */
export class Lease {
  /** @param name of the row, e.g. `audit.sealer` @param minutes how long one hold lasts */
  constructor(
    private readonly db: Db,
    private readonly name: string,
    private readonly minutes: number,
  ) {}

  /** A new token when the lease was free or over; null while somebody else holds it. */
  async take(now: Instant): Promise<string | null> {
    const token = newId();
    try {
      return await this.db.inTransaction(async (tx) => {
        const until = addMinutes(now, this.minutes);
        const free = 'UPDATE shared_value SET value = ?, until_at = ? WHERE name = ? AND until_at <= ?';
        if ((await tx.execute(free, [token, until, this.name, now])) === 1) return token;
        const [held] = await tx.query('SELECT name FROM shared_value WHERE name = ?', [this.name]);
        if (held !== undefined) return null;
        await tx.insert('shared_value', { name: this.name, value: token, until_at: until });
        return token;
      });
    } catch (error) {
      // The first two ever met at the insert.
      if (isDuplicate(error)) return null;
      throw error;
    }
  }

  /** Renews the lease inside the holder's own transaction, locking its row; false when it has passed to another. */
  async hold(tx: Tx, token: string, now: Instant): Promise<boolean> {
    const sql = 'UPDATE shared_value SET until_at = ? WHERE name = ? AND value = ?';
    return (await tx.execute(sql, [addMinutes(now, this.minutes), this.name, token])) === 1;
  }

  /** Gives the lease back, so that the next round need not wait for its end. */
  async release(token: string, now: Instant): Promise<void> {
    await this.db.inTransaction((tx) =>
      tx.execute('UPDATE shared_value SET until_at = ? WHERE name = ? AND value = ?', [
        now,
        this.name,
        token,
      ]),
    );
  }
}
