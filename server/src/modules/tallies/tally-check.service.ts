import { Injectable } from '@nestjs/common';
import { addDays, type Day, dayOf, dayStart, type Instant } from '@yihu/shared';
import { Db, PATIENT_MS, type Row } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { type Cell, cellsOf, dayAndHour, nextMonth } from './rules/cells';
import { addTo, countedOfEntry, TalliesStore } from './tallies.store';

interface MonthCheck {
  /** What is missing of each wrong number, by its key. */
  wrong: Map<string, number>;
  /** Nothing was kept of the month. */
  fresh: boolean;
}

/** Recounts orders one by one, a street's month at a time, and compares with what is kept. */
@Injectable()
export class TallyCheck {
  constructor(
    private readonly db: Db,
    private readonly store: TalliesStore,
  ) {}

  /** Keys of numbers that are not what counting gives, e.g. `…|mCLASS|2026-11|010101|WINDOW|RESIDENT`. */
  async differing(now: Instant): Promise<string[]> {
    const found: string[] = [];
    for await (const { wrong } of this.wrong(now)) found.push(...wrong.keys());
    return found.sort();
  }

  /** Puts right what `differing` names; answers how many numbers. May run while people file: it only adds. */
  async repair(now: Instant): Promise<number> {
    let repaired = 0;
    for await (const { wrong, fresh } of this.wrong(now)) {
      if (wrong.size === 0) continue;
      if (!(fresh && (await this.begin(wrong)))) {
        await this.db.inTransaction((tx) => this.store.add(tx, wrong));
      }
      repaired += wrong.size;
    }
    return repaired;
  }

  /** All numbers of a month nothing was kept of; false when somebody has just begun it. */
  private async begin(sums: ReadonlyMap<string, number>): Promise<boolean> {
    try {
      await this.db.inTransaction((tx) => this.store.begin(tx, sums));
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  /** For each street and month: what is missing of each wrong number, and whether nothing was kept of it at all. */
  private async *wrong(now: Instant): AsyncGenerator<MonthCheck> {
    const roots = await this.db.read<{ id: string }>("SELECT id FROM unit WHERE kind = 'STREET' ORDER BY id");
    for (const { id } of roots) {
      const first = await this.firstMonth(id);
      if (first === null) continue;
      const last = dayOf(now).slice(0, 7);
      for (let month = first; month <= last; month = nextMonth(month)) {
        yield await this.monthOf(id, `${month}-01`, addDays(`${nextMonth(month)}-01`, -1));
      }
    }
  }

  private async firstMonth(rootId: string): Promise<string | null> {
    const [order] = await this.db.read<{ at: Instant | null }>(
      'SELECT MIN(received_at) AS at FROM work_order WHERE root_id = ?',
      [rootId],
    );
    const [kept] = await this.db.read<{ period: string | null }>(
      "SELECT MIN(period) AS period FROM order_tally WHERE root_id = ? AND dim = 'mALL'",
      [rootId],
    );
    const months = [order?.at == null ? null : dayOf(order.at).slice(0, 7), kept?.period ?? null];
    return months.filter((month) => month !== null).sort()[0] ?? null;
  }

  /** One statement, so that orders, entries and numbers are looked at in one and the same moment. */
  private async monthOf(rootId: string, from: Day, to: Day): Promise<MonthCheck> {
    const month = from.slice(0, 7);
    const rows = await this.db.read<Row>(
      `SELECT 'ORDER' AS kind, root_id, SUBSTR(received_at, 1, 13) AS day, '' AS hour,
              COALESCE(class_code, '') AS class_code, COALESCE(grid_id, '') AS grid_id, channel, source, COUNT(*) AS n
         FROM work_order WHERE root_id = ? AND received_at >= ? AND received_at < ?
        GROUP BY root_id, SUBSTR(received_at, 1, 13), class_code, grid_id, channel, source
       UNION ALL
       SELECT 'ENTRY', root_id, day, hour, class_code, grid_id, channel, source, n
         FROM tally_entry WHERE root_id = ? AND day >= ? AND day <= ?
       UNION ALL
       SELECT 'TALLY', root_id, period, dim, '', bucket, channel, source, n
         FROM order_tally WHERE root_id = ? AND ((period >= ? AND period <= ? AND dim LIKE 'd%') OR period = ?)`,
      [rootId, dayStart(from), dayStart(addDays(to, 1)), rootId, from, to, rootId, from, to, month],
      PATIENT_MS,
    );
    const missing = new Map<string, number>();
    for (const row of rows) {
      if (row.kind === 'TALLY') addTo(missing, [cellOfRow(row)], -Number(row.n));
      else if (row.kind === 'ENTRY') addTo(missing, cellsOf(countedOfEntry(row)), -Number(row.n));
      else {
        const counted = { ...countedOfEntry(row), ...dayAndHour(String(row.day)) };
        addTo(missing, cellsOf(counted), Number(row.n));
      }
    }
    const wrong = new Map([...missing].filter(([, n]) => n !== 0));
    return { wrong, fresh: rows.every(({ kind }) => kind !== 'TALLY') };
  }
}

function cellOfRow(row: Row): Cell {
  return {
    rootId: String(row.root_id),
    dim: String(row.hour),
    period: String(row.day),
    bucket: String(row.grid_id),
    channel: String(row.channel),
    source: String(row.source),
  };
}
