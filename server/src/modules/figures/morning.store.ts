import { Injectable } from '@nestjs/common';
import type { Day, Instant, MorningCounts, RepeatPlace } from '@yihu/shared';
import { type Db, Tx } from '../../platform/db/db';

/** Who holds late orders, by unit and, where one is named, by person. */
export interface LateCount {
  unitId: string;
  personId: string | null;
  count: number;
}

/** An order of a list with the numbers that put it there. */
export interface ListedNumbers {
  orderId: string;
  orderNo: string;
  title: string;
  unitId: string;
  reworks: number;
  leadUnits: number;
  returns: number;
  receivedAt: Instant;
  staffAt: Instant | null;
}

/** A street's morning without names: those are looked up when it is read. */
export interface KeptMorning {
  counts: MorningCounts;
  hot: RepeatPlace[];
  hard: ListedNumbers[];
  stuck: ListedNumbers[];
  late: LateCount[];
}

/** The only writer of `morning_page`. */
@Injectable()
export class MorningStore {
  /** Keeps what a morning's sweep found; the sweep sees to it that a morning is kept once. */
  add(tx: Tx, rootId: string, day: Day, at: Instant, morning: KeptMorning): Promise<void> {
    return tx.insert('morning_page', { root_id: rootId, day, taken_at: at, body: JSON.stringify(morning) });
  }

  /** As it was kept that day; null when it was not. */
  async ofDay(db: Db, rootId: string, day: Day): Promise<{ morning: KeptMorning; takenAt: Instant } | null> {
    const [row] = await db.read<{ body: string; taken_at: Instant }>(
      'SELECT body, taken_at FROM morning_page WHERE root_id = ? AND day = ?',
      [rootId, day],
    );
    if (row === undefined) return null;
    return { morning: JSON.parse(row.body) as KeptMorning, takenAt: row.taken_at };
  }

  /** Forgets mornings before a day. */
  forget(tx: Tx, before: Day): Promise<number> {
    return tx.execute('DELETE FROM morning_page WHERE day < ?', [before]);
  }
}
