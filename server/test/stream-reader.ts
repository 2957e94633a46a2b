import { type ClientRequest, request } from 'node:http';
import type { LiveEvent } from '@yihu/shared';
import type { Persona, TestApp } from './harness';

/** One open stream, read as a browser would. */
export class StreamReader {
  readonly events: LiveEvent[] = [];
  /** Cursor of the last whole frame. */
  cursor = '';
  ended = false;
  private readonly waiting: (() => void)[] = [];
  private rest = '';

  private constructor(private readonly call: ClientRequest) {}

  /** Opens a stream of the person on a connection of its own; `since` resumes where another one was. */
  static async open(app: TestApp, who: Persona, since?: string): Promise<StreamReader> {
    const headers = {
      authorization: `Bearer ${await who.token()}`,
      accept: 'text/event-stream',
      ...(since === undefined ? {} : { 'last-event-id': since }),
    };
    const call = request(`${app.url}/api/desk/stream`, { agent: false, headers });
    const reader = new StreamReader(call);
    call.on('response', (response) => {
      response.setEncoding('utf8');
      response.on('data', (text: string) => reader.read(text));
      // Cut off, by the test or by the server: what came is what counts.
      response.on('error', () => undefined);
      response.on('close', () => reader.end());
    });
    call.on('error', () => reader.end());
    call.end();
    await reader.until((events) => events.some(({ type }) => type === 'hello'));
    return reader;
  }

  private read(text: string): void {
    const frames = (this.rest + text).split('\n\n');
    this.rest = frames.pop() ?? '';
    for (const frame of frames) this.take(frame);
    this.wake();
  }

  private end(): void {
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
    this.call.destroy();
  }

  /** `type` and what it is about. */
  get heard(): string[] {
    return this.events.map((event) => ('id' in event ? `${event.type} ${event.id}` : event.type));
  }
}
