import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { BlobMissingError, BlobStore, contentKey, sha256Of } from '../../../platform/blobs';
import { Db } from '../../../platform/db/db';
import { AppError } from '../../../platform/errors';
import type { AttachmentRow } from '../attachment-row';
import { AttachmentsQuery } from '../attachments.query';
import { AttachmentsShelf } from '../attachments.shelf';
import { AttachmentsStore } from '../attachments.store';
import { DecoderPool, PoolBusyError } from '../ingest/decoder-pool';
import { PHOTO_LIMITS } from '../ingest/ingest-photo';

/** Brought along, so that a server without any font draws Chinese; see OFL.txt beside it. */
const FONT = { file: join(__dirname, 'yihu-mark-sc.otf'), family: 'Yihu Mark SC' };

export type MarkedVariant = 'marked' | 'markedthumb';

/**
 * The picture that is shown and printed of a photo of evidence: time, grid and order drawn on it. It is made from
 * the kept picture, which never changes, and can be made again from it.
 */
@Injectable()
export class Watermarks {
  constructor(
    private readonly db: Db,
    private readonly blobs: BlobStore,
    private readonly decoder: DecoderPool,
    private readonly shelf: AttachmentsShelf,
    private readonly store: AttachmentsStore,
    private readonly query: AttachmentsQuery,
  ) {}

  /** Makes the marked picture unless it is there; any number of times, from any process. */
  async ensure(attachmentId: string): Promise<void> {
    const row = await this.query.find(attachmentId);
    if (row === undefined || row.mark_text === null) return;
    if (row.marked_sha256 !== null && (await this.isThere(row.marked_sha256))) return;
    await this.draw(row);
  }

  /** Its bytes; drawn now when they are not there yet. */
  async picture(row: AttachmentRow, variant: MarkedVariant): Promise<Buffer> {
    if (row.marked_sha256 !== null) {
      try {
        return await this.blobs.get(contentKey(variant, row.marked_sha256, 'jpg'));
      } catch (error) {
        if (!(error instanceof BlobMissingError)) throw error;
      }
    }
    return (await this.draw(row))[variant];
  }

  private async isThere(sha256: string): Promise<boolean> {
    const keys = [contentKey('marked', sha256, 'jpg'), contentKey('markedthumb', sha256, 'jpg')];
    return (await Promise.all(keys.map((key) => this.blobs.exists(key)))).every((found) => found);
  }

  /** First the bytes, then the row that names them: a kill in between leaves an orphan, never a broken picture. */
  private async draw(row: AttachmentRow): Promise<Record<MarkedVariant, Buffer>> {
    const { main, thumb } = await this.render(row);
    const sha256 = sha256Of(main);
    await this.shelf.put([
      { key: contentKey('marked', sha256, 'jpg'), bytes: main },
      { key: contentKey('markedthumb', sha256, 'jpg'), bytes: thumb },
    ]);
    if (row.marked_sha256 !== sha256) {
      await this.db.inTransaction((tx) => this.store.setMarked(tx, row.id, sha256, row.marked_sha256));
    }
    return { marked: main, markedthumb: thumb };
  }

  private async render(row: AttachmentRow): Promise<{ main: Buffer; thumb: Buffer }> {
    const bytes = await this.original(row);
    const { thumbEdge, quality } = PHOTO_LIMITS;
    const job = { bytes, font: FONT, mark: row.mark_text ?? '', thumbEdge, quality };
    const reply = await this.decoder.decode(job).catch((error: unknown) => {
      throw error instanceof PoolBusyError ? new AppError('ATTACHMENT_BUSY') : error;
    });
    if (!reply.ok) throw new Error(`the mark of attachment ${row.id} cannot be drawn: ${reply.reason}`);
    return reply;
  }

  /** The picture as it was kept, to the bit: a mark says something about that picture and no other. */
  private async original(row: AttachmentRow): Promise<Buffer> {
    try {
      const bytes = await this.blobs.get(row.blob_key);
      if (sha256Of(bytes) === row.sha256) return bytes;
    } catch (error) {
      if (!(error instanceof BlobMissingError)) throw error;
    }
    throw new AppError('ATTACHMENT_MISSING');
  }
}
