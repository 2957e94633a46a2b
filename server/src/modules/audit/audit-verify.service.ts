import { Injectable } from '@nestjs/common';
import { type AuditReport, type Instant, toMillis } from '@yihu/shared';
import { Db } from '../../platform/db/db';
import { type Anchor, AuditAnchors } from './audit-anchors';
import { AuditChainStore } from './audit-chain.store';
import { type ChainHead, ChainWalk, GENESIS } from './rules/chain';

const PAGE = 1000;
/** Broken rows and anchors told one by one; beyond that their number says enough. */
const SHOWN = 20;

/** Recomputes the chain from its beginning and compares it with the anchors outside the database. */
@Injectable()
export class AuditVerifier {
  private running: Promise<AuditReport> | null = null;

  constructor(
    private readonly db: Db,
    private readonly store: AuditChainStore,
    private readonly anchors: AuditAnchors,
  ) {}

  /** The whole chain, in pages. Whoever asks while a run is under way gets that run's answer. */
  verify(now: Instant): Promise<AuditReport> {
    this.running ??= this.run(now).finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async run(now: Instant): Promise<AuditReport> {
    const checkpoint = await this.store.checkpoint(this.db);
    const begin = checkpoint ?? GENESIS;
    const anchors = await this.anchors.read();
    const walk = new ChainWalk(begin);
    const wanted = new Map(anchors.map((anchor) => [anchor.seq, anchor]));
    const seen = new Map<number, string>([[begin.seq, begin.hash]]);
    for (let at = begin.seq; ; at = walk.head.seq) {
      const page = await this.store.page(this.db, at, PAGE);
      for (const row of page) {
        walk.step(row);
        if (wanted.has(row.seq)) seen.set(row.seq, row.hash);
      }
      if (page.length < PAGE) break;
    }
    // Retention deleted the beginning meanwhile: what was missed is no gap.
    const beginsNow = (await this.store.checkpoint(this.db)) ?? GENESIS;
    if (beginsNow.seq !== begin.seq) return this.run(now);
    const broken = walk.broken.map(({ seq, id, problem }) => ({ seq, id, problem }));
    const brokenAnchors = anchors.filter((anchor) => contradicts(anchor, begin, seen));
    const isVouched = checkpoint === null || (await this.store.isVouchedFor(this.db, checkpoint));
    const tail = await this.store.tail(this.db);
    return {
      ok: broken.length === 0 && brokenAnchors.length === 0 && isVouched,
      checked: walk.checked,
      head: walk.head,
      beginsAfter: begin.seq,
      beginVouched: isVouched,
      brokenCount: broken.length,
      broken: broken.slice(0, SHOWN),
      anchors: {
        count: anchors.length,
        lastDay: anchors.at(-1)?.day ?? null,
        broken: brokenAnchors.slice(0, SHOWN).map(({ day, seq }) => ({ day, seq })),
      },
      unsealed: { ...tail, ageSeconds: ageSeconds(tail.oldestAt, now) },
    };
  }
}

/** An anchor of rows deleted since says nothing; any other must be found in the chain as it was written. */
function contradicts(anchor: Anchor, begin: ChainHead, seen: ReadonlyMap<number, string>): boolean {
  return anchor.seq >= begin.seq && seen.get(anchor.seq) !== anchor.hash;
}

export function ageSeconds(since: Instant | null, now: Instant): number {
  return since === null ? 0 : Math.max(0, Math.round((toMillis(now) - toMillis(since)) / 1000));
}
