import { once } from 'node:events';
import { createConnection, createServer, type Server, type Socket } from 'node:net';

/** What the line does to the bytes that pass from now on. */
export type LineFault =
  | { kind: 'none' }
  /** Every packet arrives in pieces of a few bytes. */
  | { kind: 'split' }
  /** Connections stay open and are accepted, nothing passes either way. */
  | { kind: 'stall' }
  /** The first COMMIT of a transaction that wrote `table` is carried out, its answer is dropped with the line. */
  | { kind: 'dropCommitAnswer'; table: string };

const PIECES = [1, 2, 3, 5, 60];

/** A line between a server and its database (MySQL protocol without TLS) that fails as told. */
export class TcpProxy {
  fault: LineFault = { kind: 'none' };
  /** How many answers to a COMMIT were dropped. */
  dropped = 0;
  private readonly lines = new Set<() => void>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  /** Listens on a free port of loopback and passes on to the host and port of `url`. */
  static async before(url: string): Promise<TcpProxy> {
    const target = new URL(url);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const proxy = new TcpProxy(server, address.port);
    server.on('connection', (near) => proxy.join(near, target));
    return proxy;
  }

  /** The same database by way of this line. */
  urlOf(url: string): string {
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String(this.port);
    return through.href;
  }

  /** Ends the fault; what was held back passes. */
  heal(): void {
    this.fault = { kind: 'none' };
    for (const flush of this.lines) flush();
  }

  async close(): Promise<void> {
    this.heal();
    const closed = once(this.server, 'close');
    this.server.close();
    await closed;
  }

  private join(near: Socket, target: URL): void {
    const far = createConnection({ host: target.hostname, port: Number(target.port || 3306) });
    const line = { wrote: false, dropping: false };
    const toFar = this.pass(near, far, (chunk) => this.watch(chunk, line));
    const toNear = this.pass(far, near, () => {
      if (!line.dropping) return true;
      this.dropped += 1;
      near.destroy();
      return false;
    });
    const flush = () => {
      toFar();
      toNear();
    };
    this.lines.add(flush);
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.lines.delete(flush);
        near.destroy();
        far.destroy();
      });
    }
  }

  /** Follows what the client asks; always lets it pass. */
  private watch(chunk: Buffer, line: { wrote: boolean; dropping: boolean }): true {
    const { fault } = this;
    if (fault.kind !== 'dropCommitAnswer') return true;
    // Length and number of the packet are 4 bytes, 0x03 says that SQL text follows.
    const sql = chunk.subarray(5).toString('latin1');
    if (sql.includes(`INSERT INTO ${fault.table} `)) line.wrote = true;
    if (!line.wrote || sql !== 'COMMIT') return true;
    line.dropping = true;
    this.fault = { kind: 'none' };
    return true;
  }

  /** Passes bytes on in order; answers how to send what a stall held back. */
  private pass(from: Socket, to: Socket, allow: (chunk: Buffer) => boolean): () => void {
    let held: Buffer[] = [];
    let tail: Promise<void> = Promise.resolve();
    const send = (chunk: Buffer) => {
      if (!allow(chunk)) return;
      const isSplit = this.fault.kind === 'split';
      tail = tail.then(() => (isSplit ? inPieces(to, chunk) : void to.write(chunk)));
    };
    from.on('data', (chunk: Buffer) => {
      if (this.fault.kind === 'stall') held.push(chunk);
      else send(chunk);
    });
    return () => {
      const waiting = held;
      held = [];
      for (const chunk of waiting) send(chunk);
    };
  }
}

async function inPieces(to: Socket, chunk: Buffer): Promise<void> {
  let at = 0;
  for (let n = 0; at < chunk.length; n += 1) {
    const size = n < 20 ? (PIECES[n % PIECES.length] ?? 1) : 4096;
    to.write(chunk.subarray(at, at + size));
    at += size;
    await new Promise((done) => setImmediate(done));
  }
}
