import type { LiveEvent } from '@yihu/shared';
import type { Persona, TestApp } from './harness';

/** One open stream, read as a browser would. */
export class StreamReader {
  readonly events: LiveEvent[] = [];
  /** Cursor of the last whole frame. */
  cursor = '';
  ended = false;
  private readonly waiting: (() => void)[] = [];
  private readonly abort = new AbortController();

  private constructor(readonly status: number) {}

  /** Opens a stream of the person; `since` resumes where another one was. */
  static async open(app: TestApp, who: Persona, since?: string): Promise<StreamReader> {
    const aborting = new AbortController();
    const response = await fetch(`${app.url}/api/desk/stream`, {
      headers: {
        authorization: `Bearer ${await who.token()}`,
        accept: 'text/event-stream',
        ...(since === undefined ? {} : { 'last-event-id': since }),
      },
      signal: aborting.signal,
    });
    const reader = new StreamReader(response.status);
    aborting.signal.throwIfAborted();
    reader.abort.signal.addEventListener('abort', () => aborting.abort());
    if (response.body !== null) void reader.read(response.body);
    await reader.until((events) => events.some(({ type }) => type === 'hello'));
    return reader;
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for await (const chunk of body) {
        rest += decoder.decode(chunk, { stream: true });
        const frames = rest.split('\n\n');
        rest = frames.pop() ?? '';
        for (const frame of frames) this.take(frame);
        this.wake();
      }
    } catch {
      // Cut off, by the test or by the server: what came is what counts.
    }
    this.ended = true;
    this.wake();
  }

  private take(frame: string): void {
    const id = /^id: (.*)$/m.exec(frame)?.[1];
    const data = /^data: (.*)$/m.exec(frame)?.[1];
    if (data !== undefined) this.events.push(JSON.parse(data) as LiveEvent);
    if (id !== undefined) this.cursor = id;
  }

  private wake(): void {
    for (const each of this.waiting.splice(0)) each();
  }

  /** Resolves when what came so far is enough, or when nothing more can come. */
  async until(isEnough: (events: readonly LiveEvent[]) => boolean): Promise<readonly LiveEvent[]> {
    while (!isEnough(this.events) && !this.ended) await new Promise<void>((done) => this.waiting.push(done));
    return this.events;
  }

  async untilEnd(): Promise<void> {
    await this.until(() => false);
  }

  /** Tears the connection down as a lost network would. */
  cut(): void {
    this.abort.abort();
  }

  /** `type` and what it is about. */
  get heard(): string[] {
    return this.events.map((event) => ('id' in event ? `${event.type} ${event.id}` : event.type));
  }
}
