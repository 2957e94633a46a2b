import { Injectable } from '@nestjs/common';
import { Db } from '../../platform/db/db';

const ID = /[0-9A-HJKMNP-TV-Z]{26}/g;
/** Where an id may have come from, and what people call it. Residents have no name here. */
const SOURCES = [
  'SELECT id, name FROM unit WHERE id IN',
  "SELECT id, name FROM person WHERE kind = 'STAFF' AND id IN",
  'SELECT id, order_no AS name FROM work_order WHERE id IN',
] as const;

/** What the ids in entries of the record are called now: the record keeps ids only. */
@Injectable()
export class AuditNames {
  constructor(private readonly db: Db) {}

  /** Names of all ids in these texts; an id nobody knows is left out. */
  async of(texts: readonly string[]): Promise<Record<string, string>> {
    const ids = [...new Set(texts.flatMap((text) => text.match(ID) ?? []))];
    if (ids.length === 0) return {};
    const marks = ids.map(() => '?').join(',');
    const found = await Promise.all(
      SOURCES.map((select) => this.db.read<{ id: string; name: string }>(`${select} (${marks})`, ids)),
    );
    return Object.fromEntries(found.flat().map(({ id, name }) => [id, name]));
  }

  /** What somebody may mean by a text: the id itself, and the orders of that number (one per tenant at most). */
  async idsOf(text: string): Promise<string[]> {
    const rows = await this.db.read<{ id: string }>('SELECT id FROM work_order WHERE order_no = ?', [text]);
    return [text, ...rows.map((row) => row.id)];
  }
}
