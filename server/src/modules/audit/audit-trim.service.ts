import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import { Db, type Tx } from '../../platform/db/db';
import { Lease } from '../../platform/db/lease';
import { Logger } from '../../platform/logger';
import { AuditStore } from './audit.store';
import { AuditChainStore } from './audit-chain.store';
import { SEALER_LEASE } from './audit-sealer.service';
import { ChainWalk, GENESIS } from './rules/chain';

const BATCH = 1000;
const LEASE_MINUTES = 5;

/**
 * Deletes the oldest audit rows when their time is over. Only from the beginning of the chain, only what verifies,
 * and with the hash of the last deleted row kept: the rest of the chain hangs on it. An audit row tells of it.
 */
@Injectable()
export class AuditTrimmer {
  private readonly lease: Lease;

  constructor(
    private readonly db: Db,
    private readonly store: AuditChainStore,
    private readonly audit: AuditStore,
    private readonly logger: Logger,
  ) {
    this.lease = new Lease(db, SEALER_LEASE, LEASE_MINUTES);
  }

  /** Answers how many rows went; 0 also while somebody seals. */
  async deleteBefore(before: Instant, days: number, now: Instant): Promise<number> {
    const token = await this.lease.take(now);
    if (token === null) return 0;
    let deleted = 0;
    try {
      for (;;) {
        const gone = await this.db.inTransaction((tx) => this.deleteBatch(tx, token, before, days, now));
        deleted += gone;
        if (gone < BATCH) return deleted;
      }
    } finally {
      await this.lease.release(token, now);
    }
  }

  private async deleteBatch(
    tx: Tx,
    token: string,
    before: Instant,
    days: number,
    now: Instant,
  ): Promise<number> {
    if (!(await this.lease.hold(tx, token, now))) return 0;
    const begin = (await this.store.checkpoint(tx)) ?? GENESIS;
    const rows = await this.store.page(tx, begin.seq, BATCH);
    const young = rows.findIndex((row) => row.at >= before);
    const old = young < 0 ? rows : rows.slice(0, young);
    if (old.length === 0) return 0;
    const walk = new ChainWalk(begin);
    for (const row of old) walk.step(row);
    if (walk.broken.length > 0) {
      // What was tampered with is evidence: it stays until people have looked.
      this.logger.error('audit.trim_refused', { count: walk.broken.length });
      return 0;
    }
    const { seq, hash } = walk.head;
    const gone = await this.store.deleteUpTo(tx, { seq, hash, at: now });
    await this.audit.add(tx, {
      at: now,
      actorId: 'SYSTEM',
      action: 'retention.deleted',
      subjectKind: 'RETENTION',
      subjectId: 'AUDIT',
      facts: { days, before, rows: gone, upTo: seq, hash },
    });
    return gone;
  }
}
