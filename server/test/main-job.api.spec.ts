import { foldAll, type OrderSummary, type Page, type Receipt } from '@yihu/shared';
import { OrdersStore } from '../src/modules/orders/orders.store';
import { file, filing, IN_DX01, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';

const REPLY = '丁香01网格已于11月23日上午清走3号楼消防通道内的6辆电动车,并张贴了禁停提示。';

describe.each(ENGINES)('the main job on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(serverUrl);
  });
  afterAll(() => app.close());

  it('is filed, routed to the grid, signed, handled, approved, told, rated and closed', async () => {
    const li = await app.as('li');
    const zhang = await app.as('grid-zhang');
    const chen = await app.as('desk-chen');
    const draft = filing(app.streetId);
    const photoId = await li.upload(draft.draftId);
    const receipt = await li.ok<Receipt>('POST', '/api/orders', { ...draft, photoIds: [photoId] });
    expect(receipt.orderNo).toBe('NQ20261123-0001');
    expect(receipt.next[0]).toMatch(/^已派给.*11月25日前答复您。$/);

    const tasks = await zhang.ok<Page<OrderSummary>>('GET', '/api/orders/tasks');
    expect(tasks.items.map((item) => item.id)).toContain(receipt.orderId);
    const task = await zhang.view(receipt.orderId);
    expect(task.state).toBe('DISPATCHED');
    expect(task.allowed).toContain('sign');
    expect(task.text).not.toMatch(/13855512345|李桂芳|3栋502/);
    expect(task.redacted).toBe(true);
    const handle = task.clocks.find((clock) => clock.milestone === 'handle' && clock.scope === 'INNER');
    expect(handle?.dueText).toBe('2026-11-25 24:00');
    expect(handle?.proof.join('')).toContain('派单 2026-11-23 09:00');

    app.clock.pass(20);
    await zhang.act(receipt.orderId, 'sign');
    app.clock.pass(30);
    const arrived = await zhang.act(receipt.orderId, 'arrive', { point: IN_DX01 });
    expect(arrived.timeline[0]?.text).toContain('距反映地点约 0 米');
    const after = await zhang.upload(draft.draftId, 'AFTER');
    app.clock.pass(60);
    const replied = await zhang.act(receipt.orderId, 'reply', {
      outcome: 'SOLVED',
      publicText: REPLY,
      photos: [after],
    });
    expect(replied.state).toBe('REPLIED');
    expect((await li.view(receipt.orderId)).publicReply).toBeNull();

    app.clock.pass(10);
    const approved = await chen.act(receipt.orderId, 'approve', { publicText: REPLY });
    expect(approved.state).toBe('TO_VISIT');
    const seen = await li.act(receipt.orderId, 'seen');
    expect(seen.publicReply).toBe(REPLY);
    expect(seen.timeline.flatMap((entry) => entry.photos)).toHaveLength(1);
    const rated = await li.act(receipt.orderId, 'rate', {
      solved: 'YES',
      process: 'SATISFIED',
      result: 'VERY_SATISFIED',
    });
    expect(rated.state).toBe('CLOSED');
    expect(rated.stations.every((station) => station.state === 'done')).toBe(true);
  });

  it('keeps state = fold(events), version = number of events, and every clock ended when closed', async () => {
    const rows = await app.db.read<{ id: string }>('SELECT id FROM work_order');
    const store = app.app.get(OrdersStore);
    for (const { id } of rows) {
      const events = await store.eventsOf(app.db, id);
      const stored = await store.find(app.db, id);
      expect(foldAll(events)).toEqual(stored?.facts);
      expect(stored?.facts.version).toBe(events.length);
      const live = await app.db.read<{ milestone: string }>(
        "SELECT milestone FROM clock WHERE order_id = ? AND state IN ('RUNNING', 'PAUSED')",
        [id],
      );
      if (stored?.facts.state === 'CLOSED') expect(live.map((row) => row.milestone)).toEqual(['archive']);
    }
  });

  it('answers a repeated draft with the stored receipt, and says when the repeat differs', async () => {
    const li = await app.as('li');
    const draft = filing(app.streetId);
    const first = await li.ok<Receipt>('POST', '/api/orders', draft);
    const again = await li.ok<Receipt>('POST', '/api/orders', draft);
    expect(again).toEqual(first);
    const other = await li.ok<Receipt>('POST', '/api/orders', { ...draft, text: `${draft.text} 又补一句` });
    expect(other).toEqual({ ...first, differs: true });
    expect(await (await app.as('wang')).refused('POST', '/api/orders', draft)).toBe('DRAFT_NOT_YOURS');
  });

  it('files ten parallel taps of one draft once, and takes one of ten parallel signatures', async () => {
    const li = await app.as('li');
    const draft = filing(app.streetId);
    const receipts = await Promise.all(
      Array.from({ length: 10 }, () => li.ok<Receipt>('POST', '/api/orders', draft)),
    );
    expect(new Set(receipts.map((receipt) => receipt.orderNo)).size).toBe(1);
    const id = receipts[0]?.orderId ?? '';
    const [zhang, head] = [await app.as('grid-zhang'), await app.as('head-dx')];
    const codes = await Promise.all(
      Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? zhang : head).actRefused(id, 'sign', {}, 3)),
    );
    expect(codes.filter((code) => code === 'none')).toHaveLength(1);
    expect(codes.filter((code) => code === 'CONFLICT')).toHaveLength(9);
  });

  it('lets either the signature or the withdrawal win, never both', async () => {
    const { orderId } = await file(app);
    const [li, zhang] = [await app.as('li'), await app.as('grid-zhang')];
    await Promise.all([
      li.actRefused(orderId, 'withdraw', { reasonCode: 'SOLVED' }, 3),
      zhang.actRefused(orderId, 'sign', {}, 3),
    ]);
    const view = await li.view(orderId);
    expect(['WITHDRAWN']).toContain(view.state);
  });
});
