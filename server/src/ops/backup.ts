import { cp, mkdir, open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DataSource } from 'typeorm';
import type { Env } from '../config/env';
import { AuditChainStore } from '../modules/audit/audit-chain.store';
import { BlobMissingError, LocalBlobStore, sha256Of } from '../platform/blobs';
import { Db } from '../platform/db/db';
import { type OpsContext, OpsError } from './context';
import {
  BLOB_LIST,
  type BlobLine,
  COUNTED,
  FORMAT,
  fingerprint,
  type HashedFile,
  hashFile,
  MANIFEST,
  type Manifest,
  writeDurably,
} from './manifest';
import { dumpMysql } from './mysql-tools';

/**
 * Copies the installation into an empty folder while it runs. The database comes first: whatever photo its rows
 * name was stored before them, so the blobs copied afterwards hold it. Secrets are left out on purpose.
 */
export async function backup(context: OpsContext, dir: string): Promise<Manifest> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if ((await readdir(dir)).length > 0) throw new OpsError(`${dir} 不是空目录:每次备份用一个新目录`);
  const { env, db } = context;
  const before = await countsOf(db);
  const name = db.engine === 'sqlite' ? 'yihu.sqlite' : 'yihu.sql';
  if (env.databaseUrl === null) await snapshotSqlite(context.writer, join(dir, name));
  else await dumpMysql(env.databaseUrl, join(dir, name));
  const counts = db.engine === 'sqlite' ? await countsOfFile(join(dir, name)) : before;
  const { count } = await copyBlobs(context, dir);
  const manifest: Manifest = {
    format: FORMAT,
    madeAt: context.clock.now(),
    engine: db.engine,
    database: await hashFile(dir, name),
    blobs: { ...(await hashFile(dir, BLOB_LIST)), count },
    anchors: await copyAnchors(env, dir),
    migrations: await migrationsOf(db),
    ...counts,
    keys: keyFingerprints(env),
  };
  await writeDurably(join(dir, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** Keys without which the backup cannot be read in full. */
export function keyFingerprints(env: Env): Record<string, string> {
  return { data: fingerprint(env.dataKey), index: fingerprint(env.indexKey) };
}

export async function migrationsOf(db: Db): Promise<string[]> {
  const rows = await db.read<{ name: string }>('SELECT name FROM migration ORDER BY id');
  return rows.map((row) => row.name);
}

export async function countsOf(db: Db): Promise<Pick<Manifest, 'rows' | 'auditHead'>> {
  const rows: Record<string, number> = {};
  for (const table of COUNTED) {
    const [row] = await db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`);
    rows[table] = Number(row?.n ?? 0);
  }
  return { rows, auditHead: await new AuditChainStore().head(db) };
}

/** A consistent copy of the file, made by SQLite itself while others write. */
async function snapshotSqlite(writer: DataSource, file: string): Promise<void> {
  await writer.query('VACUUM INTO ?', [file]);
  const handle = await open(file, 'r+');
  try {
    await handle.chmod(0o600);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function countsOfFile(file: string): Promise<Pick<Manifest, 'rows' | 'auditHead'>> {
  const source = await new DataSource({
    type: 'better-sqlite3',
    database: file,
    readonly: true,
  }).initialize();
  try {
    return await countsOf(new Db(source, source));
  } finally {
    await source.destroy();
  }
}

async function copyBlobs({ blobs }: OpsContext, dir: string): Promise<{ count: number }> {
  const target = new LocalBlobStore(join(dir, 'blobs'));
  const list = await open(join(dir, BLOB_LIST), 'wx', 0o600);
  let count = 0;
  try {
    for await (const { key } of blobs.list('')) {
      const bytes = await blobs.get(key).catch(gone);
      if (bytes === null) continue;
      await target.put(key, bytes);
      const line: BlobLine = { key, bytes: bytes.length, sha256: sha256Of(bytes) };
      await list.appendFile(`${JSON.stringify(line)}\n`);
      count += 1;
    }
    await list.sync();
  } finally {
    await list.close();
  }
  return { count };
}

/** The sweep was quicker: nobody needs that blob. */
function gone(error: unknown): null {
  if (error instanceof BlobMissingError) return null;
  throw error;
}

async function copyAnchors(env: Env, dir: string): Promise<HashedFile[]> {
  await mkdir(join(dir, 'anchors'), { mode: 0o700 });
  await cp(env.anchorDir, join(dir, 'anchors'), { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  const names = (await readdir(join(dir, 'anchors'))).sort();
  return Promise.all(names.map((name) => hashFile(dir, join('anchors', basename(name)))));
}
