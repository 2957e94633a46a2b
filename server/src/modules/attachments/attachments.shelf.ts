import { Injectable } from '@nestjs/common';
import { BlobStore, BlobStoreDownError, BlobStoreFullError, sha256Of } from '../../platform/blobs';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { Logger } from '../../platform/logger';
import type { AttachmentRow } from './attachment-row';
import { AttachmentsQuery } from './attachments.query';
import { AttachmentsStore, MAX_PHOTOS } from './attachments.store';
import type { UploadForm } from './rules/upload-form';

export interface Upload extends UploadForm {
  uploaderId: string;
  /** For the text of a refusal only; never stored. */
  fileName: string;
  bytes: Buffer;
}

export interface KeptFile {
  key: string;
  bytes: Buffer;
}

/** Puts bytes and their row where a crash cannot part them, the same upload once however often it comes. */
@Injectable()
export class AttachmentsShelf {
  constructor(
    private readonly db: Db,
    private readonly blobs: BlobStore,
    private readonly store: AttachmentsStore,
    private readonly query: AttachmentsQuery,
    private readonly logger: Logger,
  ) {}

  /** What these very bytes already became for this draft; else refuses ATTACHMENT_TOO_MANY when the draft is full. */
  async known(upload: Upload): Promise<AttachmentRow | undefined> {
    const known = await this.find(upload);
    const inDraft = known ? 0 : await this.query.countInDraft(upload.uploaderId, upload.draftId);
    if (inDraft >= MAX_PHOTOS) throw new AppError('ATTACHMENT_TOO_MANY', { limit: MAX_PHOTOS });
    return known;
  }

  /** Keeps the files and `row`, or the row that was there; answers that row. Throws ATTACHMENT_STORE when there is no room. */
  async keep(
    upload: Upload,
    row: AttachmentRow,
    files: readonly KeptFile[],
    known: AttachmentRow | undefined,
  ): Promise<AttachmentRow> {
    // Also for a known upload: putting again repairs a lost blob and renews its age for the sweep.
    await this.put(files);
    const stored = known ?? (await this.insertOnce(upload, row));
    // The sweep may have removed an old blob of the same bytes between our put and our row.
    await this.put(files, 'onlyIfGone');
    return stored;
  }

  async put(files: readonly KeptFile[], when?: 'onlyIfGone'): Promise<void> {
    try {
      for (const { key, bytes } of files) {
        if (when !== 'onlyIfGone' || !(await this.blobs.exists(key))) await this.blobs.put(key, bytes);
      }
    } catch (error) {
      if (error instanceof BlobStoreFullError || error instanceof BlobStoreDownError) {
        this.logger.error('attachments.not_kept', { error });
        throw new AppError('ATTACHMENT_STORE');
      }
      throw error;
    }
  }

  private find(upload: Upload): Promise<AttachmentRow | undefined> {
    return this.query.findUpload(upload.uploaderId, upload.draftId, sha256Of(upload.bytes));
  }

  /** A second request with the same bytes may win the race: then its row is the answer. */
  private async insertOnce(upload: Upload, row: AttachmentRow): Promise<AttachmentRow> {
    try {
      await this.db.inTransaction((tx) => this.store.insert(tx, row));
      return row;
    } catch (error) {
      const winner = await this.find(upload);
      if (!winner) throw error;
      return winner;
    }
  }
}
