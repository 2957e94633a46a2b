import { Injectable } from '@nestjs/common';
import type { GeoPoint, Instant } from '@yihu/shared';
import {
  BlobMissingError,
  BlobStore,
  BlobStoreDownError,
  BlobStoreFullError,
  contentKey,
} from '../../platform/blobs';
import { Clock } from '../../platform/clock';
import type { Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { Logger } from '../../platform/logger';
import { type AttachmentRow, isVoice } from './attachment-row';
import { AttachmentsQuery } from './attachments.query';
import { AttachmentsShelf, type Upload } from './attachments.shelf';
import { AttachmentsStore, type Claim } from './attachments.store';
import { DecoderPool } from './ingest/decoder-pool';
import { type IngestedPhoto, ingestPhoto, PHOTO_LIMITS } from './ingest/ingest-photo';
import { Watermarks } from './mark/watermarks.service';
import type { Claimed } from './rules/evidence';
import { SignedLinks, secondsLeft, VARIANTS, type Variant } from './rules/signed-links';
import { EVIDENCE } from './rules/upload-form';

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
  url: string;
  thumbUrl: string;
  at: Instant;
  /** Of a handler's photo: what it says of itself. Null for all others. */
  claimed: Claimed | null;
}

/** A recording of an order, with a link that is good now. */
export interface OrderRecording {
  id: string;
  url: string;
  seconds: number;
  mime: string;
}

/** Use cases round photos: take in, bind to an order, show. */
@Injectable()
export class AttachmentsService {
  constructor(
    private readonly clock: Clock,
    private readonly blobs: BlobStore,
    private readonly decoder: DecoderPool,
    private readonly links: SignedLinks,
    private readonly shelf: AttachmentsShelf,
    private readonly store: AttachmentsStore,
    private readonly query: AttachmentsQuery,
    private readonly watermarks: Watermarks,
    private readonly logger: Logger,
  ) {}

  /**
   * Takes a photo in for a draft; when it answers, the bytes and their row survive a crash. The same bytes
   * by the same person in the same draft are one photo, however often they are sent.
   */
  async upload(upload: Upload): Promise<UploadedPhoto> {
    const known = await this.shelf.known(upload);
    const photo = await this.ingest(upload);
    const row = known ?? this.rowOf(upload, photo);
    const files = [
      { key: row.blob_key, bytes: photo.main },
      { key: row.thumb_key, bytes: photo.thumb },
    ];
    return this.answer(await this.shelf.keep(upload, row, files, known), photo);
  }

  /** Binds uploads to an order inside the caller's transaction; refusals as in `AttachmentsStore.claim`. */
  claim(tx: Tx, ids: readonly string[], claim: Claim): Promise<AttachmentRow[]> {
    return this.store.claim(tx, ids, claim);
  }

  /** Binds the recording of a filing, likewise. */
  claimVoice(tx: Tx, id: string, claim: Claim): Promise<void> {
    return this.store.claimVoice(tx, id, claim);
  }

  /** Takes a picture off a printed card. */
  release(tx: Tx, id: string, cardId: string): Promise<void> {
    return this.store.release(tx, id, cardId);
  }

  /** Links to the pictures of a printed card, by id. Everybody may see them. */
  async ofCard(cardId: string): Promise<Map<string, string>> {
    const now = this.clock.now();
    const rows = await this.query.listForOrders([cardId], 'CARD');
    return new Map(rows.map(({ id }) => [id, this.links.sign(id, 'main', now)]));
  }

  /** Makes the marked picture of a photo of evidence unless it is there. */
  ensureMarked(attachmentId: string): Promise<void> {
    return this.watermarks.ensure(attachmentId);
  }

  /** Photos of an order, oldest first, and its recording. Call it only for a reader who may see the order. */
  async ofOrder(orderId: string): Promise<{ photos: OrderPhoto[]; recording: OrderRecording | null }> {
    const now = this.clock.now();
    const rows = await this.query.listForOrders([orderId]);
    const voice = rows.find(isVoice);
    return {
      photos: rows.filter((row) => !isVoice(row)).map((row) => this.photoOf(row, now)),
      recording:
        voice === undefined
          ? null
          : {
              id: voice.id,
              url: this.links.sign(voice.id, 'main', now),
              seconds: voice.seconds ?? 0,
              mime: voice.mime,
            },
    };
  }

  /** Photos of a page of orders, in one read. */
  async listForOrders(orderIds: readonly string[]): Promise<OrderPhoto[]> {
    const now = this.clock.now();
    const rows = await this.query.listForOrders(orderIds);
    return rows.filter((row) => !isVoice(row)).map((row) => this.photoOf(row, now));
  }

  /** Photos of a procedure that hangs on no order. Call it only for a reader who may see the procedure. */
  async ofRun(runId: string): Promise<OrderPhoto[]> {
    const now = this.clock.now();
    return (await this.query.listForOrders([runId], 'RUN')).map((row) => this.photoOf(row, now));
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
      seconds: null,
      ...claimsOf(upload, photo),
      mark_text: null,
      marked_sha256: null,
    };
  }

  private async bytesOf(row: AttachmentRow, variant: Variant): Promise<Buffer> {
    try {
      if (variant === 'marked' || variant === 'markedthumb') {
        return await this.watermarks.picture(row, variant);
      }
      return await this.blobs.get(variant === 'main' ? row.blob_key : row.thumb_key);
    } catch (error) {
      if (error instanceof BlobMissingError) throw new AppError('ATTACHMENT_MISSING');
      if (error instanceof BlobStoreDownError || error instanceof BlobStoreFullError) {
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

  /** Of evidence the picture with the mark is the one that is shown. */
  private photoOf(row: AttachmentRow, now: Instant): OrderPhoto {
    const urls =
      row.mark_text === null
        ? this.urlsOf(row.id, now)
        : {
            url: this.links.sign(row.id, 'marked', now),
            thumbUrl: this.links.sign(row.id, 'markedthumb', now),
          };
    return {
      id: row.id,
      orderId: row.owner_id,
      purpose: row.purpose,
      seq: row.event_seq ?? 0,
      ...urls,
      at: row.created_at,
      claimed: row.mark_text === null ? null : claimedBy(row),
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

type Claims = Pick<AttachmentRow, 'taken_at' | 'taken_lat_e6' | 'taken_lng_e6'>;

/** Of a resident's photo nothing is kept; a handler's is evidence and is held against what it says of itself. */
function claimsOf({ purpose }: Upload, { takenAt, gps }: IngestedPhoto): Claims {
  if (!EVIDENCE.includes(purpose)) return { taken_at: null, taken_lat_e6: null, taken_lng_e6: null };
  return {
    taken_at: takenAt ?? null,
    taken_lat_e6: gps === undefined ? null : Math.round(gps.lat * 1e6),
    taken_lng_e6: gps === undefined ? null : Math.round(gps.lng * 1e6),
  };
}

function claimedBy(row: AttachmentRow): Claimed {
  const { taken_lat_e6: latE6, taken_lng_e6: lngE6 } = row;
  return {
    receivedAt: row.created_at,
    takenAt: row.taken_at,
    at: latE6 === null || lngE6 === null ? null : { latE6, lngE6 },
  };
}
