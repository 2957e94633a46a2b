import { DataSource } from 'typeorm';
import { Tx } from '../src/platform/db/db';
import { FilingLoad, SOUND, soundness } from './filing-load';
import { startApp, type TestApp } from './harness';
import { OwnMariadb } from './own-mariadb';

const CLIENTS = 6;
const KILLS = 3;

/** Needs a machine with MariaDB, as the others that run on it. */
(process.env.TEST_MYSQL_URL ? describe : describe.skip)('a database that goes away', () => {
  let mariadb: OwnMariadb;
  let app: TestApp;
  let load: FilingLoad;
  beforeAll(async () => {
    mariadb = await OwnMariadb.start();
    app = await startApp(mariadb.url);
  });
  beforeEach(async () => {
    load = new FilingLoad(await app.as('li'), app.streetId, CLIENTS);
    await load.progress(CLIENTS);
  });
  afterAll(async () => {
    await app?.close();
    await mariadb?.stop();
  });

  async function expectSound(): Promise<void> {
    expect(load.surprises).toEqual([]);
    expect(await soundness(app, load.acknowledged)).toMatchObject(SOUND);
  }

  it('is killed under load and started again: 503 with Retry-After, then the same server goes on (F4)', async () => {
    await mariadb.kill();
    await load.refusals(CLIENTS);
    const ready = await fetch(`${app.url}/readyz`);
    await mariadb.restart();
    await load.progress(2 * CLIENTS);
    await load.finish();
    expect(ready.status).toBe(503);
    expect(new Set(load.unavailable)).toEqual(new Set(['3']));
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
    await expectSound();
  });

  it('kills connections in the middle of transactions: nobody sees half an order (F4)', async () => {
    const admin = await new DataSource({ type: 'mysql', url: mariadb.url }).initialize();
    const insert = Tx.prototype.insert;
    let killed = 0;
    const faulty = jest.spyOn(Tx.prototype, 'insert').mockImplementation(async function (
      this: Tx,
      table,
      rows,
    ) {
      await insert.call(this, table, rows);
      if (table !== 'order_private' || killed >= KILLS) return;
      killed += 1;
      const [connection] = await this.query<{ id: number }>('SELECT CONNECTION_ID() AS id');
      await admin.query(`KILL ${Number(connection?.id)}`);
    });
    while (killed < KILLS) await load.progress(1);
    faulty.mockRestore();
    await admin.destroy();
    await load.progress(CLIENTS);
    await load.finish();
    await expectSound();
  });
});
