import type { InvariantResult, Receipt } from '@yihu/shared';
import { InvariantsService } from '../src/modules/ops/invariants.service';
import { newId } from '../src/platform/ids';
import { filing, startApp, type TestApp } from './harness';
import { TcpProxy } from './tcp-proxy';
import { AT_GRID, orderAt } from './walk';

const DATABASE = process.env.TEST_MYSQL_URL;

/** The line between the server and its database; needs a MariaDB. */
(DATABASE === undefined ? describe.skip : describe)('a bad line to the database', () => {
  let proxy: TcpProxy;
  let app: TestApp;
  beforeAll(async () => {
    proxy = await TcpProxy.before(DATABASE ?? '');
    app = await startApp(proxy.urlOf(DATABASE ?? ''));
  });
  beforeEach(() => proxy.heal());
  afterAll(async () => {
    proxy.heal();
    await app.close();
    await proxy.close();
  });

  const stored = (draftId: string) =>
    app.db.read<{ id: string; order_no: string }>('SELECT id, order_no FROM work_order WHERE draft_id = ?', [
      draftId,
    ]);
  const broken = (): Promise<InvariantResult[]> => app.app.get(InvariantsService).run(app.clock.now());

  it('loses the answer to a COMMIT: 503 first, then the receipt of the one order that was stored (F5)', async () => {
    const li = await app.as('li');
    const draft = filing(app.streetId, { classCode: AT_GRID });
    proxy.fault = { kind: 'dropCommitAnswer', table: 'work_order' };
    const lost = await li.call<{ error: { code: string } }>('POST', '/api/orders', draft);
    expect([lost.status, lost.body.error.code, lost.headers.get('retry-after')]).toEqual([
      503,
      'UNAVAILABLE',
      '3',
    ]);
    expect(proxy.dropped).toBe(1);
    const [order] = await stored(draft.draftId);
    const first = await li.ok<Receipt>('POST', '/api/orders', draft);
    const second = await li.ok<Receipt>('POST', '/api/orders', draft);
    expect([first.orderId, first.orderNo, first.differs]).toEqual([order?.id, order?.order_no, false]);
    expect(second).toEqual(first);
    expect(await stored(draft.draftId)).toHaveLength(1);
    expect(await broken()).toEqual([]);
  });

  it('loses the answer to the COMMIT of a signature: the same command again is done once (F5)', async () => {
    const orderId = await orderAt(app, 'DISPATCHED');
    const zhang = await app.as('grid-zhang');
    const { version } = await zhang.view(orderId);
    const command = { commandId: newId(), version, fields: {} };
    const path = `/api/orders/${orderId}/actions/sign`;
    proxy.fault = { kind: 'dropCommitAnswer', table: 'event' };
    expect(await zhang.refused('POST', path, command)).toBe('UNAVAILABLE');
    await zhang.ok('POST', path, command);
    const signed = await app.db.read("SELECT seq FROM event WHERE stream_id = ? AND name = 'order.signed'", [
      orderId,
    ]);
    expect(signed).toHaveLength(1);
    expect(await broken()).toEqual([]);
  });

  it('delivers every packet in pieces: the whole journey works', async () => {
    proxy.fault = { kind: 'split' };
    const orderId = await orderAt(app, 'CLOSED');
    expect((await (await app.as('li')).view(orderId)).state).toBe('CLOSED');
    expect(await broken()).toEqual([]);
  });
});
