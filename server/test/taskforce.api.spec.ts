import { type Persona, startApp, type TestApp } from './harness';
import {
  at,
  justAfter,
  open,
  openedOn,
  openOnRefused,
  owed,
  procedureSweep,
  said,
  step,
  stepRefused,
} from './procedure-steps';
import { ENGINES } from './spec-database';
import { brokenOrders, clockOf, inbox, orderAt, unitId } from './walk';

describe.each(ENGINES)('专班 on %s', (_, serverUrl) => {
  let app: TestApp;
  let leader: Persona;
  let desk: Persona;
  let force: Persona;
  let power: Persona;
  let li: Persona;
  let set: Record<string, unknown>;
  let forceId: string;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    leader = await app.as('lead-fan');
    desk = await app.as('desk-chen');
    force = await app.as('zb-qian');
    power = await app.as('ext-gd');
    li = await app.as('li');
    forceId = await unitId(app, 'NQ-ZB');
    set = {
      headUnitId: forceId,
      unitIds: [await unitId(app, 'NQ-CG'), await unitId(app, 'NQ-W-GD')],
      untilDay: '2026-12-04',
      aim: '两周内解决小区车位与充电',
      takesLead: true,
    };
  });
  afterAll(() => app.close());
  afterEach(async () => {
    expect(await brokenOrders(app)).toEqual([]);
  });

  const ordersOf = async (n: number) => {
    const ids: string[] = [];
    while (ids.length < n) ids.push(await orderAt(app, 'IN_PROGRESS'));
    return ids;
  };

  it('M40 M70 M71: one task force with members from inside and outside takes all orders of one matter', async () => {
    const ids = await ordersOf(3);
    const [first = '', second = '', third = ''] = ids;
    const dues = await Promise.all(ids.map(async (id) => clockOf(await desk.view(id), 'handle').dueAt));
    expect(await openOnRefused(desk, ids, 'taskforce', set)).toBe('ACTION_NOT_ALLOWED');
    expect(await openOnRefused(leader, ids, 'taskforce', { ...set, untilDay: '2026-11-22' })).toBe(
      'DAY_PAST',
    );
    const run = await openedOn(leader, ids, 'taskforce', set);
    expect(run.promises.map((each) => each.dueText)).toEqual(['2026-12-04 24:00']);
    expect(run.tasks.map((task) => [task.label, task.unitName])).toEqual([
      ['牵头专班', '应企专班'],
      ['专班成员', '城管科'],
      ['专班成员', '供电公司'],
    ]);
    for (const [n, id] of ids.entries()) {
      const view = await desk.view(id);
      expect([view.leadUnitId, clockOf(view, 'handle').dueAt]).toEqual([forceId, dues[n]]);
      expect(await said(li, id)).toContainEqual('街道已成立专班办理这件事,12月4日前办完');
      expect((await power.view(id)).orderNo).toBe(view.orderNo);
    }
    expect((await owed(power)).filter((line) => line.procedureId === run.id)).toHaveLength(1);
    expect(await openOnRefused(leader, [second], 'taskforce', set)).toBe('PROCEDURE_EXCLUDED');
    await step(power, run.id, 'meeting', { heldOn: '2026-11-24', minutes: '供电公司11月28日前增容' });
    await li.act(third, 'withdraw', { reasonCode: 'SOLVED' });
    expect(await stepRefused(power, run.id, 'finish', { result: '成员不能宣布完成' })).toBe(
      'ACTION_NOT_ALLOWED',
    );
    const done = await step(force, run.id, 'finish', { result: '新增充电桩12个,车位重新划线' });
    expect(done).toMatchObject({ outcome: 'FINISHED' });
    expect(done.history.flatMap((entry) => entry.notes.map((note) => note.text))).toEqual([
      '两周内解决小区车位与充电',
      '供电公司11月28日前增容',
      '新增充电桩12个,车位重新划线',
    ]);
    expect(await inbox(leader, run.id)).toContainEqual('专班完成 · 专班已完成任务');
    expect(await power.refused('GET', `/api/orders/${first}`)).toBe('NOT_FOUND');
    expect((await open(desk, third, 'taskforce')).id).toBe(run.id);
  });

  it('M70: late from the first moment after its day; told once; the leader may dissolve it', async () => {
    const [one = '', other = ''] = await ordersOf(2);
    const stays = { ...set, takesLead: false };
    const due = '2026-12-04T16:00:00.000Z';
    const inTime = await openedOn(leader, [one], 'taskforce', stays);
    const late = await openedOn(leader, [other], 'taskforce', stays);
    expect((await desk.view(one)).leadUnitName).toBe('丁香01网格');
    const result = { result: '已完成全部任务并复查' };
    const done = await at(app, due, () => step(force, inTime.id, 'finish', result));
    await at(app, due, async () => {
      expect(await procedureSweep(app)).toBe(1);
      expect(await procedureSweep(app)).toBe(0);
    });
    expect(await inbox(force, other)).toContainEqual('已超期 · 专班办理已到期未办,请处理');
    const after = await at(app, justAfter(due), () => step(force, late.id, 'finish', result));
    expect([done.promises[0]?.late, after.promises[0]?.late]).toEqual([false, true]);
    const [third = ''] = await ordersOf(1);
    const dissolved = await openedOn(leader, [third], 'taskforce', stays);
    expect(await stepRefused(force, dissolved.id, 'dissolve', { opinion: '任务取消了' })).toBe(
      'ACTION_NOT_ALLOWED',
    );
    expect((await step(leader, dissolved.id, 'dissolve', { opinion: '并入市里专班' })).outcome).toBe(
      'DISSOLVED',
    );
  });

  it('M70: is one of two set up at once, and over when the last of its orders is', async () => {
    const ids = await ordersOf(2);
    const codes = await Promise.all([
      openOnRefused(leader, ids, 'taskforce', set),
      openOnRefused(await app.as('lead-peng'), ids, 'taskforce', set),
    ]);
    expect(codes.sort()).toEqual(['PROCEDURE_EXCLUDED', 'none']);
    for (const id of ids) await li.act(id, 'withdraw', { reasonCode: 'SOLVED' });
    const run = await open(desk, ids[0] ?? '', 'taskforce');
    expect(run).toMatchObject({ outcome: 'CANCELLED' });
    expect(run.promises.map((each) => each.isLive)).toEqual([false]);
    expect((await owed(force)).map((line) => line.procedureId)).not.toContain(run.id);
  });
});
