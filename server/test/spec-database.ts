import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { type DatabaseOptions, readerOptions, writerOptions } from '../src/platform/db/data-source';
import { Db } from '../src/platform/db/db';
import { newId } from '../src/platform/ids';

export interface SpecDatabase {
  db: Db;
  /** One more `Db` on the same data, as another process would have it. */
  another(): Promise<Db>;
  close(): Promise<void>;
}

/** The engines a spec runs on: SQLite always, MySQL or MariaDB when the test run offers one. */
export const ENGINES: readonly (readonly [string, string | null])[] = [
  ['SQLite', null],
  ...(process.env.TEST_MYSQL_URL ? [['MariaDB', process.env.TEST_MYSQL_URL] as const] : []),
];

/** An empty database of its own with the tables of these entities; `close` removes it. */
export async function specDatabase(
  serverUrl: string | null,
  entities: (new () => object)[],
): Promise<SpecDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'yihu-spec-'));
  const name = `spec_${newId().toLowerCase()}`;
  const url = serverUrl === null ? null : Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
  if (serverUrl !== null)
    await onServer(serverUrl, `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  const opened: DataSource[] = [];
  const open = async () => {
    const options: DatabaseOptions = { url, dataDir };
    const writer = await new DataSource(writerOptions(options, { entities, migrations: [] })).initialize();
    opened.push(writer);
    if (opened.length === 1) await writer.synchronize();
    const reading = readerOptions(options);
    const reader = reading === null ? writer : await new DataSource(reading).initialize();
    if (reader !== writer) opened.push(reader);
    return new Db(writer, reader);
  };
  return {
    db: await open(),
    another: open,
    close: async () => {
      for (const source of opened) await source.destroy();
      if (serverUrl !== null) await onServer(serverUrl, `DROP DATABASE ${name}`);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function onServer(url: string, sql: string): Promise<void> {
  const source = await new DataSource({ type: 'mysql', url }).initialize();
  await source.query(sql).finally(() => source.destroy());
}
