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

/** What was made together; counts as the engines give them. */
export interface BatchRow {
  batch_id: string;
  grid_id: string;
  label: string;
  created_at: Instant;
  n: number | string;
  active: number | string;
  scans: number | string;
  scans7d: number | string;
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

  /** Batches by the grid they hang in now, newest first; `since` begins the short count of scans. */
  async batchesFor(gridIds: readonly string[], since: Day): Promise<BatchRow[]> {
    if (gridIds.length === 0) return [];
    return this.db.read<BatchRow>(
      `SELECT s.batch_id, s.grid_id, MIN(s.label) AS label, MIN(s.created_at) AS created_at, COUNT(*) AS n,
              SUM(s.active) AS active, COALESCE(SUM(n.scans), 0) AS scans,
              COALESCE(SUM(n.lately), 0) AS scans7d, MAX(n.last_day) AS last_day
         FROM sticker s
         LEFT JOIN (SELECT sticker_id, SUM(times) AS scans, MAX(day) AS last_day,
                           SUM(CASE WHEN day >= ? THEN times ELSE 0 END) AS lately
                      FROM sticker_scan GROUP BY sticker_id) n ON n.sticker_id = s.id
        WHERE s.grid_id IN (${gridIds.map(() => '?').join(',')})
        GROUP BY s.batch_id, s.grid_id ORDER BY created_at DESC, s.batch_id LIMIT ${MOST_LISTED}`,
      [since, ...gridIds],
    );
  }

  /** The grids that stickers of a batch hang in. */
  async gridsOf(batchId: string): Promise<string[]> {
    const sql = 'SELECT DISTINCT grid_id FROM sticker WHERE batch_id = ?';
    return (await this.db.read<{ grid_id: string }>(sql, [batchId])).map((row) => row.grid_id);
  }

  /** Answers how many were in use until now. */
  revoke(tx: Tx, batchId: string, gridId: string): Promise<number> {
    const sql = 'UPDATE sticker SET active = 0 WHERE batch_id = ? AND grid_id = ? AND active = 1';
    return tx.execute(sql, [batchId, gridId]);
  }

  /** What hangs in a grid that ends stands for another one from now on. */
  moveAll(tx: Tx, fromGridId: string, toGridId: string): Promise<number> {
    return tx.execute('UPDATE sticker SET grid_id = ? WHERE grid_id = ?', [toGridId, fromGridId]);
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
