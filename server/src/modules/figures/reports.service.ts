import { Injectable } from '@nestjs/common';
import {
  dayOf,
  type Instant,
  isReportKind,
  type MakeReportBody,
  REPORT_KINDS,
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
import { PeopleQuery, Visibility } from '../orders';
import { PoliciesService } from '../policies/policies.service';
import { TalliesQuery } from '../tallies/tallies.query';
import { ReportWriter } from './report-writer.service';
import { ReportsStore, type StoredReport } from './reports.store';
import type { Days } from './rules/periods';
import { DEFAULT_SCHEDULE, lastDue, periodAround, type Scheduled } from './rules/report-periods';

/** Reports of days, weeks and months: made on schedule or when asked for, kept as they were (M32, M47). */
@Injectable()
export class ReportsService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: ReportsStore,
    private readonly writer: ReportWriter,
    private readonly tallies: TalliesQuery,
    private readonly visibility: Visibility,
    private readonly directory: DirectoryService,
    private readonly policies: PoliciesService,
    private readonly people: PeopleQuery,
    private readonly logger: Logger,
  ) {}

  /** One round of the schedule; answers how many were made. Each period is made once, by whichever process is first. */
  async tick(now: Instant = this.clock.now()): Promise<number> {
    await this.policies.refresh();
    let made = 0;
    for (const { id } of this.directory.streets()) {
      const first = await this.tallies.firstDay([id]);
      for (const row of this.scheduleOf(id, now)) {
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
    return this.one(actor, id);
  }

  async list(actor: Actor): Promise<{ items: ReportBrief[] }> {
    const found = await this.store.list(this.db, this.visibility.deskRootIds(actor));
    const names = await this.namesOf(found);
    return { items: found.map((report) => this.brief(report, names)) };
  }

  /** Throws NOT_FOUND for one of a street the actor does not read. */
  async one(actor: Actor, id: string): Promise<StreetReport> {
    const found = await this.store.find(this.db, id);
    if (found === null || !this.visibility.deskRootIds(actor).includes(found.report.rootId)) {
      throw new AppError('NOT_FOUND');
    }
    const names = await this.namesOf([found.report]);
    return { ...this.brief(found.report, names), sections: found.sections };
  }

  private scheduleOf(rootId: string, now: Instant): readonly Scheduled[] {
    return this.policies.inForce<{ rows: Scheduled[] }>(rootId, 'schedule', now)?.rows ?? DEFAULT_SCHEDULE;
  }

  private async make(
    rootId: string,
    kind: ReportKind,
    days: Days,
    { version, madeById, now }: { version: number; madeById: string | null; now: Instant },
  ): Promise<string> {
    const sections = await this.writer.sections(rootId, kind, days, now);
    const report: StoredReport = { id: newId(), rootId, kind, ...days, version, asOf: now, madeById };
    await this.db.inTransaction((tx) => this.store.add(tx, report, sections));
    return report.id;
  }

  private namesOf(reports: readonly StoredReport[]): Promise<ReadonlyMap<string, string>> {
    const ids = reports.flatMap(({ madeById }) => (madeById === null ? [] : [madeById]));
    return this.people.names(this.db, [...new Set(ids)]);
  }

  private brief(report: StoredReport, names: ReadonlyMap<string, string>): ReportBrief {
    const { id, rootId, kind, fromDay, toDay, version, asOf, madeById } = report;
    return {
      ...{ id, kind, fromDay, toDay, version, asOf, streetId: rootId, label: REPORT_KINDS[kind] },
      streetName: this.directory.findUnit(rootId)?.name ?? '',
      madeBy: madeById === null ? null : (names.get(madeById) ?? ''),
    };
  }
}
