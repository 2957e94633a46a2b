import { type Instant, toInstant } from '@yihu/shared';
import { decodeTime, monotonicFactory } from 'ulid';

const next = monotonicFactory();

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
