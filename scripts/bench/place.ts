import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../bootstrap.mjs';
import { type Engine, openSql, type Sql } from './sql.ts';

/** Where a generated database lives, and the environment that points the server at it. */
export interface Place {
  engine: Engine;
  dir: string;
  /** A file for SQLite, an address for MySQL. */
  database: string;
  env: { [name: string]: string };
}

/** Any key will do, but the same each time: stored phone numbers are read again by the next run. */
const SECRET = createHash('sha256').update('bench').digest('base64');

/** Name of the schema and of the way rows are made: another one means another database. */
function schemaHash(): string {
  const hash = createHash('sha256');
  const migrations = join(root, 'server', 'dist', 'migrations');
  for (const name of readdirSync(migrations).sort())
    if (name.endsWith('.js')) hash.update(readFileSync(join(migrations, name)));
  for (const made of ['data.ts', 'words.ts']) hash.update(readFileSync(join(import.meta.dirname, made)));
  return hash.digest('hex').slice(0, 8);
}

/** The place for so many orders. `serverUrl` names a database server and an account that may create databases. */
export async function placeFor(engine: Engine, orders: number, serverUrl: string | null): Promise<Place> {
  const name = `yihu_bench_${schemaHash()}_${orders}`;
  const dir = join(tmpdir(), name);
  mkdirSync(dir, { recursive: true });
  const env = {
    YIHU_DEMO: '1',
    YIHU_JOBS: 'off',
    YIHU_RATE_LIMITS: 'off',
    YIHU_SECRET_KEY: SECRET,
    YIHU_DATA_DIR: dir,
    YIHU_MIN_FREE_MB: '0',
    LOG_LEVEL: 'error',
  };
  if (engine === 'sqlite')
    return { engine, dir, database: join(dir, 'yihu.sqlite'), env: { ...env, DATABASE_URL: '' } };
  if (serverUrl === null) throw new Error('mysql needs TEST_MYSQL_URL or DATABASE_URL');
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
  await onServer(
    serverUrl,
    `CREATE DATABASE IF NOT EXISTS ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
  );
  return { engine, dir, database: url, env: { ...env, DATABASE_URL: url } };
}

async function onServer(serverUrl: string, statement: string): Promise<void> {
  const sql = openSql('mysql', serverUrl);
  await sql.read(statement);
  await sql.close();
}

/** Empties a place whose database has drifted from its size by more than a twentieth, or is half made. */
export async function emptyIfDrifted(place: Place, orders: number, serverUrl: string | null): Promise<void> {
  const sql = openSql(place.engine, place.database);
  const count = await countOrders(sql);
  await sql.close();
  if (count === null || Math.abs(count - orders) <= orders / 20) return;
  if (place.engine === 'sqlite') {
    rmSync(place.dir, { recursive: true, force: true });
    mkdirSync(place.dir, { recursive: true });
  } else if (serverUrl !== null) {
    const name = new URL(place.database).pathname.slice(1);
    await onServer(serverUrl, `DROP DATABASE ${name}`);
    await onServer(serverUrl, `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  }
}

/** Orders in the database; null when it has no tables yet. */
export async function countOrders(sql: Sql): Promise<number | null> {
  const rows = await sql.read('SELECT COUNT(*) AS n FROM work_order').catch(() => null);
  return rows === null ? null : Number(rows[0]?.n);
}
