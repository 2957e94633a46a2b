import { randomBytes } from 'node:crypto';
import { addMinutes, type Instant, toInstant, toMillis } from '@yihu/shared';
import { Env } from '../src/config/env';
import { AuditEntity } from '../src/modules/audit/audit.entity';
import { type Actor, SYSTEM } from '../src/platform/auth/actor';
import { Clock } from '../src/platform/clock';
import type { Db } from '../src/platform/db/db';
import { Logger } from '../src/platform/logger';
import { Outbox } from '../src/platform/outbox/outbox';
import { OutboxEntity } from '../src/platform/outbox/outbox.entity';
import { OutboxStore } from '../src/platform/outbox/outbox.store';
import { OutboxWorker } from '../src/platform/outbox/outbox.worker';
import { OutboxAdmin } from '../src/platform/outbox/outbox-admin';
import {
  MAX_ATTEMPTS,
  type OutboxHandler,
  type OutboxJob,
  type Outcome,
  retryTime,
} from '../src/platform/outbox/outbox-job';
import { ENGINES, type SpecDatabase, specDatabase } from './spec-database';

const T0: Instant = '2026-11-22T06:00:00.000Z';
const logger = new Logger(
  new Env({ YIHU_SECRET_KEY: randomBytes(32).toString('base64'), LOG_LEVEL: 'silent' }),
);

class StillClock extends Clock {
  now(): Instant {
    return T0;
  }
}

class Handler implements OutboxHandler {
  readonly seen: OutboxJob[] = [];
  readonly gave: string[] = [];
  constructor(
    readonly topic: string,
    private readonly answer: (job: OutboxJob, now: Instant) => Outcome | Promise<Outcome>,
    readonly recover?: (job: OutboxJob, now: Instant) => Promise<Outcome>,
  ) {}
  async handle(job: OutboxJob, now: Instant): Promise<Outcome> {
    this.seen.push(job);
    return this.answer(job, now);
  }
  async gaveUp(_: unknown, job: OutboxJob, reason: string): Promise<void> {
    this.gave.push(`${job.id} ${reason}`);
  }
}

function workerOn(db: Db, outbox: Outbox, ...handlers: OutboxHandler[]): OutboxWorker {
  const worker = new OutboxWorker(db, new OutboxStore(db), outbox, new StillClock(), logger);
  for (const handler of handlers) worker.register(handler);
  return worker;
}

