import { addMinutes, type Instant } from '@yihu/shared';

/** A photo uploaded for a draft that was never sent stays this long; the client's text says so. */
export const DRAFT_KEPT_DAYS = 7;
const UNFINISHED_KEPT_DAYS = 1;
const DAY_MINUTES = 24 * 60;

export interface SweepCutoffs {
  /** Unsent uploads, and blobs no row names, from before this instant go. */
  drafts: Instant;
  /** Half-written files from before this instant belong to a process that died. */
  unfinished: Instant;
}

export function sweepCutoffs(now: Instant): SweepCutoffs {
  return {
    drafts: addMinutes(now, -DRAFT_KEPT_DAYS * DAY_MINUTES),
    unfinished: addMinutes(now, -UNFINISHED_KEPT_DAYS * DAY_MINUTES),
  };
}

/** Below these lies what uploads leave; each key carries the hash of a row. */
export const SWEPT = ['photo/', 'thumb/', 'marked/', 'markedthumb/', 'voice/'] as const;

/** `photo/ab/cd/{sha256}.jpg` → the hash its rows carry; undefined for a name we never write. */
export function hashInKey(key: string): string | undefined {
  return /\/([0-9a-f]{64})\.(?:jpg|mp3|aac|m4a|webm)$/.exec(key)?.[1];
}

/** Which of the blobs may go: old enough, named as ours, and used by no row. */
export function orphansAmong<B extends { key: string; storedAt: Instant }>(
  blobs: readonly B[],
  usedHashes: ReadonlySet<string>,
  before: Instant,
): B[] {
  return blobs.filter((blob) => {
    const hash = hashInKey(blob.key);
    return hash !== undefined && !usedHashes.has(hash) && blob.storedAt < before;
  });
}
