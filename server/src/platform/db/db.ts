import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource } from 'typeorm';
import { AppError } from '../errors';
import { openChannel } from './channel';
import { engineOf } from './data-source';
import { isConflict, isLostConnection, isNoRoom, isRetryable } from './engine-errors';
import { LateError, Line, STATEMENT_MS } from './line';
import { Mutex } from './mutex';
import { Reaper } from './reaper';
import { prepareSessions } from './sessions';
import { type Row, type SqlValue, Tx } from './tx';

export { type Row, type SqlValue, Tx } from './tx';

type Params = readonly SqlValue[];

/** Of the whole use-case, after the first try. */
const RETRIES = 3;
/** For checks that look at everything, at night or from the command line. */
export const PATIENT_MS = 10 * 60_000;

/**
 * The one place with begin, retry, commit and the limit of every wait. Reads outside a transaction go to `read`.
 * SQLite has a single writing connection, so writers queue in order; reads use a second, read-only one. It answers
 * inside this process: there is nobody to wait for, and no limit.
 */
export class Db {
  private readonly writers = new Mutex();
  private readonly inside = new AsyncLocalStorage<boolean>();
  private readonly reaper: Reaper;

  /** @param statementMs longest wait for one answer; a late one gives the connection up and is UNAVAILABLE */
  constructor(
    readonly writer: DataSource,
    private readonly reader: DataSource,
    private readonly statementMs = STATEMENT_MS,
  ) {
    this.reaper = new Reaper(() => new Line(openChannel(writer), { limitMs: statementMs }));
    if (this.engine === 'mysql') prepareSessions(writer);
  }

  get engine(): 'sqlite' | 'mysql' {
    return engineOf(this.writer);
  }

  /**
   * Rows of a SELECT outside any transaction. Throws UNAVAILABLE when nobody answers in time.
   * @param patienceMs for a look at everything, which may take longer than people wait
   */
  async read<T = Row>(sql: string, params: Params = [], patienceMs = 0): Promise<T[]> {
    if (this.engine === 'sqlite') return (await openChannel(this.reader).ask(sql, params)) as T[];
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.readOnce<T>(sql, params, Math.max(this.statementMs, patienceMs));
      } catch (error) {
        if (error instanceof LateError) throw new AppError('UNAVAILABLE');
        if (!isLostConnection(error)) throw error;
        // A pool learns late that its server went and came back; reading again does no harm.
        if (attempt > 1) throw new AppError('UNAVAILABLE');
      }
    }
  }

  private async readOnce<T>(sql: string, params: Params, limitMs: number): Promise<T[]> {
    const line = this.newLine(this.reader, limitMs);
    try {
      await line.open();
      return await line.ask<T[]>(sql, params);
    } finally {
      await line.close();
    }
  }

  /**
   * Runs `work` in one transaction. The whole closure is run again, at most three times, after a deadlock, a lock
   * timeout or a lost connection before commit, so it must touch nothing but the database. A late answer is not
   * waited for again. A COMMIT without an answer is not retried: nobody knows whether it committed, and the
   * caller's key will tell. Throws UNAVAILABLE, with `outcome: 'unknown'` in that last case.
   */
  async inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.inside.getStore() === true) throw new Error('inTransaction inside a transaction: pass tx on');
    return this.inside.run(true, () =>
      this.engine === 'sqlite' ? this.writers.run(() => this.attempt(work)) : this.attempt(work),
    );
  }

  private async attempt<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const from = performance.now();
    for (let retry = 1; ; retry += 1) {
      try {
        return await this.once(work);
      } catch (error) {
        if (error instanceof CommitUnknownError) throw new AppError('UNAVAILABLE', { outcome: 'unknown' });
        if (error instanceof LateError || isNoRoom(error)) throw new AppError('UNAVAILABLE');
        if (!isRetryable(error)) throw error;
        const isOver = performance.now() - from >= this.statementMs;
        if (retry > RETRIES || isOver) throw new AppError('UNAVAILABLE');
        // Those that met each other must not meet again.
        await pause((0.5 + Math.random()) * 10 * 2 ** retry);
      }
    }
  }

  private async once<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const line = this.newLine(this.writer, this.statementMs);
    try {
      await line.open();
      // The isolation of MySQL's sessions is READ COMMITTED, see sessions.ts.
      await line.ask(this.engine === 'sqlite' ? 'BEGIN IMMEDIATE' : 'START TRANSACTION');
      const tx = new Tx(line);
      const result = await work(tx);
      await tx.writeLate();
      await this.commit(line);
      tx.announceCommit();
      return result;
    } catch (error) {
      if (!(error instanceof CommitUnknownError)) await this.rollback(line, error);
      throw error;
    } finally {
      await line.close();
    }
  }

  private async commit(line: Line): Promise<void> {
    try {
      await line.ask('COMMIT');
    } catch (error) {
      // Galera and its kin report a conflict at COMMIT, SQLite a full disk: a clean "no", rolled back by the caller.
      if (isConflict(error) || (this.engine === 'sqlite' && !isLostConnection(error))) throw error;
      await line.breakOff().catch(() => undefined);
      throw new CommitUnknownError();
    }
  }

  /** A transaction that cannot be rolled back ends with its connection. */
  private async rollback(line: Line, cause: unknown): Promise<void> {
    if (cause instanceof LateError) return;
    try {
      await line.ask('ROLLBACK');
    } catch {
      // The first error is the one to report. SQLite's one connection stays: the engine has rolled back already.
      if (this.engine === 'mysql') await line.breakOff().catch(() => undefined);
    }
  }

  private newLine(source: DataSource, limitMs: number): Line {
    const limit = this.engine === 'sqlite' ? null : limitMs;
    const onGivenUp = (threadId: number) => this.reaper.end(threadId);
    return new Line(openChannel(source), { limitMs: limit, onGivenUp });
  }
}

class CommitUnknownError extends Error {}

function pause(ms: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, ms);
  });
}

/** Rows of a SELECT, inside a transaction or outside any: for what is read in both ways. */
export function readRows<T = Row>(reader: Tx | Db, sql: string, params: Params = []): Promise<T[]> {
  return reader instanceof Tx ? reader.query<T>(sql, params) : reader.read<T>(sql, params);
}
