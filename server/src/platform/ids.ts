import { randomFillSync } from 'node:crypto';
import { type Instant, toInstant } from '@yihu/shared';
import { decodeTime, monotonicFactory } from 'ulid';

// The library asks the system for every letter anew, which took a twentieth of a filing: a page at a time.
const page = new Uint8Array(4096);
let used = page.length;

function random(): number {
  if (used === page.length) {
    randomFillSync(page);
    used = 0;
  }
  const byte = page[used] ?? 0;
  used += 1;
  return byte / 256;
}

const next = monotonicFactory(random);

/** A 26-character, time-ordered id made by this process (ULID). */
export function newId(): string {
  return next();
}

/** The shape of a ULID, for validators that want a pattern. */
export const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** True when a client-made id has the shape of a ULID. */
export function isId(value: string): boolean {
  return ULID.test(value);
}

/** When an id was made, by the clock of its maker; null for what is no id. */
export function timeOfId(value: string): Instant | null {
  return isId(value) && value < LAST_TIME ? toInstant(decodeTime(value)) : null;
}

/** ULIDs from here on lie beyond the year 9999. */
const LAST_TIME = '76EZ91ZQ0000000000';
