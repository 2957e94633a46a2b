import { Injectable } from '@nestjs/common';
import type { Day, Instant } from '@yihu/shared';
import { Db, type Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';

/** A row of `sticker`; see the entity for what the columns mean. */
export interface StickerRow {
  id: string;
  grid_id: string;
  root_id: string;
  batch_id: string;
  label: string;
  active: number;
  created_at: Instant;
  created_by: string;
  image_key: string | null;
}

export interface StickerWithScans extends StickerRow {
  scans: number;
  last_day: Day | null;
}

const MOST_LISTED = 1000;

/** Reads and writes of `sticker` and `sticker_scan`. */
@Injectable()
export class StickersStore {
  constructor(private readonly db: Db) {}

  async find(id: string): Promise<StickerRow | null> {
    const [row] = await this.db.read<StickerRow>('SELECT * FROM sticker WHERE id = ?', [id]);
    return row ?? null;
  }

  /** Stickers of these grids with their scans, newest first. */
  async listFor(gridIds: readonly string[]): Promise<StickerWithScans[]> {
    if (gridIds.length === 0) return [];
    return this.db.read<StickerWithScans>(
      `SELECT s.*, COALESCE(n.scans, 0) AS scans, n.last_day
         FROM sticker s
         LEFT JOIN (SELECT sticker_id, SUM(times) AS scans, MAX(day) AS last_day FROM sticker_scan
                     GROUP BY sticker_id) n ON n.sticker_id = s.id
        WHERE s.grid_id IN (${gridIds.map(() => '?').join(',')})
        ORDER BY s.created_at DESC, s.id LIMIT ${MOST_LISTED}`,
      gridIds,
    );
  }

  insert(tx: Tx, rows: StickerRow[]): Promise<void> {
    return tx.insert(
      'sticker',
      rows.map((row) => ({ ...row })),
    );
  }

  async change(tx: Tx, id: string, to: Pick<StickerRow, 'grid_id' | 'label' | 'active'>): Promise<void> {
    await tx.execute('UPDATE sticker SET grid_id = ?, label = ?, active = ? WHERE id = ?', [
      to.grid_id,
      to.label,
      to.active,
      id,
    ]);
  }

  async keepImage(tx: Tx, id: string, key: string): Promise<void> {
    await tx.execute('UPDATE sticker SET image_key = ? WHERE id = ?', [key, id]);
  }

  async countScan(tx: Tx, id: string, day: Day): Promise<void> {
    const again = () =>
      tx.execute('UPDATE sticker_scan SET times = times + 1 WHERE sticker_id = ? AND day = ?', [id, day]);
    if ((await again()) > 0) return;
    try {
      await tx.insert('sticker_scan', { sticker_id: id, day, times: 1 });
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      await again();
    }
  }
}
