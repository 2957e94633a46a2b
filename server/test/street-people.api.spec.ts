import {
  addMinutes,
  type OrderSummary,
  type OrderView,
  type Page,
  type Receipt,
  ROLE_PERMISSIONS,
} from '@yihu/shared';
import { file, filing, IN_DX01, MONDAY, OUTSIDE, type Persona, startApp, type TestApp } from './harness';
import { opened, step } from './procedure-steps';
import { ENGINES } from './spec-database';
import {
  AT_GRID,
  AT_SECTION,
  addForeignStreet,
  brokenOrders,
  clockOf,
  orderAt,
  REPLY,
  replied,
  unitId,
} from './walk';

/** What only the hotline office may do to an order (M01). */
const INBOX = [
  ['accept', {}],
  ['classify', { classCode: AT_GRID }],
  ['dispatch', {}],
  ['approve', { publicText: REPLY }],
] as const;
const FOUR_POSTS = ['order:dispatch', 'order:supervise', 'order:approve', 'order:visit'] as const;

describe.each(ENGINES)('who stands where in the street on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let grid: Persona;
  let head: Persona;
  let section: Persona;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    [desk, grid] = [await app.as('desk-chen'), await app.as('grid-zhang')];
    [head, section] = [await app.as('head-dx'), await app.as('sec-cg')];
  });
  afterAll(async () => {
    expect(await brokenOrders(app)).toEqual([]);
    await app.close();
  });

  const forCaller = (who: Persona, more: Record<string, unknown> = {}) =>
    who.ok<Receipt>('POST', '/api/orders/for-caller', {
      ...filing(app.streetId, { classCode: AT_GRID }),
      channel: 'WINDOW',
      ...more,
    });
  const refusedFor = (who: Persona, more: Record<string, unknown>) =>
    who.refused('POST', '/api/orders/for-caller', {
      ...filing(app.streetId, { classCode: AT_GRID }),
      channel: 'WINDOW',
      ...more,
    });
  const inboxOf = async (who: Persona) =>
    (await who.ok<{ items: { id: string }[] }>('GET', '/api/orders/desk?view=TO_ACCEPT')).items.map(
      ({ id }) => id,
    );

  it('M01: whatever comes in lands in the one inbox of the hotline office, owned from the first moment', async () => {
    const office = await unitId(app, 'NQ-RX');
    const ways = [
      (await file(app, 'li', { classCode: AT_SECTION })).orderId,
      (await file(app, 'li', { classCode: null, point: OUTSIDE })).orderId,
      (await forCaller(desk, { classCode: null, channel: 'HOTLINE_12345' })).orderId,
      (await forCaller(grid, { classCode: null })).orderId,
    ];
    for (const id of ways) {
      const [row] = await app.db.read<{ owner_unit_id: string }>(
        'SELECT owner_unit_id FROM work_order WHERE id = ?',
        [id],
      );
      expect(row?.owner_unit_id).toBe(office);
    }
    const untaken = [];
    for (const id of ways) if ((await desk.view(id)).state === 'SUBMITTED') untaken.push(id);
    expect(untaken.length).toBeGreaterThan(1);
    expect(await inboxOf(desk)).toEqual(expect.arrayContaining(untaken));
    // Nobody but the office takes in, classifies, hands out or reports back; the row itself refuses to be ownerless.
    const id = ways[2] ?? '';
    expect(untaken).toContain(id);
    const leadUnitId = await unitId(app, 'NQ-CG');
    for (const [action, form] of INBOX) {
      const filled = action === 'dispatch' ? { leadUnitId } : form;
      for (const who of [grid, section, head]) {
        const code = await who.actRefused(id, action, filled);
        // Who has nothing to do with it does not even learn that it is there.
        expect([action, code]).toEqual([action, who === head ? 'ACTION_NOT_ALLOWED' : 'NOT_FOUND']);
      }
    }
    await expect(
      app.db.inTransaction((tx) =>
        tx.execute('UPDATE work_order SET owner_unit_id = NULL WHERE id = ?', [id]),
      ),
    ).rejects.toThrow();
    const taken = await desk.act(id, 'accept', {});
    expect(taken.state).toBe('ACCEPTED');
    expect(await inboxOf(desk)).not.toContain(id);
  });

  it('M04: street and community both see what happens in it, and the rates are cut by either', async () => {
    app.clock.set(MONDAY);
    // Handled by a section of the street, in the place of a community that leads nothing of it.
    const { orderId } = await file(app, 'li', { classCode: AT_SECTION });
    if ((await desk.view(orderId)).state === 'SUBMITTED') await desk.act(orderId, 'accept', {});
    await desk.act(orderId, 'dispatch', { leadUnitId: await unitId(app, 'NQ-CG') });
    const theirs = await head.view(orderId);
    expect([theirs.communityName, theirs.leadUnitId]).toEqual(['丁香社区', await unitId(app, 'NQ-CG')]);
    expect(theirs.allowed).not.toContain('sign');
    expect(await head.actRefused(orderId, 'sign')).toBe('ACTION_NOT_ALLOWED');
    const elsewhere = await app.as('head-dg');
    expect(await elsewhere.refused('GET', `/api/orders/${orderId}`)).toBe('NOT_FOUND');
    const local = await orderAt(app, 'TO_VISIT');
    const cut = async (code?: string) => {
      const unit = code === undefined ? '' : `&unitId=${await unitId(app, code)}`;
      const { figures, scope } = await desk.ok<{
        scope: number;
        figures: { name: string; before: { num: number; den: number } }[];
      }>('GET', `/api/figures?fromDay=2026-11-23&toDay=2026-11-23${unit}`);
      const done = figures.find(({ name }) => name === 'completion')?.before;
      return { scope, num: done?.num, den: done?.den };
    };
    const [street, community, other] = [await cut(), await cut('340104004001'), await cut('340104004002')];
    expect(community).toEqual({ scope: 1, num: 1, den: 1 });
    expect(other.scope).toBe(0);
    expect(street.scope).toBe(2);
    expect((await head.view(local)).state).toBe('TO_VISIT');
  });

  it('M04 R15: the community lists what others handle in it, reads it, and gets no telephone of it', async () => {
    app.clock.set(MONDAY);
    const around = (who: Persona, after?: string) =>
      who.ok<Page<OrderSummary>>('GET', `/api/orders/around${after === undefined ? '' : `?after=${after}`}`);
    const idsOf = async (who: Persona) => (await around(who)).items.map(({ id }) => id);
    const { orderId } = await file(app, 'li', { classCode: AT_SECTION });
    // At the desk nobody leads it yet.
    expect(await idsOf(head)).not.toContain(orderId);
    await desk.act(orderId, 'dispatch', { leadUnitId: await unitId(app, 'NQ-CG') });
    const own = await orderAt(app, 'IN_PROGRESS');
    expect(await idsOf(head)).toContain(orderId);
    // Her own grid's work is in her tasks, not here; another community sees neither.
    expect(await idsOf(head)).not.toContain(own);
    expect(await idsOf(await app.as('head-dg'))).toEqual([]);
    for (const code of ['grid-zhang', 'sec-cg', 'li', 'desk-chen'])
      expect(await (await app.as(code)).refused('GET', '/api/orders/around')).toBe('FORBIDDEN');
    const theirs = await head.view(orderId);
    expect(theirs.contact).toMatchObject({ maskedPhone: null, canReveal: false });
    expect(theirs.contact?.whyNot).toBe('这件由别的单位承办,请由承办单位或热线办联系诉求人');
    expect(JSON.stringify(await around(head)) + JSON.stringify(theirs)).not.toMatch(/1[3-9]\d{9}/);
    const reveal = (id: string) =>
      head.refused('POST', `/api/orders/${id}/contact`, { reason: '核实现场情况' });
    expect(await reveal(orderId)).toBe('CONTACT_NOT_HANDLER');
    // The refusal is on the record too; what her own grid handles she may call about.
    const rows = await app.db.read<{ facts: string }>(
      "SELECT facts FROM audit WHERE subject_id = ? AND action = 'contact.reveal'",
      [orderId],
    );
    expect(rows.map(({ facts }) => JSON.parse(facts).outcome)).toEqual(['NOT_HANDLER']);
    expect(await reveal(own)).toBe('none');
    // Over, it leaves the list.
    const section = await app.as('sec-cg');
    await section.act(orderId, 'sign');
    await replied(app, orderId, 'sec-cg');
    await desk.act(orderId, 'approve', { publicText: REPLY });
    expect(await idsOf(head)).toContain(orderId);
    await (await app.as('li')).act(orderId, 'rate', {
      solved: 'YES',
      process: 'SATISFIED',
      result: 'SATISFIED',
    });
    expect(await idsOf(head)).not.toContain(orderId);
  });

  it('M61 M63: a grid worker takes a matter in at the door, handles it and answers, in his own street only', async () => {
    const { orderId } = await forCaller(grid);
    const seen = await grid.view(orderId);
    expect(seen).toMatchObject({ source: 'GRID_REPORT', state: 'DISPATCHED', gridName: '丁香01网格' });
    expect(seen.timeline.at(-1)?.who).toBe('丁香01网格 张敏');
    await grid.act(orderId, 'sign');
    expect((await replied(app, orderId)).state).toBe('REPLIED');
    // What goes to another unit he still reads, as whoever filed it, without a button.
    const away = await forCaller(grid, { classCode: AT_SECTION });
    await desk.act(away.orderId, 'dispatch', { leadUnitId: await unitId(app, 'NQ-CG') });
    expect((await grid.view(away.orderId)).allowed).toEqual([]);
    expect(await (await app.as('grid-sun')).refused('GET', `/api/orders/${away.orderId}`)).toBe('NOT_FOUND');
    const { street } = await addForeignStreet(app);
    expect(await refusedFor(grid, { streetId: street })).toBe('ACTION_NOT_ALLOWED');
    expect(await refusedFor(section, {})).toBe('FORBIDDEN');
    expect(await refusedFor(await app.as('li'), {})).toBe('FORBIDDEN');
    // A deputy brings in what she was told on her round.
    const deputy = await app.as('dep-bai');
    expect((await desk.view((await forCaller(deputy)).orderId)).source).toBe('DEPUTY');
    expect((await desk.view((await forCaller(desk)).orderId)).source).toBe('RESIDENT');
  });

  it('M62: a service point is where a matter is taken in, and where two sides may meet', async () => {
    const point = await unitId(app, 'NQ-FW-1');
    const { orderId } = await forCaller(desk, { intakeUnitId: point });
    expect((await desk.view(orderId)).intakeName).toBe('丁香服务站');
    expect((await grid.view(orderId)).intakeName).toBe('丁香服务站');
    // Who works at one need not say so.
    const station = await forCaller(await app.as('dep-bai'));
    expect((await desk.view(station.orderId)).intakeName).toBe('代表联络站');
    expect(await refusedFor(desk, { intakeUnitId: await unitId(app, 'NQ-CG') })).toBe('UNIT_UNKNOWN');
    const run = await consented(orderId);
    const mediator = await app.as('med-cheng');
    const session = { heldOn: '2026-11-24', minutes: '双方在服务站坐下来谈了一次,各让一步', free: true };
    const wrong = { ...session, placeId: await unitId(app, 'NQ-CG') };
    await expect(step(mediator, run, 'session', wrong)).rejects.toThrow('UNIT_UNKNOWN');
    expect((await step(mediator, run, 'session', { ...session, placeId: point })).stage).toBe('agreed');
  });

  /** A mediation both sides have agreed to. */
  async function consented(orderId: string): Promise<string> {
    const clock = app.clock.now();
    await grid.act(orderId, 'sign');
    const { id } = await opened(desk, orderId, 'mediation', {
      fit: { PRIVATE: 'YES', NOT_RESERVED: 'YES', NOT_PENDING: 'YES', NOT_FORBIDDEN: 'YES' },
      pointId: await unitId(app, 'NQ-TJ-1'),
      otherParty: '楼上住户',
    });
    const mediator = await app.as('med-cheng');
    for (const party of ['FILER', 'OTHER'])
      await step(mediator, id, 'recordConsent', { party, how: '当面签字同意' });
    app.clock.set(clock);
    return id;
  }

  it('M73: who goes there checks in with time and distance; who owes nothing on it cannot', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const at = app.clock.now();
    const there = await grid.act(id, 'arrive', { point: IN_DX01 });
    const entry = there.timeline.find(({ event }) => event === 'order.arrived');
    expect(entry).toMatchObject({ at, text: '到达现场:距反映地点约 0 米', who: '丁香01网格 张敏' });
    const hers = (await (await app.as('li')).view(id)).timeline.map(({ text }) => text);
    expect(hers.some((text) => text.includes('丁香01网格已到现场查看'))).toBe(true);
    expect(await section.actRefused(id, 'arrive', { point: IN_DX01 })).toBe('NOT_FOUND');
    expect(await desk.actRefused(id, 'arrive', { point: IN_DX01 })).toBe('ACTION_NOT_ALLOWED');
  });

  it('M79: hand out, supervise, answer and visit are four permissions, each without the others', async () => {
    const posts: Record<string, string> = {};
    for (const permission of FOUR_POSTS) {
      const alone = Object.entries(ROLE_PERMISSIONS).filter(
        ([, own]) => FOUR_POSTS.filter((each) => own.includes(each)).join() === permission,
      );
      posts[permission] = alone.map(([role]) => role).join();
    }
    // 督办 and 回访 have posts of their own; 转交 and 回复 are two rights of the desk.
    expect(posts['order:supervise']).toContain('SUPERVISOR');
    expect(posts['order:visit']).toContain('VISITOR');
    const id = await orderAt(app, 'REPLIED');
    const [supervisor, visitor] = [await app.as('sup-ye'), await app.as('vis-lin')];
    for (const who of [supervisor, visitor]) {
      expect(await who.actRefused(id, 'approve', { publicText: REPLY })).toBe('ACTION_NOT_ALLOWED');
      expect(await who.actRefused(id, 'dispatch', { leadUnitId: await unitId(app, 'NQ-CG') })).toBe(
        'ACTION_NOT_ALLOWED',
      );
    }
    expect(await visitor.actRefused(id, 'urge')).toBe('ACTION_NOT_ALLOWED');
    expect((await supervisor.act(id, 'urge')).state).toBe('REPLIED');
    await desk.act(id, 'approve', { publicText: REPLY });
    const run = (
      await desk.ok<{ items: { id: string; kind: string }[] }>('GET', `/api/orders/${id}/procedures`)
    ).items.find(({ kind }) => kind === 'visit');
    const answers = {
      way: 'PHONE',
      solved: 'YES',
      process: 'SATISFIED',
      result: 'SATISFIED',
      afterwards: 'CLOSE',
    };
    await expect(step(supervisor, run?.id ?? '', 'answer', answers)).rejects.toThrow('ACTION_NOT_ALLOWED');
    await step(visitor, run?.id ?? '', 'answer', answers);
    expect((await desk.view(id)).state).toBe('CLOSED');
  });

  it('M09: nothing closes before its filer was told, or calls enough were made on days enough', async () => {
    app.clock.set(MONDAY);
    const anonymous = { contactName: '', contactPhone: '' } as const;
    const { orderId } = await forCaller(desk, { ...anonymous, contactPhone: '13855512345' });
    await grid.act(orderId, 'sign');
    await replied(app, orderId);
    await desk.act(orderId, 'approve', { publicText: REPLY });
    expect(await close(orderId)).toBe('NOT_CLOSABLE');
    const call = (reached: boolean) => desk.act(orderId, 'tell', { way: 'PHONE', reached });
    await call(false);
    await call(false);
    expect(await close(orderId)).toBe('NOT_CLOSABLE');
    // The third call of one day is not enough: two days are asked for.
    await call(false);
    expect(await close(orderId)).toBe('NOT_CLOSABLE');
    app.clock.set(addMinutes(MONDAY, 24 * 60));
    const told = await call(false);
    expect(told.timeline.filter(({ event }) => event === 'order.told')).toHaveLength(4);
    expect(await close(orderId)).toBe('none');
    // Told, with who, by which way and when: at once.
    app.clock.set(MONDAY);
    const other = await forCaller(desk, { ...anonymous, contactPhone: '13855512345' });
    await grid.act(other.orderId, 'sign');
    await replied(app, other.orderId);
    await desk.act(other.orderId, 'approve', { publicText: REPLY });
    const after: OrderView = await desk.act(other.orderId, 'tell', { way: 'PHONE', reached: true });
    const [entry] = after.timeline.filter(({ event }) => event === 'order.told');
    expect(entry).toMatchObject({ at: MONDAY, who: '热线办 陈晓' });
    expect(clockOf(after, 'told').state).toBe('MET');
    // Told and silent, it closes by itself; not told, it would have stayed.
    const third = await forCaller(desk, { ...anonymous, contactPhone: '13855512345' });
    await grid.act(third.orderId, 'sign');
    await replied(app, third.orderId);
    await desk.act(third.orderId, 'approve', { publicText: REPLY });
    app.clock.set(addMinutes(MONDAY, 8 * 24 * 60));
    await app.sweep();
    expect((await desk.view(other.orderId)).state).toBe('CLOSED');
    expect((await desk.view(third.orderId)).state).toBe('TO_VISIT');
  });

  const close = (id: string) => desk.actRefused(id, 'close', { reason: '电话回访已认可' });
});
