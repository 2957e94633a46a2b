import { AppError } from '../errors';
import { STATEMENT_MS } from './line';

/**
 * Those of this process who would all wait for one row of the database wait here instead, first come, first served.
 * A row's lock is waited for only briefly and whoever has waited in vain starts again behind all the others: of fifty
 * at once most would be turned away, though there is nothing wrong but that each has to wait for those before.
 */
export class Turns {
  /** Who waits behind the one whose turn it is, by what they wait for. */
  private readonly queues = new Map<string, (() => void)[]>();

  /** @param limitMs longest wait before it is somebody's turn */
  constructor(private readonly limitMs = 4 * STATEMENT_MS) {}

  /** Runs `work` when it is its turn. Throws UNAVAILABLE when that takes too long: then nothing was begun. */
  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    await this.wait(name);
    try {
      return await work();
    } finally {
      this.passOn(name);
    }
  }

  private wait(name: string): Promise<void> {
    const queue = this.queues.get(name);
    if (queue === undefined) {
      this.queues.set(name, []);
      return Promise.resolve();
    }
    return new Promise((done, fail) => {
      const begin = () => {
        clearTimeout(timer);
        done();
      };
      const timer = setTimeout(() => {
        queue.splice(queue.indexOf(begin), 1);
        fail(new AppError('UNAVAILABLE'));
      }, this.limitMs);
      queue.push(begin);
    });
  }

  private passOn(name: string): void {
    const next = this.queues.get(name)?.shift();
    if (next === undefined) this.queues.delete(name);
    else next();
  }
}
