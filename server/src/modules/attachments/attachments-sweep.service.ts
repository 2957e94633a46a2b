import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import { BlobMissingError, BlobStore, type StoredBlob } from '../../platform/blobs';
import { Db } from '../../platform/db/db';
import { AttachmentsQuery } from './attachments.query';
import { AttachmentsStore } from './attachments.store';
import { hashInKey, orphansAmong, SWEPT, sweepCutoffs } from './rules/orphans';

const PAGE = 200;

export interface SweepResult {
  unsentUploads: number;
  blobs: number;
  unfinishedFiles: number;
}

/** Removes what was uploaded and never sent. Safe to run at any time, twice, or on several machines. */
@Injectable()
export class AttachmentsSweep {
  constructor(
    private readonly db: Db,
    private readonly blobs: BlobStore,
    private readonly store: AttachmentsStore,
    private readonly query: AttachmentsQuery,
  ) {}

  /** Rows first, then blobs that no row names: a kill in between leaves an orphan for the next run, never a broken picture. */
  async sweepOrphans(now: Instant): Promise<SweepResult> {
    const cutoffs = sweepCutoffs(now);
    const unsentUploads = await this.deleteUnsent(cutoffs.drafts);
    let blobs = 0;
    for (const prefix of SWEPT) blobs += await this.sweepBlobs(prefix, cutoffs.drafts);
    return { unsentUploads, blobs, unfinishedFiles: await this.blobs.removeUnfinished(cutoffs.unfinished) };
  }

  private async deleteUnsent(before: Instant): Promise<number> {
    let deleted = 0;
    for (;;) {
      const ids = await this.query.unsentBefore(before, PAGE);
      let now = 0;
      for (const id of ids) {
        if (await this.db.inTransaction((tx) => this.store.deleteUnsent(tx, id, before))) now += 1;
      }
      deleted += now;
      // A page of which nothing could be deleted was claimed or swept by others meanwhile.
      if (ids.length < PAGE || now === 0) return deleted;
    }
  }

  private async sweepBlobs(prefix: string, before: Instant): Promise<number> {
    let removed = 0;
    let page: StoredBlob[] = [];
    const flush = async () => {
      for (const orphan of await this.orphansIn(page, before)) if (await this.remove(orphan)) removed += 1;
      page = [];
    };
    for await (const blob of this.blobs.list(prefix)) {
      if (blob.storedAt < before) page.push(blob);
      if (page.length >= PAGE) await flush();
    }
    await flush();
    return removed;
  }

  private async orphansIn(page: readonly StoredBlob[], before: Instant): Promise<StoredBlob[]> {
    const hashes = page.flatMap((blob) => hashInKey(blob.key) ?? []);
    return orphansAmong(page, await this.query.usedHashes(hashes), before);
  }

  /**
   * The same bytes may be uploaded again at this very moment. The uploader looks for its blob after its row
   * is committed, and this side looks for the row after its delete: one of the two sees the other.
   */
  private async remove(blob: StoredBlob): Promise<boolean> {
    const bytes = await this.bytesIfThere(blob.key);
    if (bytes === undefined) return false;
    await this.blobs.delete(blob.key);
    const hash = hashInKey(blob.key);
    if (hash === undefined || !(await this.query.usedHashes([hash])).has(hash)) return true;
    await this.blobs.put(blob.key, bytes);
    return false;
  }

  /** Another machine's sweep may have been quicker. */
  private async bytesIfThere(key: string): Promise<Buffer | undefined> {
    try {
      return await this.blobs.get(key);
    } catch (error) {
      if (error instanceof BlobMissingError) return undefined;
      throw error;
    }
  }
}
