import { once } from 'node:events';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** What the line does to the bytes that pass from now on. */
export type LineFault =
  | { kind: 'none' }
  /** Every packet arrives in pieces of a few bytes. */
  | { kind: 'split' }
  /** Connections stay open and are accepted; nothing passes, one way or both, and no end of a connection either. */
  | { kind: 'stall'; way?: 'questions' | 'answers' }
  /** Every packet arrives late by so many ms. */
  | { kind: 'delay'; ms: number }
  /** The first COMMIT of a transaction that wrote `table` is carried out, its answer is dropped with the line. */
  | { kind: 'dropCommitAnswer'; table: string }
  /** The same, but the line stays and the answer is held back until `heal`. */
  | { kind: 'holdCommitAnswer'; table: string };

interface LineState {
  wrote: boolean;
  dropping: boolean;
  holding: boolean;
}

const PIECES = [1, 2, 3, 5, 60];

/** A line between a server and its database (MySQL protocol without TLS) that fails as told. */
export class TcpProxy {
  fault: LineFault = { kind: 'none' };
  /** How many answers to a COMMIT were dropped or held back. */
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
    const line: LineState = { wrote: false, dropping: false, holding: false };
    const toFar = this.pass(near, far, 'questions', line, (chunk) => this.watch(chunk, line));
    const toNear = this.pass(far, near, 'answers', line, () => {
      if (!line.dropping) return true;
      this.dropped += 1;
      near.destroy();
      return false;
    });
    const flush = () => {
      line.holding = false;
      toFar();
      toNear();
      if (near.destroyed || far.destroyed) end();
    };
    const end = () => {
      // A line that is cut passes on no end either: each side believes that the other is there.
      if (this.fault.kind === 'stall') return;
      this.lines.delete(flush);
      near.destroy();
      far.destroy();
    };
    this.lines.add(flush);
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', end);
    }
  }

  /** Follows what the client asks; always lets it pass. */
  private watch(chunk: Buffer, line: LineState): true {
    const { fault } = this;
    if (fault.kind !== 'dropCommitAnswer' && fault.kind !== 'holdCommitAnswer') return true;
    // Length and number of the packet are 4 bytes, 0x03 says that SQL text follows.
    const sql = chunk.subarray(5).toString('latin1');
    if (sql.includes(`INSERT INTO ${fault.table} `)) line.wrote = true;
    if (!line.wrote || sql !== 'COMMIT') return true;
    if (fault.kind === 'dropCommitAnswer') line.dropping = true;
    else line.holding = true;
    this.fault = { kind: 'none' };
    return true;
  }

  /** Passes bytes on in order; answers how to send what a stall held back. */
  private pass(
    from: Socket,
    to: Socket,
    way: 'questions' | 'answers',
    line: LineState,
    allow: (chunk: Buffer) => boolean,
  ): () => void {
    let held: Buffer[] = [];
    let tail: Promise<void> = Promise.resolve();
    const send = (chunk: Buffer) => {
      if (!allow(chunk)) return;
      const { fault } = this;
      if (fault.kind === 'delay') tail = tail.then(() => wait(fault.ms));
      tail = tail.then(() => (fault.kind === 'split' ? inPieces(to, chunk) : void to.write(chunk)));
    };
    const isStalled = () => this.fault.kind === 'stall' && (this.fault.way ?? way) === way;
    from.on('data', (chunk: Buffer) => {
      const isHeldBack = line.holding && way === 'answers';
      if (isHeldBack) this.dropped += 1;
      if (isHeldBack || isStalled()) held.push(chunk);
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
