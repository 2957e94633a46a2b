import { monotonicFactory } from 'ulid';

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
