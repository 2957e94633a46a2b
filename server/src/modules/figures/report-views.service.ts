import { Injectable } from '@nestjs/common';
import {
  type EditionBrief,
  formatMonthDay,
  type PublicState,
  REPORT_KINDS,
  type ReportBrief,
  type StreetReport,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { Moderation } from '../moderation/moderation.service';
import { PeopleQuery, Visibility } from '../orders';
import { ReportEditionsStore, type StoredEdition } from './report-editions.store';
import { ReportSchedule } from './report-schedule.service';
import { type ListedReport, ReportsStore, type StoredReport, stateOf } from './reports.store';
import type { Days } from './rules/periods';
import { editedSections } from './rules/report-draft';

/** What an edition is to the content check. */
export const EDITION_SUBJECT = 'EDITION';

/** Reports and their editions, as the desk reads them. */
@Injectable()
export class ReportViews {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: ReportsStore,
    private readonly editions: ReportEditionsStore,
    private readonly visibility: Visibility,
    private readonly directory: DirectoryService,
    private readonly people: PeopleQuery,
    private readonly schedule: ReportSchedule,
    private readonly moderation: Moderation,
  ) {}

  async briefs(reports: readonly ListedReport[]): Promise<ReportBrief[]> {
    const names = await this.namesOf(reports.map(({ madeById }) => madeById));
    return reports.map((report) => this.brief(report, names));
  }

  /** Throws NOT_FOUND for one of a street the actor does not read. */
  async one(actor: Actor, id: string): Promise<StreetReport> {
    const { report, drafted } = await this.found(actor, id);
    const edits = await this.store.edits(this.db, id);
    const out = await this.editions.ofPeriod(this.db, report.rootId, report.kind, report);
    const names = await this.namesOf([
      report.madeById,
      ...edits.map(({ byId }) => byId),
      ...out.map(({ publishedById }) => publishedById),
    ]);
    const named = edits.map(({ byId, ...edit }) => ({ ...edit, by: names.get(byId) ?? '' }));
    const revision = edits.at(-1)?.revision ?? 0;
    const newest = out.find(({ reportId }) => reportId === id);
    return {
      ...this.brief({ ...report, state: stateOf(revision, newest?.revision ?? null) }, names),
      sections: editedSections(drafted.OFFICE, 'OFFICE', named),
      publicSections: drafted.PUBLIC === null ? null : editedSections(drafted.PUBLIC, 'PUBLIC', named),
      revision,
      readers: this.schedule.readers(report.rootId, report.kind, this.clock.now()),
      editions: await this.editionBriefs(out, names),
    };
  }

  /** The report as it is kept. Throws NOT_FOUND like `one`. */
  async found(actor: Actor, id: string, reader: Db | Tx = this.db) {
    const found = await this.store.find(reader, id);
    if (found === null || !this.visibility.deskRootIds(actor).includes(found.report.rootId)) {
      throw new AppError('NOT_FOUND');
    }
    return found;
  }

  /** Whether residents read each of these editions. */
  async publicStates(
    editions: readonly Pick<StoredEdition, 'id' | 'forResidents'>[],
  ): Promise<Map<string, PublicState>> {
    const asked = editions.filter(({ forResidents }) => forResidents).map(({ id }) => id);
    const verdicts = await this.moderation.verdictsOf(EDITION_SUBJECT, asked);
    const words = { ALLOWED: 'SHOWN', OPEN: 'WAITING', REFUSED: 'HIDDEN' } as const;
    return new Map(
      editions.map(({ id, forResidents }) => [id, forResidents ? words[verdicts.get(id) ?? 'OPEN'] : 'NONE']),
    );
  }

  streetName(rootId: string): string {
    return this.directory.findUnit(rootId)?.name ?? '';
  }

  namesOf(ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
    return this.people.names(
      this.db,
      ids.flatMap((id) => (id === null ? [] : [id])),
    );
  }

  private async editionBriefs(
    editions: readonly StoredEdition[],
    names: ReadonlyMap<string, string>,
  ): Promise<EditionBrief[]> {
    const states = await this.publicStates(editions);
    return editions.map(({ id, edition, correction, publishedById, publishedAt, readers }) => ({
      ...{ id, edition, correction, publishedAt, readers },
      publishedBy: names.get(publishedById) ?? '',
      publicState: states.get(id) ?? 'NONE',
    }));
  }

  private brief(report: ListedReport, names: ReadonlyMap<string, string>): ReportBrief {
    const { id, rootId, kind, fromDay, toDay, version, asOf, madeById, state } = report;
    return {
      ...{ id, kind, fromDay, toDay, version, asOf, state, streetId: rootId, label: REPORT_KINDS[kind] },
      streetName: this.streetName(rootId),
      madeBy: madeById === null ? null : (names.get(madeById) ?? ''),
    };
  }
}

/** `11月16日至11月22日周快报` */
export function titleOf({ kind, fromDay, toDay }: Days & Pick<StoredReport, 'kind'>): string {
  const days =
    fromDay === toDay ? formatMonthDay(fromDay) : `${formatMonthDay(fromDay)}至${formatMonthDay(toDay)}`;
  return `${days}${REPORT_KINDS[kind]}`;
}
