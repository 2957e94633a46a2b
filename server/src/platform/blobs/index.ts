export { checkKey, contentKey, sha256Of } from './blob-key';
export {
  BlobKeyError,
  BlobMissingError,
  BlobStore,
  BlobStoreDownError,
  BlobStoreFullError,
  type StoredBlob,
} from './blob-store';
export { LocalBlobStore } from './local-blob-store';
export { openBlobStore } from './open-blob-store';
export { S3BlobStore, type S3Settings } from './s3-blob-store';
