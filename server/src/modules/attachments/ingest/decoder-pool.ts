import { type ChildProcess, fork } from 'node:child_process';
import * as path from 'node:path';

/** What the decoder process is asked: bytes already known by their magic to be of `kind`. */
export interface DecodeJob {
  bytes: Buffer;
  kind: 'jpeg' | 'png' | 'webp';
  maxPixels: number;
  longEdge: number;
  thumbEdge: number;
  quality: number;
}

/** What it is asked besides: a picture that it wrote itself, with lines drawn at its foot. */
export interface MarkJob {
  bytes: Buffer;
  /** Font file and the family it holds: the machine need have no font of its own. */
  font: { file: string; family: string };
  /** Lines, apart by \n. */
  mark: string;
  thumbEdge: number;
  quality: number;
}

export type DecodeReply =
  | { ok: true; main: Buffer; thumb: Buffer; width: number; height: number; exif?: Buffer }
  | { ok: false; reason: 'PIXELS' | 'BROKEN' | 'CRASHED' | 'TIMEOUT' };

export interface DecoderPoolOptions {
  /** Processes kept warm. */
  size: number;
  /** Jobs that may wait; one more is refused with PoolBusyError. */
  queueLimit: number;
  timeoutMs: number;
  /** Resident memory of one process at most. */
  memoryLimitMb: number;
  /** Other worker program, for the pool's own specs. */
  entry?: string;
}

/** Every process is at work and the queue is full. */
export class PoolBusyError extends Error {}

/** Memory libvips keeps between jobs is given back by replacing the process now and then. */
const JOBS_PER_PROCESS = 200;
const WORKER_HEAP_MB = 64;

interface Waiting {
  job: DecodeJob | MarkJob;
  resolve: (reply: DecodeReply) => void;
  reject: (error: Error) => void;
}

interface Worker {
  child: ChildProcess;
  ready: boolean;
  jobs: number;
  current?: Waiting & { timer: NodeJS.Timeout };
}

/**
 * A few child processes that decode, or draw upon, one photo at a time. A file that hangs is killed after `timeoutMs`, one
 * that eats memory ends its process, one that crashes the decoder takes nothing with it; each of these
 * answers the waiting upload, and the next job gets a new process.
 */
export class DecoderPool {
  private readonly workers: Worker[] = [];
  private readonly queue: Waiting[] = [];
  private closed = false;

  constructor(private readonly options: DecoderPoolOptions) {}

  /** Decodes in a child process; rejects with PoolBusyError, or with an Error when no process can start. */
  decode(job: DecodeJob | MarkJob): Promise<DecodeReply> {
    if (this.closed) return Promise.reject(new PoolBusyError());
    if (this.queue.length >= this.options.queueLimit) return Promise.reject(new PoolBusyError());
    return new Promise((resolve, reject) => {
      this.queue.push({ job, resolve, reject });
      this.assign();
    });
  }

  /** Process ids now alive; for the health page and the specs. */
  processIds(): number[] {
    return this.workers.flatMap((worker) => worker.child.pid ?? []);
  }

  /** Ends all processes; jobs under way and waiting are rejected. */
  close(): void {
    this.closed = true;
    for (const waiting of this.queue.splice(0)) waiting.reject(new PoolBusyError());
    for (const worker of [...this.workers]) worker.child.kill('SIGKILL');
  }

  private assign(): void {
    while (this.queue.length > 0) {
      const idle = this.workers.find((worker) => !worker.current) ?? this.startWorker();
      if (!idle) return;
      const next = this.queue.shift();
      if (next) this.give(idle, next);
    }
  }

  private give(worker: Worker, waiting: Waiting): void {
    const timer = setTimeout(() => this.end(worker, 'TIMEOUT'), this.options.timeoutMs);
    worker.current = { ...waiting, timer };
    worker.jobs += 1;
    worker.child.ref();
    worker.child.channel?.ref();
    // A send that fails means that the process is gone: its exit event answers the job.
    worker.child.send(waiting.job, () => undefined);
  }

  private startWorker(): Worker | undefined {
    if (this.workers.length >= this.options.size) return undefined;
    const entry = this.options.entry ?? path.join(__dirname, `decode-worker${path.extname(__filename)}`);
    const child = fork(entry, [String(this.options.memoryLimitMb)], {
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${WORKER_HEAP_MB}`],
      // Nothing of this process's secrets; fewer malloc arenas keep libvips' memory small.
      env: { MALLOC_ARENA_MAX: '2' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const worker: Worker = { child, ready: false, jobs: 0 };
    child.on('message', (message: { ready: true } | DecodeReply) => this.hear(worker, message));
    child.on('exit', () => this.end(worker, 'CRASHED'));
    child.on('error', () => this.end(worker, 'CRASHED'));
    this.workers.push(worker);
    return worker;
  }

  private hear(worker: Worker, message: { ready: true } | DecodeReply): void {
    if ('ready' in message) {
      worker.ready = true;
      return;
    }
    const { current } = worker;
    if (!current) return;
    clearTimeout(current.timer);
    worker.current = undefined;
    current.resolve(message);
    if (worker.jobs >= JOBS_PER_PROCESS) this.end(worker, 'CRASHED');
    // An idle decoder must not keep the server from ending.
    worker.child.unref();
    worker.child.channel?.unref();
    this.assign();
  }

  /** Takes a process out of the pool, answers its job and lets the next job start a new one. */
  private end(worker: Worker, reason: 'CRASHED' | 'TIMEOUT'): void {
    const at = this.workers.indexOf(worker);
    if (at < 0) return;
    this.workers.splice(at, 1);
    worker.child.kill('SIGKILL');
    const { current } = worker;
    if (current) {
      clearTimeout(current.timer);
      worker.current = undefined;
      // Before "ready" no byte of the file was looked at: the decoder itself is broken, not the photo.
      if (this.closed) current.reject(new PoolBusyError());
      else if (!worker.ready) current.reject(new Error('the photo decoder does not start'));
      else current.resolve({ ok: false, reason });
    }
    if (!this.closed) this.assign();
  }
}
