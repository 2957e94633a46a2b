import { Readable } from 'node:stream';
import type { LiveEvent } from '@yihu/shared';
import { beatOf, frameOf } from './rules/frames';
import type { Scope } from './rules/what-to-tell';

/** A reader this far behind is cut off: she comes back with her cursor, and the process keeps its memory. */
const UNREAD_BYTES = 512 * 1024;

/** One open stream of one person. */
export class Listener {
  readonly body = new Readable({ read: () => undefined });

  constructor(
    readonly scope: Scope,
    readonly sessionHash: string,
    public cursor: number,
  ) {
    // The reader went away in the middle of a frame: nobody is left to be told.
    this.body.on('error', () => undefined);
  }

  get open(): boolean {
    return !this.body.destroyed && !this.body.readableEnded;
  }

  tell(event: LiveEvent, cursor: number): void {
    this.cursor = cursor;
    this.push(frameOf(event, cursor));
  }

  beat(): void {
    this.push(beatOf(this.cursor));
  }

  end(event: Extract<LiveEvent, { type: 'bye' }>): void {
    if (!this.open) return;
    this.push(frameOf(event, this.cursor));
    this.body.push(null);
  }

  private push(text: string): void {
    if (!this.open) return;
    if (this.body.readableLength > UNREAD_BYTES) this.body.destroy();
    else this.body.push(text);
  }
}
