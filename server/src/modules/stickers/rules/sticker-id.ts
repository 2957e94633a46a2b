import { randomInt } from 'node:crypto';
import { STICKER_ALPHABET, STICKER_ID, STICKER_PREFIX } from '@yihu/shared';

const LENGTH = 10;

/** A new id: ten of 31 signs, about 8·10^14 of them, so that ids cannot be walked through. */
export function newStickerId(): string {
  return Array.from({ length: LENGTH }, () => STICKER_ALPHABET[randomInt(STICKER_ALPHABET.length)]).join('');
}

/** The id as typed or scanned in its stored form, or null when it cannot be one. */
export function stickerIdOf(text: string): string | null {
  const id = text.trim().toLowerCase();
  return STICKER_ID.test(id) ? id : null;
}

/** What the mini-program code holds. */
export function sceneOf(id: string): string {
  return `${STICKER_PREFIX}${id}`;
}

/** The page both codes lead to. */
export const STICKER_PAGE = 'resident/file/index';

/** What the plain QR holds: the same page of the web client. */
export function linkOf(publicUrl: string, id: string): string {
  return `${publicUrl}/#/${STICKER_PAGE}?${sceneOf(id)}`;
}

/** The labels of a batch: `东门 1`, `东门 2`, …; a single one stays as it is. */
export function labelsOf(label: string, count: number): string[] {
  if (count === 1) return [label];
  return Array.from({ length: count }, (_, at) => `${label} ${at + 1}`.trim());
}
