import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, QueryRunner } from 'typeorm';
import { AppError } from '../errors';
import { isLostConnection, isRetryable } from './engine-errors';
import { Mutex } from './mutex';

export type SqlValue = string | number | Buffer | null;
export type Row = Record<string, SqlValue>;

const ATTEMPTS = 6;
/** Rows per INSERT: SQLite allows 32,766 bound values, MySQL 65,535. */
const INSERT_CHUNK = 200;

/** One open transaction. Every write of the product takes one, so that what belongs together commits together. */
export class Tx {
  private readonly committed: (() => void)[] = [];

  constructor(private readonly runner: QueryRunner) {}

  /** Runs `hook` once the transaction has committed, and never when it has not. It must not throw. */
  afterCommit(hook: () => void): void {
    this.committed.push(hook);
  }

  /** For `Db` alone: says that the transaction has committed. */
  announceCommit(): void {
    for (const hook of this.committed) hook();
  }

  /** Rows of a SELECT. */
  async query<T = Row>(sql: string, params: readonly SqlValue[] = []): Promise<T[]> {
    return (await this.runner.query(sql, [...params])) as T[];
  }

  /** Runs an INSERT, UPDATE or DELETE; answers how many rows it matched. */
  async execute(sql: string, params: readonly SqlValue[] = []): Promise<number> {
    const result = await this.runner.query(sql, [...params], true);
    return result.affected ?? 0;
  }

  /** Inserts rows of one shape in as few statements as the engines allow. */
  async insert(table: string, rows: Row | readonly Row[]): Promise<void> {
    const list: readonly Row[] = Array.isArray(rows) ? rows : [rows as Row];
    const first = list[0];
    if (first === undefined) return;
    const columns = Object.keys(first);
    const group = `(${columns.map(() => '?').join(',')})`;
    for (let at = 0; at < list.length; at += INSERT_CHUNK) {
      const chunk = list.slice(at, at + INSERT_CHUNK);
      const values = chunk.flatMap((row) => columns.map((column) => row[column] ?? null));
      const names = columns.map((column) => `\`${column}\``).join(',');
      await this.execute(
        `INSERT INTO ${table} (${names}) VALUES ${chunk.map(() => group).join(',')}`,
        values,
      );
    }
  }
}

/**
 * The one place with begin, retry and commit. Reads outside a transaction go to `read`.
 * SQLite has a single writing connection, so writers queue in order; reads use a second, read-only one.
 */
export class Db {
  private readonly writers = new Mutex();
  private readonly inside = new AsyncLocalStorage<boolean>();

  constructor(
    readonly writer: DataSource,
    private readonly reader: DataSource,
  ) {}

  get engine(): 'sqlite' | 'mysql' {
    return this.writer.options.type === 'better-sqlite3' ? 'sqlite' : 'mysql';
  }

  /** Rows of a SELECT outside any transaction. */
  async read<T = Row>(sql: string, params: readonly SqlValue[] = []): Promise<T[]> {
    try {
      return (await this.reader.query(sql, [...params])) as T[];
    } catch (error) {
      if (isLostConnection(error)) throw new AppError('UNAVAILABLE');
      throw error;
    }
  }

  /**
   * Runs `work` in one transaction. The whole closure is run again after a deadlock, a lock timeout or a lost
   * connection before commit, so it must touch nothing but the database. A connection lost during commit is
   * not retried: nobody knows whether it committed, and the caller's key will tell.
   */
  async inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.inside.getStore() === true) throw new Error('inTransaction inside a transaction: pass tx on');
    return this.inside.run(true, () =>
      this.engine === 'sqlite' ? this.writers.run(() => this.attempt(work)) : this.attempt(work),
    );
  }

  private async attempt<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(work);
      } catch (error) {
        if (error instanceof CommitUnknownError) throw new AppError('UNAVAILABLE', { outcome: 'unknown' });
        if (!isRetryable(error)) throw error;
        if (attempt >= ATTEMPTS) throw new AppError('UNAVAILABLE');
        await pause(5 * 2 ** attempt + Math.random() * 20);
      }
    }
  }

  private async once<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.writer.createQueryRunner();
    try {
      await runner.connect();
      if (this.engine === 'sqlite') await runner.query('BEGIN IMMEDIATE');
      else await runner.startTransaction('READ COMMITTED');
      const tx = new Tx(runner);
      const result = await work(tx);
      await this.commit(runner);
      tx.announceCommit();
      return result;
    } catch (error) {
      if (!(error instanceof CommitUnknownError)) await this.rollback(runner);
      throw error;
    } finally {
      await runner.release().catch(() => undefined);
    }
  }

  private async commit(runner: QueryRunner): Promise<void> {
    try {
      if (this.engine === 'sqlite') await runner.query('COMMIT');
      else await runner.commitTransaction();
    } catch (error) {
      // Galera and its kin report a conflict at COMMIT: that one is a clean "no" and may be retried.
      if (isLostConnection(error)) throw new CommitUnknownError();
      throw error;
    }
  }

  private async rollback(runner: QueryRunner): Promise<void> {
    try {
      if (this.engine === 'sqlite') await runner.query('ROLLBACK');
      else await runner.rollbackTransaction();
    } catch {
      // The engine has already rolled back (deadlock, lost connection): the first error is the one to report.
    }
  }
}

class CommitUnknownError extends Error {}

function pause(ms: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, ms);
  });
}
