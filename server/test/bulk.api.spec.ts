import type { BulkCheck, BulkTarget, BulkView } from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { file, type Persona, startApp, type TestApp } from './harness';
import { opened } from './procedure-steps';
import { ENGINES } from './spec-database';
import { StreamReader } from './stream-reader';
import { AT_SECTION, brokenOrders, clockOf, orderAt, REPLY, unitId } from './walk';

const HOLD_MINUTES = 31 / 60;
const EXTENSION = { days: 2, level: 'UNIT', publicReason: '配件周三才到货,需要延长', told: 'PHONE' };

describe.each(ENGINES)('one act on many orders, on %s', (_, serverUrl) => {
  let app: TestApp;
  let [chen, liu]: Persona[] = [];
  let cg = '';
  beforeAll(async () => {
    app = await startApp(serverUrl);
    [chen, liu] = [await app.as('desk-chen'), await app.as('desk-liu')];
    cg = await unitId(app, 'NQ-CG');
  });
  afterAll(() => app.close());

  const desk = () => chen as Persona;
  const target = async (id: string): Promise<BulkTarget> => ({
    id,
    version: (await desk().view(id)).version,
  });
  const waiting = async (count: number): Promise<BulkTarget[]> => {
    const made: BulkTarget[] = [];
    for (let n = 0; n < count; n += 1) {
      made.push(await target((await file(app, 'li', { classCode: AT_SECTION })).orderId));
    }
    return made;
  };
  const dispatch = (orders: BulkTarget[]) => ({ action: 'dispatch', fields: { leadUnitId: cg }, orders });
  const check = (body: object) => desk().ok<BulkCheck>('POST', '/api/desk/bulk/check', body);
  const hold = (body: object) => desk().ok<BulkView>('POST', '/api/desk/bulk', body);
  const view = (id: string) => desk().ok<BulkView>('GET', `/api/desk/bulk/${id}`);
  const run = async () => {
    app.clock.pass(HOLD_MINUTES);
    await app.settle();
  };
  const stateOf = async (id: string) => (await desk().view(id)).state;

  it('says before what would be refused and why, and leaves no trace', async () => {
    const [a, b, gone, c] = await waiting(4);
    await (liu as Persona).act(gone?.id ?? '', 'dispatch', { leadUnitId: cg });
    const over = await target(await orderAt(app, 'IN_PROGRESS'));
    const orders = [a, gone, b, over, c].map((each) => each as BulkTarget);
    const before = await app.db.read('SELECT COUNT(*) AS n FROM event');
    const answer = await check(dispatch(orders));
    expect(await app.db.read('SELECT COUNT(*) AS n FROM event')).toEqual(before);
    expect(answer).toMatchObject({ ok: 3, refused: 2 });
    expect(answer.summary).toMatch(/^3 可办, 2 不可: /);
    expect(answer.rows.map(({ ok, code }) => code ?? ok)).toEqual([
      true,
      'CONFLICT',
      true,
      'ACTION_WRONG_STATE',
      true,
    ]);
    expect(answer.rows[1]?.reason).toMatch(/热线办 刘洋 已于 .* 派单/);
    expect(answer.rows.map(({ orderId }) => orderId)).toEqual(orders.map(({ id }) => id));
  });

  it('does nothing for half a minute, and then each by itself', async () => {
    const orders = await waiting(3);
    await (liu as Persona).act(orders[1]?.id ?? '', 'dispatch', { leadUnitId: cg });
    const reader = await StreamReader.open(app, desk());
    const bulkId = newId();
    const held = await hold({ ...dispatch(orders), bulkId });
    expect(held).toMatchObject({ state: 'HELD', label: '派单', ok: 0, refused: 0 });
    expect(Date.parse(held.runAt) - Date.parse(held.now)).toBe(30_000);
    app.clock.pass(29 / 60);
    await app.settle();
    expect(await stateOf(orders[0]?.id ?? '')).toBe('ACCEPTED');
    await run();
    const done = await view(bulkId);
    expect(done).toMatchObject({ state: 'DONE', ok: 2, refused: 1 });
    expect(done.rows.map(({ ok, code }) => code ?? ok)).toEqual([true, 'CONFLICT', true]);
    expect(done.rows[0]?.orderNo).toMatch(/^NQ\d{8}-\d{4}$/);
    expect(await stateOf(orders[2]?.id ?? '')).toBe('DISPATCHED');
    const { timeline } = await desk().view(orders[0]?.id ?? '');
    expect(timeline.find(({ event }) => event === 'order.dispatched')?.who).toContain('陈晓');
    await reader.until((events) => events.some(({ type }) => type === 'bulk'));
    expect(reader.heard).toContain(`bulk ${bulkId}`);
    reader.cut();
  });

  it('is undone in time as if it had never been, and not afterwards', async () => {
    const orders = await waiting(2);
    const bulkId = newId();
    await hold({ ...dispatch(orders), bulkId });
    const undo = `/api/desk/bulk/${bulkId}/undo`;
    expect(await desk().ok<BulkView>('POST', undo)).toMatchObject({ state: 'UNDONE' });
    expect(await desk().ok<BulkView>('POST', undo)).toMatchObject({ state: 'UNDONE' });
    await run();
    expect((await view(bulkId)).state).toBe('UNDONE');
    for (const { id, version } of orders) expect((await desk().view(id)).version).toBe(version);
    const late = newId();
    await hold({ ...dispatch(orders), bulkId: late });
    await run();
    expect(await desk().refused('POST', `/api/desk/bulk/${late}/undo`)).toBe('BULK_STARTED');
  });

  it('sent again is the same bulk; with another body it is refused', async () => {
    const orders = await waiting(2);
    const body = { ...dispatch(orders), bulkId: newId() };
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => desk().call('POST', '/api/desk/bulk', body)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await desk().refused('POST', '/api/desk/bulk', { ...body, fields: { leadUnitId: newId() } })).toBe(
      'COMMAND_REUSED',
    );
    await run();
    expect(await hold(body)).toMatchObject({ state: 'DONE', ok: 2 });
    for (const { id, version } of orders) expect((await desk().view(id)).version).toBe(version + 1);
  });

  it('taken over after a crash does nothing twice', async () => {
    const orders = await waiting(3);
    const bulkId = newId();
    await hold({ ...dispatch(orders), bulkId });
    await run();
    const versions = await Promise.all(orders.map(async ({ id }) => (await desk().view(id)).version));
    // As a worker leaves it that died after the acts, before it wrote down how they went.
    await app.db.inTransaction(async (tx) => {
      await tx.execute("UPDATE bulk SET state = 'RUNNING', ended_at = NULL WHERE id = ?", [bulkId]);
      await tx.execute('UPDATE bulk_row SET ok = NULL WHERE bulk_id = ?', [bulkId]);
      await tx.execute("UPDATE outbox SET state = 'READY' WHERE effect_key = ?", [`bulk:${bulkId}`]);
    });
    await app.settle();
    expect(await view(bulkId)).toMatchObject({ state: 'DONE', ok: 3, refused: 0 });
    expect(await Promise.all(orders.map(async ({ id }) => (await desk().view(id)).version))).toEqual(
      versions,
    );
  });

  it('acts with the roles its author has when it runs', async () => {
    const orders = await waiting(1);
    const bulkId = newId();
    const he = liu as Persona;
    await he.ok('POST', '/api/desk/bulk', { ...dispatch(orders), bulkId });
    await app.db.inTransaction((tx) =>
      tx.execute("UPDATE role_grant SET role = 'SUPERVISOR' WHERE person_id = ?", [he.personId]),
    );
    await run();
    const { rows } = await he.ok<BulkView>('GET', `/api/desk/bulk/${bulkId}`);
    expect(rows[0]?.code).toBe('ACTION_NOT_ALLOWED');
    await app.db.inTransaction((tx) =>
      tx.execute("UPDATE role_grant SET role = 'CLERK' WHERE person_id = ?", [he.personId]),
    );
  });

  it('keeps its words unreadable, and its author’s alone', async () => {
    const orders = [await target(await orderAt(app, 'REPLIED'))];
    const bulkId = newId();
    await hold({ action: 'approve', fields: { publicText: REPLY }, orders, bulkId });
    const [row] = await app.db.read<{ fields_cipher: string }>(
      'SELECT fields_cipher FROM bulk WHERE id = ?',
      [bulkId],
    );
    expect(row?.fields_cipher).not.toContain('丁香');
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/undo'],
    ] as const) {
      expect(await (liu as Persona).refused(method, `/api/desk/bulk/${bulkId}${path}`)).toBe('NOT_FOUND');
    }
    await run();
    expect(await view(bulkId)).toMatchObject({ state: 'DONE', ok: 1 });
  });

  it('tells nothing of orders its author may not see', async () => {
    const [order] = await waiting(1);
    await app.db.inTransaction((tx) =>
      tx.execute('UPDATE work_order SET office_unit_id = ? WHERE id = ?', [app.streetId, order?.id ?? '']),
    );
    const { rows } = await check(dispatch([order as BulkTarget, { id: newId(), version: 1 }]));
    expect(rows.map(({ code, orderNo }) => `${code} ${orderNo}`)).toEqual(['NOT_FOUND ', 'NOT_FOUND ']);
    const [office] = await app.db.read<{ id: string }>("SELECT id FROM unit WHERE kind = 'HOTLINE_OFFICE'");
    await app.db.inTransaction((tx) =>
      tx.execute('UPDATE work_order SET office_unit_id = ? WHERE id = ?', [
        office?.id ?? '',
        order?.id ?? '',
      ]),
    );
  });

  it('judges extensions that several units asked for; where none was asked for it says so', async () => {
    const zhang = await app.as('grid-zhang');
    const asked: BulkTarget[] = [];
    for (const isAsked of [true, true, false]) {
      const id = await orderAt(app, 'IN_PROGRESS');
      if (isAsked) await opened(zhang, id, 'extension', EXTENSION);
      asked.push(await target(id));
    }
    const dueOf = async ({ id }: BulkTarget) => clockOf(await desk().view(id), 'handle').dueAt ?? '';
    const before = await Promise.all(asked.map(dueOf));
    const body = { action: 'extension.approve', fields: { opinion: '材料属实,同意延长' }, orders: asked };
    expect(await check(body)).toMatchObject({ ok: 2, refused: 1 });
    expect(await Promise.all(asked.map(dueOf))).toEqual(before);
    const bulkId = newId();
    const held = await hold({ ...body, bulkId });
    expect(held).toMatchObject({ state: 'HELD', label: '同意延期' });
    await run();
    const { rows } = await view(bulkId);
    expect(rows.map(({ ok, reason }) => reason ?? ok)).toEqual([true, true, '这件没有「延期审核」']);
    const after = await Promise.all(asked.map(dueOf));
    expect(after.map((due, at) => due > (before[at] ?? ''))).toEqual([true, true, false]);
  });

  it('asks for more time for many orders of a unit at once', async () => {
    const zhang = await app.as('grid-zhang');
    const own = [await orderAt(app, 'IN_PROGRESS'), await orderAt(app, 'IN_PROGRESS')];
    const orders = await Promise.all(own.map(target));
    const bulkId = newId();
    const ask = { action: 'extension.open', fields: EXTENSION, orders, bulkId };
    // The office judges what is asked for; it does not ask.
    const { rows } = await check({ ...ask, bulkId: undefined });
    expect(rows.map(({ code }) => code)).toEqual(['ACTION_NOT_ALLOWED', 'ACTION_NOT_ALLOWED']);
    await zhang.ok('POST', '/api/desk/bulk', ask);
    await run();
    const done = await zhang.ok<BulkView>('GET', `/api/desk/bulk/${bulkId}`);
    expect(done).toMatchObject({ state: 'DONE', label: '申请延期', ok: 2 });
    for (const id of own) expect((await desk().view(id)).stateLabel).toBe('延期审核');
  });

  it('archives what nobody can contest any more, and says until when the others can be', async () => {
    const old = await orderAt(app, 'CLOSED');
    app.clock.pass(15 * 24 * 60);
    const fresh = await orderAt(app, 'CLOSED');
    const orders = [await target(old), await target(fresh)];
    const bulkId = newId();
    const body = { action: 'archive', fields: {}, orders };
    const answer = await check(body);
    expect(answer.rows.map(({ code }) => code)).toEqual([null, 'DISPUTE_OPEN']);
    expect(answer.rows[1]?.reason).toMatch(/^诉求人在 \d{4}-\d{2}-\d{2} 前还可以要求重办/);
    await hold({ ...body, bulkId });
    expect(await desk().ok<BulkView>('POST', `/api/desk/bulk/${bulkId}/undo`)).toMatchObject({
      state: 'UNDONE',
    });
    await run();
    expect(await stateOf(old)).toBe('CLOSED');
    const again = newId();
    await hold({ ...body, bulkId: again });
    await run();
    expect([await stateOf(old), await stateOf(fresh)]).toEqual(['ARCHIVED', 'CLOSED']);
  });

  it('urges many at once, and not what is closed', async () => {
    const [first] = await waiting(1);
    const orders = [first as BulkTarget, await target(await orderAt(app, 'CLOSED'))];
    const bulkId = newId();
    await hold({ action: 'urge', fields: {}, orders, bulkId });
    await run();
    const { rows } = await view(bulkId);
    expect(rows.map(({ code }) => code)).toEqual([null, 'ACTION_WRONG_STATE']);
    const { timeline } = await desk().view(first?.id ?? '');
    expect(timeline.filter(({ event }) => event === 'order.urged')).toHaveLength(1);
  });

  it.each<[string, object, string]>([
    ['a step that is one by one', { action: 'return.accept' }, 'BULK_UNFIT'],
    ['a step nobody knows', { action: 'return.fly' }, 'ACTION_UNKNOWN'],
    ['an act that is one by one', { action: 'decline' }, 'BULK_UNFIT'],
    ['an act nobody knows', { action: 'fly' }, 'ACTION_UNKNOWN'],
    ['a form that is wrong', { fields: { leadUnitId: 'x' } }, 'FIELD_INVALID'],
    ['a text with a blank', { fields: { leadUnitId: newId(), note: '请在____前办结' } }, 'BLANK_LEFT'],
    ['no order', { orders: [] }, 'FIELD_INVALID'],
    [
      '101 orders',
      { orders: Array.from({ length: 101 }, () => ({ id: newId(), version: 1 })) },
      'FIELD_INVALID',
    ],
    [
      'one order twice',
      { orders: [1, 1].map((version) => ({ id: '0'.repeat(26), version })) },
      'FIELD_INVALID',
    ],
  ])('refuses %s', async (_what, more, code) => {
    const body = { ...dispatch([{ id: newId(), version: 1 }]), ...more };
    expect(await desk().refused('POST', '/api/desk/bulk/check', body)).toBe(code);
    expect(await desk().refused('POST', '/api/desk/bulk', { ...body, bulkId: newId() })).toBe(code);
  });

  it('leaves every order equal to its history', async () => {
    expect(await brokenOrders(app)).toEqual([]);
  });
});
