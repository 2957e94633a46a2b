import { Injectable } from '@nestjs/common';
import { addMinutes, dayOf, type Instant, type InvariantResult, type InvariantRun } from '@yihu/shared';
import { Db } from '../../platform/db/db';
import { Lease } from '../../platform/db/lease';
import { Logger } from '../../platform/logger';
import { AuditVerifier } from '../audit/audit-verify.service';
import { KeptCheck } from '../figures/kept/kept-check.service';
import { FoldCheck } from '../orders/fold-check.service';
import { RetentionService } from '../retention/retention.service';
import { TallyCheck } from '../tallies/tally-check.service';
import { InvariantsService } from './invariants.service';
import { OpsValues } from './ops-values.service';
import { PhotoCheck } from './photo-check.service';

/** The night begins at 02:00. */
const NIGHT_MINUTES = 2 * 60;
const LEASE_MINUTES = 120;
const FOLDED_A_NIGHT = 1000;
const PHOTOS_A_NIGHT = 300;

/** Once a night, by whichever process comes first: checks the data and deletes what is over its time. */
@Injectable()
export class NightlyService {
  private readonly lease: Lease;

  constructor(
    db: Db,
    private readonly values: OpsValues,
    private readonly invariants: InvariantsService,
    private readonly folds: FoldCheck,
    private readonly photos: PhotoCheck,
    private readonly tallies: TallyCheck,
    private readonly figures: KeptCheck,
    private readonly verifier: AuditVerifier,
    private readonly retention: RetentionService,
    private readonly logger: Logger,
  ) {
    this.lease = new Lease(db, 'ops.nightly.lease', LEASE_MINUTES);
  }

  /** True when this call did the night's work. A process killed while at it leaves the night to another. */
  async tick(now: Instant): Promise<boolean> {
    const night = dayOf(addMinutes(now, -NIGHT_MINUTES));
    if ((await this.values.get<string>('ops.nightly')) === night) return false;
    const token = await this.lease.take(now);
    if (token === null) return false;
    try {
      await this.check(now);
      await this.retention.run(now);
      await this.values.put('ops.nightly', night);
      return true;
    } finally {
      await this.lease.release(token, now);
    }
  }

  /** Every query, the chain, and tonight's share of histories and photos; the answer is kept for the health page. */
  async check(now: Instant): Promise<InvariantRun> {
    const violations = await this.invariants.run(now);
    const fold = await this.foldShare();
    if (fold.differing.length > 0) {
      violations.push(resultOf('I1.fold', '工单状态等于全部事件折叠的结果', fold.differing));
    }
    const photos = await this.photoShare(now);
    if (photos.length > 0) violations.push(resultOf('I5.bytes', '照片的字节与登记的一致', photos));
    const tallies = await this.tallies.differing(now);
    if (tallies.length > 0) violations.push(resultOf('I10.tally', '看板的计数与逐件清点一致', tallies));
    const figures = await this.figuresShare();
    if (figures.length > 0)
      violations.push(resultOf('I10.figures', '五率等指标的合计与逐件核算一致', figures));
    const audit = await this.verifier.verify(now);
    if (!audit.ok)
      violations.push(
        resultOf(
          'I9.chain',
          '审计链可以逐条验证',
          audit.broken.map(({ id }) => id),
        ),
      );
    const run: InvariantRun = {
      at: now,
      ok: violations.length === 0,
      folded: fold.checked,
      checked: this.invariants.count,
      violations,
    };
    await this.values.put('ops.invariants', run);
    for (const { name, count } of violations) this.logger.error('invariant.violated', { topic: name, count });
    return run;
  }

  /** The next orders of a round that comes by all of them. */
  private async foldShare(): Promise<{ checked: number; differing: string[] }> {
    const cursor = (await this.values.get<string>('ops.fold.cursor')) ?? '';
    const run = await this.folds.check(cursor, FOLDED_A_NIGHT);
    await this.values.put('ops.fold.cursor', run.checked < FOLDED_A_NIGHT ? '' : (run.lastId ?? ''));
    return run;
  }

  /** All sums, and what is kept of the next orders of a round that comes by all of them. */
  private async figuresShare(): Promise<string[]> {
    const cursor = (await this.values.get<string>('ops.figures.cursor')) ?? '';
    const run = await this.figures.differingOrders(cursor, FOLDED_A_NIGHT);
    await this.values.put('ops.figures.cursor', run.checked < FOLDED_A_NIGHT ? '' : (run.lastId ?? ''));
    return [...(await this.figures.differingSums()), ...run.differing];
  }

  private async photoShare(now: Instant): Promise<string[]> {
    const cursor = (await this.values.get<string>('ops.photo.cursor')) ?? '';
    const run = await this.photos.sample(cursor, PHOTOS_A_NIGHT, now);
    await this.values.put('ops.photo.cursor', run.checked < PHOTOS_A_NIGHT ? '' : (run.lastId ?? ''));
    return run.problems.map((problem) => problem.attachmentId);
  }
}

function resultOf(name: string, title: string, subjects: readonly string[]): InvariantResult {
  return { name, title, count: Math.max(1, subjects.length), subjects: subjects.slice(0, 5) };
}
