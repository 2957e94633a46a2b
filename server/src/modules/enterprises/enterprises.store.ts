import { Injectable } from '@nestjs/common';
import type { FirmSize, Industry, Instant } from '@yihu/shared';
import { type Db, readRows, type SqlValue, type Tx } from '../../platform/db/db';
import { Mapping, updateOf } from '../../platform/db/mapping';

/** A firm as stored. */
export interface Firm {
  id: string;
  rootId: string;
  name: string;
  nameNorm: string;
  nameKey: string | null;
  creditCode: string | null;
  industry: Industry | null;
  size: FirmSize | null;
  officerId: string | null;
  officerUnitId: string | null;
  version: number;
  createdAt: Instant;
}

const FIRM = new Mapping<Firm>([
  ...(['id', 'rootId', 'name', 'nameNorm', 'nameKey', 'creditCode', 'industry', 'size'] as const),
  ...(['officerId', 'officerUnitId', 'version', 'createdAt'] as const),
]);

/** The only writer of `enterprise`. */
@Injectable()
export class EnterprisesStore {
  async find(reader: Tx | Db, id: string): Promise<Firm | null> {
    return this.one(reader, 'id = ?', [id]);
  }

  async byCode(reader: Tx | Db, rootId: string, creditCode: string): Promise<Firm | null> {
    return this.one(reader, 'root_id = ? AND credit_code = ?', [rootId, creditCode]);
  }

  async byName(reader: Tx | Db, rootId: string, nameKey: string): Promise<Firm | null> {
    return this.one(reader, 'root_id = ? AND name_key = ?', [rootId, nameKey]);
  }

  private async one(reader: Tx | Db, where: string, params: SqlValue[]): Promise<Firm | null> {
    const [row] = await readRows(reader, `SELECT ${FIRM.select} FROM enterprise WHERE ${where}`, params);
    return row === undefined ? null : FIRM.read(row);
  }

  /** Firms of these streets whose compared name holds the words, or whose code begins with them. */
  async search(db: Db, rootIds: readonly string[], words: string, limit: number): Promise<Firm[]> {
    if (rootIds.length === 0) return [];
    const like = words.replace(/[\\%_]/g, '');
    const found = await readRows(
      db,
      `SELECT ${FIRM.select} FROM enterprise WHERE root_id IN (${rootIds.map(() => '?').join(',')})
          AND (name_norm LIKE ? OR credit_code LIKE ?) ORDER BY name_norm, id LIMIT ?`,
      [...rootIds, `%${like}%`, `${like}%`, limit],
    );
    return found.map((row) => FIRM.read(row));
  }

  async insert(tx: Tx, firm: Firm): Promise<void> {
    await tx.insert('enterprise', FIRM.row(firm));
  }

  /** Guarded by the version that was read; false when somebody was faster. */
  async update(tx: Tx, before: Firm, after: Firm): Promise<boolean> {
    const set = FIRM.changes(before, after);
    const affected = await tx.execute(
      ...updateOf('enterprise', set, 'id = ? AND version = ?', [before.id, before.version]),
    );
    return affected === 1;
  }
}
