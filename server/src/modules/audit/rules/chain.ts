import { createHash } from 'node:crypto';

/** What of an audit row the chain vouches for: everything but the hash itself. */
export interface ChainRow {
  seq: number;
  id: string;
  at: string;
  actor_id: string;
  action: string;
  subject_kind: string;
  subject_id: string;
  /** As stored, to the byte. */
  facts: string;
}

export interface SealedRow extends ChainRow {
  hash: string;
}

/** A place in the chain: number and hash of a row. */
export interface ChainHead {
  seq: number;
  hash: string;
}

/** Before the first row. */
export const GENESIS: ChainHead = { seq: 0, hash: '0'.repeat(64) };

/** The row as one line of JSON with its keys in alphabetical order and nothing between them. */
export function canonicalJson(row: ChainRow): string {
  return JSON.stringify({
    action: row.action,
    actor_id: row.actor_id,
    at: row.at,
    facts: row.facts,
    id: row.id,
    seq: row.seq,
    subject_id: row.subject_id,
    subject_kind: row.subject_kind,
  });
}

/** h_n = SHA-256(h_{n-1} ‖ canonical JSON of row n), lower-case hex; h_{n-1} enters as its 64 hex digits. */
export function chainHash(previous: string, row: ChainRow): string {
  return createHash('sha256').update(previous).update(canonicalJson(row)).digest('hex');
}

/** Seals rows in the order given, on top of `head`. */
export function sealRows(head: ChainHead, rows: readonly Omit<ChainRow, 'seq'>[]): SealedRow[] {
  let last = head;
  return rows.map((row) => {
    const numbered = { ...row, seq: last.seq + 1 };
    const sealed = { ...numbered, hash: chainHash(last.hash, numbered) };
    last = sealed;
    return sealed;
  });
}

export interface BrokenRow {
  seq: number;
  id: string;
  /** GAP: rows before this one are missing. HASH: this row, or its hash, is not what was sealed. */
  problem: 'GAP' | 'HASH';
}

/** Walks a stretch of the chain; after a broken row it goes on from the hash that is stored. */
export class ChainWalk {
  readonly broken: BrokenRow[] = [];
  checked = 0;

  constructor(private last: ChainHead) {}

  get head(): ChainHead {
    return this.last;
  }

  step(row: SealedRow): void {
    const problem = this.problemOf(row);
    if (problem !== null) this.broken.push({ seq: row.seq, id: row.id, problem });
    this.checked += 1;
    // A hash that was wiped out is a broken row, not the end of the walk.
    this.last = { seq: row.seq, hash: row.hash ?? '' };
  }

  private problemOf(row: SealedRow): BrokenRow['problem'] | null {
    if (row.seq !== this.last.seq + 1) return 'GAP';
    return chainHash(this.last.hash, row) === row.hash ? null : 'HASH';
  }
}
