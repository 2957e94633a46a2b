import type { GridCodeAnswer } from './places.ts';
import type { Day, Instant } from './time.ts';

/** Digits and letters of a sticker's id: none that looks like another, so that people can type it. */
export const STICKER_ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
export const STICKER_ID = /^[2-9a-hj-km-np-z]{10}$/;
/** What stands before the id in a mini-program code's scene and in the link: `s=ab3d5f7h9k`. */
export const STICKER_PREFIX = 's=';
export const STICKERS_PER_BATCH = 200;

/** A printed code on a wall: what it opens can be changed, what is printed cannot. */
export interface StickerView {
  id: string;
  batch: string;
  gridId: string;
  gridName: string;
  label: string;
  active: boolean;
  createdAt: Instant;
  /** What the plain QR holds. */
  link: string;
  scans: number;
  lastScanDay: Day | null;
}

/** GET /api/admin/stickers */
export interface StickersAnswer {
  items: StickerView[];
}

/** POST /api/admin/stickers: one sticker per label, or `count` numbered ones. */
export interface MakeStickersBody {
  gridId: string;
  count: number;
  /** Where it will hang; numbered when there are several. */
  label?: string;
}

/** POST /api/admin/stickers/:id: what is given is changed. */
export interface ChangeStickerBody {
  gridId?: string;
  label?: string;
  active?: boolean;
}

/** GET /api/places/stickers/:id */
export type StickerAnswer = GridCodeAnswer;

/** GET /api/admin/stickers/batches: what was printed together, with how often it was scanned. */
export interface StickerBatchView {
  batch: string;
  gridId: string;
  gridName: string;
  /** The first label of the batch. */
  label: string;
  createdAt: Instant;
  count: number;
  active: number;
  scans: number;
  scans7d: number;
  lastScanDay: Day | null;
}
export interface StickerBatchesAnswer {
  items: StickerBatchView[];
}
