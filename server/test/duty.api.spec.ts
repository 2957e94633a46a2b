import { addMinutes, type DutyRole, type RosterView } from '@yihu/shared';
import { DutySweep } from '../src/modules/duty/duty-sweep.service';
import { EVERYWHERE, PoliciesService } from '../src/modules/policies/policies.service';
import { file, MONDAY, type Persona, startApp, type TestApp } from './harness';
import { open, openRefused, owed, procedures, step, stepRefused } from './procedure-steps';
import { ENGINES } from './spec-database';
import { AT_SECTION, brokenOrders, inbox, orderAt, unitId } from './walk';

/** 燃气供应: urgent. */
const GAS = '020402';
const TALK = { whom: 'UNIT', note: '已请值班人立即到场' };

/** The phrases of a person's messages about the roster, oldest first. */
async function alarms(person: Persona): Promise<string[]> {
  const { items } = await person.ok<{ items: { orderNo: string; phrase: string; thing: string }[] }>(
    'GET',
    '/api/notices?limit=50',
  );
  return items
    .filter(({ phrase }) => phrase === '无人盯守')
    .map(({ thing }) => thing)
    .reverse();
}

describe.each(ENGINES)('duty on %s', (_, serverUrl) => {
  let app: TestApp;
  let office: string;
  beforeEach(async () => {
    app = await startApp(serverUrl);
    office = await unitId(app, 'NQ-RX');
  });
  afterEach(() => app.close());

  const shift = (personId: string, from: number, to: number, role: DutyRole = 'WATCH') => ({
    role,
    personId,
    startsAt: addMinutes(MONDAY, from),
    endsAt: addMinutes(MONDAY, to),
  });
  const sweep = () => app.app.get(DutySweep).tick(app.clock.now());
  const after = (ms: number) => app.clock.set(new Date(Date.parse(app.clock.now()) + ms).toISOString());

  it('M65 M80: a roster is set by who may, for nights and holidays, with one person on watch at a time', async () => {
    const [sys, fan, chen, liu] = await Promise.all([
      app.as('admin-sys'),
      app.as('lead-fan'),
      app.as('desk-chen'),
      app.as('desk-liu'),
    ]);
    const roster = { unitId: office, shifts: [shift(chen.personId, 0, 480), shift(liu.personId, 480, 1440)] };
    expect(await chen.refused('POST', '/api/duty', roster)).toBe('FORBIDDEN');
    const set = await sys.ok<RosterView>('POST', '/api/duty', roster);
    expect(set.items.map(({ personName, part, isNow }) => [personName, part, isNow])).toEqual([
      ['陈晓', 'WORKDAY', true],
      ['刘洋', 'WORKDAY', false],
    ]);
    expect(set.mayChange).toBe(true);
    // Midnight to nine is nobody's; so is everything after the second shift.
    expect(set.gaps).toEqual([
      { from: '2026-11-22T16:00:00.000Z', to: MONDAY },
      { from: addMinutes(MONDAY, 1440), to: '2026-11-29T16:00:00.000Z' },
    ]);
    const late = { unitId: office, shifts: [shift(chen.personId, 1439, 1500)] };
    const refusal = await fan.call<{ error: { code: string; message: string } }>('POST', '/api/duty', late);
    expect(refusal.body.error.code).toBe('DUTY_OVERLAP');
    expect(refusal.body.error.message).toContain('刘洋');
    const sunday = { unitId: office, shifts: [shift(chen.personId, 6 * 1440, 6 * 1440 + 480)] };
    const holiday = await fan.ok<RosterView>('POST', '/api/duty', sunday);
    expect(holiday.items.map(({ part }) => part)).toEqual(['HOLIDAY']);
    const night = { unitId: office, shifts: [shift(chen.personId, 1440 + 600, 2 * 1440)] };
    const [, atNight] = (await fan.ok<RosterView>('POST', '/api/duty', night)).items;
    expect(atNight?.part).toBe('NIGHT');
    expect(
      (await chen.ok<RosterView>('GET', `/api/duty?unitId=${office}&fromDay=2026-11-23`)).mayChange,
    ).toBe(false);
  });

  it('M65: refuses the past, a shift without end, a stranger, watch outside the office, another street', async () => {
    const sys = await app.as('admin-sys');
    const [chen, zhang] = await Promise.all([app.as('desk-chen'), app.as('grid-zhang')]);
    const grid = await unitId(app, 'NQ-DX-01');
    const refused = (unit: string, ...shifts: object[]) =>
      sys.refused('POST', '/api/duty', { unitId: unit, shifts });
    expect(await refused(office, shift(chen.personId, -60, 0))).toBe('DUTY_PAST');
    expect(await refused(office, shift(chen.personId, 0, 25 * 60 + 1))).toBe('DUTY_SPAN');
    expect(await refused(office, shift(chen.personId, 60, 60))).toBe('DUTY_SPAN');
    expect(await refused(office, shift(zhang.personId, 0, 60))).toBe('PERSON_NOT_OF_UNIT');
    expect(await refused(grid, shift(zhang.personId, 0, 60))).toBe('WATCH_OF_OFFICE');
    expect(await refused('01KAJ0000000000000000ZZZZZ', shift(chen.personId, 0, 60))).toBe('UNIT_UNKNOWN');
    expect(await refused(office, shift(chen.personId, 0, 60), shift(chen.personId, 59, 90))).toBe(
      'DUTY_OVERLAP',
    );
    expect(await app.db.read('SELECT id FROM duty_shift')).toEqual([]);
  });

  it('M65: of two who fill the same hour at once one is told who has it', async () => {
    const [sys, fan, chen, liu] = await Promise.all([
      app.as('admin-sys'),
      app.as('lead-fan'),
      app.as('desk-chen'),
      app.as('desk-liu'),
    ]);
    const answers = await Promise.all([
      sys.refused('POST', '/api/duty', { unitId: office, shifts: [shift(chen.personId, 0, 480)] }),
      fan.refused('POST', '/api/duty', { unitId: office, shifts: [shift(liu.personId, 10, 400)] }),
    ]);
    expect(answers.sort()).toEqual(['DUTY_OVERLAP', 'none']);
    expect(await app.db.read('SELECT id FROM duty_shift')).toHaveLength(1);
  });

  it('M65: nobody looks for 15 minutes and one millisecond: the next on duty and the leader hear of it, once', async () => {
    const [sys, chen, liu, fan] = await Promise.all([
      app.as('admin-sys'),
      app.as('desk-chen'),
      app.as('desk-liu'),
      app.as('lead-fan'),
    ]);
    await sys.ok('POST', '/api/duty', {
      unitId: office,
      shifts: [shift(chen.personId, 0, 480), shift(liu.personId, 480, 960)],
    });
    app.clock.pass(15);
    expect(await sweep()).toBe(0);
    after(1);
    expect(await sweep()).toBe(1);
    expect(await sweep()).toBe(0);
    expect(await alarms(liu)).toEqual(['陈晓自11-23 09:00起未看收件箱,请接替']);
    expect(await alarms(fan)).toHaveLength(1);
    expect(await alarms(chen)).toEqual([]);
    // Another clerk opening the list is not the person on watch looking.
    await liu.ok('GET', '/api/orders/desk');
    app.clock.pass(60);
    expect(await sweep()).toBe(0);
    await chen.ok('GET', '/api/orders/desk');
    app.clock.pass(15);
    expect(await sweep()).toBe(0);
    after(1);
    expect(await sweep()).toBe(1);
    expect(await alarms(fan)).toHaveLength(2);
    // After the shift it is the next one's watch.
    app.clock.set(addMinutes(MONDAY, 490));
    expect(await sweep()).toBe(0);
  });

  it('M65: the street sets its own minutes, and may switch the alarm off', async () => {
    const [sys, chen] = await Promise.all([app.as('admin-sys'), app.as('desk-chen')]);
    const policies = app.app.get(PoliciesService);
    const set = async (row: object) => {
      await app.db.inTransaction((tx) =>
        policies.add(tx, {
          unitId: EVERYWHERE,
          kind: 'trigger',
          name: 'default',
          effectiveAt: app.clock.now(),
          body: { rows: [{ name: 'idleWatch', ...row }] },
          authorId: sys.personId,
        }),
      );
      await policies.reload();
    };
    await sys.ok('POST', '/api/duty', { unitId: office, shifts: [shift(chen.personId, 0, 480)] });
    await set({ on: true, within: 40, unit: 'minute' });
    app.clock.pass(40);
    expect(await sweep()).toBe(0);
    await set({ on: false });
    app.clock.pass(60);
    expect(await sweep()).toBe(0);
    await set({ on: true, within: 40, unit: 'minute' });
    app.clock.pass(1);
    expect(await sweep()).toBe(1);
  });

  it('M80: who is on duty at a unit is told alone; without anybody on duty all are', async () => {
    const [sys, chen, liu] = await Promise.all([
      app.as('admin-sys'),
      app.as('desk-chen'),
      app.as('desk-liu'),
    ]);
    const before = await orderAt(app, 'REPLIED');
    expect([(await inbox(chen, before)).length, (await inbox(liu, before)).length]).toEqual([1, 1]);
    await sys.ok('POST', '/api/duty', { unitId: office, shifts: [shift(liu.personId, 0, 480, 'DUTY')] });
    const during = await orderAt(app, 'REPLIED');
    expect([(await inbox(chen, during)).length, (await inbox(liu, during)).length]).toEqual([0, 1]);
    app.clock.pass(480);
    const later = await orderAt(app, 'REPLIED');
    expect([(await inbox(chen, later)).length, (await inbox(liu, later)).length]).toEqual([1, 1]);
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M80: dispatch tells the person on duty of the unit it goes to', async () => {
    const section = await unitId(app, 'NQ-CG');
    const [sys, chen, feng] = await Promise.all([app.as('admin-sys'), app.as('desk-chen'), app.as('sec-cg')]);
    const other = await app.as('sec-wy');
    await app.db.inTransaction((tx) =>
      tx.execute('UPDATE role_grant SET unit_id = ? WHERE person_id = ?', [section, other.personId]),
    );
    await sys.ok('POST', '/api/duty', { unitId: section, shifts: [shift(feng.personId, 0, 480, 'DUTY')] });
    const { orderId } = await file(app, 'li', { classCode: AT_SECTION });
    await chen.act(orderId, 'dispatch', { leadUnitId: section });
    expect(await inbox(feng, orderId)).toHaveLength(1);
    expect(await inbox(other, orderId)).toEqual([]);
  });

  it('M80: a shift taken off before it begins is gone; one that runs ends now', async () => {
    const [sys, chen, liu] = await Promise.all([
      app.as('admin-sys'),
      app.as('desk-chen'),
      app.as('desk-liu'),
    ]);
    const { items } = await sys.ok<RosterView>('POST', '/api/duty', {
      unitId: office,
      shifts: [shift(chen.personId, 0, 480), shift(liu.personId, 480, 960)],
    });
    app.clock.pass(10);
    expect(await chen.refused('DELETE', `/api/duty/${items[0]?.id}`)).toBe('FORBIDDEN');
    await sys.ok('DELETE', `/api/duty/${items[1]?.id}`);
    const left = await sys.ok<RosterView>('DELETE', `/api/duty/${items[0]?.id}`);
    expect(left.items.map(({ endsAt }) => endsAt)).toEqual([addMinutes(MONDAY, 10)]);
    expect(await sys.refused('DELETE', `/api/duty/${items[0]?.id}`)).toBe('DUTY_PAST');
    expect(await sys.refused('DELETE', '/api/duty/01KAJ0000000000000000ZZZZZ')).toBe('NOT_FOUND');
  });

  it('M80: an urgent matter makes the person on duty phone and sign for it; a call nobody took stays owed', async () => {
    const [sys, chen, liu] = await Promise.all([
      app.as('admin-sys'),
      app.as('desk-chen'),
      app.as('desk-liu'),
    ]);
    const shifts = [shift(liu.personId, 0, 480)];
    await sys.ok('POST', '/api/duty', { unitId: office, shifts });
    const calm = await file(app, 'li', { classCode: AT_SECTION });
    expect((await procedures(chen, calm.orderId)).items).toEqual([]);
    const { orderId } = await file(app, 'li', { classCode: GAS });
    if ((await chen.view(orderId)).state === 'SUBMITTED') await chen.act(orderId, 'accept');
    const call = await open(liu, orderId, 'call');
    expect(call).toMatchObject({ stageLabel: '待电话通知', endedAt: null });
    expect(call.promises.map(({ label }) => label)).toEqual(['电话通知']);
    const asked = '请打电话 · 紧急诉求,请立即打电话通知承办单位';
    expect(await inbox(liu, orderId)).toContain(asked);
    expect(await inbox(chen, orderId)).not.toContain(asked);
    expect((await owed(liu)).map(({ taskLabel }) => taskLabel)).toEqual(['电话通知']);
    expect(await stepRefused(await app.as('sec-cg'), call.id, 'sign', TALK)).toMatch(
      /^(NOT_FOUND|ACTION_NOT_ALLOWED)$/,
    );
    expect(await stepRefused(await app.as('vis-lin'), call.id, 'sign', TALK)).toBe('ACTION_NOT_ALLOWED');
    const unheard = await step(liu, call.id, 'sign', { ...TALK, reached: false });
    expect(unheard).toMatchObject({ stageLabel: '待再打电话', endedAt: null });
    const done = await step(liu, call.id, 'sign', { ...TALK, reached: true });
    expect(done).toMatchObject({ outcome: 'CALLED', stageLabel: '已电话通知' });
    expect(done.history.map(({ did }) => did)).toEqual([
      '安排值班人电话通知',
      '登记了电话通知',
      '登记了电话通知',
    ]);
    expect(await openRefused(chen, calm.orderId, 'call')).toBe('none');
    expect(await openRefused(chen, calm.orderId, 'call')).toBe('PROCEDURE_OPEN');
    expect(await brokenOrders(app)).toEqual([]);
  });
});
