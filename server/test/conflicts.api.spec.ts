import type { ActBody, OrderView, Receipt } from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { file, filing, type Persona, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { AT_SECTION, brokenOrders, clockOf, later, orderAt, REPLY, unitId } from './walk';

interface Refused {
  error: { code: string; message: string; details?: Record<string, unknown> };
}

describe.each(ENGINES)('two people, one order, on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(serverUrl);
  });
  afterAll(() => app.close());

  const press = (who: Persona, id: string, action: string, body: Partial<ActBody>) =>
    who.call<OrderView & Refused>('POST', `/api/orders/${id}/actions/${action}`, {
      commandId: newId(),
      version: 999,
      fields: {},
      ...body,
    });
  const waiting = async () => (await file(app, 'li', { classCode: AT_SECTION })).orderId;

  it('lets one of two clerks dispatch and tells the other who did it and when', async () => {
    const [chen, liu] = [await app.as('desk-chen'), await app.as('desk-liu')];
    const [cg, wy] = [await unitId(app, 'NQ-CG'), await unitId(app, 'NQ-WY')];
    const names: Record<string, string> = { [cg]: '热线办 陈晓', [wy]: '热线办 刘洋' };
    for (let round = 0; round < 5; round += 1) {
      const id = await waiting();
      const { version } = await chen.view(id);
      const answers = await Promise.all([
        press(chen, id, 'dispatch', { version, fields: { leadUnitId: cg } }),
        press(liu, id, 'dispatch', { version, fields: { leadUnitId: wy } }),
      ]);
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
      const winner = answers.find((answer) => answer.status === 200)?.body.leadUnitId ?? '';
      const error = answers.find((answer) => answer.status === 409)?.body.error;
      expect(error?.code).toBe('CONFLICT');
      expect(error?.message).toBe(
        `${names[winner]} 已于 2026-11-23 09:00 派单,工单现在是「待签收」,请看过再办`,
      );
      const turns = await app.db.read<{ unit_id: string }>('SELECT unit_id FROM task WHERE order_id = ?', [
        id,
      ]);
      expect(turns.map((turn) => turn.unit_id)).toEqual([winner]);
    }
  });

  it('takes one of each pair of decisions made on the same picture', async () => {
    const [chen, liu] = [await app.as('desk-chen'), await app.as('desk-liu')];
    const replied = await orderAt(app, 'REPLIED');
    const { version } = await chen.view(replied);
    const answers = await Promise.all([
      press(chen, replied, 'approve', { version, fields: { publicText: REPLY } }),
      press(liu, replied, 'sendBack', { version, fields: { reason: '缺少照片' } }),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    const refused = answers.find((answer) => answer.status === 409)?.body;
    expect(refused?.error.code).toBe('CONFLICT');
  });

  it('does not mind notes and lights between looking and deciding', async () => {
    const [chen, liu] = [await app.as('desk-chen'), await app.as('desk-liu')];
    const id = await waiting();
    const { version } = await chen.view(id);
    await liu.act(id, 'note', { note: '已电话核实地址' });
    app.clock.pass(5 * 60);
    await app.sweep();
    const now = await chen.view(id);
    expect(clockOf(now, 'dispatch').light).toBe('RED');
    expect(now.timeline.map((entry) => entry.event)).toContain('order.light_fired');
    const fields = { leadUnitId: await unitId(app, 'NQ-CG') };
    expect((await press(chen, id, 'dispatch', { version, fields })).status).toBe(200);
  });

  it('minds what somebody else decided, even where the state still fits', async () => {
    const [chen, liu] = [await app.as('desk-chen'), await app.as('desk-liu')];
    const id = await waiting();
    const { version } = await chen.view(id);
    await liu.act(id, 'classify', { classCode: '010203' });
    const answer = await press(chen, id, 'dispatch', {
      version,
      fields: { leadUnitId: await unitId(app, 'NQ-CG') },
    });
    expect(answer.body.error.code).toBe('CONFLICT');
    expect(answer.body.error.details).toMatchObject({
      who: '热线办 刘洋',
      did: '调整了分类',
      state: '待派单',
    });
  });

  it('never names the resident in a conflict', async () => {
    const [li, zhang] = [await app.as('li'), await app.as('grid-zhang')];
    const id = await orderAt(app, 'DISPATCHED');
    const { version } = await zhang.view(id);
    await li.act(id, 'withdraw', { reasonCode: 'SOLVED' });
    const answer = await press(zhang, id, 'sign', { version });
    expect(answer.body.error.message).toMatch(/^诉求人 已于 .* 撤回了诉求,工单现在是「已撤回」/);
  });

  it('carries one command out once, however often it is sent', async () => {
    const zhang = await app.as('grid-zhang');
    const id = await orderAt(app, 'DISPATCHED');
    const { version } = await zhang.view(id);
    const body = { commandId: newId(), version, fields: {} };
    const answers = await Promise.all(Array.from({ length: 6 }, () => press(zhang, id, 'sign', body)));
    expect(answers.map((answer) => answer.status)).toEqual(Array(6).fill(200));
    expect(new Set(answers.map((answer) => answer.body.version))).toEqual(new Set([version + 1]));
    app.clock.set(later(app, 2));
    const muchLater = await press(zhang, id, 'sign', body);
    expect([muchLater.status, muchLater.body.version]).toEqual([200, version + 1]);
    const note = { commandId: newId(), version, fields: { note: '第一遍' } };
    expect((await press(zhang, id, 'note', note)).status).toBe(200);
    for (const other of [
      { action: 'note', body: { ...note, fields: { note: '第二遍' } } },
      { action: 'arrive', body: { ...note, fields: {} } },
    ]) {
      expect((await press(zhang, id, other.action, other.body)).body.error.code).toBe('COMMAND_REUSED');
    }
    expect((await zhang.view(id)).version).toBe(version + 2);
  });

  it('keeps the same id of two people apart', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const commandId = newId();
    const [zhang, head] = [await app.as('grid-zhang'), await app.as('head-dx')];
    const { version } = await zhang.view(id);
    for (const who of [zhang, head]) {
      expect(
        (await press(who, id, 'note', { commandId, version, fields: { note: '各记各的' } })).status,
      ).toBe(200);
    }
    expect((await zhang.view(id)).version).toBe(version + 2);
  });

  it('answers a filing repeated by a clerk with the same receipt, and a stranger’s not at all', async () => {
    const [chen, liu] = [await app.as('desk-chen'), await app.as('desk-liu')];
    const call = { ...filing(app.streetId), channel: 'WINDOW' };
    const first = await chen.ok<Receipt>('POST', '/api/orders/for-caller', call);
    expect(await chen.ok<Receipt>('POST', '/api/orders/for-caller', call)).toEqual(first);
    expect(await liu.refused('POST', '/api/orders/for-caller', call)).toBe('DRAFT_NOT_YOURS');
  });

  it('leaves every order equal to its history', async () => {
    expect(await brokenOrders(app)).toEqual([]);
  });
});
