import { createHash } from 'node:crypto';
import { BlobKeyError } from './blob-store';

const SHA256 = /^[0-9a-f]{64}$/;
const SEGMENT = /^[a-z0-9][a-z0-9_-]*(\.[a-z0-9]+)*$/;
const MAX_KEY_LENGTH = 200;

/** Lower-case hex SHA-256 of the bytes. */
export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * The key of content-addressed bytes: `photo/ab/cd/abcd….jpg`. Two shard levels keep a folder small
 * (2.5 million photos are about 40 files a folder).
 */
export function contentKey(kind: string, sha256: string, extension: string): string {
  if (!SHA256.test(sha256)) throw new BlobKeyError(sha256);
  return checkKey(`${kind}/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}.${extension}`);
}

/**
 * Returns the key when it is safe to become a path: lower-case segments joined by single slashes, none of
 * them `.`, `..`, hidden, empty or absolute; no backslash, NUL, colon or space. Throws BlobKeyError.
 */
export function checkKey(key: string): string {
  const safe = key.length > 0 && key.length <= MAX_KEY_LENGTH && key.split('/').every((s) => SEGMENT.test(s));
  if (!safe) throw new BlobKeyError(key);
  return key;
}
