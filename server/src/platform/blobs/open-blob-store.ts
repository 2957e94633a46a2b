import { join } from 'node:path';
import type { BlobStore } from './blob-store';
import { LocalBlobStore } from './local-blob-store';
import { S3BlobStore, type S3Settings } from './s3-blob-store';

/** The store the configuration names: an S3-compatible one, or a folder of the data directory. */
export function openBlobStore(env: { hosting: { blobS3: S3Settings | null }; dataDir: string }): BlobStore {
  const { blobS3 } = env.hosting;
  return blobS3 === null ? new LocalBlobStore(join(env.dataDir, 'blobs')) : new S3BlobStore(blobS3);
}
