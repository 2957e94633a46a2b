import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import { Db } from '../../platform/db/db';
import type { OutlineEntity, PolicyEntity, UnitEntity } from './directory.entity';

export type OutlineRow = Pick<OutlineEntity, 'id' | 'unit_id' | 'geojson' | 'note'>;
export type DutyListRow = Pick<PolicyEntity, 'id' | 'unit_id' | 'body'>;

export interface DirectoryRows {
  units: UnitEntity[];
  /** The outline in force of each unit that has one. */
  outlines: OutlineRow[];
  /** The duty list in force of each unit that has one. */
  dutyLists: DutyListRow[];
  /** When the next stored outline or duty list takes effect; null when none waits. */
  nextChangeAt: Instant | null;
}

/** Reads the tables the directory keeps in memory. */
@Injectable()
export class DirectoryQuery {
  constructor(private readonly db: Db) {}

  /**
   * A short text that differs after any change of units, outlines or duty lists by any process. Outlines and
   * policies are insert-only, so their count tells; a unit's version rises with every change of its row.
   */
  async fingerprint(): Promise<string> {
    const [row] = await this.db.read<Record<'units' | 'versions' | 'outlines' | 'lists', unknown>>(
      `SELECT (SELECT COUNT(*) FROM unit) AS units,
              (SELECT COALESCE(SUM(version), 0) FROM unit) AS versions,
              (SELECT COUNT(*) FROM outline) AS outlines,
              (SELECT COUNT(*) FROM policy WHERE kind = 'route' AND name = 'duty-list') AS lists`,
    );
    return [row?.units, row?.versions, row?.outlines, row?.lists].map(String).join('.');
  }

  async load(now: Instant): Promise<DirectoryRows> {
    const units = await this.db.read<UnitEntity>('SELECT * FROM unit ORDER BY path');
    const outlines = await this.db.read<OutlineRow>(
      `SELECT o.id, o.unit_id, o.geojson, o.note FROM outline o
         JOIN (SELECT unit_id, MAX(version) AS version FROM outline WHERE effective_at <= ? GROUP BY unit_id) latest
           ON latest.unit_id = o.unit_id AND latest.version = o.version`,
      [now],
    );
    const dutyLists = await this.db.read<DutyListRow>(
      // The later date wins, of one date the later version: as `PoliciesService.inForce` has it.
      `SELECT p.id, p.unit_id, p.body FROM policy p
        WHERE p.kind = 'route' AND p.name = 'duty-list' AND p.effective_at <= ?
          AND NOT EXISTS (SELECT 1 FROM policy q
                WHERE q.unit_id = p.unit_id AND q.kind = 'route' AND q.name = 'duty-list'
                  AND q.effective_at <= ? AND (q.effective_at > p.effective_at
                       OR (q.effective_at = p.effective_at AND q.version > p.version)))`,
      [now, now],
    );
    const waiting = await this.db.read<{ next_at: Instant | null }>(
      `SELECT MIN(effective_at) AS next_at FROM outline WHERE effective_at > ?
        UNION ALL SELECT MIN(effective_at) AS next_at FROM policy WHERE kind = 'route' AND name = 'duty-list' AND effective_at > ?`,
      [now, now],
    );
    const next = waiting.flatMap(({ next_at }) => (next_at === null ? [] : [next_at])).sort();
    return { units, outlines, dutyLists, nextChangeAt: next[0] ?? null };
  }
}
