import { Injectable } from '@nestjs/common';
import type { Instant, ReportKind, ReportSection } from '@yihu/shared';
import type { Db, Tx } from '../../platform/db/db';
import type { Days } from './rules/periods';

export interface StoredReport extends Days {
  id: string;
  rootId: string;
  kind: ReportKind;
  version: number;
  asOf: Instant;
  madeById: string | null;
}

const COLUMNS =
  'id, root_id AS rootId, kind, from_day AS fromDay, to_day AS toDay, version, as_of AS asOf, made_by AS madeById';
const LISTED = 100;

/** The only writer of `street_report`. */
@Injectable()
export class ReportsStore {
  /** Keeps one; a second of the same version is refused by the table. */
  add(tx: Tx, report: StoredReport, sections: readonly ReportSection[]): Promise<void> {
    const { id, rootId, kind, fromDay, toDay, version, asOf, madeById } = report;
    return tx.insert('street_report', {
      ...{ id, kind, version, root_id: rootId, from_day: fromDay, to_day: toDay, as_of: asOf },
      made_by: madeById,
      body: JSON.stringify(sections),
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
  async list(db: Db, rootIds: readonly string[]): Promise<StoredReport[]> {
    if (rootIds.length === 0) return [];
    const rows = await db.read<StoredReport>(
      `SELECT ${COLUMNS} FROM street_report WHERE root_id IN (${rootIds.map(() => '?').join(',')})
        ORDER BY as_of DESC, id DESC LIMIT ${LISTED}`,
      [...rootIds],
    );
    return rows.map((row) => ({ ...row, version: Number(row.version) }));
  }

  async find(db: Db, id: string): Promise<{ report: StoredReport; sections: ReportSection[] } | null> {
    const [row] = await db.read<StoredReport & { body: string }>(
      `SELECT ${COLUMNS}, body FROM street_report WHERE id = ?`,
      [id],
    );
    if (row === undefined) return null;
    const { body, ...report } = row;
    return {
      report: { ...report, version: Number(report.version) },
      sections: JSON.parse(body) as ReportSection[],
    };
  }
}
