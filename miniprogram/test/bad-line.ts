import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to requests from now on. */
export type LineState =
  | { kind: 'open' }
  /** Connections are cut before anything is passed on. */
  | { kind: 'down' }
  /** A hotel's sign-on page answers everything with 200. */
  | { kind: 'captive'; body: string; type: string }
  /** The request is carried out; its answer gets lost. */
  | { kind: 'loseAnswer'; path: string }
  /** An error page of something on the way. */
  | { kind: 'broken'; status: number }
  /** `share` of all requests are lost, half of those after they were carried out. */
  | { kind: 'lossy'; share: number; random: () => number };

/** Real HTTP between a phone and the server at `target` that fails as told. */
export class BadLine {
  state: LineState = { kind: 'open' };
  /** Requests cut, before or after they were carried out. */
  cut = 0;
  private constructor(
    private readonly server: http.Server,
    private readonly target: string,
    readonly url: string,
  ) {}

  static async before(target: string): Promise<BadLine> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const line = new BadLine(server, target, `http://127.0.0.1:${port}`);
    server.on('request', (request, response) => void line.pass(request, response));
    return line;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { state } = this;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const lost = this.fate(request.url ?? '');
    if (lost === 'before') return this.drop(response);
    if (state.kind === 'captive') {
      response.writeHead(200, { 'content-type': state.type }).end(state.body);
      return;
    }
    if (state.kind === 'broken') {
      response.writeHead(state.status, { 'content-type': 'text/html' }).end('<html>Bad Gateway</html>');
      return;
    }
    const answer = await this.carry(request, Buffer.concat(chunks));
    if (lost === 'after' || !answer) return this.drop(response);
    response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
  }

  private fate(url: string): 'no' | 'before' | 'after' {
    const { state } = this;
    if (state.kind === 'down') return 'before';
    if (state.kind === 'loseAnswer' && url === state.path) return 'after';
    if (state.kind !== 'lossy' || state.random() >= state.share) return 'no';
    return state.random() < 0.5 ? 'before' : 'after';
  }

  private drop(response: http.ServerResponse): void {
    this.cut += 1;
    response.socket?.destroy();
  }

  private async carry({ method = '', url = '', headers }: http.IncomingMessage, body: Buffer) {
    const wanted = ['authorization', 'content-type', 'accept'];
    const kept = Object.entries(headers).filter(([name]) => wanted.includes(name)) as [string, string][];
    const sent = method === 'GET' || body.length === 0 ? undefined : new Uint8Array(body);
    const answer = await fetch(this.target + url, { method, headers: kept, body: sent }).catch(() => null);
    if (!answer) return null;
    const type = answer.headers.get('content-type') ?? '';
    return { status: answer.status, type, body: Buffer.from(await answer.arrayBuffer()) };
  }
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
