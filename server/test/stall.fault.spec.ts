import { setTimeout as wait } from 'node:timers/promises';
import type { Receipt } from '@yihu/shared';
import { Tx } from '../src/platform/db/db';
import { newId } from '../src/platform/ids';
import { brokenInvariants, FilingLoad, SOUND, soundness } from './filing-load';
import { type Answer, filing, type Persona, startApp, type TestApp } from './harness';
import { TcpProxy } from './tcp-proxy';
import { AT_GRID, orderAt } from './walk';

const DATABASE = process.env.TEST_MYSQL_URL;
/** Short enough for a test, long enough to start on a busy machine. */
const LIMIT_MS = '1500';
/** More than the pool has connections. */
const CROWD = 40;

interface Refusal {
  error: { code: string; details?: { outcome?: string } };
}

(DATABASE === undefined ? describe.skip : describe)('a database that does not answer (F6)', () => {
  let proxy: TcpProxy;
  let app: TestApp;
  let li: Persona;
  beforeAll(async () => {
    proxy = await TcpProxy.before(DATABASE ?? '');
    app = await startApp(proxy.urlOf(DATABASE ?? ''), { env: { YIHU_DB_TIMEOUT_MS: LIMIT_MS } });
    li = await app.as('li');
  });
  afterEach(() => {
    proxy.heal();
    jest.restoreAllMocks();
  });
  afterAll(async () => {
    await app?.close();
    await proxy?.close();
  });

  const draft = () => filing(app.streetId, { classCode: AT_GRID });
  const isReady = async () => (await fetch(`${app.url}/readyz`)).status;
  const said = (answer: Answer<Refusal>) => [
    answer.status,
    answer.body.error.code,
    answer.headers.get('retry-after'),
  ];
  const stored = async (draftId: string) =>
    (await app.db.read<{ id: string }>('SELECT id FROM work_order WHERE draft_id = ?', [draftId])).map(
      (row) => row.id,
    );
  const UNAVAILABLE = [503, 'UNAVAILABLE', '3'];

  it.each(['both ways', 'questions', 'answers'] as const)(
    'stalls %s: a crowd is told 503 in time, health goes red, then all goes on without a restart',
    async (way) => {
      const drafts = Array.from({ length: CROWD }, draft);
      await li.view(await orderAt(app, 'DISPATCHED'));
      proxy.fault = way === 'both ways' ? { kind: 'stall' } : { kind: 'stall', way };
      const send = (each: object) => li.call<Refusal>('POST', '/api/orders', each);
      const [ready, alive, ...refused] = await Promise.all([
        isReady(),
        fetch(`${app.url}/healthz`),
        ...drafts.map(send),
      ]);
      expect([ready, alive.status]).toEqual([503, 200]);
      expect(new Set(refused.map((answer) => said(answer).join()))).toEqual(new Set([UNAVAILABLE.join()]));
      // Nobody is left over who would fill the pool: the same crowd is answered again.
      const again = await Promise.all(drafts.map(send));
      expect(again.map((answer) => answer.status)).toEqual(drafts.map(() => 503));
      proxy.heal();
      const receipts = new Map<string, Receipt>();
      for (const each of drafts)
        receipts.set(each.draftId, await li.ok<Receipt>('POST', '/api/orders', each));
      expect(await isReady()).toBe(200);
      expect(await soundness(app, receipts)).toMatchObject(SOUND);
    },
  );

  it('stalls between two statements of a filing: nothing of it is kept, the draft is filed once later', async () => {
    const each = draft();
    const { insert } = Tx.prototype;
    jest.spyOn(Tx.prototype, 'insert').mockImplementation(async function (this: Tx, table, rows) {
      await insert.call(this, table, rows);
      if (table === 'work_order') proxy.fault = { kind: 'stall' };
    });
    expect(said(await li.call<Refusal>('POST', '/api/orders', each))).toEqual(UNAVAILABLE);
    jest.restoreAllMocks();
    proxy.heal();
    expect(await stored(each.draftId)).toEqual([]);
    const { orderId } = await li.ok<Receipt>('POST', '/api/orders', each);
    expect(await stored(each.draftId)).toEqual([orderId]);
    expect(await brokenInvariants(app)).toEqual([]);
  });

  it('answers a COMMIT too late: 503 of unknown outcome, then the receipt of the one order', async () => {
    const each = draft();
    const before = proxy.dropped;
    proxy.fault = { kind: 'holdCommitAnswer', table: 'work_order' };
    const late = await li.call<Refusal>('POST', '/api/orders', each);
    expect(said(late)).toEqual(UNAVAILABLE);
    expect(late.body.error.details).toEqual({ outcome: 'unknown' });
    expect(proxy.dropped).toBe(before + 1);
    const [orderId] = await stored(each.draftId);
    const first = await li.ok<Receipt>('POST', '/api/orders', each);
    expect([first.orderId, first.differs]).toEqual([orderId, false]);
    proxy.heal();
    expect(await li.ok<Receipt>('POST', '/api/orders', each)).toEqual(first);
    expect(await stored(each.draftId)).toEqual([orderId]);
    expect(await brokenInvariants(app)).toEqual([]);
  });

  it('answers the COMMIT of a signature too late: the same command again is done once', async () => {
    const orderId = await orderAt(app, 'DISPATCHED');
    const zhang = await app.as('grid-zhang');
    const { version } = await zhang.view(orderId);
    const path = `/api/orders/${orderId}/actions/sign`;
    const command = { commandId: newId(), version, fields: {} };
    proxy.fault = { kind: 'holdCommitAnswer', table: 'event' };
    expect(said(await zhang.call<Refusal>('POST', path, command))).toEqual(UNAVAILABLE);
    proxy.heal();
    await zhang.ok('POST', path, command);
    await zhang.ok('POST', path, command);
    const signed = await app.db.read("SELECT seq FROM event WHERE stream_id = ? AND name = 'order.signed'", [
      orderId,
    ]);
    expect(signed).toHaveLength(1);
    expect(await brokenInvariants(app)).toEqual([]);
  });

  it('ends on the server what nobody waits for any more', async () => {
    const text = `SELECT SLEEP(30) AS n /* ${newId()} */`;
    await expect(app.db.read(text)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    const running = () => app.db.read('SELECT id FROM information_schema.processlist WHERE info = ?', [text]);
    while ((await running()).length > 0) await wait(10);
    expect(await running()).toEqual([]);
  });

  it('stalls again and again under load: each order once, each draft answered in the end', async () => {
    const load = new FilingLoad(li, app.streetId, 4);
    for (const way of ['questions', 'answers'] as const) {
      await load.progress(4);
      proxy.fault = { kind: 'stall', way };
      await load.refusals(4);
      proxy.heal();
    }
    await load.progress(4);
    await load.finish();
    expect(load.surprises).toEqual([]);
    expect(await soundness(app, load.acknowledged)).toMatchObject(SOUND);
  });
});
