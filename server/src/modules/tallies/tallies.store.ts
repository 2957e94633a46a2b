import { Injectable } from '@nestjs/common';
import type { Db, Row, Tx } from '../../platform/db/db';
import { newId } from '../../platform/ids';
import { type Cell, type Counted, cellOf, cellsOf, keyOf } from './rules/cells';

/** Added up at a time: short enough that nobody who files notices. */
const BATCH = 200;

/** Another process added the same entries. */
class TakenError extends Error {}

/** The only writer of `order_tally` and `tally_entry`. */
@Injectable()
export class TalliesStore {
  /** Counts an order, or with -1 takes it back from where it was counted. */
  note(tx: Tx, counted: Counted, n: 1 | -1): void {
    tx.insertLate('tally_entry', {
      id: newId(),
      root_id: counted.rootId,
      day: counted.day,
      hour: counted.hour,
      class_code: counted.classCode,
      grid_id: counted.gridId,
      channel: counted.channel,
      source: counted.source,
      n,
    });
  }

  /** Adds the oldest entries to the numbers they belong to; answers how many. Sums are the same before and after. */
  async fold(db: Db): Promise<number> {
    try {
      return await db.inTransaction(async (tx) => {
        const rows = await tx.query<Row>(`SELECT * FROM tally_entry ORDER BY id LIMIT ${BATCH}`);
        if (rows.length === 0) return 0;
        const sums = new Map<string, number>();
        for (const row of rows) addTo(sums, cellsOf(countedOfEntry(row)), Number(row.n));
        await this.add(tx, sums);
        const ids = rows.map((row) => row.id ?? '');
        const gone = await tx.execute(
          `DELETE FROM tally_entry WHERE id IN (${ids.map(() => '?').join(',')})`,
          ids,
        );
        if (gone !== rows.length) throw new TakenError();
        return rows.length;
      });
    } catch (error) {
      if (error instanceof TakenError) return 0;
      throw error;
    }
  }

  /** Writes numbers none of which there is yet. */
  begin(tx: Tx, sums: ReadonlyMap<string, number>): Promise<void> {
    const rows = [...sums].map(([key, n]) => {
      const { rootId, dim, period, bucket, channel, source } = cellOf(key);
      return { root_id: rootId, dim, period, bucket, channel, source, n };
    });
    return tx.insert('order_tally', rows);
  }

  /** Adds to each number by its key. In order of the keys, so that two who do so wait instead of blocking each other. */
  async add(tx: Tx, sums: ReadonlyMap<string, number>): Promise<void> {
    const changed = [...sums].filter(([, n]) => n !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [key, n] of changed) {
      const { rootId, dim, period, bucket, channel, source } = cellOf(key);
      const at = [rootId, dim, period, bucket, channel, source];
      const known = await tx.execute(
        `UPDATE order_tally SET n = n + ?
          WHERE root_id = ? AND dim = ? AND period = ? AND bucket = ? AND channel = ? AND source = ?`,
        [n, ...at],
      );
      if (known > 0) continue;
      await tx.insert('order_tally', { root_id: rootId, dim, period, bucket, channel, source, n });
    }
  }
}

/** Adds `n` to each of the cells. */
export function addTo(sums: Map<string, number>, cells: readonly Cell[], n: number): void {
  for (const cell of cells) sums.set(keyOf(cell), (sums.get(keyOf(cell)) ?? 0) + n);
}

/** What an entry, or a group of them, is counted by. */
export function countedOfEntry(row: Row): Counted {
  return {
    rootId: String(row.root_id),
    day: String(row.day),
    hour: String(row.hour),
    classCode: String(row.class_code),
    gridId: String(row.grid_id),
    channel: String(row.channel),
    source: String(row.source),
  };
}
