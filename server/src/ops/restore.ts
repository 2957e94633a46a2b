import { existsSync } from 'node:fs';
import { constants, copyFile, cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import type { Env } from '../config/env';
import { LocalBlobStore, openBlobStore, sha256Of } from '../platform/blobs';
import { writerOptions } from '../platform/db/data-source';
import { migrate } from '../platform/db/migrate';
import { SCHEMA } from '../schema';
import { keyFingerprints } from './backup';
import { OpsError, sqliteFile } from './context';
import { BLOB_LIST, type BlobLine, type HashedFile, hashFile, type Manifest, readManifest } from './manifest';
import { loadMysql } from './mysql-tools';

/** What of a backup is not as its manifest says; empty when all of it is. */
export async function backupProblems(dir: string, manifest: Manifest): Promise<string[]> {
  const problems: string[] = [];
  for (const file of [manifest.database, manifest.blobs, ...manifest.anchors]) {
    const problem = await fileProblem(dir, file);
    if (problem !== null) problems.push(problem);
  }
  if (problems.length > 0) return problems;
  const blobs = new LocalBlobStore(join(dir, 'blobs'));
  const lines = await blobLines(dir);
  if (lines.length !== manifest.blobs.count) problems.push(`${BLOB_LIST} 应有 ${manifest.blobs.count} 行`);
  for (const line of lines) {
    const bytes = await blobs.get(line.key).catch(() => null);
    if (bytes === null) problems.push(`缺少 blobs/${line.key}`);
    else if (bytes.length !== line.bytes || sha256Of(bytes) !== line.sha256) {
      problems.push(`blobs/${line.key} 的内容与清单不符`);
    }
  }
  return problems;
}

async function fileProblem(dir: string, wanted: HashedFile): Promise<string | null> {
  if (!existsSync(join(dir, wanted.name))) return `缺少 ${wanted.name}`;
  const { bytes, sha256 } = await hashFile(dir, wanted.name);
  return bytes === wanted.bytes && sha256 === wanted.sha256 ? null : `${wanted.name} 的内容与清单不符`;
}

async function blobLines(dir: string): Promise<BlobLine[]> {
  const text = await readFile(join(dir, BLOB_LIST), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as BlobLine);
}

/** Keys of this configuration that are not those the data was written with. */
export function foreignKeys(env: Env, manifest: Manifest): string[] {
  const ours = keyFingerprints(env);
  return Object.keys(manifest.keys).filter((name) => ours[name] !== manifest.keys[name]);
}

/**
 * Puts a backup into the empty installation the configuration names. Every hash is checked before the first byte
 * is written; an installation that holds anything is refused. Throws OpsError.
 */
export async function restore(env: Env, dir: string): Promise<Manifest> {
  const manifest = await readManifest(dir);
  const problems = await backupProblems(dir, manifest);
  if (problems.length > 0) throw new OpsError(`备份已损坏,没有恢复任何东西:\n  ${problems.join('\n  ')}`);
  const wanted = env.databaseUrl === null ? 'sqlite' : 'mysql';
  if (manifest.engine !== wanted) {
    throw new OpsError(`备份来自 ${manifest.engine},而现在的配置是 ${wanted}:请用同一种数据库恢复`);
  }
  await refuseOccupied(env);
  await mkdir(env.dataDir, { recursive: true });
  const file = join(dir, manifest.database.name);
  if (env.databaseUrl === null) await copyFile(file, sqliteFile(env), constants.COPYFILE_EXCL);
  else await loadMysql(env.databaseUrl, file);
  const from = new LocalBlobStore(join(dir, 'blobs'));
  const to = openBlobStore(env);
  for (const { key } of await blobLines(dir)) await to.put(key, await from.get(key));
  await cp(join(dir, 'anchors'), env.anchorDir, { recursive: true, force: false });
  return manifest;
}

async function refuseOccupied(env: Env): Promise<void> {
  for await (const { key } of openBlobStore(env).list('')) {
    throw new OpsError(`目标的照片库不是空的(有 ${key}):请指向一个空目录`);
  }
  if (env.databaseUrl === null) {
    if (existsSync(sqliteFile(env))) throw new OpsError(`${sqliteFile(env)} 已存在:请指向一个空目录`);
    return;
  }
  const source = await openWriter(env);
  try {
    const tables: unknown[] = await source.query('SHOW TABLES');
    if (tables.length > 0) throw new OpsError(`目标数据库里已有 ${tables.length} 张表:请指向一个空数据库`);
  } finally {
    await source.destroy();
  }
}

/** Brings a restored database of an older version up to this one, as the server would at its start. */
export async function migrateRestored(env: Env): Promise<void> {
  const source = await openWriter(env);
  await migrate(source).finally(() => source.destroy());
}

function openWriter(env: Env): Promise<DataSource> {
  return new DataSource(writerOptions({ url: env.databaseUrl, dataDir: env.dataDir }, SCHEMA)).initialize();
}
