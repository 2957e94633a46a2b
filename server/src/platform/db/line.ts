import type { Channel } from './channel';

/** Longest wait for one answer of the database unless told otherwise, in ms. */
export const STATEMENT_MS = 5000;

/** Nobody answered within the limit. Whether a COMMIT was carried out is then unknown; anything else was not kept. */
export class LateError extends Error {
  constructor() {
    super('the database did not answer in time');
  }
}

export interface LineOptions {
  /** Longest wait for one answer, in ms; null waits for ever (an engine inside this process answers at once). */
  limitMs: number | null;
  /** Told the server's number of a connection that was given up: what it was asked may still be running there. */
  onGivenUp?: (threadId: number) => void;
}

/** What the product uses of a connection of mysql2's pool. */
interface Connection {
  threadId?: number | null;
  stream?: { destroy(): void };
  destroy?(): void;
}

/**
 * One connection for one transaction or one read. An answer that is late closes the connection, so that it goes
 * back to no pool in an unknown state, and everything asked of it afterwards fails in the same way.
 */
export class Line {
  private isLate = false;
  /** What is left for the first answer: getting a connection and its first answer share one limit. */
  private leftMs: number | null;

  constructor(
    private readonly channel: Channel,
    private readonly options: LineOptions,
  ) {
    this.leftMs = options.limitMs;
  }

  /** Gets a connection from the pool. Throws LateError, or what the driver says. */
  async open(): Promise<void> {
    const from = performance.now();
    const connecting = this.channel.connect();
    await this.within(connecting, () => {
      // It comes too late to be of use here, and goes back as it is.
      connecting.then(
        () => this.channel.release(),
        () => undefined,
      );
    });
    if (this.leftMs !== null) this.leftMs = Math.max(1, this.leftMs - (performance.now() - from));
  }

  /** Rows of a SELECT, or whatever the driver answers to anything else. */
  ask<T>(sql: string, params: readonly unknown[] = []): Promise<T> {
    return this.send(() => this.channel.ask(sql, params) as Promise<T>);
  }

  /** How many rows a writing statement matched. */
  write(sql: string, params: readonly unknown[]): Promise<number> {
    return this.send(() => this.channel.write(sql, params));
  }

  /** Gives the connection back. */
  async close(): Promise<void> {
    if (!this.isLate) this.channel.release();
  }

  /** Closes the connection for good: its state is not known. Answers the server's number of it. */
  async breakOff(): Promise<number | null> {
    if (this.isLate) return null;
    this.isLate = true;
    const connection = (await this.channel.connect()) as Connection;
    connection.stream?.destroy();
    connection.destroy?.();
    this.channel.release();
    return connection.threadId ?? null;
  }

  private async giveUp(): Promise<void> {
    const threadId = await this.breakOff().catch(() => null);
    if (threadId !== null) this.options.onGivenUp?.(threadId);
  }

  private send<T>(ask: () => Promise<T>): Promise<T> {
    if (this.isLate) return Promise.reject(new LateError());
    return this.within(ask(), () => void this.giveUp());
  }

  private within<T>(work: Promise<T>, onLate: () => void): Promise<T> {
    const ms = this.leftMs;
    if (ms === null) return work;
    this.leftMs = this.options.limitMs;
    return new Promise<T>((done, fail) => {
      const timer = setTimeout(() => {
        onLate();
        this.isLate = true;
        fail(new LateError());
      }, ms);
      work.then(
        (value) => {
          clearTimeout(timer);
          done(value);
        },
        (error: unknown) => {
          clearTimeout(timer);
          fail(error);
        },
      );
    });
  }
}
