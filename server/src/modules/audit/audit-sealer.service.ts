import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import { Db } from '../../platform/db/db';
import { Lease } from '../../platform/db/lease';
import { AuditAnchors } from './audit-anchors';
import { AuditChainStore } from './audit-chain.store';
import { type ChainHead, sealRows } from './rules/chain';

/** The lease of everybody who writes the chain: the sealer, and retention when it deletes the beginning. */
export const SEALER_LEASE = 'audit.sealer';
const LEASE_MINUTES = 1;
const BATCH = 500;
/** Batches of one round: what a busy minute leaves is caught up without holding the other jobs up. */
const BATCHES_A_ROUND = 20;

/**
 * Takes audit rows into the chain, some seconds after they were committed: a chain head locked in every change
 * would make all changes wait for one another. Any number of processes may call `tick`; one seals at a time.
 */
@Injectable()
export class AuditSealer {
  private readonly lease: Lease;

  constructor(
    private readonly db: Db,
    private readonly store: AuditChainStore,
    private readonly anchors: AuditAnchors,
  ) {
    this.lease = new Lease(db, SEALER_LEASE, LEASE_MINUTES);
  }

  /** One round; answers how many rows it sealed. Also keeps this machine's daily anchor. */
  async tick(now: Instant): Promise<number> {
    const [waiting] = await this.store.unsealed(this.db, 1);
    const sealed = waiting === undefined ? 0 : await this.sealLeased(now);
    await this.anchors.keepDaily(now, () => this.head());
    return sealed;
  }

  head(): Promise<ChainHead> {
    return this.store.head(this.db);
  }

  private async sealLeased(now: Instant): Promise<number> {
    const token = await this.lease.take(now);
    if (token === null) return 0;
    let sealed = 0;
    try {
      for (let batch = 0; batch < BATCHES_A_ROUND; batch += 1) {
        const count = await this.sealBatch(token, now);
        sealed += count;
        if (count < BATCH) break;
      }
    } finally {
      await this.lease.release(token, now);
    }
    return sealed;
  }

  /** The lease row is locked first, so a sealer whose lease has passed to another writes nothing. */
  private sealBatch(token: string, now: Instant): Promise<number> {
    return this.db.inTransaction(async (tx) => {
      if (!(await this.lease.hold(tx, token, now))) return 0;
      const rows = await this.store.unsealed(tx, BATCH);
      if (rows.length === 0) return 0;
      const written = await this.store.seal(tx, sealRows(await this.store.head(tx), rows));
      if (written !== rows.length) throw new Error('audit rows changed while they were sealed');
      return written;
    });
  }
}
