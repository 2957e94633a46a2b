import { Injectable } from '@nestjs/common';
import type { AuditTail, Instant } from '@yihu/shared';
import { Db } from '../../platform/db/db';
import { AuditChainStore } from './audit-chain.store';
import { ageSeconds } from './audit-verify.service';
import type { ChainHead } from './rules/chain';

/** What other modules ask of the chain. */
@Injectable()
export class AuditTailQuery {
  constructor(
    private readonly db: Db,
    private readonly store: AuditChainStore,
  ) {}

  /** Rows that are not in the chain yet, and how long the oldest has waited. */
  async unsealed(now: Instant): Promise<AuditTail> {
    const tail = await this.store.tail(this.db);
    return { ...tail, ageSeconds: ageSeconds(tail.oldestAt, now) };
  }

  head(): Promise<ChainHead> {
    return this.store.head(this.db);
  }
}
