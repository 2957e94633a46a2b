import { type MembersAnswer, type NearProblem, type Receipt, type SubmitOrder } from '@yihu/shared';
import { SessionsService } from '../src/modules/accounts/sessions.service';
import { ActService } from '../src/modules/orders/act.service';
import { hashToken } from '../src/platform/auth/auth.guard';
import { newId } from '../src/platform/ids';
import { file, filing, IN_DX01, MONDAY, type Persona, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { actOnItem, enterByHand, entriesOf, entry, toldOf } from './trigger-steps';
import { AT_GRID, brokenOrders, clockOf, later, orderAt, REPLY, replied } from './walk';

const GOOD = { solved: 'YES', process: 'SATISFIED', result: 'SATISFIED' } as const;
const NEAR = `/api/problems?lat=${IN_DX01.lat}&lng=${IN_DX01.lng}&datum=WGS84`;

describe.each(ENGINES)('problems on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let grid: Persona;
  let li: Persona;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    desk = await app.as('desk-chen');
    grid = await app.as('grid-zhang');
    li = await app.as('li');
  });
  afterAll(() => app.close());
  afterEach(async () => expect(await brokenOrders(app)).toEqual([]));

  const near = async () => (await fetch(`${app.url}${NEAR}`)).json() as Promise<{ items: NearProblem[] }>;
  const all = (who: Persona, item: string, act: string, more: Record<string, unknown>) =>
    who.ok<MembersAnswer>('POST', `/api/ledger-items/${item}/members/${act}`, {
      commandId: newId(),
      version: 0,
      dryRun: false,
      ...more,
    });
  const alsoMine = (who: Persona, problem: string, body: Partial<SubmitOrder>) =>
    who.ok<Receipt>('POST', `/api/problems/${problem}/orders`, filing(app.streetId, body));

  it('M34 M49 M88 M98: one answer reaches twelve orders, each is visited by itself, three disputes reopen it', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 10; n += 1) ids.push(await orderAt(app, 'IN_PROGRESS', { classCode: AT_GRID }));
    const unsigned = await orderAt(app, 'DISPATCHED', { classCode: AT_GRID });
    const asked = await orderAt(app, 'IN_PROGRESS', { classCode: AT_GRID });
    await grid.act(asked, 'askInfo', { question: '摊位在哪个门口?' });
    ids.push(unsigned, asked);
    const [proposed] = await entriesOf(app, 'problem', asked);
    expect(proposed).toMatchObject({ stateLabel: '待确认', ordersTotal: 12, ordersOpen: 12 });
    const item = proposed?.id ?? '';
    await actOnItem(desk, item, 'confirm', { title: '丁香01网格占道经营', nature: 'COMMON' });
    expect((await toldOf(desk, '建议专班')).last).toBe('7 天内同一问题 10 件,建议成立专班');

    const reply = { fields: { outcome: 'SOLVED', publicText: REPLY } };
    const dry = await all(grid, item, 'reply', { ...reply, dryRun: true });
    expect([dry.can, dry.done, dry.items.length]).toEqual([11, 0, 12]);
    expect(dry.items.find(({ can }) => !can)).toMatchObject({ orderId: unsigned, stateLabel: '待签收' });
    expect(dry.items.find(({ can }) => !can)?.why).toContain('待签收');
    expect((await grid.view(ids[0] ?? '')).state).toBe('IN_PROGRESS');

    // Killed after seven: what had been committed is seven commands of seven orders.
    const commandId = newId();
    const actor = await app.app.get(SessionsService).actorOf(hashToken(await grid.token()));
    if (actor === null) throw new Error('signed in');
    for (const id of ids.slice(0, 7)) {
      const body = { commandId: `${commandId}:${id}`, version: 999, fields: reply.fields };
      await app.app.get(ActService).act(actor, id, 'reply', body);
    }
    const finished = await all(grid, item, 'reply', { ...reply, commandId, signFirst: true });
    expect([finished.can, finished.done]).toEqual([12, 12]);
    await all(grid, item, 'reply', { ...reply, commandId, signFirst: true });
    const [{ n } = { n: 0 }] = await app.db.read<{ n: number }>(
      "SELECT COUNT(*) AS n FROM event WHERE name = 'order.replied'",
    );
    expect(Number(n)).toBe(12);
    for (const id of ids) expect((await grid.view(id)).state).toBe('REPLIED');

    await all(desk, item, 'approve', { fields: { publicText: REPLY } });
    for (const id of ids) expect((await desk.view(id)).state).toBe('TO_VISIT');
    expect((await entry(desk, item)).stateLabel).toBe('待销号');
    expect((await toldOf(li, '已有结果')).n).toBe(12);

    const [a = '', b = '', c = '', ...others] = ids;
    await li.act(a, 'dispute', { reasonCode: 'NOT_SOLVED', text: '摊位还在' });
    expect(clockOf(await desk.view(a), 'handle').cycle).toBe(1);
    const visitor = await app.as('vis-lin');
    for (const id of others.slice(0, 7)) await li.act(id, 'rate', GOOD);
    expect(await visitor.refused('GET', `/api/orders/${b}`)).toBe('none');
    const strike = { commandId: newId(), version: 0, fields: { result: '现场核实,予以销号' } };
    const leader = await app.as('lead-fan');
    expect(await leader.refused('POST', `/api/ledger-items/${item}/actions/strike`, strike)).toBe(
      'STRIKE_TOO_EARLY',
    );

    app.clock.set(later(app, 8));
    await app.settle();
    await app.sweep();
    await li.act(c, 'dispute', { reasonCode: 'RETURNED', text: '又摆出来了' });
    expect((await entry(desk, item)).stateLabel).toBe('待销号');
    await li.act(b, 'dispute', { reasonCode: 'RETURNED', text: '又摆出来了' });
    expect((await entry(desk, item)).stateLabel).toBe('在办');
    expect((await toldOf(desk, '有异议')).last).toBe('统一答复的 12 件中 3 件有异议,请重办');

    const again = await all(grid, item, 'reply', reply);
    expect(
      again.items
        .filter(({ done }) => done)
        .map(({ orderId }) => orderId)
        .sort(),
    ).toEqual([a, b, c].sort());
    await all(desk, item, 'approve', { fields: { publicText: REPLY } });
    for (const id of ids) {
      if ((await desk.view(id)).state === 'TO_VISIT') await li.act(id, 'rate', GOOD);
    }
    expect((await entry(desk, item)).ordersOpen).toBe(0);
    expect((await actOnItem(leader, item, 'strike', { result: '现场核实,予以销号' })).stateLabel).toBe(
      '已销号',
    );
    app.clock.set(MONDAY);
  });

  it('M34: everybody sees class, rounded place, count and state of open problems; nothing of a secret one', async () => {
    const classCode = '010103';
    const { orderId } = await file(app, 'li', { classCode, address: '丁香家园3号楼' });
    const { orderNo } = await desk.view(orderId);
    const item = await enterByHand(app, desk, 'problem', [orderNo], { title: '3号楼李桂芳家门口' });
    const { items } = await near();
    expect(items).toEqual([
      {
        id: item,
        className: expect.any(String),
        stateLabel: '在办',
        count: 1,
        lat: 31.84,
        lng: 117.233,
        distanceM: 100,
      },
    ]);
    expect(JSON.stringify(items)).not.toContain('李桂芳');
    await li.act(orderId, 'restrict', { confidentiality: 'DESK_ONLY' });
    expect((await near()).items).toEqual([]);
    await li.act(orderId, 'restrict', { confidentiality: 'SURNAME' });
  });

  it('M49: one tap files her own order and joins it, once; others of the problem go on as they were', async () => {
    const [problem] = (await near()).items;
    const id = problem?.id ?? '';
    const wang = await app.as('wang');
    const draftId = newId();
    const first = await alsoMine(wang, id, { draftId, text: '' });
    expect((await alsoMine(wang, id, { draftId, text: '' })).orderId).toBe(first.orderId);
    expect(await entry(desk, id)).toMatchObject({ ordersTotal: 2, ordersOpen: 2 });
    expect(JSON.stringify((await wang.view(first.orderId)).timeline)).toContain('已有2人反映同一问题');
    const own = { commandId: newId(), version: 0, orderId: first.orderId, fields: {} };
    expect(await wang.refused('POST', `/api/problems/${id}/join`, own)).toBe('PROBLEM_TWICE');
    const strange = { ...own, commandId: newId() };
    expect(await li.refused('POST', `/api/problems/${id}/join`, strange)).toBe('NOT_FOUND');
    await desk.act(first.orderId, 'leave', { reason: '不是同一处' });
    expect(await entry(desk, id)).toMatchObject({ ordersTotal: 1 });
    await actOnItem(desk, id, 'drop', { why: '不是同一问题' });
    expect(await wang.refused('POST', `/api/problems/${id}/join`, { ...own, commandId: newId() })).toBe(
      'PROBLEM_CLOSED',
    );
  });

  it('M98: who sees no order of a problem cannot answer them, and a photo lies with one order only', async () => {
    const id = await orderAt(app, 'IN_PROGRESS', { classCode: '010102' });
    const { orderNo } = await desk.view(id);
    const item = await enterByHand(app, desk, 'problem', [orderNo], { title: '占道经营再现' });
    const body = {
      commandId: newId(),
      version: 0,
      dryRun: true,
      fields: { outcome: 'SOLVED', publicText: REPLY },
    };
    const path = `/api/ledger-items/${item}/members/reply`;
    expect(await (await app.as('sec-cg')).refused('POST', path, body)).toBe('NOT_FOUND');
    expect(await grid.refused('POST', path, { ...body, fields: { ...body.fields, photos: [newId()] } })).toBe(
      'FIELD_INVALID',
    );
    expect(await grid.refused('POST', `/api/ledger-items/${item}/members/close`, body)).toBe(
      'ACTION_UNKNOWN',
    );
    await replied(app, id);
  });
});
