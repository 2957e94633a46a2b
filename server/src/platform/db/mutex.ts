/** A first-in, first-out lock for one process. */
export class Mutex {
  private tail: Promise<unknown> = Promise.resolve();

  /** Runs `work` when everybody who asked earlier has finished, whether they failed or not. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.tail.then(work);
    this.tail = result.catch(() => undefined);
    return result;
  }
}
