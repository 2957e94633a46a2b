import { Injectable } from '@nestjs/common';
import type { CardContact, Instant, UnitDetails } from '@yihu/shared';
import { type Db, readRows, type Tx } from '../../platform/db/db';
import { Mapping, updateOf } from '../../platform/db/mapping';
import type { GridChangeEntity, UnitDetailsEntity } from './geo.entity';

/** A card as stored. */
export interface StoredCard {
  unitId: string;
  leaderName: string;
  leaderPhone: string;
  secretaryName: string;
  secretaryPhone: string;
  volunteers: CardContact[];
  note: string;
  wechatPhotoId: string | null;
  qqPhotoId: string | null;
  version: number;
  updatedBy: string;
  updatedAt: Instant;
}

const CARD = new Mapping<StoredCard>(
  [
    ...(['unitId', 'leaderName', 'leaderPhone', 'secretaryName', 'secretaryPhone', 'volunteers'] as const),
    ...(['note', 'wechatPhotoId', 'qqPhotoId', 'version', 'updatedBy', 'updatedAt'] as const),
  ],
  { json: ['volunteers'] },
);

export type StoredDetails = Omit<UnitDetails, 'phone'>;
export const NO_DETAILS: StoredDetails = { dutyPhone: '', address: '', hours: '', form: '', head: '' };

/** The only writer of `grid_change`, `unit_details` and `service_card`. */
@Injectable()
export class GeoStore {
  async addChange(tx: Tx, row: GridChangeEntity): Promise<void> {
    await tx.insert('grid_change', { ...row });
  }

  /** Details of these units; those without a row are not in the answer. */
  async details(reader: Tx | Db, unitIds: readonly string[]): Promise<Map<string, StoredDetails>> {
    if (unitIds.length === 0) return new Map();
    const rows = await readRows<UnitDetailsEntity>(
      reader,
      `SELECT * FROM unit_details WHERE unit_id IN (${unitIds.map(() => '?').join(',')})`,
      [...unitIds],
    );
    return new Map(
      rows.map(({ unit_id, duty_phone, address, hours, form, head }) => [
        unit_id,
        { dutyPhone: duty_phone, address, hours, form, head },
      ]),
    );
  }

  /** Call it after the unit's row was written: its version guards this row as well. */
  async putDetails(tx: Tx, unitId: string, details: StoredDetails): Promise<void> {
    await tx.execute('DELETE FROM unit_details WHERE unit_id = ?', [unitId]);
    const { dutyPhone, address, hours, form, head } = details;
    await tx.insert('unit_details', { unit_id: unitId, duty_phone: dutyPhone, address, hours, form, head });
  }

  async card(reader: Tx | Db, unitId: string): Promise<StoredCard | null> {
    const sql = `SELECT ${CARD.select} FROM service_card WHERE unit_id = ?`;
    const [row] = await readRows(reader, sql, [unitId]);
    return row === undefined ? null : CARD.read(row);
  }

  async insertCard(tx: Tx, card: StoredCard): Promise<void> {
    await tx.insert('service_card', CARD.row(card));
  }

  /** False when somebody was faster. */
  async updateCard(tx: Tx, before: StoredCard, after: StoredCard): Promise<boolean> {
    const where = [before.unitId, before.version];
    const set = CARD.changes(before, after);
    return (await tx.execute(...updateOf('service_card', set, 'unit_id = ? AND version = ?', where))) === 1;
  }
}
