import { randomBytes } from 'node:crypto';
import { addMinutes, type Instant } from '@yihu/shared';
import { Env } from '../src/config/env';
import { Clock } from '../src/platform/clock';
import { Logger } from '../src/platform/logger';
import { Outbox } from '../src/platform/outbox/outbox';
import { OutboxEntity } from '../src/platform/outbox/outbox.entity';
import { OutboxStore } from '../src/platform/outbox/outbox.store';
import { OutboxWorker } from '../src/platform/outbox/outbox.worker';
import {
  MAX_ATTEMPTS,
  type OutboxHandler,
  type OutboxJob,
  type Outcome,
} from '../src/platform/outbox/outbox-job';
import { ENGINES, type SpecDatabase, specDatabase } from './spec-database';

const T0: Instant = '2026-11-23T01:00:00.000Z';
const logger = new Logger(
  new Env({ YIHU_SECRET_KEY: randomBytes(32).toString('base64'), LOG_LEVEL: 'silent' }),
);

class MovedClock extends Clock {
  at = T0;
  now(): Instant {
    return this.at;
  }
}

describe.each(ENGINES)('poison jobs on %s (F22)', (_, url) => {
  let database: SpecDatabase;
  const outbox = new Outbox();
  const clock = new MovedClock();
  beforeAll(async () => {
    database = await specDatabase(url, [OutboxEntity]);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    clock.at = T0;
    await database.db.inTransaction((tx) => tx.execute('DELETE FROM outbox'));
  });

  const add = (effectKey: string, topic: string) =>
    database.db.inTransaction((tx) =>
      outbox.add(tx, { topic, effectKey, subjectId: effectKey, payload: { key: effectKey }, now: T0 }),
    );
  const spoil = (effectKey: string) =>
    database.db.inTransaction((tx) =>
      tx.execute(`UPDATE outbox SET payload = '{"key":' WHERE effect_key = ?`, [effectKey]),
    );
  const states = async () => {
    const sql = 'SELECT effect_key AS name, state, attempts FROM outbox ORDER BY effect_key';
    const rows = await database.db.read<{ name: string; state: string; attempts: number }>(sql);
    return Object.fromEntries(rows.map((row) => [row.name, `${row.state} ${row.attempts}`]));
  };
  const handler = (topic: string, more: Partial<OutboxHandler>): OutboxHandler => ({
    topic,
    handle: async () => 'done',
    ...more,
  });
  const workerWith = (...handlers: OutboxHandler[]) => {
    const worker = new OutboxWorker(database.db, new OutboxStore(database.db), outbox, clock, logger);
    for (const each of handlers) worker.register(each);
    return worker;
  };
  /** Tries everything again for as long as a job is tried. */
  async function wearOut(worker: OutboxWorker): Promise<void> {
    for (let round = 0; round < 2 * MAX_ATTEMPTS + 4; round += 1) {
      await worker.tick(clock.at);
      clock.at = addMinutes(clock.at, 120);
    }
  }

  it('a payload that is no JSON dies alone', async () => {
    await add('broken', 't');
    await add('sound', 't');
    await spoil('broken');
    const read = handler('t', {
      handle: async (job) => (job.payload.key === 'sound' ? 'done' : { dead: '?' }),
    });
    const worker = workerWith(read);
    await worker.tick(T0);
    expect(await states()).toEqual({ broken: 'READY 1', sound: 'DONE 1' });
    await wearOut(worker);
    expect(await states()).toEqual({ broken: `DEAD ${MAX_ATTEMPTS}`, sound: 'DONE 1' });
  });

  it('a job whose giving-up fails as well is given up all the same, and leaves nothing half-told', async () => {
    await add('cursed', 't');
    const worker = workerWith(
      handler('t', {
        handle: async () => ({ dead: 'cannot' }),
        gaveUp: async (tx) => {
          await tx.execute(`UPDATE outbox SET last_error = 'half' WHERE effect_key = 'cursed'`);
          throw new Error('cannot tell either');
        },
      }),
    );
    await worker.tick(T0);
    expect(await states()).toEqual({ cursed: 'DEAD 1' });
    const [row] = await database.db.read<{ last_error: string }>('SELECT last_error FROM outbox');
    expect(row?.last_error).toBe('cannot');
  });

  it('a job that never ends lets the others pass, is handed over by its lease, and dies in the end', async () => {
    await add('hanging', 'bad');
    await add('first', 'good');
    const worker = workerWith(
      handler('bad', { handle: () => new Promise<Outcome>(() => undefined) }),
      handler('good', {}),
    );
    worker.patienceMs = 5;
    await worker.tick(T0);
    expect(await states()).toEqual({ first: 'DONE 1', hanging: 'SENDING 1' });
    await add('second', 'good');
    await worker.tick(T0);
    expect(await states()).toMatchObject({ second: 'DONE 1', hanging: 'SENDING 1' });
    await wearOut(worker);
    expect(await states()).toMatchObject({ hanging: `DEAD ${MAX_ATTEMPTS}` });
  });

  it('a worker that stood still past its lease learns before the effect that the job is another’s (F21)', async () => {
    await add('once', 't');
    const effects: string[] = [];
    let wake: () => void = () => undefined;
    const asleep = new Promise<void>((done) => {
      wake = done;
    });
    const acting = (name: string, before: Promise<void>) =>
      handler('t', {
        handle: async (job: OutboxJob) => {
          await before;
          const mine = await database.db.inTransaction((tx) => outbox.stillHeld(tx, job));
          if (mine) effects.push(name);
          return 'done';
        },
      });
    const stalled = workerWith(acting('stalled', asleep)).tick(T0);
    while ((await states()).once !== 'SENDING 1') await new Promise((done) => setImmediate(done));
    clock.at = addMinutes(T0, 2);
    const other = workerWith(acting('other', Promise.resolve()));
    expect([await other.tick(clock.at), await other.tick(clock.at)]).toEqual([1, 1]);
    wake();
    await stalled;
    expect(effects).toEqual(['other']);
    expect(await states()).toEqual({ once: 'DONE 2' });
  });
});
