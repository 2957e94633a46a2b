import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource, type DataSourceOptions, type MixedList } from 'typeorm';
import { STATEMENT_MS } from './line';

const POOL_SIZE = 16;

export interface Schema {
  entities: MixedList<new () => object>;
  migrations: MixedList<new () => object>;
}

export interface DatabaseOptions {
  /** `mysql://user:password@host:port/name`, or null for the embedded SQLite file. */
  url: string | null;
  dataDir: string;
  /** Longest wait for a connection, in ms; see `Db`. */
  statementMs?: number;
}

interface Sqlite {
  pragma(text: string): unknown;
  function(
    name: string,
    options: { deterministic: boolean },
    body: (...values: unknown[]) => unknown,
  ): unknown;
}

/** Pragmas of every open: the driver reopens a WAL file with synchronous NORMAL, which may lose the last commits. */
function prepareSqlite(database: Sqlite): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  // The whole process stands still meanwhile; `Db` tries again in between.
  database.pragma('busy_timeout = 1000');
}

/** Data source options for writing. Column text is compared byte by byte on both engines. */
export function writerOptions(options: DatabaseOptions, schema: Schema): DataSourceOptions {
  const common = { ...schema, synchronize: false, logging: false as const, migrationsTableName: 'migration' };
  if (options.url !== null) {
    return {
      ...common,
      type: 'mysql',
      url: options.url.replace(/^mariadb:/, 'mysql:'),
      charset: 'utf8mb4_bin',
      timezone: 'Z',
      connectTimeout: options.statementMs ?? STATEMENT_MS,
      poolSize: POOL_SIZE,
      // Idle connections are let go long before the server would end them (sessions.ts), so none is found dead.
      extra: { enableKeepAlive: true, maxIdle: POOL_SIZE - 1, idleTimeout: 60_000 },
    };
  }
  mkdirSync(options.dataDir, { recursive: true });
  return {
    ...common,
    type: 'better-sqlite3',
    database: join(options.dataDir, 'yihu.sqlite'),
    prepareDatabase: prepareSqlite,
  };
}

const PATTERNS = new Map<unknown, RegExp>();

function matches(pattern: unknown, text: unknown): number {
  const known = PATTERNS.get(pattern) ?? new RegExp(String(pattern));
  PATTERNS.set(pattern, known);
  return typeof text === 'string' && known.test(text) ? 1 : 0;
}

/** SQLite readers get a connection of their own, so that a read never waits for, or sees, an open transaction. */
export function readerOptions(options: DatabaseOptions): DataSourceOptions | null {
  if (options.url !== null) return null;
  return {
    type: 'better-sqlite3',
    database: join(options.dataDir, 'yihu.sqlite'),
    readonly: true,
    prepareDatabase: (database: Sqlite) => {
      database.pragma('busy_timeout = 5000');
      // `text REGEXP pattern` as on MySQL; SQLite leaves the operator to its user.
      database.function('regexp', { deterministic: true }, matches);
    },
  };
}

export function engineOf(source: DataSource): 'sqlite' | 'mysql' {
  return source.options.type === 'better-sqlite3' ? 'sqlite' : 'mysql';
}

/** What `/readyz` and the start check ask of the engine. Empty when a commit survives a power cut. */
export async function durabilityProblems(
  ask: (sql: string) => Promise<Record<string, unknown>[]>,
  engine: 'sqlite' | 'mysql',
): Promise<string[]> {
  if (engine === 'sqlite') {
    const rows = await ask('PRAGMA synchronous');
    return rows[0]?.synchronous === 2 ? [] : ['SQLite synchronous 不是 FULL'];
  }
  const rows = await ask('SELECT @@innodb_flush_log_at_trx_commit AS flush');
  return Number(rows[0]?.flush) === 1 ? [] : ['innodb_flush_log_at_trx_commit 不是 1,断电会丢已确认的诉求'];
}
