import { Injectable } from '@nestjs/common';
import type { Instant, ReportFace, ReportKind, ReportSection, ReportState } from '@yihu/shared';
import { type Db, readRows, type Tx } from '../../platform/db/db';
import type { Days } from './rules/periods';

export interface StoredReport extends Days {
  id: string;
  rootId: string;
  kind: ReportKind;
  version: number;
  asOf: Instant;
  madeById: string | null;
}

/** Sections as drafted. */
export interface Drafted {
  OFFICE: ReportSection[];
  /** Null for reports from before there was anything for residents. */
  PUBLIC: ReportSection[] | null;
}

/** One change of one section's sentences. */
export interface StoredEdit {
  revision: number;
  face: ReportFace;
  section: number;
  text: string;
  byId: string;
  at: Instant;
}

/** A report as the list shows it. */
export interface ListedReport extends StoredReport {
  state: ReportState;
}

const COLUMNS =
  'r.id, r.root_id AS rootId, r.kind, r.from_day AS fromDay, r.to_day AS toDay, r.version, r.as_of AS asOf, r.made_by AS madeById';
const LISTED = 100;

/** The only writer of `street_report` and `report_text`, which only grow. */
@Injectable()
export class ReportsStore {
  /** Keeps one; a second of the same version is refused by the table. */
  add(tx: Tx, report: StoredReport, drafted: Drafted): Promise<void> {
    const { id, rootId, kind, fromDay, toDay, version, asOf, madeById } = report;
    return tx.insert('street_report', {
      ...{ id, kind, version, root_id: rootId, from_day: fromDay, to_day: toDay, as_of: asOf },
      made_by: madeById,
      body: JSON.stringify(drafted.OFFICE),
      public_body: drafted.PUBLIC === null ? null : JSON.stringify(drafted.PUBLIC),
    });
  }

  /** Keeps a change; one of the same revision is refused by the table. */
  addEdit(tx: Tx, id: string, reportId: string, edit: StoredEdit): Promise<void> {
    const { revision, face, section, text, byId, at } = edit;
    return tx.insert('report_text', {
      ...{ id, revision, face, section, report_id: reportId, body: text, edited_by: byId, edited_at: at },
    });
  }

  /** The newest version of a period; 0 when there is none. */
  async versionOf(reader: Db, rootId: string, kind: ReportKind, { fromDay, toDay }: Days): Promise<number> {
    const [row] = await reader.read<{ version: number | null }>(
      `SELECT MAX(version) AS version FROM street_report
        WHERE root_id = ? AND kind = ? AND from_day = ? AND to_day = ?`,
      [rootId, kind, fromDay, toDay],
    );
    return Number(row?.version ?? 0);
  }

  /** Those of these streets, the newest first. */
  async list(db: Db, rootIds: readonly string[]): Promise<ListedReport[]> {
    if (rootIds.length === 0) return [];
    const rows = await db.read<StoredReport & { edited: number | null; published: number | null }>(
      `SELECT ${COLUMNS}, (SELECT MAX(t.revision) FROM report_text t WHERE t.report_id = r.id) AS edited,
              (SELECT MAX(e.revision) FROM report_edition e WHERE e.report_id = r.id) AS published
         FROM street_report r WHERE r.root_id IN (${rootIds.map(() => '?').join(',')})
        ORDER BY r.as_of DESC, r.id DESC LIMIT ${LISTED}`,
      [...rootIds],
    );
    return rows.map(({ edited, published, ...row }) => ({
      ...row,
      version: Number(row.version),
      state: stateOf(Number(edited ?? 0), published === null ? null : Number(published)),
    }));
  }

  async find(db: Db | Tx, id: string): Promise<{ report: StoredReport; drafted: Drafted } | null> {
    const [row] = await readRows<StoredReport & { body: string; publicBody: string | null }>(
      db,
      `SELECT ${COLUMNS}, r.body, r.public_body AS publicBody FROM street_report r WHERE r.id = ?`,
      [id],
    );
    if (row === undefined) return null;
    const { body, publicBody, ...report } = row;
    const read = (text: string) => JSON.parse(text) as ReportSection[];
    return {
      report: { ...report, version: Number(report.version) },
      drafted: { OFFICE: read(body), PUBLIC: publicBody === null ? null : read(publicBody) },
    };
  }

  /** Every change of a report, the first first. */
  async edits(db: Db | Tx, reportId: string): Promise<StoredEdit[]> {
    const rows = await readRows<StoredEdit>(
      db,
      `SELECT revision, face, section, body AS text, edited_by AS byId, edited_at AS at
         FROM report_text WHERE report_id = ? ORDER BY revision`,
      [reportId],
    );
    return rows.map((row) => ({ ...row, revision: Number(row.revision), section: Number(row.section) }));
  }
}

/** @param published revision of the newest edition made of it; null: none was */
export function stateOf(edited: number, published: number | null): ReportState {
  if (published !== null && published === edited) return 'PUBLISHED';
  return edited === 0 ? 'DRAFT' : 'EDITED';
}
