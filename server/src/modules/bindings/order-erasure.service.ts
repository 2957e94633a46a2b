import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import { Db, type Tx } from '../../platform/db/db';
import { OrderIndex } from '../order-index/order-index.service';
import { OrderErasureStore } from './order-erasure.store';

/** Orders per transaction. */
const BATCH = 100;

/** Takes the reporter out of orders and leaves the report: when she leaves, and when the time of her data is over. */
@Injectable()
export class OrderErasure {
  constructor(
    private readonly db: Db,
    private readonly store: OrderErasureStore,
    private readonly index: OrderIndex,
  ) {}

  /** All orders of a person, open ones too; answers how many still held something. */
  async ofFiler(tx: Tx, personId: string, now: Instant): Promise<number> {
    let erased = 0;
    for (const id of await this.store.filedBy(tx, personId)) {
      if (await this.erase(tx, id, now)) erased += 1;
    }
    return erased;
  }

  /** Every order whose age by the SQL expression `at` is over; a kill in between leaves the rest for the next night. */
  async older(at: string, before: Instant, now: Instant): Promise<number> {
    let erased = 0;
    for (;;) {
      const ids = await this.store.due(at, before, BATCH);
      const gone = await this.db.inTransaction(async (tx) => {
        let count = 0;
        for (const id of ids) if (await this.erase(tx, id, now)) count += 1;
        return count;
      });
      erased += gone;
      // The last batch, or another process is at it.
      if (gone === 0 || ids.length < BATCH) return erased;
    }
  }

  /** One order, which is found by nothing of hers from then on; false when that was done before. */
  private erase(tx: Tx, orderId: string, now: Instant): Promise<boolean> {
    return this.index.whileChanging(tx, orderId, () => this.store.erase(tx, orderId, now));
  }
}
