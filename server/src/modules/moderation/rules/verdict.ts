import { addMinutes, type Instant, type ModerationReason, type ModerationState } from '@yihu/shared';

/** WeChat checks only for people who were here within this time. */
export const VISIT_MINUTES = 120;
/** The platform calls back within this time or, in all likelihood, never. */
export const CALLBACK_MINUTES = 30;
/** A picture is offered this often; then a person looks. */
export const MOST_ASKS = 3;

/** What became of one question: a verdict, a person's turn, or another try. */
export type Ending =
  | { state: Exclude<ModerationState, 'PENDING' | 'HUMAN'>; label: number }
  | { human: ModerationReason }
  | 'AGAIN';

/** True while the platform still accepts a question about this author. */
export function isVisitFresh(visitedAt: Instant, now: Instant): boolean {
  return now <= addMinutes(visitedAt, VISIT_MINUTES);
}

/** The worst of the verdicts of a text's pieces; PASS of none. */
export function worst<T extends { suggestion: 'PASS' | 'REVIEW' | 'RISKY' }>(
  verdicts: readonly T[],
): T | null {
  const rank = { PASS: 0, REVIEW: 1, RISKY: 2 };
  return verdicts.reduce<T | null>(
    (found, one) => (found === null || rank[one.suggestion] > rank[found.suggestion] ? one : found),
    null,
  );
}

/** A text in pieces of at most `size` UTF-16 units, no character cut in half. */
export function piecesOf(text: string, size: number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = Math.min(text.length, at + size);
    if (end < text.length && /[\ud800-\udbff]/.test(text.charAt(end - 1))) end -= 1;
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}

/**
 * What a failed call to the platform means.
 * @param kind WechatError's kind · @param errcode its code, null without an answer
 */
export function endingOfFailure(
  kind: string,
  errcode: number | null,
  visitedAt: Instant,
  now: Instant,
): Ending {
  if (kind === 'person') return { human: 'NOT_SEEN' };
  // Asked about the same picture before: the first answer may still come, but nobody knows under which id.
  if (errcode === 87020) return { human: 'REFUSED' };
  if (kind === 'config' || kind === 'unknown' || kind === 'code') return { human: 'REFUSED' };
  return isVisitFresh(visitedAt, now) ? 'AGAIN' : { human: 'FAILED' };
}

/** Whether a picture may be offered once more. @param asks how often the platform was asked so far */
export function mayAskAgain(asks: number, visitedAt: Instant, now: Instant): boolean {
  return asks < MOST_ASKS && isVisitFresh(visitedAt, now);
}

/** `wxa_media_check` could not fetch the picture. */
export const DOWNLOAD_FAILED = -1008;

/** What a callback with an errcode means. @param asks how often the platform was asked so far */
export function endingOfCallbackError(
  errcode: number,
  asks: number,
  visitedAt: Instant,
  now: Instant,
): Ending {
  if (errcode === DOWNLOAD_FAILED) {
    return mayAskAgain(asks, visitedAt, now) ? 'AGAIN' : { human: 'DOWNLOAD' };
  }
  return { human: 'UNCLEAR' };
}
