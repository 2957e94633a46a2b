import { Injectable } from '@nestjs/common';
import type { GeoPoint, Instant } from '@yihu/shared';
import {
  BlobMissingError,
  BlobStore,
  BlobStoreDownError,
  BlobStoreFullError,
  contentKey,
  sha256Of,
} from '../../platform/blobs';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { Logger } from '../../platform/logger';
import type { AttachmentRow } from './attachment-row';
import { AttachmentsQuery } from './attachments.query';
import { AttachmentsStore, type Claim, MAX_PHOTOS } from './attachments.store';
import { DecoderPool } from './ingest/decoder-pool';
import { type IngestedPhoto, ingestPhoto, PHOTO_LIMITS } from './ingest/ingest-photo';
import { SignedLinks, secondsLeft, VARIANTS, type Variant } from './rules/signed-links';
import type { UploadForm } from './rules/upload-form';

export interface Upload extends UploadForm {
  uploaderId: string;
  /** For the text of a refusal only; never stored. */
  fileName: string;
  bytes: Buffer;
}

/** The answer to an upload. Place and time come from the photo and are offered, not stored. */
export interface UploadedPhoto {
  id: string;
  width: number;
  height: number;
  sha256: string;
  url: string;
  thumbUrl: string;
  suggestedPlace?: GeoPoint;
  takenAt?: Instant;
}

/** A photo of an order, with links that are good for this reader now. `seq` is the event that brought it. */
export interface OrderPhoto {
  id: string;
  orderId: string;
  purpose: string;
  seq: number;
  sha256: string;
  width: number;
  height: number;
  url: string;
  thumbUrl: string;
  at: Instant;
}

