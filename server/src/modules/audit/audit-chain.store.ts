import { Injectable } from '@nestjs/common';
import { type Instant } from '@yihu/shared';
import { type Db, readRows, type Tx } from '../../platform/db/db';
import { type ChainHead, type ChainRow, GENESIS, type SealedRow } from './rules/chain';

/** Where the chain begins once its oldest rows have been deleted by retention. */
export interface Checkpoint extends ChainHead {
  at: Instant;
}

export interface Tail {
  count: number;
  oldestAt: Instant | null;
}

const CHECKPOINT = 'audit.checkpoint';
const COLUMNS = 'seq, id, at, actor_id, action, subject_kind, subject_id, facts, hash';
/** Rows per UPDATE: each costs a look through the CASE, so more at once would not be faster. */
const UPDATE_CHUNK = 100;

/** The chain's statements on `audit`: the only writer of `seq` and `hash`, the only one who deletes rows. */
@Injectable()
export class AuditChainStore {
  async checkpoint(reader: Tx | Db): Promise<Checkpoint | null> {
    const [row] = await readRows<{ value: string }>(reader, 'SELECT value FROM shared_value WHERE name = ?', [
      CHECKPOINT,
    ]);
    return row === undefined ? null : (JSON.parse(row.value) as Checkpoint);
  }

  /** The last sealed row; where nothing is left of the chain, the place it begins from. */
  async head(reader: Tx | Db): Promise<ChainHead> {
    const [row] = await readRows<ChainHead>(
      reader,
      'SELECT seq, hash FROM audit WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1',
    );
    if (row !== undefined) return { seq: Number(row.seq), hash: row.hash };
    return (await this.checkpoint(reader)) ?? GENESIS;
  }

  /**
   * Rows that wait for the sealer, in the order of their ids. Index uq_audit_seq holds its nulls together; asked
   * to sort, MySQL would rather walk the whole table by its key, so the sorting is done here.
   */
  async unsealed(reader: Tx | Db, limit: number): Promise<Omit<ChainRow, 'seq'>[]> {
    const found = await readRows<Omit<ChainRow, 'seq'>>(
      reader,
      `SELECT id, at, actor_id, action, subject_kind, subject_id, facts FROM audit WHERE seq IS NULL LIMIT ${limit}`,
    );
    return found.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async tail(reader: Tx | Db): Promise<Tail> {
    const [row] = await readRows<{ n: number; oldest: string | null }>(
      reader,
      'SELECT COUNT(*) AS n, MIN(at) AS oldest FROM audit WHERE seq IS NULL',
    );
    return { count: Number(row?.n ?? 0), oldestAt: row?.oldest ?? null };
  }

  /** Writes number and hash of rows that have none yet; answers how many it found so. */
  async seal(tx: Tx, sealed: readonly SealedRow[]): Promise<number> {
    let written = 0;
    for (let at = 0; at < sealed.length; at += UPDATE_CHUNK) {
      const chunk = sealed.slice(at, at + UPDATE_CHUNK);
      const cases = chunk.map(() => 'WHEN ? THEN ?').join(' ');
      written += await tx.execute(
        `UPDATE audit SET seq = CASE id ${cases} END, hash = CASE id ${cases} END
          WHERE seq IS NULL AND id IN (${chunk.map(() => '?').join(',')})`,
        [
          ...chunk.flatMap((row) => [row.id, row.seq]),
          ...chunk.flatMap((row) => [row.id, row.hash]),
          ...chunk.map((row) => row.id),
        ],
      );
    }
    return written;
  }

  /** Sealed rows after `seq`, in order. */
  async page(reader: Tx | Db, seq: number, limit: number): Promise<SealedRow[]> {
    const found = await readRows<SealedRow>(
      reader,
      `SELECT ${COLUMNS} FROM audit WHERE seq > ? ORDER BY seq LIMIT ${limit}`,
      [seq],
    );
    return found.map((row) => ({ ...row, seq: Number(row.seq) }));
  }

  /** Deletes the chain's beginning up to and with `end`, and remembers its hash: the rest stays verifiable. */
  async deleteUpTo(tx: Tx, end: Checkpoint): Promise<number> {
    const value = JSON.stringify(end);
    const sql = 'UPDATE shared_value SET value = ? WHERE name = ?';
    if ((await tx.execute(sql, [value, CHECKPOINT])) === 0) {
      await tx.insert('shared_value', { name: CHECKPOINT, value, until_at: null });
    }
    return tx.execute('DELETE FROM audit WHERE seq <= ?', [end.seq]);
  }

  /** Whether an audit row, itself in the chain or about to be, tells of the deletion up to this place. */
  async isVouchedFor(reader: Tx | Db, { seq, hash }: ChainHead): Promise<boolean> {
    const told = await readRows<{ facts: string }>(
      reader,
      "SELECT facts FROM audit WHERE action = 'retention.deleted' AND subject_id = 'AUDIT' ORDER BY at DESC LIMIT 500",
    );
    return told.some(({ facts }) => {
      const said = JSON.parse(facts) as { upTo?: number; hash?: string };
      return said.upTo === seq && said.hash === hash;
    });
  }
}
