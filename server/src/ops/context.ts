import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import type { Env } from '../config/env';
import { type BlobStore, openBlobStore } from '../platform/blobs';
import { type Clock, SystemClock } from '../platform/clock';
import { readerOptions, writerOptions } from '../platform/db/data-source';
import { Db, PATIENT_MS } from '../platform/db/db';
import { SCHEMA } from '../schema';

/** A failure whose message is already meant for the person at the terminal. */
export class OpsError extends Error {}

/** What a command works on. Nothing here migrates, seeds or starts jobs. */
export interface OpsContext {
  env: Env;
  clock: Clock;
  db: Db;
  writer: DataSource;
  blobs: BlobStore;
  close(): Promise<void>;
}

/** The SQLite file of an installation; only when it uses SQLite. */
export function sqliteFile(env: Env): string {
  return join(env.dataDir, 'yihu.sqlite');
}

/** Opens the database the configuration names; throws OpsError when there is none. */
export async function openOps(
  env: Env,
  clock: Clock = new SystemClock(env.clockOffsetMs),
): Promise<OpsContext> {
  const options = { url: env.databaseUrl, dataDir: env.dataDir };
  if (env.databaseUrl === null && !existsSync(sqliteFile(env))) {
    throw new OpsError(
      `${sqliteFile(env)} 不存在;请核对 YIHU_DATA_DIR 或 DATABASE_URL。第一次安装的,先启动一次服务,它会建好数据库`,
    );
  }
  const writer = await new DataSource(writerOptions(options, SCHEMA)).initialize().catch((error: unknown) => {
    throw new OpsError(`连不上数据库:${codeOf(error)}`);
  });
  const reading = readerOptions(options);
  const reader = reading === null ? writer : await new DataSource(reading).initialize();
  return {
    env,
    clock,
    db: new Db(writer, reader, PATIENT_MS),
    writer,
    blobs: openBlobStore(env),
    close: async () => {
      if (reader !== writer) await reader.destroy();
      await writer.destroy();
    },
  };
}

/** The driver's code alone: its message may quote the address with the password. */
export function codeOf(error: unknown): string {
  const { code, name } = error as { code?: string; name?: string };
  return code ?? name ?? 'unknown';
}
