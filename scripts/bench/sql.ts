import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../bootstrap.mjs';

export type Value = string | number | null;
export type Row = Record<string, Value>;
export type Engine = 'sqlite' | 'mysql';
export type Query = (sql: string, params?: readonly Value[]) => Promise<Row[]>;

/** A database without a library above its driver. */
export interface Sql {
  engine: Engine;
  /** Rows of a SELECT, nothing of anything else; outside any transaction. */
  read: Query;
  /** `work` alone on a writing connection; it sends its own BEGIN and COMMIT. */
  alone<T>(work: (query: Query) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

interface Statement {
  reader: boolean;
  all(...params: Value[]): Row[];
  run(...params: Value[]): unknown;
}
interface Sqlite {
  prepare(sql: string): Statement;
  pragma(text: string): unknown;
  close(): void;
}
type SqliteClass = new (file: string, options?: { readonly: boolean }) => Sqlite;
interface Connection {
  query(sql: string, params: readonly Value[]): Promise<[Row[] | object]>;
  release(): void;
}
interface Pool {
  query: Connection['query'];
  getConnection(): Promise<Connection>;
  end(): Promise<void>;
}

/** Packages of the server, which scripts do not depend on themselves. */
export const fromServer = createRequire(join(root, 'server', 'package.json'));

/** `place` is a file for SQLite, an address (`mysql://…/name`) for MySQL and MariaDB. */
export function openSql(engine: Engine, place: string): Sql {
  return engine === 'sqlite' ? openSqlite(place) : openMysql(place);
}

/** What fails half-way must not keep the connection for itself. */
async function orBack<T>(query: Query, work: (query: Query) => Promise<T>): Promise<T> {
  try {
    return await work(query);
  } catch (error) {
    await query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

function openSqlite(file: string): Sql {
  const Database = fromServer('better-sqlite3') as SqliteClass;
  const writer = new Database(file);
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'busy_timeout = 5000'])
    writer.pragma(pragma);
  const reader = new Database(file, { readonly: true });
  const on = (database: Sqlite): Query => {
    const known = new Map<string, Statement>();
    return async (sql, params = []) => {
      let statement = known.get(sql);
      if (statement === undefined) {
        statement = database.prepare(sql);
        known.set(sql, statement);
      }
      if (statement.reader) return statement.all(...params);
      statement.run(...params);
      return [];
    };
  };
  const write = on(writer);
  let turn: Promise<unknown> = Promise.resolve();
  return {
    engine: 'sqlite',
    read: on(reader),
    // One writing connection: those who write take turns.
    alone: (work) => {
      const mine = turn.then(() => orBack(write, work));
      turn = mine.catch(() => undefined);
      return mine;
    },
    close: async () => {
      reader.close();
      writer.close();
    },
  };
}

function openMysql(url: string): Sql {
  const { createPool } = fromServer('mysql2/promise') as { createPool(options: object): Pool };
  const pool = createPool({ uri: url, connectionLimit: 16, charset: 'utf8mb4_bin', timezone: 'Z' });
  const on =
    (connection: Pick<Connection, 'query'>): Query =>
    async (sql, params = []) => {
      const [rows] = await connection.query(sql, params);
      return Array.isArray(rows) ? rows : [];
    };
  return {
    engine: 'mysql',
    read: on(pool),
    alone: async (work) => {
      const connection = await pool.getConnection();
      try {
        return await orBack(on(connection), work);
      } finally {
        connection.release();
      }
    },
    close: () => pool.end(),
  };
}
