import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { type DecodeJob, DecoderPool, type DecoderPoolOptions, PoolBusyError } from './decoder-pool';

/** A decoder that does as the first byte says: c crash, h hang, m eat memory, n never start, else answer. */
const MISBEHAVING = `
  const limit = Number(process.argv[2]) * 1024 * 1024;
  if (__filename.includes('never')) process.exit(1);
  const held = [];
  setInterval(() => { if (process.memoryUsage.rss() > limit) process.exit(97); }, 20);
  process.on('disconnect', () => process.exit(0));
  process.on('message', (job) => {
    const what = String.fromCharCode(job.bytes[0]);
    if (what === 'c') process.abort();
    else if (what === 'h') for (;;);
    else if (what === 'm') setInterval(() => held.push(Buffer.alloc(8_000_000, 1)), 5);
    else process.send({ ok: true, main: job.bytes, thumb: job.bytes, width: process.pid, height: 1 });
  });
  process.send({ ready: true });`;

let folder: string;
const pools: DecoderPool[] = [];

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'yihu-pool-'));
  for (const name of ['worker.cjs', 'never.cjs']) writeFileSync(path.join(folder, name), MISBEHAVING);
});
afterEach(() => {
  for (const pool of pools.splice(0)) pool.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function poolOf(options: Partial<DecoderPoolOptions> = {}): DecoderPool {
  const entry = path.join(folder, 'worker.cjs');
  const pool = new DecoderPool({
    size: 1,
    queueLimit: 4,
    timeoutMs: 10_000,
    memoryLimitMb: 300,
    entry,
    ...options,
  });
  pools.push(pool);
  return pool;
}
const job = (bytes: string): DecodeJob => ({
  bytes: Buffer.from(bytes),
  kind: 'jpeg',
  maxPixels: 1,
  longEdge: 1,
  thumbEdge: 1,
  quality: 1,
});

it('keeps its process between jobs', async () => {
  const pool = poolOf();
  const first = await pool.decode(job('ok'));
  const second = await pool.decode(job('ok'));
  expect(first).toMatchObject({ ok: true, main: Buffer.from('ok') });
  expect(first).toEqual(second);
});

it.each([
  ['c', 'CRASHED', {}],
  ['h', 'TIMEOUT', { timeoutMs: 1_500 }],
  ['m', 'CRASHED', {}],
])(
  'a file that does %j is answered %s and the next one gets a new process',
  async (bytes, reason, options) => {
    const pool = poolOf(options);
    const bad = pool.decode(job(bytes));
    const next = pool.decode(job('ok'));
    expect(await bad).toEqual({ ok: false, reason });
    expect(await next).toMatchObject({ ok: true });
    expect(pool.processIds()).toHaveLength(1);
  },
);

it('a bounded queue refuses, and loses nothing that it took', async () => {
  const pool = poolOf({ queueLimit: 2, size: 2 });
  const taken = ['1', '2', '3', '4'].map((bytes) => pool.decode(job(bytes)));
  await expect(pool.decode(job('5'))).rejects.toThrow(PoolBusyError);
  expect((await Promise.all(taken)).map((reply) => reply.ok && reply.main.toString())).toEqual([
    '1',
    '2',
    '3',
    '4',
  ]);
  await expect(pool.decode(job('6'))).resolves.toMatchObject({ ok: true });
});

it('a decoder that cannot start is our fault, not the photo’s', async () => {
  const pool = poolOf({ entry: path.join(folder, 'never.cjs') });
  await expect(pool.decode(job('ok'))).rejects.toThrow('does not start');
});

it('close ends the processes and answers who waits', async () => {
  const pool = poolOf();
  const [pid] = (await pool.decode(job('ok'))) && pool.processIds();
  const settled = Promise.allSettled([pool.decode(job('h')), pool.decode(job('ok'))]);
  pool.close();
  expect((await settled).map((one) => one.status)).toEqual(['rejected', 'rejected']);
  expect(() => process.kill(pid ?? 0, 0)).toThrow();
});
