import { Injectable } from '@nestjs/common';
import {
  type EditionRow,
  type EditionsAnswer,
  type EditionView,
  type PublicState,
  REPORT_KINDS,
  type ReportFace,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { Visibility } from '../orders';
import { type PagedEdition, ReportEditionsStore, type StoredEdition } from './report-editions.store';
import { ReportViews } from './report-views.service';

const SHOWN = 20;
/** Rows looked at to find a page of those a reader may see. */
const BATCH = 100;

/** What is out, as its readers see it: staff their own street's, everybody the public edition of any (M96). */
@Injectable()
export class ReportReaders {
  constructor(
    private readonly db: Db,
    private readonly editions: ReportEditionsStore,
    private readonly views: ReportViews,
    private readonly directory: DirectoryService,
    private readonly visibility: Visibility,
  ) {}

  /** The newest edition of each period the reader may see, the newest period first. Throws NOT_FOUND for no street. */
  async list(actor: Actor, streetId: string, before: string | undefined): Promise<EditionsAnswer> {
    if (this.directory.findStreet(streetId) === null) throw new AppError('NOT_FOUND');
    const items: EditionRow[] = [];
    let from = before ?? null;
    while (items.length < SHOWN) {
      const rows = await this.editions.page(this.db, streetId, from, BATCH);
      const states = await this.views.publicStates(rows);
      for (const row of rows) {
        from = row.id;
        const face = await this.newestFace(actor, row, states);
        if (face !== null) items.push(this.row(row, face));
        if (items.length === SHOWN) return { items, next: from };
      }
      if (rows.length < BATCH) return { items, next: null };
    }
    return { items, next: from };
  }

  /** Throws NOT_FOUND for what the reader may not see, which is as if it were not there. */
  async one(actor: Actor, id: string): Promise<EditionView> {
    const found = await this.editions.find(this.db, id);
    if (found === null) throw new AppError('NOT_FOUND');
    const { edition, bodies } = found;
    const seen = await this.seen(actor, edition);
    const face = seen.get(id) ?? null;
    if (face === null) throw new AppError('NOT_FOUND');
    const numbers = [...seen.keys()];
    const newer = numbers.slice(0, numbers.indexOf(id)).at(-1);
    const older = numbers[numbers.indexOf(id) + 1];
    const all = await this.period(edition);
    const linked = (other: string | undefined) => {
      const row = all.find((each) => each.id === other);
      return row === undefined ? null : { id: row.id, edition: row.edition };
    };
    const isPublic = face === 'PUBLIC';
    const sections = (isPublic ? bodies.public : bodies.office) ?? [];
    return {
      ...this.row(edition, face),
      asOf: edition.asOf,
      publishedBy: await this.publisher(edition, isPublic),
      // The addresses of orders are the desk's.
      sections: sections.map((section) => ({
        ...section,
        lines: section.lines.map((line) => ({ ...line, opens: null })),
      })),
      replaces: linked(older),
      replacedBy: linked(newer),
    };
  }

  /** Which face of a period's editions a reader sees, the newest first; what she does not see is left out. */
  private async seen(actor: Actor, edition: StoredEdition): Promise<Map<string, ReportFace>> {
    const rows = await this.period(edition);
    const states = await this.views.publicStates(rows);
    return new Map(
      rows.flatMap((row): [string, ReportFace][] => {
        const face = this.faceFor(actor, row, states);
        return face === null ? [] : [[row.id, face]];
      }),
    );
  }

  /** The face of this edition when no newer one of its period is to be seen. */
  private async newestFace(
    actor: Actor,
    row: PagedEdition,
    states: ReadonlyMap<string, PublicState>,
  ): Promise<ReportFace | null> {
    const face = this.faceFor(actor, row, states);
    if (face === null || row.isNewest) return face;
    const [newest] = (await this.seen(actor, row)).keys();
    return newest === row.id ? face : null;
  }

  private faceFor(
    actor: Actor,
    { id, rootId, readers }: StoredEdition,
    states: ReadonlyMap<string, PublicState>,
  ): ReportFace | null {
    const path = this.directory.findUnit(rootId)?.path ?? '';
    // A role in the street, or above it.
    const isReader = actor.grants.some(
      ({ role, unitPath }) =>
        readers.includes(role) && path !== '' && (unitPath.startsWith(path) || path.startsWith(unitPath)),
    );
    if (isReader || this.visibility.deskRootIds(actor).includes(rootId)) return 'OFFICE';
    return states.get(id) === 'SHOWN' ? 'PUBLIC' : null;
  }

  private period(edition: StoredEdition): Promise<StoredEdition[]> {
    return this.editions.ofPeriod(this.db, edition.rootId, edition.kind, edition);
  }

  private async publisher(edition: StoredEdition, isPublic: boolean): Promise<string> {
    const office = this.directory.findOffice(edition.rootId)?.name ?? this.views.streetName(edition.rootId);
    if (isPublic) return office;
    const names = await this.views.namesOf([edition.publishedById]);
    return `${office} ${names.get(edition.publishedById) ?? ''}`.trim();
  }

  private row(edition: StoredEdition, face: ReportFace): EditionRow {
    const { id, rootId, kind, fromDay, toDay, correction, publishedAt } = edition;
    return {
      ...{ id, kind, fromDay, toDay, correction, publishedAt, face, edition: edition.edition },
      streetName: this.views.streetName(rootId),
      label: REPORT_KINDS[kind],
    };
  }
}
