import { Injectable } from '@nestjs/common';
import { dayOf, type ReportFace, type ReportFileFormat } from '@yihu/shared';
import { type Actor, holds } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { AuditStore } from '../audit/audit.store';
import { ReportViews } from '../figures/report-views.service';
import { ExportTables } from './export-tables.service';
import { docxOf } from './report-paper';
import { reportTables } from './rules/report-table';
import { xlsxOf } from './xlsx';

const TYPES = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const satisfies Record<ReportFileFormat, string>;

/** A file to be handed out. */
export interface HandedOut {
  name: string;
  type: string;
  bytes: Buffer;
}

/** Gives tables and reports away as files, and remembers who took which. */
@Injectable()
export class ExportsService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly tables: ExportTables,
    private readonly reports: ReportViews,
    private readonly audit: AuditStore,
  ) {}

  /** A table as the screen of the same query shows it. Throws NOT_FOUND, FORBIDDEN, EXPORT_TOO_MANY. */
  async table(actor: Actor, name: string, query: Record<string, string>): Promise<HandedOut> {
    const source = this.tables.sourceOf(name);
    if (source === null) throw new AppError('NOT_FOUND');
    if (!holds(actor, source.can)) throw new AppError('FORBIDDEN');
    const table = await source.make(actor, query);
    const by = { ...table, notes: [...table.notes, `导出人 ${actor.name}`] };
    const bytes = await xlsxOf([by]);
    // What was searched for may be a person's name or number: the record says only that something was.
    const { q, ...filter } = query;
    await this.remember(actor, 'export.table', 'EXPORT', name, {
      rows: table.rows.length,
      filter: new URLSearchParams(filter).toString().slice(0, 300),
      searched: (q ?? '') !== '',
    });
    return this.file(`${table.title} ${dayOf(this.clock.now())}`, 'xlsx', bytes);
  }

  /** A report as it reads now. Throws NOT_FOUND for one of a street the actor does not read, REPORT_NO_PUBLIC. */
  async report(actor: Actor, id: string, face: ReportFace, format: ReportFileFormat): Promise<HandedOut> {
    const report = await this.reports.one(actor, id);
    const sections = face === 'OFFICE' ? report.sections : report.publicSections;
    if (sections === null) throw new AppError('REPORT_NO_PUBLIC', { label: report.label });
    const bytes =
      format === 'docx' ? await docxOf(report, face, sections) : await xlsxOf(reportTables(report, sections));
    const facts = { face, format, version: report.version, revision: report.revision };
    await this.remember(actor, 'export.report', 'REPORT', id, facts);
    const days = report.fromDay === report.toDay ? report.fromDay : `${report.fromDay}至${report.toDay}`;
    return this.file(`${report.streetName}${report.label} ${days}`, format, bytes);
  }

  private remember(
    actor: Actor,
    action: string,
    subjectKind: string,
    subjectId: string,
    facts: Record<string, string | number | boolean>,
  ): Promise<void> {
    const at = this.clock.now();
    return this.db.inTransaction((tx) =>
      this.audit.add(tx, { at, actorId: actor.personId, action, subjectKind, subjectId, facts }),
    );
  }

  private file(name: string, format: ReportFileFormat, bytes: Buffer): HandedOut {
    return { name: `${name}.${format}`, type: TYPES[format], bytes };
  }
}
