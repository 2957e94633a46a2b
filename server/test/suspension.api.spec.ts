import { addDays, addMinutes, dayOf, dayStart, type ItemView, type OrderView } from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { MONDAY, type Persona, startApp, type TestApp } from './harness';
import { putInForce } from './policies.setup';
import {
  open,
  opened,
  openRefused,
  owed,
  procedureSweep,
  procedures,
  step,
  stepRefused,
} from './procedure-steps';
import { ENGINES } from './spec-database';
import { brokenOrders, clockOf, inbox, orderAt, replied, unitId } from './walk';

const WHY = '地下管网须随道路改造一并更换,已列入明年计划';

describe.each(ENGINES)('挂账 on %s', (_, serverUrl) => {
  let app: TestApp;
  let grid: Persona;
  let desk: Persona;
  let main: Persona;
  let li: Persona;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    grid = await app.as('grid-zhang');
    desk = await app.as('desk-chen');
    main = await app.as('lead-peng');
    li = await app.as('li');
  });
  beforeEach(() => app.clock.set(MONDAY));
  afterAll(() => app.close());

  const inDays = (days: number) => addDays(dayOf(app.clock.now()), days);
  const ask = (days = 20) => ({
    publicReason: WHY,
    plan: '明年三月开工,六月完工,期间每月疏通一次',
    nextReportDay: inDays(days),
  });
  /** The day the next report is promised for. */
  const dueDay = (view: OrderView) => dayOf(addMinutes(clockOf(view, 'next_report').dueAt ?? '', -1));
  const text = async (id: string) => (await li.view(id)).timeline[0]?.text ?? '';
  const suspended = async (days = 20) => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const run = await opened(grid, id, 'suspension', ask(days));
    await step(main, run.id, 'approve');
    return { id, runId: run.id };
  };
  const clocksOf = async (id: string) =>
    app.db.read<{ milestone: string; due_day: string }>(
      `SELECT milestone, due_day FROM clock WHERE state IN ('RUNNING', 'AWAITING_CALENDAR') AND milestone IN ('next_report', 'report')
        AND (order_id = ? OR order_id IN (SELECT target_id FROM order_link WHERE order_id = ?))`,
      [id, id],
    );
  const overdue = async () => {
    const { items } = await desk.ok<{ items: { id: string }[] }>('GET', '/api/orders/desk?view=OVERDUE');
    return items.map(({ id }) => id);
  };

  it('R5: asked and told before the old due time, approved by the main leader alone; it stands still and she knows until when', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const before = clockOf(await desk.view(id), 'handle');
    const run = await opened(grid, id, 'suspension', ask());
    expect(await text(id)).toMatch(
      /^丁香01网格说明一时办不成:.*明年计划。申请延后办理,街道主要领导审核后告诉您;现在的答复日期仍是11月\d+日$/,
    );
    expect(await inbox(li, id)).toContain('申请延后 · 丁香01网格申请延后办理,审核后告知');
    expect(clockOf(await desk.view(id), 'handle')).toMatchObject({ dueAt: before.dueAt });
    expect(await stepRefused(desk, run.id, 'approve')).toBe('ACTION_NOT_ALLOWED');
    expect(await stepRefused(await app.as('lead-fan'), run.id, 'approve')).toBe('ACTION_NOT_ALLOWED');
    expect(await owed(main)).toContainEqual(
      expect.objectContaining({ procedureId: run.id, orderId: id, taskLabel: '审挂账' }),
    );
    await step(main, run.id, 'approve', { opinion: '同意,按月报告' });
    const view = await desk.view(id);
    expect([view.state, dueDay(view)]).toEqual(['SUSPENDED', inDays(20)]);
    expect(await text(id)).toMatch(/^要较长时间才能办好,已同意延后办理,丁香01网格12月13日前告诉您进展$/);
    expect(await inbox(li, id)).toContain('延后办理 · 12月13日前告诉您进展');
    // The promise of the day is one row, the order's own.
    expect(await clocksOf(id)).toEqual([{ milestone: 'next_report', due_day: inDays(20) }]);
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('R5: it leaves the overdue counts, is listed as suspended, and its days are not counted against the unit', async () => {
    const { id } = await suspended();
    const late = await orderAt(app, 'IN_PROGRESS');
    const { dueAt } = clockOf(await desk.view(late), 'handle');
    app.clock.set(addMinutes(dueAt ?? '', 1));
    await app.sweep();
    const list = await overdue();
    expect([list.includes(late), list.includes(id)]).toEqual([true, false]);
    const { items } = await grid.ok<{ items: { id: string }[] }>('GET', '/api/orders/tasks?state=SUSPENDED');
    expect(items.map((item) => item.id)).toContain(id);
    expect(clockOf(await desk.view(id), 'handle').late).toBe(false);
    await step(grid, (await open(grid, id, 'suspension')).id, 'wake', { opinion: '道路改造提前开工' });
    const woken = await desk.view(id);
    expect([woken.state, clockOf(woken, 'handle').late]).toEqual(['IN_PROGRESS', false]);
    expect((clockOf(woken, 'handle').dueAt ?? '') > (dueAt ?? '')).toBe(true);
    expect(await text(id)).toMatch(/^丁香01网格恢复办理,\d+月\d+日前答复您$/);
    expect((await open(desk, id, 'suspension')).outcome).toBe('WOKEN');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('R5: a report moves the day; only the new day wakes it, once, not a millisecond early', async () => {
    const { id, runId } = await suspended(10);
    const first = clockOf(await desk.view(id), 'next_report').dueAt ?? '';
    app.clock.set(addMinutes(first, -60));
    await app.sweep();
    expect(await inbox(grid, id)).toContainEqual(expect.stringMatching(/^时限提醒 · /));
    const report = { publicReason: '设计图纸已完成,正在招标' };
    expect(await stepRefused(grid, runId, 'report', { ...report, nextReportDay: inDays(0) })).toBe(
      'DAY_NOT_AHEAD',
    );
    await step(grid, runId, 'report', { ...report, nextReportDay: inDays(5) });
    expect(await text(id)).toMatch(/^丁香01网格报告进展:设计图纸已完成,正在招标。12月8日前再告诉您$/);
    expect(await inbox(li, id)).toContain('办理进展 · 丁香01网格报告进展,下次12月8日');
    const moved = clockOf(await desk.view(id), 'next_report').dueAt ?? '';
    expect(dueDay(await desk.view(id))).toBe(inDays(5));
    const state = async () => (await desk.view(id)).state;
    for (const at of [first, addMinutes(first, 1), new Date(Date.parse(moved) - 1).toISOString()]) {
      app.clock.set(at);
      await procedureSweep(app);
      await app.sweep();
      expect(await state()).toBe('SUSPENDED');
    }
    app.clock.set(moved);
    await procedureSweep(app);
    await app.sweep();
    await app.sweep();
    await procedureSweep(app);
    expect(await state()).toBe('IN_PROGRESS');
    const history = await app.db.read<{ name: string }>(
      "SELECT name FROM event WHERE stream_id = ? AND name = 'order.woken'",
      [id],
    );
    expect(history).toHaveLength(1);
    const ended = await open(desk, id, 'suspension');
    expect([ended.stage, ended.outcome, ended.history.at(-1)?.did]).toEqual([
      'woken',
      'WOKEN',
      '报告日已到,恢复办理',
    ]);
    expect((await owed(grid)).map((line) => line.procedureId)).not.toContain(runId);
    expect(await inbox(grid, id)).toContainEqual(
      expect.stringMatching(/^恢复办理 · 挂账结束,请\d+月\d+日前办结$/),
    );
    expect(await inbox(li, id)).toContain('恢复办理 · 丁香01网格恢复办理');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('R5: not after the due time, not of a class that is not listed, not for a day gone by, one at a time', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    expect(await openRefused(grid, id, 'suspension', { ...ask(), nextReportDay: inDays(0) })).toBe(
      'DAY_NOT_AHEAD',
    );
    expect(await openRefused(li, id, 'suspension', ask())).toBe('ACTION_NOT_ALLOWED');
    const { dueAt } = clockOf(await desk.view(id), 'handle');
    const other = await orderAt(app, 'IN_PROGRESS');
    app.clock.set(dueAt ?? '');
    expect((await opened(grid, other, 'suspension', ask())).stage).toBe('asked');
    app.clock.set(new Date(Date.parse(dueAt ?? '') + 1).toISOString());
    const answer = await grid.call<{ error: { code: string; message: string } }>(
      'POST',
      `/api/orders/${id}/procedures/suspension`,
      { commandId: newId(), version: 0, fields: ask() },
    );
    expect(answer.body.error.code).toBe('SUSPENSION_TOO_LATE');
    expect(answer.body.error.message).toMatch(/^挂账须在到期前申请,已于 2026-11-\d\d 24:00 到期$/);
    app.clock.set(MONDAY);
    const tried = await Promise.all([
      openRefused(grid, id, 'suspension', ask()),
      openRefused(desk, id, 'suspension', ask()),
    ]);
    expect(tried.filter((code) => code === 'none')).toHaveLength(1);
    expect(await openRefused(grid, id, 'extension', {})).toMatch(/FIELD_INVALID|PROCEDURE_EXCLUDED/);
    const run = await open(grid, id, 'suspension');
    await step(main, run.id, 'refuse', { opinion: '本月内可以办结' });
    expect(await text(id)).toMatch(/^没有同意延后办理,丁香01网格仍须在11月\d+日前答复您$/);
    expect(await inbox(tried[0] === 'none' ? grid : desk, id)).toContain('未同意 · 挂账未同意,请按期办理');
    await putInForce(app, 'procedure', { rows: [], limits: [{ procedure: 'suspension', classes: ['13'] }] });
    expect(await openRefused(grid, id, 'suspension', ask())).toBe('PROCEDURE_CLASS');
    await putInForce(app, 'procedure', { rows: [], limits: [] });
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('R5: silence approves nothing; answered meanwhile, or withdrawn, it ends with that', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const run = await opened(grid, id, 'suspension', ask(40));
    app.clock.set(dayStart(inDays(3)));
    await procedureSweep(app);
    expect(await inbox(main, id)).toEqual([
      expect.stringMatching(/^挂账审核/),
      expect.stringMatching(/^已超期|^快到期/),
    ]);
    expect((await desk.view(id)).state).toBe('IN_PROGRESS');
    await replied(app, id);
    expect((await open(desk, id, 'suspension')).outcome).toBe('CANCELLED');
    expect((await owed(main)).map((line) => line.procedureId)).not.toContain(run.id);
    app.clock.set(MONDAY);
    const { id: gone, runId } = await suspended();
    await li.act(gone, 'withdraw', { reasonCode: 'SOLVED' });
    expect((await desk.ok<{ outcome: string }>('GET', `/api/procedures/${runId}`)).outcome).toBe('CANCELLED');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M55: one approval covers the orders of a root-cause project; each hears of progress; each wakes on the day', async () => {
    const [one, two, stranger] = [
      await orderAt(app, 'IN_PROGRESS'),
      await orderAt(app, 'IN_PROGRESS'),
      await orderAt(app, 'IN_PROGRESS'),
    ];
    const noOf = async (id: string) => (await desk.view(id)).orderNo;
    const project = await main.ok<{ id: string }>('POST', '/api/ledgers/project', {
      commandId: newId(),
      version: 0,
      rootId: app.streetId,
      orderNos: [await noOf(one), await noOf(two)],
      fields: {
        title: '丁香家园厂网一体化改造',
        unitId: await unitId(app, 'NQ-CG'),
        measures: '2026-12-31 完成设计;2027-03-31 开工',
        dueDay: '2027-06-30',
      },
    });
    const openOn = (orderIds: string[]) => ({ orderIds, commandId: newId(), version: 0, fields: ask(15) });
    const together = '/api/procedures/open/suspension';
    expect(await desk.refused('POST', together, openOn([one, stranger]))).toBe('ORDERS_NOT_TOGETHER');
    await desk.ok('POST', together, openOn([one, two]));
    const run = await open(desk, two, 'suspension');
    expect(run.orders.map(({ id }) => id).sort()).toEqual([one, two].sort());
    await step(main, run.id, 'approve');
    for (const id of [one, two]) expect((await desk.view(id)).state).toBe('SUSPENDED');
    expect((await desk.view(stranger)).state).toBe('IN_PROGRESS');
    await step(grid, run.id, 'report', { publicReason: '初步设计已经评审通过', nextReportDay: inDays(25) });
    for (const id of [one, two]) {
      expect(await text(id)).toMatch(/^丁香01网格报告进展:初步设计已经评审通过。12月18日前再告诉您$/);
      expect(dueDay(await desk.view(id))).toBe(inDays(25));
    }
    await li.act(one, 'withdraw', { reasonCode: 'SOLVED' });
    expect((await open(desk, two, 'suspension')).stage).toBe('standing');
    app.clock.set(dayStart(inDays(26)));
    await app.sweep();
    expect((await desk.view(two)).state).toBe('IN_PROGRESS');
    expect((await open(desk, two, 'suspension')).outcome).toBe('WOKEN');
    expect((await main.ok<ItemView>('GET', `/api/ledger-items/${project.id}`)).state).toBe('OPEN');
    expect((await procedures(desk, one)).openable).not.toContain('suspension');
    expect(await brokenOrders(app)).toEqual([]);
  });
});
