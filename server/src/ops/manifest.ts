import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Instant } from '@yihu/shared';
import { OpsError } from './context';

export const FORMAT = 1;
export const MANIFEST = 'manifest.json';
export const BLOB_LIST = 'blobs.jsonl';

export interface HashedFile {
  name: string;
  bytes: number;
  sha256: string;
}

export interface BlobLine {
  key: string;
  bytes: number;
  sha256: string;
}

/** What a backup holds. Written last: a folder without it is no backup. */
export interface Manifest {
  format: number;
  madeAt: Instant;
  engine: 'sqlite' | 'mysql';
  database: HashedFile;
  blobs: HashedFile & { count: number };
  anchors: HashedFile[];
  migrations: string[];
  /** Rows per table: exact for SQLite, at least for MySQL, where the dump begins a moment later. */
  rows: Record<string, number>;
  auditHead: { seq: number; hash: string };
  /** Fingerprints of the keys the data was written with; the keys themselves are never in a backup. */
  keys: Record<string, string>;
}

/** Tables whose rows are counted into the manifest. */
export const COUNTED = [
  'work_order',
  'order_private',
  'event',
  'clock',
  'attachment',
  'person',
  'unit',
  'notice',
];

/** Size and SHA-256 of a file below `dir`. */
export async function hashFile(dir: string, name: string): Promise<HashedFile> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(join(dir, name)), hash);
  return { name, bytes: (await stat(join(dir, name))).size, sha256: hash.digest('hex') };
}

/** Writes a file and makes it durable. */
export async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

export async function readManifest(dir: string): Promise<Manifest> {
  let manifest: Manifest;
  try {
    manifest = JSON.parse(await readFile(join(dir, MANIFEST), 'utf8')) as Manifest;
  } catch {
    throw new OpsError(`${dir} 里没有可读的 ${MANIFEST}:不是备份,或备份没有做完`);
  }
  if (manifest.format !== FORMAT)
    throw new OpsError(`备份格式 ${manifest.format} 不认识,请用做备份的版本恢复`);
  return manifest;
}

/** A short mark by which people can tell whether two keys are the same; says nothing about the key. */
export function fingerprint(value: Buffer | string): string {
  return createHash('sha256').update('yihu.fingerprint\n').update(value).digest('hex').slice(0, 12);
}
