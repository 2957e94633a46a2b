import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import { Db, type SqlValue, type Tx } from '../db/db';
import { isDuplicate } from '../db/engine-errors';
import { newId } from '../ids';

export type FeedKind = 'ORDER' | 'TOLD' | 'PRESENCE' | 'BULK';

export interface NewFeedItem {
  kind: FeedKind;
  rootId: string | null;
  subjectId: string;
  /** Told to this person alone. */
  personId?: string;
  actorId?: string;
  /** Name of the event. */
  name?: string;
  /** Of a message: the event it tells of. */
  ref?: string;
  note?: string;
  leftUnitId?: string | null;
  now: Instant;
}

export interface FeedItem {
  seq: number;
  kind: FeedKind;
  rootId: string | null;
  subjectId: string;
  personId: string | null;
  actorId: string | null;
  name: string;
  ref: string;
  note: string;
  leftUnitId: string | null;
  at: Instant;
}

const HEAD = 1;
/** Rows numbered in one transaction. */
const BATCH = 200;

/**
 * What happened, in one order for all processes. A row gets its number only after its commit, from whoever looks
 * next: a number says "everything before it has been seen", however late a slow transaction commits, and no clock
 * and no overlap is needed to miss nothing.
 */
@Injectable()
export class Feed {
  private readonly wakers = new Set<() => void>();

  constructor(private readonly db: Db) {}

  /** Writes an item in the transaction of what it tells. */
  async add(tx: Tx, item: NewFeedItem): Promise<void> {
    tx.insertLate('feed_item', {
      id: newId(),
      seq: null,
      kind: item.kind,
      root_id: item.rootId,
      subject_id: item.subjectId,
      person_id: item.personId ?? null,
      actor_id: item.actorId ?? null,
      name: item.name ?? '',
      ref: item.ref ?? '',
      note: item.note ?? '',
      left_unit_id: item.leftUnitId ?? null,
      at: item.now,
    });
    tx.afterCommit(() => {
      for (const wake of this.wakers) wake();
    });
  }

  /** `wake` is called whenever this process has committed an item. */
  onAdded(wake: () => void): void {
    this.wakers.add(wake);
  }

  /** Gives every committed item that has none its number; answers the last one given. */
  async number(): Promise<number> {
    while (await this.numberBatch()) {
      // The next batch.
    }
    const [head] = await this.db.read<{ seq: number }>('SELECT seq FROM feed_head WHERE id = ?', [HEAD]);
    return Number(head?.seq ?? 0);
  }

  private async numberBatch(): Promise<boolean> {
    const [waiting] = await this.db.read('SELECT id FROM feed_item WHERE seq IS NULL LIMIT 1');
    if (waiting === undefined) return false;
    try {
      return await this.db.inTransaction((tx) => this.numberIn(tx));
    } catch (error) {
      // Two processes made the first row of the head at once: the other one's is there now.
      if (isDuplicate(error)) return true;
      throw error;
    }
  }

  /** True when there may be more. */
  private async numberIn(tx: Tx): Promise<boolean> {
    const [from, ids] = [await this.lockHead(tx), await unnumbered(tx)];
    if (ids.length === 0) return false;
    const cases = ids.map(() => 'WHEN ? THEN ?').join(' ');
    const numbers = ids.flatMap((id, at): SqlValue[] => [id, from + at + 1]);
    const marks = ids.map(() => '?').join(',');
    await tx.execute(`UPDATE feed_item SET seq = CASE id ${cases} END WHERE id IN (${marks})`, [
      ...numbers,
      ...ids,
    ]);
    await tx.execute('UPDATE feed_head SET seq = ? WHERE id = ?', [from + ids.length, HEAD]);
    return ids.length === BATCH;
  }

  /** Whoever holds the row gives numbers; the others wait, and then see what was given. */
  private async lockHead(tx: Tx): Promise<number> {
    const held = await tx.execute('UPDATE feed_head SET seq = seq WHERE id = ?', [HEAD]);
    if (held === 0) await tx.insert('feed_head', { id: HEAD, seq: 0 });
    const [head] = await tx.query<{ seq: number }>('SELECT seq FROM feed_head WHERE id = ?', [HEAD]);
    return Number(head?.seq ?? 0);
  }

  /** Numbered items after `seq` up to `to`, in order. */
  async between(seq: number, to: number, limit: number): Promise<FeedItem[]> {
    const rows = await this.db.read(
      `SELECT seq, kind, root_id, subject_id, person_id, actor_id, name, ref, note, left_unit_id, at
         FROM feed_item WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ${limit}`,
      [seq, to],
    );
    return rows.map((row) => ({
      seq: Number(row.seq),
      kind: row.kind as FeedKind,
      rootId: row.root_id as string | null,
      subjectId: String(row.subject_id),
      personId: row.person_id as string | null,
      actorId: row.actor_id as string | null,
      name: String(row.name),
      ref: String(row.ref),
      note: String(row.note),
      leftUnitId: row.left_unit_id as string | null,
      at: String(row.at),
    }));
  }

  /** The first number still kept; null while nothing is. */
  async oldest(): Promise<number | null> {
    const sql = 'SELECT MIN(seq) AS first FROM feed_item WHERE seq IS NOT NULL';
    const [row] = await this.db.read<{ first: number | null }>(sql);
    return row?.first === null || row === undefined ? null : Number(row.first);
  }
}

async function unnumbered(tx: Tx): Promise<string[]> {
  const sql = `SELECT id FROM feed_item WHERE seq IS NULL ORDER BY id LIMIT ${BATCH}`;
  return (await tx.query<{ id: string }>(sql)).map(({ id }) => id);
}
