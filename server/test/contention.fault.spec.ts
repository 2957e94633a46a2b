import type { OrderView } from '@yihu/shared';
import { DataSource, type QueryRunner } from 'typeorm';
import { Tx } from '../src/platform/db/db';
import { newId } from '../src/platform/ids';
import { lockStorm } from './contention-loop';
import { brokenInvariants, FilingLoad, SOUND, soundness } from './filing-load';
import { type Answer, startApp, type TestApp } from './harness';
import { TcpProxy } from './tcp-proxy';
import { orderAt } from './walk';

const DATABASE = process.env.TEST_MYSQL_URL;

interface Refusal {
  error: { code: string };
}

(DATABASE === undefined ? describe.skip : describe)('others in the way', () => {
  let app: TestApp;
  /** Another program on the same database, which does not let go. */
  let other: DataSource;
  let holder: QueryRunner;
  let proxy: TcpProxy;
  beforeAll(async () => {
    proxy = await TcpProxy.before(DATABASE ?? '');
    app = await startApp(proxy.urlOf(DATABASE ?? ''));
    const { name } = (await app.db.read<{ name: string }>('SELECT DATABASE() AS name'))[0] ?? { name: '' };
    const url = Object.assign(new URL(DATABASE ?? ''), { pathname: `/${name}` }).href;
    other = await new DataSource({ type: 'mysql', url }).initialize();
  });
  beforeEach(async () => {
    holder = other.createQueryRunner();
    await holder.query('BEGIN');
  });
  afterEach(async () => {
    proxy.heal();
    jest.restoreAllMocks();
    await holder.query('ROLLBACK');
    await holder.release();
  });
  afterAll(async () => {
    await other?.destroy();
    await app?.close();
    await proxy?.close();
  });

  const sign = async (orderId: string) => {
    const zhang = await app.as('grid-zhang');
    const command = { commandId: newId(), version: 3, fields: {} };
    return () => zhang.call<Refusal & OrderView>('POST', `/api/orders/${orderId}/actions/sign`, command);
  };
  /** How often the statement that takes the order was tried. */
  const tries = () => {
    const seen: string[] = [];
    const { execute } = Tx.prototype;
    jest.spyOn(Tx.prototype, 'execute').mockImplementation(function (this: Tx, sql, params) {
      if (/^UPDATE work_order/.test(sql)) seen.push(sql);
      return execute.call(this, sql, params);
    });
    return seen;
  };
  const lock = (orderId: string) =>
    holder.query('UPDATE work_order SET title = title WHERE id = ?', [orderId]);
  const said = (answer: Answer<Refusal>) => [
    answer.status,
    answer.body.error.code,
    answer.headers.get('retry-after'),
  ];

  it('hold a row for good (1205): the whole use-case at most four times, then 503; later it is done once (F7)', async () => {
    const orderId = await orderAt(app, 'DISPATCHED');
    const { version } = await (await app.as('grid-zhang')).view(orderId);
    const send = await sign(orderId);
    await lock(orderId);
    const seen = tries();
    expect(said(await send())).toEqual([503, 'UNAVAILABLE', '3']);
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.length).toBeLessThanOrEqual(4);
    await holder.query('ROLLBACK');
    expect((await send()).body.state).toBe('IN_PROGRESS');
    expect((await send()).body.state).toBe('IN_PROGRESS');
    expect((await (await app.as('grid-zhang')).view(orderId)).version).toBe(version + 1);
    expect(await brokenInvariants(app)).toEqual([]);
  });

  it('hold a row of one order: the desk goes on with every other order meanwhile (F8)', async () => {
    const [held, free] = [await orderAt(app, 'DISPATCHED'), await orderAt(app, 'DISPATCHED')];
    const [sendHeld, sendFree] = [await sign(held), await sign(free)];
    const clerk = await app.as('desk-chen');
    await lock(held);
    // More than the pool has connections: they wait for the row in turns.
    const waiting = Array.from({ length: 20 }, sendHeld);
    expect((await sendFree()).status).toBe(200);
    expect((await clerk.view(held)).state).toBe('DISPATCHED');
    expect((await clerk.call('GET', '/api/orders/desk')).status).toBe(200);
    const load = new FilingLoad(await app.as('li'), app.streetId, 2);
    await load.progress(4);
    await load.finish();
    expect(await soundness(app, load.acknowledged)).toMatchObject(SOUND);
    await holder.query('ROLLBACK');
    const answers = await Promise.all(waiting);
    // All of them are one command: those that got through say the same.
    for (const answer of answers) expect([200, 503]).toContain(answer.status);
    expect((await sendHeld()).body.state).toBe('IN_PROGRESS');
    expect(await brokenInvariants(app)).toEqual([]);
  });

  it('make every answer slow: all is served all the same (F8)', async () => {
    proxy.fault = { kind: 'delay', ms: 5 };
    const load = new FilingLoad(await app.as('li'), app.streetId, 4);
    await load.progress(6);
    await load.finish();
    expect(load.surprises).toEqual([]);
    proxy.heal();
    expect(await soundness(app, load.acknowledged)).toMatchObject(SOUND);
  });

  /** Makes each of the next `times` tries of a signature the loser of a deadlock. */
  function deadlock(orderId: string, times: number): void {
    const { execute } = Tx.prototype;
    let left = times;
    jest.spyOn(Tx.prototype, 'execute').mockImplementation(async function (this: Tx, sql, params) {
      const affected = await execute.call(this, sql, params);
      if (!/^UPDATE work_order/.test(sql) || left === 0) return affected;
      left -= 1;
      tried += 1;
      const rival = other.createQueryRunner();
      await rival.query('BEGIN');
      // The engine ends the one of the two that has written less.
      const rows = Array.from({ length: 200 }, () => `('${newId()}', 'x')`).join(',');
      await rival.query(`INSERT INTO shared_value (name, value) VALUES ${rows}`);
      await rival.query('SELECT id FROM clock WHERE order_id = ? FOR UPDATE', [orderId]);
      const circle = rival.query('SELECT id FROM work_order WHERE id = ? FOR UPDATE', [orderId]);
      rivals.push(circle.then(() => rival.query('ROLLBACK')).finally(() => rival.release()));
      return affected;
    });
  }
  let tried = 0;
  const rivals: Promise<unknown>[] = [];

  it.each([
    [2, 2, 200],
    [9, 4, 503],
  ])(
    'make a use-case lose %i deadlocks (1213): %i of its tries meet one, then it answers %i (F7)',
    async (times, met, status) => {
      const orderId = await orderAt(app, 'DISPATCHED');
      const { version } = await (await app.as('grid-zhang')).view(orderId);
      const send = await sign(orderId);
      tried = 0;
      deadlock(orderId, times);
      expect((await send()).status).toBe(status);
      expect(tried).toBe(met);
      await Promise.all(rivals);
      jest.restoreAllMocks();
      expect((await send()).status).toBe(200);
      expect((await (await app.as('grid-zhang')).view(orderId)).version).toBe(version + 1);
      expect(await brokenInvariants(app)).toEqual([]);
    },
  );

  it('storm: each command once, or 409 or 503 for the time being (F7)', async () => {
    await holder.query('ROLLBACK');
    const seed = Number(process.env.STORM_SEED ?? Math.floor(Math.random() * 2 ** 31));
    const { statuses, wrong } = await lockStorm(app, other, { rounds: 4, seed });
    expect([seed, wrong]).toEqual([seed, []]);
    expect(Object.keys(statuses).filter((status) => !['200', '409', '503'].includes(status))).toEqual([]);
    expect(await brokenInvariants(app)).toEqual([]);
  });
});
