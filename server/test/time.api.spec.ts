import type { CalendarYear, OrderSummary, Page, Receipt } from '@yihu/shared';
import { EVERYWHERE, PoliciesService } from '../src/modules/policies/policies.service';
import { file, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { AT_GRID, brokenOrders, clockOf, inbox, later, orderAt } from './walk';

const HOUR = 60;
const DAY = 24 * HOUR;
const NEW_YEARS_EVE = '2026-12-31T02:00:00.000Z';
const YEAR_2027: CalendarYear = {
  year: 2027,
  version: '测试用安排',
  offDays: ['2027-01-01', '2027-01-02', '2027-01-03'],
  workDays: [],
};

interface Readiness {
  ok: boolean;
  checks: { name: string; ok: boolean; say: string }[];
  warnings: string[];
}

describe.each(ENGINES)('time on %s', (_, serverUrl) => {
  let app: TestApp;
  const begin = async (now?: string) => {
    app = await startApp(serverUrl, now === undefined ? {} : { now });
  };
  afterEach(async () => {
    expect(await brokenOrders(app)).toEqual([]);
    await app.close();
  });

  const lightsOf = async (id: string) => {
    const rows = await app.db.read<{ data: string }>(
      "SELECT data FROM event WHERE stream_id = ? AND name = 'order.light_fired' ORDER BY seq",
      [id],
    );
    return rows.map((row) =>
      (JSON.parse(row.data) as { lights: { milestone: string; scope: string; level: string }[] }).lights
        .map((light) => `${light.scope} ${light.milestone} ${light.level}`)
        .sort(),
    );
  };
  /** Everything time could have changed. */
  const stored = async () =>
    JSON.stringify([
      await app.db.read('SELECT * FROM work_order ORDER BY id'),
      await app.db.read('SELECT * FROM clock ORDER BY id'),
      await app.db.read('SELECT * FROM event ORDER BY stream_id, seq'),
      await app.db.read('SELECT * FROM notice ORDER BY id'),
    ]);
  const readyz = async () => {
    const response = await fetch(`${app.url}/readyz`);
    return { status: response.status, body: (await response.json()) as Readiness };
  };
  const loads = async (year: CalendarYear) => {
    const policies = app.app.get(PoliciesService);
    await app.db.inTransaction((tx) =>
      policies.add(tx, {
        unitId: EVERYWHERE,
        kind: 'calendar',
        name: String(year.year),
        effectiveAt: app.clock.now(),
        body: year,
        authorId: 'SYSTEM',
      }),
    );
    await policies.reload();
  };

  it('tells of what it slept through once, at the highest level', async () => {
    await begin();
    const waiting = (await file(app, 'li', { classCode: null })).orderId;
    const handling = await orderAt(app, 'IN_PROGRESS');
    app.clock.pass(3 * DAY);
    await Promise.all([app.sweep(), app.sweep(), app.sweep()]);
    expect(await lightsOf(waiting)).toEqual([['INNER accept RED']]);
    expect(await lightsOf(handling)).toEqual([['INNER contact RED', 'INNER handle RED']]);
    await Promise.all([app.sweep(), app.sweep()]);
    expect(await lightsOf(handling)).toHaveLength(1);
    expect(await inbox(await app.as('desk-chen'), waiting)).toEqual([
      '时限提醒 · 待分类诉求应在11月23日前办完',
    ]);
    expect(await inbox(await app.as('grid-zhang'), handling)).toEqual([
      '待签收 · 占道经营,11月25日前办结',
      '时限提醒 · 占道经营应在11月25日前办完',
    ]);
    const view = await (await app.as('grid-zhang')).view(handling);
    expect(clockOf(view, 'handle')).toMatchObject({ light: 'RED', late: true });
  });

  it('climbs yellow, orange, red on the way, each once', async () => {
    await begin();
    const id = await orderAt(app, 'IN_PROGRESS');
    for (let hour = 0; hour < 72; hour += 1) {
      app.clock.pass(HOUR);
      await Promise.all([app.sweep(), app.sweep()]);
    }
    const all = (await lightsOf(id)).flat();
    expect(all.filter((light) => light.startsWith('INNER handle'))).toEqual([
      'INNER handle YELLOW',
      'INNER handle ORANGE',
      'INNER handle RED',
    ]);
    expect(new Set(all).size).toBe(all.length);
  });

  it('changes nothing when the clock jumps back an hour, and goes on where it was', async () => {
    await begin();
    const id = await orderAt(app, 'IN_PROGRESS');
    app.clock.set(later(app, 1));
    await (await app.as('grid-zhang')).act(id, 'askInfo', { question: '请补充摊位的位置' });
    await app.sweep();
    const before = await stored();
    app.clock.pass(-HOUR);
    for (let round = 0; round < 3; round += 1) await app.sweep();
    expect(await stored()).toBe(before);
    app.clock.pass(HOUR);
    await app.sweep();
    expect(await stored()).toBe(before);
    app.clock.pass(-HOUR);
    const added = await (await app.as('li')).act(id, 'addInfo', { text: '3号楼门前' });
    expect(added.state).toBe('IN_PROGRESS');
    const clock = clockOf(await (await app.as('desk-chen')).view(id), 'handle');
    expect([clock.state, clock.dueText]).toEqual(['RUNNING', '2026-11-25 24:00']);
  });

  it('tells of a light that came due in the round that ended a wait', async () => {
    await begin();
    const id = await orderAt(app, 'IN_PROGRESS');
    await (await app.as('grid-zhang')).act(id, 'askInfo', { question: '请补充摊位的位置' });
    app.clock.pass(20 * DAY);
    await app.sweep();
    await app.sweep();
    expect((await (await app.as('grid-zhang')).view(id)).state).toBe('IN_PROGRESS');
    expect((await lightsOf(id)).flat()).toContain('OUTER handle RED');
  });

  it('stores and routes what is filed on the last day of the loaded years; the date waits, visibly', async () => {
    await begin(NEW_YEARS_EVE);
    const receipt: Receipt = await file(app, 'li', { classCode: AT_GRID });
    expect(receipt.state).toBe('DISPATCHED');
    expect(receipt.next[0]).toBe('已派给丁香社区01网格,2027年节假日安排公布后告知的日期前答复您。');
    const zhang = await app.as('grid-zhang');
    const waiting = clockOf(await zhang.view(receipt.orderId), 'handle');
    expect(waiting).toMatchObject({
      state: 'AWAITING_CALENDAR',
      dueAt: null,
      late: false,
      dueText: '待 2027 年节假日安排公布',
    });
    await zhang.act(receipt.orderId, 'sign');
    await app.sweep();
    const ready = await readyz();
    expect([ready.status, ready.body.ok]).toEqual([200, true]);
    expect(ready.body.warnings.join()).toContain('请导入 2027 年节假日安排');
    await loads({ ...YEAR_2027, year: 2028, offDays: [], version: '错了一年' });
    const { version } = await zhang.view(receipt.orderId);
    for (let round = 0; round < 3; round += 1) await app.sweep();
    expect((await zhang.view(receipt.orderId)).version).toBe(version);
    await loads(YEAR_2027);
    for (let round = 0; round < 3; round += 1) await app.sweep();
    const filled = await zhang.view(receipt.orderId);
    expect(clockOf(filled, 'handle')).toMatchObject({ state: 'RUNNING', dueText: '2027-01-05 24:00' });
    expect([filled.version, filled.timeline[0]?.event]).toEqual([version + 1, 'order.clocks_filled']);
    expect((await readyz()).body.warnings).toEqual([]);
    await loads({
      ...YEAR_2027,
      version: '更正',
      offDays: [...YEAR_2027.offDays, '2027-01-04', '2027-01-05'],
    });
    await app.sweep();
    expect(clockOf(await zhang.view(receipt.orderId), 'handle').dueText).toBe('2027-01-05 24:00');
    const next = await file(app, 'li', { classCode: AT_GRID });
    expect(clockOf(await zhang.view(next.orderId), 'handle').dueText).toBe('2027-01-07 24:00');
  });

  it('keeps waiting through a reply that is sent back', async () => {
    await begin(NEW_YEARS_EVE);
    const id = await orderAt(app, 'REPLIED');
    const clerk = await app.as('desk-chen');
    const back = await clerk.act(id, 'sendBack', { reason: '请补充照片' });
    expect(clockOf(back, 'handle').state).toBe('AWAITING_CALENDAR');
    await loads(YEAR_2027);
    await app.sweep();
    expect(clockOf(await clerk.view(id), 'handle').dueText).toBe('2027-01-05 24:00');
  });

  it('lists an order that waits for a calendar behind one that has a date, and says why', async () => {
    await begin(NEW_YEARS_EVE);
    const [waiting, urgent] = [await orderAt(app, 'IN_PROGRESS'), await orderAt(app, 'IN_PROGRESS')];
    await (await app.as('desk-chen')).act(urgent, 'classify', { classCode: AT_GRID, urgency: 'L1' });
    const zhang = await app.as('grid-zhang');
    const { items } = await zhang.ok<Page<OrderSummary>>('GET', '/api/orders/tasks');
    expect(items.map((item) => [item.id, item.dueText])).toEqual([
      [urgent, '2026-12-31 12:00'],
      [waiting, '待 2027 年节假日安排公布'],
    ]);
  });

  it('asks for next year from the first of October', async () => {
    await begin('2026-09-30T15:59:00.000Z');
    expect((await readyz()).body).toMatchObject({ ok: true, warnings: [] });
    app.clock.pass(1);
    expect((await readyz()).body.warnings.join()).toContain('2027');
  });

  it('is not ready in a year without a list, and still takes an order', async () => {
    await begin('2027-03-01T02:00:00.000Z');
    const { status, body } = await readyz();
    expect([status, body.ok]).toEqual([503, false]);
    expect(body.checks.filter((check) => !check.ok)).toEqual([
      { name: 'calendar', ok: false, say: '缺少 2027 年节假日安排' },
    ]);
    expect((await file(app, 'li', { classCode: AT_GRID })).orderNo).toBe('NQ20270301-0001');
    await loads(YEAR_2027);
    expect((await readyz()).status).toBe(200);
  });

  it('is not ready while a migration is missing', async () => {
    await begin();
    expect((await readyz()).status).toBe(200);
    const [last] = await app.db.read<{ id: number }>('SELECT MAX(id) AS id FROM migration');
    await app.db.inTransaction((tx) => tx.execute('DELETE FROM migration WHERE id = ?', [last?.id ?? 0]));
    const { status, body } = await readyz();
    expect([status, body.checks.find((check) => !check.ok)?.name]).toEqual([503, 'migrations']);
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  });
});
