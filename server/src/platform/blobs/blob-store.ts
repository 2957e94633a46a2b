/**
 * Where bytes live (photos, later documents). Knows no business word. Two shapes exist or may exist:
 * a local folder (one machine) and an S3-compatible store (many machines); callers see only this port.
 */

/** One stored blob as a listing shows it. `storedAt` is when the bytes were last put (ISO-8601 UTC, ms). */
export interface StoredBlob {
  key: string;
  bytes: number;
  storedAt: string;
}

export abstract class BlobStore {
  /**
   * Stores `bytes` under `key`. When the promise resolves they survive a crash of the process and of the
   * machine. Putting the same bytes again is cheap and renews `storedAt`.
   * Throws BlobKeyError on an unsafe key, BlobStoreFullError when there is no room (disk, quota, read-only) and
   * BlobStoreDownError when the store does not work.
   */
  abstract put(key: string, bytes: Buffer): Promise<void>;
  /** The bytes under `key`; throws BlobMissingError, or BlobStoreDownError when nobody can say. */
  abstract get(key: string): Promise<Buffer>;
  abstract exists(key: string): Promise<boolean>;
  /** Removes the blob; a key that is not there is no error. */
  abstract delete(key: string): Promise<void>;
  /** Every blob whose key begins with `prefix`, in no particular order. */
  abstract list(prefix: string): AsyncIterable<StoredBlob>;
  /** Removes what interrupted `put`s left behind before `before` (ISO instant); returns how many. */
  abstract removeUnfinished(before: string): Promise<number>;
}

/** The key could leave the store's folder or collide with its own files. */
export class BlobKeyError extends Error {
  constructor(key: string) {
    super(`unsafe blob key ${JSON.stringify(key.slice(0, 80))}`);
  }
}

export class BlobMissingError extends Error {
  constructor(readonly key: string) {
    super(`no blob under ${key}`);
  }
}

/** There is no room, or the store is read-only: the caller can go on without the blob and say so. */
export class BlobStoreFullError extends Error {
  constructor(cause: unknown) {
    super('the blob store takes no more bytes', { cause });
  }
}

/** The store cannot be reached or cannot read or write: it may work again by itself. */
export class BlobStoreDownError extends Error {
  constructor(cause: unknown) {
    super('the blob store does not work', { cause });
  }
}
