import { Injectable } from '@nestjs/common';
import {
  dayOf,
  type Instant,
  isReportKind,
  type MakeReportBody,
  type ReportBrief,
  type ReportKind,
  type StreetReport,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { Logger } from '../../platform/logger';
import { DirectoryService } from '../directory/directory.service';
import { Visibility } from '../orders';
import { TalliesQuery } from '../tallies/tallies.query';
import { ReportNews } from './report-news.service';
import { ReportSchedule } from './report-schedule.service';
import { ReportViews } from './report-views.service';
import { ReportWriter } from './report-writer.service';
import { ReportsStore, type StoredReport } from './reports.store';
import type { Days } from './rules/periods';
import { lastDue, periodAround } from './rules/report-periods';
import { publicSections } from './rules/report-public';
import { officeSections } from './rules/report-sections';

/** Reports of days, weeks and months: made on schedule or when asked for, their figures kept as they were (M32, M47). */
@Injectable()
export class ReportsService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: ReportsStore,
    private readonly writer: ReportWriter,
    private readonly views: ReportViews,
    private readonly tallies: TalliesQuery,
    private readonly visibility: Visibility,
    private readonly directory: DirectoryService,
    private readonly schedule: ReportSchedule,
    private readonly news: ReportNews,
    private readonly logger: Logger,
  ) {}

  /** One round of the schedule; answers how many were made. Each period is made once, by whichever process is first. */
  async tick(now: Instant = this.clock.now()): Promise<number> {
    await this.schedule.refresh();
    let made = 0;
    for (const { id } of this.directory.streets()) {
      const first = await this.tallies.firstDay([id]);
      for (const row of this.schedule.rows(id, now)) {
        if (!isReportKind(row.report)) continue;
        const days = lastDue(row.report, row, now);
        // Of a time before there was anything to tell nothing is told.
        if (first === null || first > days.toDay) continue;
        if ((await this.store.versionOf(this.db, id, row.report, days)) > 0) continue;
        try {
          await this.make(id, row.report, days, { version: 1, madeById: null, now });
          made += 1;
        } catch (error) {
          if (!isDuplicate(error)) this.logger.error('reports.failed', { topic: id, error });
        }
      }
    }
    return made;
  }

  /** Makes one of the period a day lies in, as far as it has come. Throws NOT_FOUND for another's street. */
  async makeFor(actor: Actor, { streetId, kind, day }: MakeReportBody): Promise<StreetReport> {
    if (!this.visibility.rootsWith(actor, 'order:supervise').includes(streetId))
      throw new AppError('NOT_FOUND');
    const now = this.clock.now();
    if (day > dayOf(now)) throw new AppError('FIELD_INVALID', { field: 'day', reason: '还没有到' });
    const days = periodAround(kind, day, dayOf(now));
    const version = (await this.store.versionOf(this.db, streetId, kind, days)) + 1;
    const id = await this.make(streetId, kind, days, { version, madeById: actor.personId, now });
    return this.views.one(actor, id);
  }

  async list(actor: Actor): Promise<{ items: ReportBrief[] }> {
    const found = await this.store.list(this.db, this.visibility.deskRootIds(actor));
    return { items: await this.views.briefs(found) };
  }

  private async make(
    rootId: string,
    kind: ReportKind,
    days: Days,
    { version, madeById, now }: { version: number; madeById: string | null; now: Instant },
  ): Promise<string> {
    const findings = await this.writer.find(rootId, kind, days, now);
    const drafted = {
      OFFICE: officeSections(findings),
      PUBLIC: publicSections(findings, this.schedule.manner(rootId, kind, now)),
    };
    const report: StoredReport = { id: newId(), rootId, kind, ...days, version, asOf: now, madeById };
    await this.db.inTransaction(async (tx) => {
      await this.store.add(tx, report, drafted);
      // Who had it made looks at it right away.
      if (madeById === null) await this.news.drafted(tx, report, now);
    });
    return report.id;
  }
}
