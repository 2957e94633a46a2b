import { Injectable } from '@nestjs/common';
import type { Instant, ReportKind, ReportSection, Role } from '@yihu/shared';
import { type Db, readRows, type Tx } from '../../platform/db/db';
import type { Days } from './rules/periods';

/** What was published, without its sections. */
export interface StoredEdition extends Days {
  id: string;
  rootId: string;
  reportId: string;
  kind: ReportKind;
  edition: number;
  replacesId: string | null;
  correction: string | null;
  asOf: Instant;
  revision: number;
  readers: Role[];
  forResidents: boolean;
  publishedById: string;
  publishedAt: Instant;
}

/** One of a page, and whether there is a newer one of its period. */
export interface PagedEdition extends StoredEdition {
  isNewest: boolean;
}

export interface EditionBodies {
  office: ReportSection[];
  public: ReportSection[] | null;
}

type Row = Omit<StoredEdition, 'readers' | 'forResidents'> & { readers: string; forResidents: number };

const COLUMNS = `id, root_id AS rootId, report_id AS reportId, kind, from_day AS fromDay, to_day AS toDay, edition,
  replaces_id AS replacesId, correction, as_of AS asOf, revision, readers,
  CASE WHEN public_body IS NULL THEN 0 ELSE 1 END AS forResidents,
  published_by AS publishedById, published_at AS publishedAt`;

/** The only writer of `report_edition`: what is out stays as it is. */
@Injectable()
export class ReportEditionsStore {
  /** Keeps one; a second of the same number is refused by the table. */
  add(tx: Tx, edition: StoredEdition, bodies: EditionBodies): Promise<void> {
    const { id, rootId, reportId, kind, fromDay, toDay, replacesId, correction, asOf, revision } = edition;
    return tx.insert('report_edition', {
      ...{ id, kind, correction, revision, root_id: rootId, report_id: reportId, from_day: fromDay },
      ...{ to_day: toDay, edition: edition.edition, replaces_id: replacesId, as_of: asOf },
      readers: JSON.stringify(edition.readers),
      body: JSON.stringify(bodies.office),
      public_body: bodies.public === null ? null : JSON.stringify(bodies.public),
      published_by: edition.publishedById,
      published_at: edition.publishedAt,
    });
  }

  /** Of one period, the newest first. */
  async ofPeriod(
    reader: Db | Tx,
    rootId: string,
    kind: ReportKind,
    { fromDay, toDay }: Days,
  ): Promise<StoredEdition[]> {
    const rows = await readRows<Row>(
      reader,
      `SELECT ${COLUMNS} FROM report_edition
        WHERE root_id = ? AND kind = ? AND from_day = ? AND to_day = ? ORDER BY edition DESC`,
      [rootId, kind, fromDay, toDay],
    );
    return rows.map(editionOf);
  }

  /** A page of a street's, the newest first. @param beforeId the id the page before ended with */
  async page(db: Db, rootId: string, beforeId: string | null, limit: number): Promise<PagedEdition[]> {
    const rows = await db.read<Row & { newest: number }>(
      `SELECT ${COLUMNS}, (SELECT MAX(n.edition) FROM report_edition n WHERE n.root_id = report_edition.root_id
            AND n.kind = report_edition.kind AND n.from_day = report_edition.from_day
            AND n.to_day = report_edition.to_day) AS newest
         FROM report_edition WHERE root_id = ? ${beforeId === null ? '' : 'AND id < ?'}
        ORDER BY id DESC LIMIT ${limit}`,
      beforeId === null ? [rootId] : [rootId, beforeId],
    );
    return rows.map(({ newest, ...row }) => ({
      ...editionOf(row),
      isNewest: Number(newest) === Number(row.edition),
    }));
  }

  async find(db: Db, id: string): Promise<{ edition: StoredEdition; bodies: EditionBodies } | null> {
    const [row] = await db.read<Row & { body: string; publicBody: string | null }>(
      `SELECT ${COLUMNS}, body, public_body AS publicBody FROM report_edition WHERE id = ?`,
      [id],
    );
    if (row === undefined) return null;
    const { body, publicBody, ...own } = row;
    const read = (text: string) => JSON.parse(text) as ReportSection[];
    const bodies = { office: read(body), public: publicBody === null ? null : read(publicBody) };
    return { edition: editionOf(own), bodies };
  }
}

function editionOf(row: Row): StoredEdition {
  return {
    ...row,
    edition: Number(row.edition),
    revision: Number(row.revision),
    readers: JSON.parse(row.readers) as Role[],
    forResidents: Number(row.forResidents) === 1,
  };
}
