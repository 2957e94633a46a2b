import type { ItemSummary, ItemView, LedgerCount, Receipt } from '@yihu/shared';
import { InvariantsService } from '../src/modules/ops/invariants.service';
import { newId } from '../src/platform/ids';
import { file, filing, type Persona, startApp, type TestApp } from './harness';
import { opened, step } from './procedure-steps';
import { ENGINES } from './spec-database';
import { brokenOrders, orderAt, replied, unitId } from './walk';

describe.each(ENGINES)('ledgers on %s', (_, serverUrl) => {
  let app: TestApp;
  let supervisor: Persona;
  let leader: Persona;
  let grid: Persona;
  let desk: Persona;
  let gridUnit: string;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    supervisor = await app.as('sup-ye');
    leader = await app.as('lead-fan');
    grid = await app.as('grid-zhang');
    desk = await app.as('desk-chen');
    gridUnit = await unitId(app, 'NQ-DX-01');
  });
  afterAll(() => app.close());

  const noOf = async (id: string) => (await desk.view(id)).orderNo;
  const enter = (who: Persona, kind: string, orderNos: string[], fields: Record<string, unknown>) =>
    who.ok<{ id: string }>('POST', `/api/ledgers/${kind}`, {
      commandId: newId(),
      version: 0,
      rootId: app.streetId,
      orderNos,
      fields,
    });
  const act = (who: Persona, id: string, name: string, fields: Record<string, unknown> = {}) =>
    who.ok<ItemView>('POST', `/api/ledger-items/${id}/actions/${name}`, {
      commandId: newId(),
      version: 0,
      fields,
    });
  const refused = (who: Persona, id: string, name: string, fields: Record<string, unknown> = {}) =>
    who.refused('POST', `/api/ledger-items/${id}/actions/${name}`, {
      commandId: newId(),
      version: 0,
      fields,
    });

  it('M22: a hard case is entered once, led by name, and struck off by somebody else after it is solved', async () => {
    const order = await orderAt(app, 'IN_PROGRESS');
    const { id } = await enter(supervisor, 'hard', [await noOf(order)], {
      unitId: gridUnit,
      measures: '每日巡查并约谈摊主',
      dueDay: '2026-12-05',
    });
    expect((await enter(supervisor, 'hard', [await noOf(order)], {})).id).toBe(id);
    const listed = await supervisor.ok<{ items: ItemSummary[] }>('GET', '/api/ledgers/hard');
    expect(listed.items.filter((item) => item.id === id)).toHaveLength(1);
    expect(listed.items[0]).toMatchObject({ kindLabel: '疑难清单', unitName: '丁香01网格', ordersOpen: 1 });
    expect((await act(grid, id, 'progress', { note: '已约谈3户' })).history.at(-1)?.notes).toEqual([
      '已约谈3户',
    ]);
    await act(grid, id, 'review', { result: '摊位已全部搬离,约定每日巡查' });
    expect(await refused(supervisor, id, 'strike', { result: '核实无误,予以销号' })).toBe('STRIKE_TOO_EARLY');
    await replied(app, order);
    await desk.act(order, 'approve', { publicText: '丁香01网格已于11月23日劝离占道摊位3处。' });
    await (await app.as('li')).act(order, 'rate', {
      solved: 'YES',
      process: 'SATISFIED',
      result: 'SATISFIED',
    });
    expect((await supervisor.ok<ItemView>('GET', `/api/ledger-items/${id}`)).ordersOpen).toBe(0);
    expect(await refused(grid, id, 'strike', { result: '自己销自己的号' })).toBe('ACTION_NOT_ALLOWED');
    const struck = await act(supervisor, id, 'strike', { result: '现场核实无摊位,予以销号' });
    expect(struck.stateLabel).toBe('已销号');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M23: counts the hard list as so many classes and so many cases', async () => {
    const hard = async () => {
      const { items } = await supervisor.ok<{ items: LedgerCount[] }>('GET', '/api/ledgers');
      return items.find(({ kind }) => kind === 'hard');
    };
    const before = await hard();
    for (const classCode of ['010102', '010103', '010103']) {
      const { orderId } = await file(app, 'li', { classCode });
      await enter(supervisor, 'hard', [await noOf(orderId)], {});
    }
    const after = await hard();
    expect([before?.standing, before?.classes]).toEqual([0, 0]);
    expect([after?.classes, after?.standing]).toEqual([2, 3]);
  });

  it('M91: while an order stands in 专人+清单+闭环 nobody closes it', async () => {
    const order = await orderAt(app, 'TO_VISIT');
    const { id } = await enter(supervisor, 'closedloop', [await noOf(order)], { measures: '专人一对一回访' });
    expect(await desk.actRefused(order, 'close', { reason: '电话回访已认可' })).toBe('BLOCKED');
    expect((await act(leader, id, 'drop', { why: '误列' })).stateLabel).toBe('不列入');
    expect(await desk.actRefused(order, 'close', { reason: '电话回访已认可' })).not.toBe('BLOCKED');
    expect(await brokenOrders(app)).toEqual([]);
  });

  describe('what kept an answered order open ends', () => {
    const GOOD = { solved: 'YES', process: 'SATISFIED', result: 'SATISFIED' };
    const listed = async (...orders: string[]) =>
      enter(supervisor, 'closedloop', await Promise.all(orders.map(noOf)), { measures: '专人一对一回访' });
    const stateOf = async (id: string) => (await desk.view(id)).state;
    afterEach(async () => {
      expect(await brokenOrders(app)).toEqual([]);
      const found = await app.app.get(InvariantsService).run(app.clock.now());
      expect(found.filter(({ name }) => /^I(4|14)\./.test(name))).toEqual([]);
    });

    it('M91: dropped, the entry lets what was answered well close by itself, once; what was not stays', async () => {
      const li = await app.as('li');
      const [good, bad, silent] = [
        await orderAt(app, 'TO_VISIT'),
        await orderAt(app, 'TO_VISIT'),
        await orderAt(app, 'TO_VISIT'),
      ];
      const { id } = await listed(good, bad, silent);
      await li.act(good, 'rate', GOOD);
      await li.act(bad, 'rate', { ...GOOD, result: 'UNSATISFIED' });
      expect([await stateOf(good), await stateOf(bad)]).toEqual(['TO_VISIT', 'TO_VISIT']);
      // Asked to be struck off and sent back it stands as before.
      await act(leader, id, 'edit', { measures: '改由督办员一对一回访' });
      expect(await stateOf(good)).toBe('TO_VISIT');
      await act(leader, id, 'drop', { why: '误列' });
      expect([await stateOf(good), await stateOf(bad), await stateOf(silent)]).toEqual([
        'CLOSED',
        'TO_VISIT',
        'TO_VISIT',
      ]);
      expect((await li.view(good)).timeline[0]?.text).toMatch(/^已办结/);
      // Nothing is in the way of the others either: her answer closes at once.
      expect((await li.act(silent, 'rate', GOOD)).state).toBe('CLOSED');
    });

    it('M91: taken out of the entry, one order closes and the other stays in it', async () => {
      const li = await app.as('li');
      const [one, two] = [await orderAt(app, 'TO_VISIT'), await orderAt(app, 'TO_VISIT')];
      const { id } = await listed(one, two);
      for (const order of [one, two]) await li.act(order, 'rate', GOOD);
      const after = await act(supervisor, id, 'unlink', { orders: [await noOf(one)] });
      expect([await stateOf(one), await stateOf(two), after.ordersOpen]).toEqual(['CLOSED', 'TO_VISIT', 1]);
    });

    it('M22 M91: of two that keep it open, the last to end closes it, whichever that is', async () => {
      const li = await app.as('li');
      for (const last of ['entry', 'supervision'] as const) {
        const order = await orderAt(app, 'REPLIED');
        await supervisor.act(order, 'urge');
        const run = await opened(supervisor, order, 'supervision', {
          form: 'NORMAL',
          ground: '企业多次反映,须说明办理情况',
        });
        const { id } = await listed(order);
        await desk.act(order, 'approve', { publicText: '丁香01网格已于11月23日劝离占道摊位3处。' });
        await li.act(order, 'rate', GOOD);
        await step(grid, run.id, 'answer', { answer: '已约谈摊主,11月25日前全部搬离' });
        const ends = {
          entry: () => act(leader, id, 'drop', { why: '误列' }),
          supervision: () => step(supervisor, run.id, 'pass'),
        };
        await ends[last === 'entry' ? 'supervision' : 'entry']();
        expect([last, await stateOf(order)]).toEqual([last, 'TO_VISIT']);
        await ends[last]();
        expect([last, await stateOf(order)]).toEqual([last, 'CLOSED']);
      }
    });

    it('M91 M92: a firm is called first; who said again that it is not solved is heard first', async () => {
      const li = await app.as('li');
      const again = await orderAt(app, 'TO_VISIT');
      for (let cycle = 0; cycle < 2; cycle += 1) {
        await li.act(again, 'dispute', { reasonCode: 'NOT_SOLVED' });
        await replied(app, again);
        await desk.act(again, 'approve', { publicText: '丁香01网格已于11月23日劝离占道摊位3处。' });
      }
      const { id } = await listed(again);
      await li.act(again, 'rate', GOOD);
      await li.act(again, 'disputeAgain', { reasonCode: 'NOT_SOLVED' });
      await act(leader, id, 'drop', { why: '误列' });
      expect(await stateOf(again)).toBe('TO_VISIT');
      const wang = await app.as('wang');
      const firm = await wang.ok<Receipt>(
        'POST',
        '/api/orders',
        filing(app.streetId, {
          classCode: '010102',
          partyKind: 'ENTERPRISE',
          companyName: '合肥宏达商贸有限公司',
          contactName: '王强',
          contactPhone: '13955512345',
        }),
      );
      await desk.act(firm.orderId, 'dispatch', { leadUnitId: await unitId(app, 'NQ-JF') });
      await (await app.as('sec-jf')).act(firm.orderId, 'sign');
      await replied(app, firm.orderId, 'sec-jf');
      await desk.act(firm.orderId, 'approve', { publicText: '丁香01网格已于11月23日劝离占道摊位3处。' });
      const entry = await listed(firm.orderId);
      await wang.act(firm.orderId, 'rate', GOOD);
      await act(leader, entry.id, 'drop', { why: '误列' });
      expect(await stateOf(firm.orderId)).toBe('TO_VISIT');
    });
  });

  it('names an order number nobody knows and enters nothing', async () => {
    const before = await supervisor.ok<{ items: ItemSummary[] }>('GET', '/api/ledgers/hard');
    expect(
      await supervisor.refused('POST', '/api/ledgers/hard', {
        commandId: newId(),
        version: 0,
        rootId: app.streetId,
        orderNos: ['NQ20260101-9999'],
        fields: {},
      }),
    ).toBe('FIELD_INVALID');
    const after = await supervisor.ok<{ items: ItemSummary[] }>('GET', '/api/ledgers/hard');
    expect(after.items).toHaveLength(before.items.length);
  });

  it('is nothing to a resident, and a handler reads but does not enter', async () => {
    expect(await (await app.as('li')).refused('GET', '/api/ledgers')).toBe('FORBIDDEN');
    const order = await orderAt(app, 'IN_PROGRESS');
    const code = await grid.refused('POST', '/api/ledgers/hard', {
      commandId: newId(),
      version: 0,
      rootId: app.streetId,
      orderNos: [await noOf(order)],
      fields: {},
    });
    expect(code).toBe('ACTION_NOT_ALLOWED');
  });
});
