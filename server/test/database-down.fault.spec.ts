import { setTimeout as wait } from 'node:timers/promises';
import type { Receipt, SubmitOrder } from '@yihu/shared';
import { DataSource } from 'typeorm';
import { InvariantsService } from '../src/modules/ops/invariants.service';
import { Tx } from '../src/platform/db/db';
import { filing, type Persona, startApp, type TestApp } from './harness';
import { OwnMariadb } from './own-mariadb';
import { AT_GRID } from './walk';

const CLIENTS = 6;
const KILLS = 3;

/** Residents who file one draft after the other and send each until it is acknowledged. */
class Load {
  readonly acknowledged = new Map<string, Receipt>();
  readonly unavailable: (string | null)[] = [];
  readonly surprises: string[] = [];
  private isOver = false;
  private readonly running: Promise<void>[];

  constructor(
    private readonly li: Persona,
    private readonly streetId: string,
  ) {
    this.running = Array.from({ length: CLIENTS }, (_, n) => this.run(n));
  }

  /** Answers when `more` further filings were acknowledged. */
  async progress(more: number): Promise<void> {
    const upto = this.acknowledged.size + more;
    while (this.acknowledged.size < upto && this.surprises.length === 0) await wait(5);
  }

  async finish(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.running);
  }

  private async run(n: number): Promise<void> {
    for (let round = 0; !this.isOver; round += 1) {
      const draft = filing(this.streetId, { classCode: AT_GRID, text: `第${n}人第${round}件:摊位占道` });
      while (!(await this.send(draft))) await wait(20);
    }
  }

  /** Answers whether the client is through with this draft. */
  private async send(draft: SubmitOrder): Promise<boolean> {
    const answer = await this.li.call<Receipt>('POST', '/api/orders', draft);
    if (answer.status === 200) this.acknowledged.set(draft.draftId, answer.body);
    else if (answer.status === 503) this.unavailable.push(answer.headers.get('retry-after'));
    else this.surprises.push(`${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.status !== 503;
  }
}

/** Needs a machine with MariaDB, as the others that run on it. */
(process.env.TEST_MYSQL_URL ? describe : describe.skip)('a database that goes away', () => {
  let mariadb: OwnMariadb;
  let app: TestApp;
  let load: Load;
  beforeAll(async () => {
    mariadb = await OwnMariadb.start();
    app = await startApp(mariadb.url);
  });
  beforeEach(async () => {
    load = new Load(await app.as('li'), app.streetId);
    await load.progress(CLIENTS);
  });
  afterAll(async () => {
    await app?.close();
    await mariadb?.stop();
  });

  /** Each acknowledged draft is stored once under its number, and all that is stored is whole. */
  async function expectSound(): Promise<void> {
    expect(load.surprises).toEqual([]);
    const rows = await app.db.read<{ id: string; draft_id: string; order_no: string }>(
      'SELECT id, draft_id, order_no FROM work_order',
    );
    const stored = new Map(rows.map((row) => [row.draft_id, [row.id, row.order_no]]));
    expect(stored.size).toBe(rows.length);
    for (const [draftId, receipt] of load.acknowledged)
      expect(stored.get(draftId)).toEqual([receipt.orderId, receipt.orderNo]);
    expect(await app.app.get(InvariantsService).run(app.clock.now())).toEqual([]);
  }

  it('is killed under load and started again: 503 with Retry-After, then the same server goes on (F4)', async () => {
    await mariadb.kill();
    const before = load.unavailable.length;
    while (load.unavailable.length < before + CLIENTS) await wait(5);
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
