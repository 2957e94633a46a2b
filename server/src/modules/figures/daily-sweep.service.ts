import { Injectable } from '@nestjs/common';
import { addDays, type Day, dayOf, formatLocal, type Instant, VERDICTS, type Verdict } from '@yihu/shared';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { Logger } from '../../platform/logger';
import { DirectoryService } from '../directory/directory.service';
import { StaffQuery } from '../directory/staff.query';
import { Notices } from '../notifications/notices.service';
import { PoliciesService } from '../policies/policies.service';
import { MorningStore } from './morning.store';
import { MorningPageService } from './morning-page.service';
import { VerdictsService } from './verdicts.service';
import { type StoredVerdict, VerdictsStore } from './verdicts.store';

/** Local time of the sweep unless the street's schedule says another. */
const AT = '07:30';
/** Mornings are kept a year and a month, for the same month a year later. */
const KEPT_DAYS = 400;
/** What an owner is told of. */
const WORTH_TELLING: readonly Verdict[] = [
  'NO_OWNER',
  'NO_CLOCK',
  'NO_TASK',
  'LATE',
  'NOBODY_TOLD',
  'STUCK',
  'AT_RISK',
];

/** Once a morning: a verdict of every open order and the leader's page are kept, each unit hears of its own (M81). */
@Injectable()
export class DailySweep {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly verdicts: VerdictsService,
    private readonly store: VerdictsStore,
    private readonly mornings: MorningPageService,
    private readonly pages: MorningStore,
    private readonly directory: DirectoryService,
    private readonly staff: StaffQuery,
    private readonly notices: Notices,
    private readonly policies: PoliciesService,
    private readonly logger: Logger,
  ) {}

  /** One round; answers how many streets were swept. A morning slept through is made up for on the same day. */
  async tick(now: Instant = this.clock.now()): Promise<number> {
    await this.policies.refresh();
    const day = dayOf(now);
    let swept = 0;
    for (const { id } of this.directory.streets()) {
      if (formatLocal(now).slice(11, 16) < this.hourOf(id, now)) continue;
      if (await this.store.isDone(this.db, id, day)) continue;
      try {
        if (await this.sweep(id, day, now)) swept += 1;
      } catch (error) {
        // Another process was faster.
        if (!isDuplicate(error)) this.logger.error('verdicts.failed', { topic: id, error });
      }
    }
    return swept;
  }

  private hourOf(rootId: string, now: Instant): string {
    const rows = this.policies.inForce<{ rows: { report: string; at: string }[] }>(
      rootId,
      'schedule',
      now,
    )?.rows;
    return rows?.find(({ report }) => report === 'DAILY_SWEEP')?.at ?? AT;
  }

  private async sweep(rootId: string, day: Day, now: Instant): Promise<boolean> {
    const lines = await this.verdicts.ofStreet(rootId, now);
    const morning = await this.mornings.look(rootId, now);
    return this.db.inTransaction(async (tx) => {
      if (!(await this.store.add(tx, rootId, day, now, lines))) return false;
      await this.pages.add(tx, rootId, day, now, morning);
      await this.store.forget(tx, addDays(day, -KEPT_DAYS));
      await this.pages.forget(tx, addDays(day, -KEPT_DAYS));
      const worth = lines.filter(({ verdict }) => WORTH_TELLING.includes(verdict));
      for (const [unitId, own] of Map.groupBy(worth, (line) => line.unitId)) {
        await this.tell(tx, { rootId, unitId, day, now }, own);
      }
      return true;
    });
  }

  private async tell(
    tx: Tx,
    { rootId, unitId, day, now }: { rootId: string; unitId: string; day: Day; now: Instant },
    lines: readonly StoredVerdict[],
  ): Promise<void> {
    const isOffice = this.directory.findOffice(rootId)?.id === unitId;
    const to = await this.staff.answering(tx, unitId, isOffice ? 'order:accept' : 'order:sign', now);
    const counts = WORTH_TELLING.map((verdict) => ({
      verdict,
      count: lines.filter((line) => line.verdict === verdict).length,
    }));
    const words = counts
      .filter(({ count }) => count > 0)
      .map(({ verdict, count }) => `${VERDICTS[verdict]}${count}件`);
    await this.notices.tell(tx, {
      eventRef: `${rootId}:${day}:${unitId}`,
      orderId: rootId,
      orderNo: '每日扫描',
      recipients: to.map((personId) => ({ personId })),
      phrase: '今日待办',
      thing: words.join('、'),
      templateKind: 'task',
      title: '每日扫描',
      page: isOffice ? 'handler/desk/index' : 'handler/tasks/index',
      now,
    });
  }
}
