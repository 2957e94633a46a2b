import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import { Db } from '../../platform/db/db';
import { Lease } from '../../platform/db/lease';
import { TalliesStore } from './tallies.store';
import { TallyCheck } from './tally-check.service';

/** Rounds of one call at most: the next call goes on. */
const ROUNDS = 50;
const LEASE_MINUTES = 60;
const BUILT = 'tally.built';

/** Adds up what has been noted since; counts, once, what was filed before anything was noted. */
@Injectable()
export class TallyKeeper {
  private readonly lease: Lease;

  constructor(
    private readonly db: Db,
    private readonly store: TalliesStore,
    private readonly check: TallyCheck,
  ) {
    this.lease = new Lease(db, 'tally.lease', LEASE_MINUTES);
  }

  /** One round; answers how many entries were added up. */
  async tick(now: Instant): Promise<number> {
    await this.build(now);
    let folded = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const some = await this.store.fold(this.db);
      if (some === 0) break;
      folded += some;
    }
    return folded;
  }

  /** Counts all orders anew and puts right what differs; null while another process does so. */
  async rebuild(now: Instant): Promise<number | null> {
    const token = await this.lease.take(now);
    if (token === null) return null;
    try {
      return await this.check.repair(now);
    } finally {
      await this.lease.release(token, now);
    }
  }

  private async build(now: Instant): Promise<void> {
    const [built] = await this.db.read('SELECT name FROM shared_value WHERE name = ?', [BUILT]);
    if (built !== undefined || (await this.rebuild(now)) === null) return;
    await this.db.inTransaction(async (tx) => {
      const [known] = await tx.query('SELECT name FROM shared_value WHERE name = ?', [BUILT]);
      if (known === undefined) await tx.insert('shared_value', { name: BUILT, value: now, until_at: null });
    });
  }
}
