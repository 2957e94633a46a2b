import { formatLocal, type Instant, toMillis } from '@yihu/shared';

/** What is drawn on a photo of evidence besides the time. */
export interface Mark {
  /** What it shows: before or after. */
  purpose: string;
  /** Community and grid. */
  place: string;
  orderNo: string;
}

const WORDS: Readonly<Record<string, string>> = { BEFORE: '办理前', AFTER: '办理后', ARRIVE: '到场' };
/** The geta mark, printers' sign for a character that is not there. */
const NO_GLYPH = '〓';

/**
 * The lines of the mark: the server's time of receipt and what the photo shows; grid and order; the beginning of the
 * SHA-256 of the picture without the mark, which is kept unchanged.
 */
export function markText({ purpose, place, orderNo }: Mark, receivedAt: Instant, sha256: string): string {
  return [
    `${formatLocal(receivedAt)} ${WORDS[purpose] ?? ''}`.trimEnd(),
    `${drawable(place)} · ${orderNo}`,
    `原图 SHA-256 ${sha256.slice(0, 16)}`,
  ].join('\n');
}

let drawn: ReadonlySet<string> | undefined;

/** The font of the mark holds ASCII and GB 2312; a rarer character of a name is drawn as 〓. */
export function drawable(text: string): string {
  drawn ??= gb2312();
  const known = drawn;
  return [...text].map((char) => (known.has(char) || /[ -~]/.test(char) ? char : NO_GLYPH)).join('');
}

/** Punctuation and Latin letters (rows 1–3) and the Chinese characters (rows 16–87). */
function gb2312(): ReadonlySet<string> {
  const decoder = new TextDecoder('gbk');
  const bytes: number[] = [];
  for (let row = 0xa1; row <= 0xf7; row += 1) {
    if (row > 0xa3 && row < 0xb0) continue;
    for (let cell = 0xa1; cell <= 0xfe; cell += 1) {
      // Five cells of the last row of level 1 are empty.
      if (row !== 0xd7 || cell < 0xfa) bytes.push(row, cell);
    }
  }
  return new Set(decoder.decode(new Uint8Array(bytes)));
}

/** What a photo says of itself, as its EXIF had it. Place in WGS-84 millionths. */
export interface Claimed {
  receivedAt: Instant;
  takenAt: Instant | null;
  at: { latE6: number; lngE6: number } | null;
}

/** Phones are set to the network's time; an upload waits for a signal for a while, not for an hour. */
const OLDER_MINUTES = 60;
const AHEAD_MINUTES = 5;
/** A grid is some 300 m across. */
const FAR_M = 300;

/**
 * What staff are told about a photo of evidence that does not fit: taken long before it was received, by a clock
 * ahead of the server's, or far from the place. Nothing when it fits or says nothing of itself.
 */
export function mismatches(photo: Claimed, distanceM: number | null): string[] {
  const notes: string[] = [];
  if (photo.takenAt !== null) {
    const minutes = (toMillis(photo.receivedAt) - toMillis(photo.takenAt)) / 60_000;
    const taken = formatLocal(photo.takenAt);
    if (minutes > OLDER_MINUTES) notes.push(`照片自带的拍摄时间是 ${taken},比收到时早 ${spanText(minutes)}`);
    if (minutes < -AHEAD_MINUTES) notes.push(`照片自带的拍摄时间是 ${taken},比收到时还晚,手机时间可能不准`);
  }
  if (distanceM !== null && distanceM > FAR_M) {
    notes.push(`照片自带的位置距反映地点约 ${distanceM} 米`);
  }
  return notes;
}

function spanText(minutes: number): string {
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} 小时`;
  return `${Math.floor(minutes / (24 * 60))} 天`;
}
