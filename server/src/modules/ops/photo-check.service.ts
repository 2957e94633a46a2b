import { Injectable } from '@nestjs/common';
import { addMinutes, type Instant } from '@yihu/shared';
import { BlobMissingError, BlobStore, contentKey, sha256Of } from '../../platform/blobs';
import { Db } from '../../platform/db/db';
import { sweepCutoffs } from '../attachments/rules/orphans';

const PAGE = 200;
const HASH_IN_KEY = /\/([0-9a-f]{64})\.[a-z0-9]+$/;

export interface PhotoProblem {
  attachmentId: string;
  key: string;
  /** UNMARKED: evidence whose picture with the mark has not been drawn for a day. */
  problem: 'MISSING' | 'SIZE' | 'HASH' | 'UNMARKED';
}

export interface PhotoReport {
  ok: boolean;
  checked: number;
  bytes: number;
  problems: PhotoProblem[];
  /** Blobs that no row names: what interrupted uploads leave behind, swept when they are old enough. */
  orphans: { young: number; old: number };
}

interface Row {
  id: string;
  sha256: string;
  bytes: number;
  blob_key: string;
  thumb_key: string;
  created_at: Instant;
  mark_text: string | null;
  marked_sha256: string | null;
}

/** Drawing waits for its turn, and for the disk; a day later somebody should look. */
const MARKED_WITHIN_MINUTES = 24 * 60;

/** Whether every attachment still has its bytes, to the bit (invariant I5). */
@Injectable()
export class PhotoCheck {
  constructor(
    private readonly db: Db,
    private readonly blobs: BlobStore,
  ) {}

  /** Every row and every blob. */
  async all(now: Instant): Promise<PhotoReport> {
    const report = empty();
    for (let after = ''; ; ) {
      const rows = await this.page(after, PAGE);
      for (const row of rows) await this.look(row, report, now);
      after = rows.at(-1)?.id ?? '';
      if (rows.length < PAGE) break;
    }
    report.orphans = await this.orphans(sweepCutoffs(now).drafts);
    return { ...report, ok: report.problems.length === 0 };
  }

  /** The next `limit` rows after the id `after`; for a nightly sample that comes round to all of them. */
  async sample(after: string, limit: number, now: Instant): Promise<PhotoReport & { lastId: string | null }> {
    const report = empty();
    const rows = await this.page(after, limit);
    for (const row of rows) await this.look(row, report, now);
    return { ...report, ok: report.problems.length === 0, lastId: rows.at(-1)?.id ?? null };
  }

  private page(after: string, limit: number): Promise<Row[]> {
    return this.db.read<Row>(
      `SELECT id, sha256, bytes, blob_key, thumb_key, created_at, mark_text, marked_sha256
         FROM attachment WHERE id > ? ORDER BY id LIMIT ?`,
      [after, limit],
    );
  }

  private async look(row: Row, report: PhotoReport, now: Instant): Promise<void> {
    report.checked += 1;
    const bytes = await this.bytesOf(row.blob_key);
    const problem =
      bytes === null
        ? 'MISSING'
        : bytes.length !== Number(row.bytes)
          ? 'SIZE'
          : sha256Of(bytes) === row.sha256
            ? null
            : 'HASH';
    report.bytes += bytes?.length ?? 0;
    if (problem !== null) report.problems.push({ attachmentId: row.id, key: row.blob_key, problem });
    if (row.thumb_key !== '' && !(await this.blobs.exists(row.thumb_key))) {
      report.problems.push({ attachmentId: row.id, key: row.thumb_key, problem: 'MISSING' });
    }
    if (row.mark_text !== null) await this.lookAtMark(row, report, now);
  }

  /** The picture with the mark is another blob, named by its own hash. */
  private async lookAtMark({ id, ...row }: Row, report: PhotoReport, now: Instant): Promise<void> {
    if (row.marked_sha256 === null) {
      const isLate = row.created_at < addMinutes(now, -MARKED_WITHIN_MINUTES);
      if (isLate) report.problems.push({ attachmentId: id, key: row.blob_key, problem: 'UNMARKED' });
      return;
    }
    const key = contentKey('marked', row.marked_sha256, 'jpg');
    const bytes = await this.bytesOf(key);
    report.bytes += bytes?.length ?? 0;
    const problem = bytes === null ? 'MISSING' : sha256Of(bytes) === row.marked_sha256 ? null : 'HASH';
    if (problem !== null) report.problems.push({ attachmentId: id, key, problem });
    const thumb = contentKey('markedthumb', row.marked_sha256, 'jpg');
    if (!(await this.blobs.exists(thumb)))
      report.problems.push({ attachmentId: id, key: thumb, problem: 'MISSING' });
  }

  private async bytesOf(key: string): Promise<Buffer | null> {
    try {
      return await this.blobs.get(key);
    } catch (error) {
      if (error instanceof BlobMissingError) return null;
      throw error;
    }
  }

  private async orphans(oldBefore: Instant): Promise<PhotoReport['orphans']> {
    const counts = { young: 0, old: 0 };
    let page: { hash: string; storedAt: Instant }[] = [];
    const flush = async () => {
      const used = await this.usedHashes(page.map((blob) => blob.hash));
      for (const blob of page.filter(({ hash }) => !used.has(hash))) {
        counts[blob.storedAt < oldBefore ? 'old' : 'young'] += 1;
      }
      page = [];
    };
    for await (const { key, storedAt } of this.blobs.list('')) {
      const hash = HASH_IN_KEY.exec(key)?.[1];
      if (hash !== undefined) page.push({ hash, storedAt });
      if (page.length >= PAGE) await flush();
    }
    await flush();
    return counts;
  }

  private async usedHashes(hashes: readonly string[]): Promise<Set<string>> {
    if (hashes.length === 0) return new Set();
    const marks = hashes.map(() => '?').join(',');
    const rows = await this.db.read<{ sha256: string }>(
      `SELECT sha256 FROM attachment WHERE sha256 IN (${marks})
       UNION SELECT marked_sha256 AS sha256 FROM attachment WHERE marked_sha256 IN (${marks})`,
      [...hashes, ...hashes],
    );
    return new Set(rows.map((row) => row.sha256));
  }
}

function empty(): PhotoReport {
  return { ok: true, checked: 0, bytes: 0, problems: [], orphans: { young: 0, old: 0 } };
}