/** Use cases round photos: take in, bind to an order, show. */
@Injectable()
export class AttachmentsService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly blobs: BlobStore,
    private readonly decoder: DecoderPool,
    private readonly links: SignedLinks,
    private readonly store: AttachmentsStore,
    private readonly query: AttachmentsQuery,
    private readonly logger: Logger,
  ) {}

  /**
   * Takes a photo in for a draft; when it answers, the bytes and their row survive a crash. The same bytes
   * by the same person in the same draft are one photo, however often they are sent.
   */
  async upload(upload: Upload): Promise<UploadedPhoto> {
    const known = await this.knownUpload(upload);
    const inDraft = known ? 0 : await this.query.countInDraft(upload.uploaderId, upload.draftId);
    if (inDraft >= MAX_PHOTOS) throw new AppError('ATTACHMENT_TOO_MANY', { limit: MAX_PHOTOS });
    const photo = await this.ingest(upload);
    const row = known ?? this.rowOf(upload, photo);
    // Also for a known upload: putting again repairs a lost blob and renews its age for the sweep.
    await this.keepBlobs(row, photo);
    const stored = known ?? (await this.insertOnce(upload, row));
    // The sweep may have removed an old blob of the same bytes between our put and our row.
    await this.keepBlobs(stored, photo, 'onlyIfGone');
    return this.answer(stored, photo);
  }

  /** Binds uploads to an order inside the caller's transaction; refusals as in `AttachmentsStore.claim`. */
  claim(tx: Tx, ids: readonly string[], claim: Claim): Promise<AttachmentRow[]> {
    return this.store.claim(tx, ids, claim);
  }

  /** All photos of an order, oldest first. Call it only for a reader who may see the order. */
  listForOrder(orderId: string): Promise<OrderPhoto[]> {
    return this.listForOrders([orderId]);
  }

  /** The same for a page of orders, in one read. */
  async listForOrders(orderIds: readonly string[]): Promise<OrderPhoto[]> {
    const now = this.clock.now();
    const rows = await this.query.listForOrders(orderIds);
    return rows.map((row) => ({
      id: row.id,
      orderId: row.owner_id,
      purpose: row.purpose,
      seq: row.event_seq ?? 0,
      sha256: row.sha256,
      width: row.width,
      height: row.height,
      ...this.urlsOf(row.id, now),
      at: row.created_at,
    }));
  }

  /** The bytes behind a signed link. Everything wrong is ATTACHMENT_MISSING; a true but old link says so. */
  async open(link: { id: string; variant: string; exp: string; sig: string }) {
    const now = this.clock.now();
    const check = this.links.verify(link, now);
    if (check === 'expired') throw new AppError('ATTACHMENT_LINK_EXPIRED');
    const variant = VARIANTS.find((one) => one === link.variant);
    const row = check === 'ok' && variant ? await this.query.find(link.id) : undefined;
    if (!row || !variant) throw new AppError('ATTACHMENT_MISSING');
    return { bytes: await this.bytesOf(row, variant), mime: row.mime, maxAgeS: secondsLeft(link.exp, now) };
  }

  private knownUpload(upload: Upload): Promise<AttachmentRow | undefined> {
    return this.query.findUpload(upload.uploaderId, upload.draftId, sha256Of(upload.bytes));
  }

  private async ingest(upload: Upload): Promise<IngestedPhoto> {
    const result = await ingestPhoto(upload.bytes, PHOTO_LIMITS, this.decoder);
    if (result.ok) return result.photo;
    throw new AppError(result.code, refusalDetails(result.code, upload.fileName));
  }

  private rowOf(upload: Upload, photo: IngestedPhoto): AttachmentRow {
    return {
      id: newId(),
      owner_kind: 'DRAFT',
      owner_id: upload.draftId,
      uploader_id: upload.uploaderId,
      purpose: upload.purpose,
      draft_id: upload.draftId,
      sha256: photo.sha256,
      original_sha256: photo.originalSha256,
      bytes: photo.main.length,
      width: photo.width,
      height: photo.height,
      mime: photo.mime,
      // Both named by the picture's hash, so that one index tells whether either is still used.
      blob_key: contentKey('photo', photo.sha256, 'jpg'),
      thumb_key: contentKey('thumb', photo.sha256, 'jpg'),
      created_at: this.clock.now(),
      event_seq: null,
    };
  }

  /** A second request with the same bytes may win the race: then its row is the answer. */
  private async insertOnce(upload: Upload, row: AttachmentRow): Promise<AttachmentRow> {
    try {
      await this.db.inTransaction((tx) => this.store.insert(tx, row));
      return row;
    } catch (error) {
      const winner = await this.knownUpload(upload);
      if (!winner) throw error;
      return winner;
    }
  }

  private async keepBlobs(row: AttachmentRow, photo: IngestedPhoto, when?: 'onlyIfGone'): Promise<void> {
    try {
      for (const [key, bytes] of [
        [row.blob_key, photo.main],
        [row.thumb_key, photo.thumb],
      ] as const) {
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

  private async bytesOf(row: AttachmentRow, variant: Variant): Promise<Buffer> {
    try {
      return await this.blobs.get(variant === 'main' ? row.blob_key : row.thumb_key);
    } catch (error) {
      if (error instanceof BlobMissingError) throw new AppError('ATTACHMENT_MISSING');
      if (error instanceof BlobStoreDownError) {
        this.logger.error('attachments.not_read', { error });
        throw new AppError('UNAVAILABLE');
      }
      throw error;
    }
  }

  private answer(row: AttachmentRow, photo: IngestedPhoto): UploadedPhoto {
    const { gps, takenAt } = photo;
    return {
      id: row.id,
      width: row.width,
      height: row.height,
      sha256: row.sha256,
      ...this.urlsOf(row.id, this.clock.now()),
      ...(gps && { suggestedPlace: { ...gps, datum: 'WGS84' as const } }),
      ...(takenAt && { takenAt }),
    };
  }

  private urlsOf(id: string, now: Instant): { url: string; thumbUrl: string } {
    return { url: this.links.sign(id, 'main', now), thumbUrl: this.links.sign(id, 'thumb', now) };
  }
}

/** What fills the blanks of the refusal's text: the file's name, and the limit in the unit people use. */
function refusalDetails(code: string, name: string): Record<string, unknown> {
  if (code === 'ATTACHMENT_TOO_LARGE') return { name, limit: PHOTO_LIMITS.maxBytes / 1024 / 1024 };
  if (code === 'ATTACHMENT_TOO_MANY_PIXELS') return { name, limit: PHOTO_LIMITS.maxPixels / 10_000 };
  return { name };
}
