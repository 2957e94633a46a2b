import type { EventEmitter } from 'node:events';
import type { DataSource } from 'typeorm';

export type Params = readonly unknown[];

/**
 * The driver behind a data source, one connection of it at a time. TypeORM opens, pools and migrates; statements go
 * past it, because its query layer and the driver's promises took a tenth of a request's time.
 */
export interface Channel {
  /** The driver's own connection; the first call takes it from the pool. */
  connect(): Promise<object>;
  /** Rows of a SELECT; of anything else what the driver answers. */
  ask(sql: string, params: Params): Promise<unknown>;
  /** How many rows a writing statement matched. */
  write(sql: string, params: Params): Promise<number>;
  release(): void;
}

export function openChannel(source: DataSource): Channel {
  return source.options.type === 'better-sqlite3'
    ? new SqliteChannel(source.driver as unknown as SqliteDriver)
    : new MysqlChannel((source.driver as unknown as MysqlDriver).pool);
}

interface Statement {
  reader: boolean;
  all(...params: unknown[]): unknown[];
  run(...params: unknown[]): { changes: number };
}
interface SqliteDriver {
  databaseConnection: { prepare(sql: string): Statement };
}

/** Prepared statements of each SQLite connection, oldest first; lists of many lengths must not fill the memory. */
const STATEMENTS = new WeakMap<object, Map<string, Statement>>();
const KEPT_STATEMENTS = 500;

/** SQLite answers at once and has one connection for all. */
class SqliteChannel implements Channel {
  constructor(private readonly driver: SqliteDriver) {}

  async connect(): Promise<object> {
    return this.driver.databaseConnection;
  }

  async ask(sql: string, params: Params): Promise<unknown> {
    const statement = this.statement(sql);
    return statement.reader ? statement.all(...params) : statement.run(...params);
  }

  async write(sql: string, params: Params): Promise<number> {
    return this.statement(sql).run(...params).changes;
  }

  release(): void {}

  private statement(sql: string): Statement {
    const database = this.driver.databaseConnection;
    const kept = STATEMENTS.get(database) ?? new Map<string, Statement>();
    const known = kept.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    if (kept.size >= KEPT_STATEMENTS) for (const oldest of kept.keys()) if (kept.delete(oldest)) break;
    STATEMENTS.set(database, kept.set(sql, statement));
    return statement;
  }
}

type Done<T> = (error: unknown, value: T) => void;
interface Connection extends EventEmitter {
  query(sql: string, params: Params, done: Done<unknown>): unknown;
  release(): void;
}
interface MysqlDriver {
  pool: { getConnection(done: Done<Connection>): void };
}

class MysqlChannel implements Channel {
  private taken: Promise<Connection> | null = null;
  private connection: Connection | null = null;

  constructor(private readonly pool: MysqlDriver['pool']) {}

  connect(): Promise<Connection> {
    this.taken ??= new Promise((done, fail) => {
      this.pool.getConnection((error, connection) => {
        if (error) return fail(error);
        // A connection in the pool may break at any time: an event nobody hears would end the process.
        if (connection.listenerCount('error') === 0) connection.on('error', () => undefined);
        this.connection = connection;
        done(connection);
      });
    });
    return this.taken;
  }

  async ask(sql: string, params: Params): Promise<unknown> {
    const connection = this.connection ?? (await this.connect());
    return new Promise((done, fail) => {
      connection.query(sql, params, (error, answer) => (error ? fail(error) : done(answer)));
    });
  }

  async write(sql: string, params: Params): Promise<number> {
    return ((await this.ask(sql, params)) as { affectedRows?: number }).affectedRows ?? 0;
  }

  release(): void {
    this.connection?.release();
    this.connection = null;
    this.taken = null;
  }
}
