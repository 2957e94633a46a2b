import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import { Db } from '../../platform/db/db';
import { Lease } from '../../platform/db/lease';
import { OrderWords } from './order-words.service';

const DONE = 'order-words.done';
const CURSOR = 'order-words.cursor';
const LEASE_MINUTES = 5;
/** Orders per transaction, and transactions per round: the work of the day goes on beside it. */
const BATCH = 50;
const BATCHES = 20;

/** Reads in orders from before there was a search, newest first, a little at a time; a kill loses one batch at most. */
@Injectable()
export class IndexingService {
  private readonly lease: Lease;
  private known = false;

  constructor(
    private readonly db: Db,
    private readonly words: OrderWords,
  ) {
    this.lease = new Lease(db, 'order-words.lease', LEASE_MINUTES);
  }

  /** Whether words find every order there is. */
  async isDone(): Promise<boolean> {
    if (!this.known) this.known = (await this.value(DONE)) !== null;
    return this.known;
  }

  /** One round; answers how many orders were read in. */
  async tick(now: Instant): Promise<number> {
    if (await this.isDone()) return 0;
    const token = await this.lease.take(now);
    if (token === null) return 0;
    let read = 0;
    try {
      for (let batch = 0; batch < BATCHES; batch += 1) {
        const size = await this.batch();
        read += size;
        if (size < BATCH) break;
      }
      return read;
    } finally {
      await this.lease.release(token, now);
    }
  }

  /** The next orders before the cursor; with fewer than a batch left, it is done. The cursor moves with them. */
  private async batch(): Promise<number> {
    const cursor = await this.value(CURSOR);
    const rows = await this.db.read<{ id: string }>(
      `SELECT id FROM work_order WHERE id < ? ORDER BY id DESC LIMIT ${BATCH}`,
      [cursor ?? '~'],
    );
    await this.db.inTransaction(async (tx) => {
      for (const { id } of rows) {
        // Whoever changes the order at this moment comes before or after.
        await tx.execute('UPDATE work_order SET version = version WHERE id = ?', [id]);
        await this.words.refresh(tx, id);
      }
      const last = rows.at(-1);
      if (last !== undefined) {
        await tx.execute('DELETE FROM shared_value WHERE name = ?', [CURSOR]);
        await tx.insert('shared_value', { name: CURSOR, value: last.id, until_at: null });
      }
      if (rows.length < BATCH) {
        await tx.execute('DELETE FROM shared_value WHERE name = ?', [DONE]);
        await tx.insert('shared_value', { name: DONE, value: 'true', until_at: null });
      }
    });
    return rows.length;
  }

  private async value(name: string): Promise<string | null> {
    const [row] = await this.db.read<{ value: string }>('SELECT value FROM shared_value WHERE name = ?', [
      name,
    ]);
    return row?.value ?? null;
  }
}
