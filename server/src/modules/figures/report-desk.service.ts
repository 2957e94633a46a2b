import { Injectable } from '@nestjs/common';
import {
  CORRECTION_MAX,
  type EditReportBody,
  formatLocal,
  type Instant,
  type PublishReportBody,
  REPORT_FACES,
  REPORT_KINDS,
  REPORT_TEXT_MAX,
  type ReportFace,
  type ReportSection,
  type StreetReport,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { AuditStore } from '../audit/audit.store';
import { DirectoryService } from '../directory/directory.service';
import { Moderation } from '../moderation/moderation.service';
import { Visibility } from '../orders';
import { type EditionBodies, ReportEditionsStore, type StoredEdition } from './report-editions.store';
import { ReportNews } from './report-news.service';
import { ReportSchedule } from './report-schedule.service';
import { EDITION_SUBJECT, ReportViews, titleOf } from './report-views.service';
import { type Drafted, ReportsStore, type StoredEdit, type StoredReport } from './reports.store';
import { editedSections, type Unnameable, unfitness, wholeText } from './rules/report-draft';

const FACES = Object.keys(REPORT_FACES) as ReportFace[];

/** The office words a report, a named person publishes it (M96). */
@Injectable()
export class ReportDesk {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: ReportsStore,
    private readonly editions: ReportEditionsStore,
    private readonly views: ReportViews,
    private readonly schedule: ReportSchedule,
    private readonly directory: DirectoryService,
    private readonly visibility: Visibility,
    private readonly moderation: Moderation,
    private readonly news: ReportNews,
    private readonly audit: AuditStore,
  ) {}

  /**
   * Changes the sentences of a section; figures stay. Throws REPORT_CHANGED when somebody was faster, and what `unfitness`
   * finds.
   */
  async edit(actor: Actor, id: string, body: EditReportBody): Promise<StreetReport> {
    const now = this.clock.now();
    const text = body.text.trim();
    await this.db
      .inTransaction(async (tx) => {
        const { report, drafted } = await this.mine(tx, actor, id, 'order:supervise');
        const sections = drafted[body.face] ?? [];
        const section = sections[body.section];
        if (section === undefined)
          throw new AppError('FIELD_INVALID', { field: 'section', reason: '没有这一节' });
        const edits = await this.store.edits(tx, id);
        await this.refuseStale(drafted, edits, body.revision);
        const whom = await this.unnameable(tx, report, now);
        refuse(body.face, { ...section, text }, sections, whom);
        const edit = { ...body, text, revision: body.revision + 1, byId: actor.personId, at: now };
        await this.store.addEdit(tx, newId(), id, edit);
      })
      .catch((error: unknown) => this.orChanged(error, id));
    return this.views.one(actor, id);
  }

  /**
   * Publishes what was seen at `revision`: the office's face to the readers the schedule names, the public one to
   * residents once the content check lets it pass. Throws REPORT_CHANGED, REPORT_NO_READERS, REPORT_NO_PUBLIC,
   * REPORT_CORRECTION, REPORT_OUT and what `unfitness` finds.
   */
  async publish(actor: Actor, id: string, body: PublishReportBody): Promise<StreetReport> {
    await this.schedule.refresh();
    const now = this.clock.now();
    try {
      await this.db.inTransaction((tx) => this.bringOut(tx, actor, id, body, now));
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      throw await this.isOut(id);
    }
    return this.views.one(actor, id);
  }

  private async bringOut(
    tx: Tx,
    actor: Actor,
    id: string,
    body: PublishReportBody,
    now: Instant,
  ): Promise<void> {
    const { report, drafted } = await this.mine(tx, actor, id, 'report:publish');
    const edits = await this.store.edits(tx, id);
    await this.refuseStale(drafted, edits, body.revision);
    const readers = this.schedule.readers(report.rootId, report.kind, now);
    const label = REPORT_KINDS[report.kind];
    if (readers.length === 0) throw new AppError('REPORT_NO_READERS', { label });
    const forResidents = readers.includes('RESIDENT');
    if (forResidents && drafted.PUBLIC === null) throw new AppError('REPORT_NO_PUBLIC', { label });
    const [last] = await this.editions.ofPeriod(tx, report.rootId, report.kind, report);
    const correction = (body.correction ?? '').trim();
    if (last !== undefined && correction === '') {
      throw new AppError('REPORT_CORRECTION', { edition: last.edition, field: 'correction' });
    }
    const bodies = await this.bodies(tx, report, drafted, edits, forResidents, now);
    const { rootId, kind, fromDay, toDay, asOf } = report;
    const edition: StoredEdition = {
      ...{ id: newId(), rootId, kind, fromDay, toDay, asOf, readers, forResidents, reportId: id },
      ...{ edition: (last?.edition ?? 0) + 1, replacesId: last?.id ?? null, revision: body.revision },
      correction: last === undefined ? null : correction.slice(0, CORRECTION_MAX),
      ...{ publishedById: actor.personId, publishedAt: now },
    };
    await this.editions.add(tx, edition, bodies);
    await this.afterwards(tx, edition, bodies);
  }

  /** Who is told, what is checked, what is remembered of it. */
  private async afterwards(tx: Tx, edition: StoredEdition, bodies: EditionBodies): Promise<void> {
    const { id, rootId, publishedById, publishedAt, readers, reportId } = edition;
    if (bodies.public !== null) {
      const title = [titleOf(edition), edition.correction ?? ''].join(' ').trim();
      const subject = { kind: EDITION_SUBJECT, id, rootId };
      await this.moderation.askDeskText(tx, subject, publishedById, wholeText(title, bodies.public));
    }
    await this.news.published(tx, edition);
    await this.audit.add(tx, {
      ...{ at: publishedAt, actorId: publishedById, action: 'report.publish' },
      ...{ subjectKind: 'REPORT', subjectId: reportId },
      facts: {
        edition: edition.edition,
        editionId: id,
        revision: edition.revision,
        readers: readers.join(' '),
      },
    });
  }

  private async bodies(
    tx: Tx,
    report: StoredReport,
    drafted: Drafted,
    edits: readonly StoredEdit[],
    forResidents: boolean,
    now: Instant,
  ): Promise<EditionBodies> {
    const whom = await this.unnameable(tx, report, now);
    const named = edits.map(({ byId, ...edit }) => ({ ...edit, by: byId }));
    const made = FACES.filter((face) => face === 'OFFICE' || forResidents).map((face): ReportSection[] => {
      const own = drafted[face] ?? [];
      return editedSections(own, face, named).map(({ title, text, lines }) => {
        refuse(face, { title, text, lines }, own, whom);
        return { title, text, lines };
      });
    });
    return { office: made[0] ?? [], public: made[1] ?? null };
  }

  private async mine(tx: Tx, actor: Actor, id: string, permission: 'order:supervise' | 'report:publish') {
    const found = await this.views.found(actor, id, tx);
    if (!this.visibility.rootsWith(actor, permission).includes(found.report.rootId)) {
      throw new AppError('NOT_FOUND');
    }
    return found;
  }

  /** Whoever saw an older text first looks at what was written since. */
  private async refuseStale(drafted: Drafted, edits: readonly StoredEdit[], seen: number): Promise<void> {
    const last = edits.at(-1);
    if ((last?.revision ?? 0) === seen || last === undefined) return;
    const names = await this.views.namesOf([last.byId]);
    throw new AppError('REPORT_CHANGED', {
      who: names.get(last.byId) ?? '',
      when: formatLocal(last.at),
      section: drafted[last.face]?.[last.section]?.title ?? '',
      revision: last.revision,
    });
  }

  /** Two changes at the same moment: the table let one in. */
  private async orChanged(error: unknown, id: string): Promise<void> {
    if (!isDuplicate(error)) throw error;
    const found = await this.store.find(this.db, id);
    if (found !== null) await this.refuseStale(found.drafted, await this.store.edits(this.db, id), -1);
    throw error;
  }

  private async isOut(id: string): Promise<AppError> {
    const found = await this.store.find(this.db, id);
    if (found === null) return new AppError('NOT_FOUND');
    const { report } = found;
    const [last] = await this.editions.ofPeriod(this.db, report.rootId, report.kind, report);
    if (last === undefined) return new AppError('NOT_FOUND');
    const names = await this.views.namesOf([last.publishedById]);
    const who = names.get(last.publishedById) ?? '';
    return new AppError('REPORT_OUT', { who, when: formatLocal(last.publishedAt), edition: last.edition });
  }

  private async unnameable(tx: Tx, { rootId, kind }: StoredReport, now: Instant): Promise<Unnameable> {
    const people = await tx.query<{ name: string }>(
      `SELECT name FROM person WHERE kind = 'STAFF' AND home_root_id = ?`,
      [rootId],
    );
    const office = this.directory.findOffice(rootId)?.id;
    const units = this.directory.unitsUnder(rootId).filter(({ id }) => id !== rootId && id !== office);
    const isNamed = this.schedule.manner(rootId, kind, now).names;
    return {
      people: people.map(({ name }) => name),
      units: isNamed ? [] : units.flatMap(({ name, short_name }) => [name, short_name]),
    };
  }
}

function refuse(
  face: ReportFace,
  section: ReportSection,
  drafted: readonly ReportSection[],
  whom: Unnameable,
): void {
  if (section.text === '' || Array.from(section.text).length > REPORT_TEXT_MAX) {
    throw new AppError('FIELD_INVALID', { field: 'text', reason: `应有 1 至 ${REPORT_TEXT_MAX} 个字` });
  }
  const unfit = unfitness(face, section, drafted, whom);
  if (unfit !== null) throw new AppError(unfit.code, unfit.details);
}
