export { checkKey, contentKey, sha256Of } from './blob-key';
export { BlobKeyError, BlobMissingError, BlobStore, BlobStoreFullError, type StoredBlob } from './blob-store';
export { LocalBlobStore } from './local-blob-store';
