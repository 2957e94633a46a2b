import type { Line } from './line';

/**
 * Ends on the server what this process has given up waiting for: a statement whose client is gone goes on to its
 * end there, and keeps its locks. One connection at a time and one try: where nobody answers, nothing is heaped up.
 */
export class Reaper {
  private readonly doomed = new Set<number>();
  private running: Promise<void> | null = null;

  constructor(private readonly newLine: () => Line) {}

  /** @param threadId the server's number of the connection */
  end(threadId: number): void {
    this.doomed.add(threadId);
    this.running ??= this.run().finally(() => {
      this.running = null;
    });
  }

  private async run(): Promise<void> {
    const line = this.newLine();
    try {
      await line.open();
      for (const id of this.doomed) {
        this.doomed.delete(id);
        // Most are gone already (1094).
        await line.ask(`KILL ${id}`).catch(() => undefined);
      }
    } catch {
      // The server cannot be reached: it will notice by itself that we are gone.
      this.doomed.clear();
    } finally {
      await line.close();
    }
  }
}
