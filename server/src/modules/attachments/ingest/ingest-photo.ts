import type { Instant } from '@yihu/shared';
import { sha256Of } from '../../../platform/blobs';
import { type DecodeJob, type DecodeReply, PoolBusyError } from './decoder-pool';
import { readPhotoHints } from './exif';
import { sniffPhoto } from './sniff';

export interface PhotoLimits {
  maxBytes: number;
  maxPixels: number;
  /** Longer edge of the stored photo and of its thumbnail in pixels; smaller photos are not enlarged. */
  longEdge: number;
  thumbEdge: number;
  /** JPEG quality 1–100. */
  quality: number;
}

/** WeChat's moderation takes 10 MB too; 40 MP is above every phone's default mode. */
export const PHOTO_LIMITS: PhotoLimits = {
  maxBytes: 10 * 1024 * 1024,
  maxPixels: 40_000_000,
  longEdge: 2048,
  thumbEdge: 480,
  quality: 82,
};

export interface IngestedPhoto {
  main: Buffer;
  thumb: Buffer;
  width: number;
  height: number;
  mime: 'image/jpeg';
  /** Of the stored main picture. */
  sha256: string;
  thumbSha256: string;
  /** Of the bytes as they came: tells a repeated upload. */
  originalSha256: string;
  takenAt?: Instant;
  gps?: { lat: number; lng: number };
}

export type PhotoRefusal =
  | 'ATTACHMENT_EMPTY'
  | 'ATTACHMENT_TYPE'
  | 'ATTACHMENT_HEIC'
  | 'ATTACHMENT_TOO_LARGE'
  | 'ATTACHMENT_TOO_MANY_PIXELS'
  | 'ATTACHMENT_BROKEN'
  | 'ATTACHMENT_BUSY';

export type IngestResult = { ok: true; photo: IngestedPhoto } | { ok: false; code: PhotoRefusal };

export interface PhotoDecoder {
  decode(job: DecodeJob): Promise<DecodeReply>;
}

/**
 * The one way a photo comes in, whatever the inlet. Magic bytes and size first, then decoded apart and
 * written anew as an upright sRGB JPEG that carries no metadata and nothing behind its last byte.
 * Answers the photo or the code of the refusal; throws only when the decoder cannot run at all.
 */
export async function ingestPhoto(
  bytes: Buffer,
  limits: PhotoLimits,
  decoder: PhotoDecoder,
): Promise<IngestResult> {
  const kind = sniffPhoto(bytes);
  if (kind === 'empty') return { ok: false, code: 'ATTACHMENT_EMPTY' };
  if (bytes.length > limits.maxBytes) return { ok: false, code: 'ATTACHMENT_TOO_LARGE' };
  if (kind === 'heic') return { ok: false, code: 'ATTACHMENT_HEIC' };
  if (kind === 'other') return { ok: false, code: 'ATTACHMENT_TYPE' };
  const { maxPixels, longEdge, thumbEdge, quality } = limits;
  const reply = await decodeOrBusy(decoder, { bytes, kind, maxPixels, longEdge, thumbEdge, quality });
  if (reply === 'BUSY') return { ok: false, code: 'ATTACHMENT_BUSY' };
  if (!reply.ok) return { ok: false, code: REFUSAL_OF[reply.reason] };
  const { main, thumb, width, height, exif } = reply;
  return {
    ok: true,
    photo: {
      main,
      thumb,
      width,
      height,
      mime: 'image/jpeg',
      sha256: sha256Of(main),
      thumbSha256: sha256Of(thumb),
      originalSha256: sha256Of(bytes),
      ...(exif && readPhotoHints(exif)),
    },
  };
}

/** A file that crashes, hangs or bloats the decoder is, for its owner, a file that cannot be opened. */
const REFUSAL_OF = {
  PIXELS: 'ATTACHMENT_TOO_MANY_PIXELS',
  BROKEN: 'ATTACHMENT_BROKEN',
  CRASHED: 'ATTACHMENT_BROKEN',
  TIMEOUT: 'ATTACHMENT_BROKEN',
} as const;

async function decodeOrBusy(decoder: PhotoDecoder, job: DecodeJob): Promise<DecodeReply | 'BUSY'> {
  try {
    return await decoder.decode(job);
  } catch (error) {
    if (error instanceof PoolBusyError) return 'BUSY';
    throw error;
  }
}
