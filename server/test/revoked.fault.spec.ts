import { ROUTES } from '@yihu/shared';
import { DirectoryService } from '../src/modules/directory/directory.service';
import { newId } from '../src/platform/ids';
import { file, type Persona, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { AT_SECTION, brokenOrders, orderAt, REPLY, setActive, unitId } from './walk';

/** She has the page open; what she may is taken away; she goes on pressing (F23). */
describe.each(ENGINES)('rights that end with the page open, on %s (F23)', (_, serverUrl) => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startApp(serverUrl);
  });
  afterEach(async () => {
    const broken = await brokenOrders(app);
    await app.close();
    expect(broken).toEqual([]);
  });

  const write = (sql: string, params: string[]) => app.db.inTransaction((tx) => tx.execute(sql, params));
  /** Everything an order page asks for or does; each answer's status and whether it shows anything of the order. */
  async function press(who: Persona, orderId: string, version: number) {
    const body = { commandId: newId(), version, fields: { publicText: REPLY } };
    const calls: [string, string, unknown?][] = [
      ['GET', `/api/orders/${orderId}`],
      ['GET', '/api/orders/desk?view=inbox'],
      ['GET', '/api/orders/desk/counts'],
      ['POST', `/api/orders/${orderId}/actions/approve`, body],
      ['POST', `/api/orders/${orderId}/contact`, { reason: '核实地址' }],
    ];
    const answers = [];
    for (const [method, path, sent] of calls) answers.push(await who.call(method, path, sent));
    return answers.map(({ status, body: said }) => ({ status, says: JSON.stringify(said) }));
  }

  it('a clerk whose role ends at this moment is refused everywhere from the next call on', async () => {
    const chen = await app.as('desk-chen');
    const id = await orderAt(app, 'REPLIED');
    expect((await chen.call('GET', '/api/orders/desk?view=inbox')).status).not.toBe(404);
    const { version, title, orderNo } = await chen.view(id);
    await write(`UPDATE role_grant SET until_at = ? WHERE person_id = ?`, [app.clock.now(), chen.personId]);
    for (const { status, says } of await press(chen, id, version)) {
      expect([403, 404]).toContain(status);
      for (const word of [title, orderNo, '李桂芳', '摊位']) expect(says).not.toContain(word);
    }
    expect((await (await app.as('desk-liu')).view(id)).state).toBe('REPLIED');
  });

  it('somebody who is switched off is signed out at once, on every device, and cannot renew', async () => {
    const chen = await app.as('desk-chen');
    const id = await orderAt(app, 'REPLIED');
    const { version } = await chen.view(id);
    await write('UPDATE person SET active = 0 WHERE id = ?', [chen.personId]);
    for (const { status, says } of await press(chen, id, version)) {
      expect([status, JSON.parse(says).error.code]).toEqual([401, 'SESSION_EXPIRED']);
    }
    const again = await fetch(`${app.url}/api/session/demo`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: 'desk-chen' }),
    });
    expect(again.status).toBe(403);
    expect((await (await app.as('desk-liu')).view(id)).state).toBe('REPLIED');
  });

  it('a worker whose grid is closed no longer reads or signs its orders; the office gives them to another', async () => {
    const [zhang, chen] = [await app.as('grid-zhang'), await app.as('desk-chen')];
    const id = await orderAt(app, 'DISPATCHED');
    const { version } = await zhang.view(id);
    await setActive(app, await unitId(app, 'NQ-DX-01'), 0);
    const sign = { commandId: newId(), version, fields: {} };
    for (const answer of [
      await zhang.call('GET', `/api/orders/${id}`),
      await zhang.call('GET', '/api/orders/tasks'),
      await zhang.call('POST', `/api/orders/${id}/actions/sign`, sign),
    ]) {
      expect([403, 404]).toContain(answer.status);
    }
    await chen.act(id, 'takeBack', { reason: '网格已合并' });
    const next = await chen.act(id, 'dispatch', { leadUnitId: await unitId(app, 'NQ-CG') });
    expect(next.state).toBe('DISPATCHED');
  });

  it('a section that was merged away meanwhile cannot be chosen on the page that still shows it', async () => {
    const chen = await app.as('desk-chen');
    const { orderId } = await file(app, 'li', { classCode: AT_SECTION });
    const section = await unitId(app, 'NQ-CG');
    const { version } = await chen.view(orderId);
    await setActive(app, section, 0);
    const fields = { leadUnitId: section };
    expect(await chen.actRefused(orderId, 'dispatch', fields, version)).toBe('UNIT_UNKNOWN');
    expect((await chen.view(orderId)).state).toBe('ACCEPTED');
    const other = { leadUnitId: await unitId(app, 'NQ-WY') };
    expect((await chen.act(orderId, 'dispatch', other, { version })).state).toBe('DISPATCHED');
  });

  it('another process learns of it as well', async () => {
    const chen = await app.as('desk-chen');
    const section = await unitId(app, 'NQ-CG');
    // As another server would write it: this one is not told.
    await write('UPDATE unit SET active = 0, version = version + 1 WHERE id = ?', [section]);
    const { orderId } = await file(app, 'li', { classCode: AT_SECTION });
    await app.app.get(DirectoryService).refresh();
    const { version } = await chen.view(orderId);
    expect(await chen.actRefused(orderId, 'dispatch', { leadUnitId: section }, version)).toBe('UNIT_UNKNOWN');
  });

  it('nothing she was shown is kept on the way: no answer of the API may be stored', async () => {
    const chen = await app.as('desk-chen');
    const id = await orderAt(app, 'REPLIED');
    const open = new Set(['GET /api/streets', 'GET /api/grids', 'GET /api/classes']);
    const kept: string[] = [];
    for (const { method, path, can } of Object.values(ROUTES)) {
      if (method !== 'GET' || can === 'public' || !path.startsWith('/api/') || open.has(`GET ${path}`))
        continue;
      const response = await fetch(`${app.url}${path.replace(/:\w+/g, id)}`, {
        headers: { authorization: `Bearer ${await chen.token()}` },
      });
      if (response.headers.get('cache-control') !== 'no-store')
        kept.push(`${path} ${response.headers.get('cache-control')}`);
    }
    expect(kept).toEqual([]);
  });
});