describe.each(ENGINES)('outbox on %s', (_, url) => {
  let database: SpecDatabase;
  const outbox = new Outbox();

  beforeAll(async () => {
    database = await specDatabase(url, [OutboxEntity, AuditEntity]);
  });
  afterAll(() => database.close());
  beforeEach(() => database.db.inTransaction((tx) => tx.execute('DELETE FROM outbox')));

  const add = (effectKey: string, topic = 't', runAt: Instant = T0, subjectId = effectKey) =>
    database.db.inTransaction((tx) =>
      outbox.add(tx, { topic, effectKey, subjectId, payload: { key: effectKey }, runAt, now: T0 }),
    );
  const states = async () => {
    const rows = await database.db.read<{ state: string; n: number }>(
      'SELECT state, COUNT(*) AS n FROM outbox GROUP BY state ORDER BY state',
    );
    return Object.fromEntries(rows.map((row) => [row.state, Number(row.n)]));
  };

  it('takes an effect once, and again in no transaction that has it already', async () => {
    expect(await add('a')).toBe(true);
    expect(await add('a')).toBe(false);
    const racing = await Promise.all(Array.from({ length: 8 }, () => add('b')));
    expect(racing.filter(Boolean)).toHaveLength(1);
    expect(await states()).toEqual({ READY: 2 });
  });

  it('leaves nothing behind when the transaction fails', async () => {
    const failing = database.db.inTransaction(async (tx) => {
      await outbox.add(tx, { topic: 't', effectKey: 'gone', subjectId: 's', payload: {}, now: T0 });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await states()).toEqual({});
  });

  it('200 jobs, 20 workers: each handled exactly once', async () => {
    await database.db.inTransaction(async (tx) => {
      for (let at = 0; at < 200; at += 1) {
        await outbox.add(tx, {
          topic: 't',
          effectKey: `k${at}`,
          subjectId: `s${at % 50}`,
          payload: {},
          now: T0,
        });
      }
    });
    // One process has one SQLite writer: a second one in this thread would only wait for itself.
    const others = url === null ? [] : await Promise.all([1, 2, 3].map(() => database.another()));
    const dbs = [database.db, ...others];
    const handlers = Array.from({ length: 20 }, () => new Handler('t', () => 'done'));
    await Promise.all(
      handlers.map(async (handler, at) => {
        const db = dbs[at % dbs.length] ?? database.db;
        const worker = workerOn(db, new Outbox(), handler);
        while ((await worker.tick(T0)) > 0);
      }),
    );
    const seen = handlers.flatMap((handler) => handler.seen.map((job) => job.id));
    expect(seen).toHaveLength(200);
    expect(new Set(seen).size).toBe(200);
    expect(await states()).toEqual({ DONE: 200 });
  });

  it('waits for the time of a job', async () => {
    await add('later', 't', addMinutes(T0, 10));
    const handler = new Handler('t', () => 'done');
    const worker = workerOn(database.db, outbox, handler);
    expect(await worker.tick(addMinutes(T0, 9))).toBe(0);
    expect(await worker.tick(addMinutes(T0, 10))).toBe(1);
  });

  it('does not let a poison job hold up the others, and gives it up in the end', async () => {
    await add('poison', 'bad');
    await add('good', 'good');
    const bad = new Handler('bad', () => {
      throw new Error('call 13800138000');
    });
    const good = new Handler('good', () => 'done');
    const worker = workerOn(database.db, outbox, bad, good);
    let now = T0;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS + 2; attempt += 1) {
      await worker.tick(now);
      now = addMinutes(now, 120);
    }
    expect(good.seen).toHaveLength(1);
    expect(bad.seen.map((job) => job.attempts)).toEqual(
      Array.from({ length: MAX_ATTEMPTS }, (_, at) => at + 1),
    );
    expect(bad.gave).toHaveLength(1);
    expect(await states()).toEqual({ DEAD: 1, DONE: 1 });
    const [row] = await database.db.read<{ last_error: string }>(
      `SELECT last_error FROM outbox WHERE state = 'DEAD'`,
    );
    expect(row?.last_error).toBe('Error: call #');
  });

  it('hands a job over when its worker is not heard of for the lease, and hears no late word', async () => {
    await add('slow');
    let letGo: (outcome: Outcome) => void = () => undefined;
    const slow = new Handler(
      't',
      () =>
        new Promise<Outcome>((done) => {
          letGo = done;
        }),
    );
    const stuck = workerOn(database.db, outbox, slow).tick(T0);
    while (slow.seen.length === 0) await new Promise((done) => setImmediate(done));
    const next = new Handler('t', () => 'done');
    const worker = workerOn(database.db, outbox, next);
    expect(await worker.tick(toInstant(toMillis(T0) + 59_999))).toBe(0);
    const after = addMinutes(T0, 2);
    expect(await worker.tick(after)).toBe(1);
    expect(next.seen).toHaveLength(0);
    expect(await worker.tick(after)).toBe(1);
    expect(next.seen.map((job) => job.attempts)).toEqual([2]);
    letGo({ dead: 'too late' });
    await stuck;
    expect(await states()).toEqual({ DONE: 1 });
  });

  it('holds a lost job whose handler does not know what became of it', async () => {
    await add('unknown');
    await new OutboxStore(database.db).claim(['t'], T0, 10);
    const handler = new Handler(
      't',
      () => 'done',
      async () => ({ unknown: true }),
    );
    const worker = workerOn(database.db, outbox, handler);
    expect(await worker.tick(addMinutes(T0, 2))).toBe(1);
    expect(await worker.tick(addMinutes(T0, 200))).toBe(0);
    expect(handler.seen).toHaveLength(0);
    expect(await states()).toEqual({ HELD: 1 });
  });

  it('carries out the jobs of one subject one after the other', async () => {
    for (const key of ['1', '2', '3']) await add(key, 't', T0, 'same');
    let running = 0;
    let most = 0;
    const handler = new Handler('t', async (): Promise<Outcome> => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((done) => setImmediate(done));
      running -= 1;
      return 'done';
    });
    await workerOn(database.db, outbox, handler).tick(T0);
    expect(handler.seen.map((job) => job.effectKey)).toEqual(['1', '2', '3']);
    expect(most).toBe(1);
  });

  it('wakes after the commit and drains before it stops', async () => {
    const handler = new Handler('t', () => 'done');
    const worker = workerOn(database.db, outbox, handler);
    worker.start();
    await add('now');
    while (handler.seen.length === 0) await new Promise((done) => setImmediate(done));
    await worker.stop();
    expect(await states()).toEqual({ DONE: 1 });
    await add('after');
    expect(await states()).toEqual({ DONE: 1, READY: 1 });
  });

  it('lets a person replay a dead job once, on the record', async () => {
    await add('dead');
    let outcome: Outcome = { dead: '47003' };
    const handler = new Handler('t', () => outcome);
    const worker = workerOn(database.db, outbox, handler);
    await worker.tick(T0);
    const admin = new OutboxAdmin(database.db, outbox, new StillClock());
    const { items, next } = await admin.list('DEAD', undefined, 10);
    expect(items).toMatchObject([{ topic: 't', state: 'DEAD', attempts: 1, lastError: '47003' }]);
    expect(next).toBeNull();
    const id = items[0]?.id ?? '';
    const actor: Actor = { ...SYSTEM, kind: 'PERSON', personId: 'ADMIN' };
    expect(await admin.replay(actor, id)).toEqual({ id, state: 'READY' });
    await expect(admin.replay(actor, id)).rejects.toMatchObject({ code: 'OUTBOX_NOT_DEAD' });
    await expect(admin.replay(actor, 'nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    outcome = 'done';
    expect(await worker.tick(T0)).toBe(1);
    expect(await states()).toEqual({ DONE: 1 });
    const audit = await database.db.read('SELECT actor_id, action, subject_id FROM audit');
    expect(audit).toEqual([{ actor_id: 'ADMIN', action: 'outbox.replay', subject_id: id }]);
  });

  it('pages the failed jobs', async () => {
    for (const key of ['1', '2', '3']) await add(key);
    await workerOn(database.db, outbox, new Handler('t', () => ({ dead: 'x' }))).tick(T0);
    const admin = new OutboxAdmin(database.db, outbox, new StillClock());
    const first = await admin.list('DEAD', undefined, 2);
    expect(first.items).toHaveLength(2);
    const second = await admin.list('DEAD', first.next ?? undefined, 2);
    expect(second.items).toHaveLength(1);
    expect(second.next).toBeNull();
    expect(new Set([...first.items, ...second.items].map((item) => item.id)).size).toBe(3);
  });
});

describe('retryTime', () => {
  it('doubles from 10 s up to an hour, spread over half to one and a half', () => {
    const pause = (attempts: number, random: number) =>
      toMillis(retryTime(T0, attempts, random)) - toMillis(T0);
    expect([1, 2, 3].map((attempts) => pause(attempts, 0.5))).toEqual([10_000, 20_000, 40_000]);
    expect(pause(50, 0.5)).toBe(3_600_000);
    expect([pause(1, 0), pause(1, 1)]).toEqual([5000, 15_000]);
  });
});
