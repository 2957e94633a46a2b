import {
  type DeskOrders,
  type MorningCounts,
  type MorningPage,
  type ProcedureTaskLine,
  type ProcedureView,
} from '@yihu/shared';
import { DailySweep } from '../src/modules/figures/daily-sweep.service';
import { EVERYWHERE, PoliciesService } from '../src/modules/policies/policies.service';
import { newId } from '../src/platform/ids';
import { type Persona, startApp, type TestApp } from './harness';
import { opened, openRefused, owed, step, stepRefused } from './procedure-steps';
import { ENGINES } from './spec-database';
import { AT_SECTION, addForeignStreet, brokenOrders, inbox, orderAt, unitId } from './walk';

describe.each(ENGINES)('the leader’s page on %s', (_, serverUrl) => {
  let app: TestApp;
  let fan: Persona;
  beforeEach(async () => {
    app = await startApp(serverUrl);
    fan = await app.as('lead-fan');
  });
  afterEach(() => app.close());

  const page = (query = '') => fan.ok<MorningPage>('GET', `/api/desk/morning?${query}`);
  const countOf = ({ streets }: MorningPage, name: string) =>
    streets[0]?.figures.find((figure) => figure.name === name)?.count;
  const behind = async (opens: string | undefined) =>
    (await fan.ok<DeskOrders>('GET', opens ?? '')).items.map(({ orderId }) => orderId);
  const setRule = async (...rows: object[]) => {
    const policies = app.app.get(PoliciesService);
    const { personId: authorId } = await app.as('admin-sys');
    await app.db.inTransaction((tx) =>
      policies.add(tx, {
        ...{ unitId: EVERYWHERE, kind: 'trigger', name: 'default', authorId },
        effectiveAt: app.clock.now(),
        body: { rows },
      }),
    );
    await policies.reload();
  };

  it('M46 M81: is kept at 07:30 as it was then, and beside it stands how it is now', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    app.clock.set('2026-11-23T23:30:00.000Z');
    await app.app.get(DailySweep).tick(app.clock.now());
    app.clock.set('2026-11-24T23:30:00.000Z');
    expect(await page('day=2026-11-25')).toEqual({
      day: '2026-11-25',
      kept: true,
      keptAt: null,
      streets: [],
    });
    expect(await app.app.get(DailySweep).tick(app.clock.now())).toBe(1);
    const kept = await page('day=2026-11-25');
    expect(kept).toMatchObject({ kept: true, keptAt: '2026-11-24T23:30:00.000Z' });
    expect(kept.streets[0]).toMatchObject({ asOf: '2026-11-24T23:30:00.000Z', day: '2026-11-25' });
    expect(kept.streets[0]?.figures.find(({ name }) => name === 'DUE_TODAY')).toMatchObject({
      ...{ count: 1, before: 0, label: '今天到期' },
    });
    expect(countOf(kept, 'STUCK')).toBe(1);
    expect(kept.streets[0]?.stuck).toMatchObject([
      { orderId: id, unitName: '丁香01网格', reason: '46 小时没有人动过' },
    ]);
    app.clock.set('2026-11-25T20:00:00.000Z');
    const now = await page();
    expect([now.kept, now.keptAt, countOf(now, 'OVERDUE'), countOf(now, 'DUE_TODAY')]).toEqual([
      ...[false, null, 1, 0],
    ]);
    expect(countOf(await page('day=2026-11-25'), 'OVERDUE')).toBe(0);
  });

  it('M19: who is late, by unit and person; hot, hard and stuck, each figure opening to its orders', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) ids.push(await orderAt(app, 'IN_PROGRESS'));
    const other = await orderAt(app, 'DISPATCHED', { classCode: AT_SECTION });
    const before = await page();
    expect(countOf(before, 'HOT')).toBe(3);
    expect(before.streets[0]?.hot).toMatchObject([
      { placeName: '丁香01网格', className: '占道经营', count: 3 },
    ]);
    // The second and third of the same person about the same class.
    expect(countOf(before, 'REPEAT')).toBe(2);
    expect(countOf(before, 'HARD')).toBe(0);
    await app.db.inTransaction((tx) => tx.execute('UPDATE work_order SET reworks = 2 WHERE id = ?', [other]));
    const hard = await page();
    expect(hard.streets[0]?.hard).toMatchObject([{ orderId: other, reason: '重办 2 次' }]);
    app.clock.set('2026-12-20T02:00:00.000Z');
    await app.sweep();
    const late = await page();
    const [unit] = late.streets[0]?.late ?? [];
    expect(unit).toMatchObject({ unitName: '丁香01网格', count: 3, persons: [{ name: '张敏', count: 3 }] });
    expect((await behind(unit?.opens)).sort()).toEqual([...ids].sort());
    const overdue = late.streets[0]?.figures.find(({ name }) => name === 'OVERDUE');
    expect((await behind(overdue?.opens)).length).toBe(overdue?.count);
    expect(late.streets[0]?.hard.find(({ orderId }) => orderId === ids[0])?.reason).toBe('27 天没有办结');
  });

  it('M19 M81 M99: goes by the street’s own rules: hours of standstill, the evening before, how often unhappy', async () => {
    const counts = () => fan.ok<MorningCounts>('GET', '/api/orders/morning');
    const id = await orderAt(app, 'IN_PROGRESS');
    await app.db.inTransaction((tx) => tx.execute('UPDATE work_order SET unhappy = 1 WHERE id = ?', [id]));
    await setRule(
      { name: 'stuck', on: true, within: 2, unit: 'hour' },
      { name: 'unhappyTwice', on: true, times: 1 },
      { name: 'overnight', on: true, within: 6, unit: 'hour' },
    );
    expect(await counts()).toMatchObject({ STUCK: 0, UNHAPPY: 1 });
    app.clock.pass(120);
    expect(await counts()).toMatchObject({ STUCK: 1 });
    app.clock.set('2026-11-23T10:00:00.000Z');
    const evening = await orderAt(app, 'DISPATCHED');
    app.clock.set('2026-11-23T16:00:00.000Z');
    expect(await counts()).toMatchObject({ OVERNIGHT: 0 });
    await app.db.inTransaction((tx) =>
      tx.execute('UPDATE work_order SET received_at = ? WHERE id = ?', ['2026-11-23T09:59:59.999Z', evening]),
    );
    expect(await counts()).toMatchObject({ OVERNIGHT: 1 });
  });

  it('an instruction on an order becomes a task of the person named; done, the leader reads it', async () => {
    const [zhang, chen] = await Promise.all([app.as('grid-zhang'), app.as('desk-chen')]);
    const id = await orderAt(app, 'IN_PROGRESS');
    const grid = await unitId(app, 'NQ-DX-01');
    const given = {
      unitId: grid,
      personId: zhang.personId,
      untilDay: '2026-11-25',
      words: '今天上门一次,回头告诉我',
    };
    expect(await openRefused(chen, id, 'directive', given)).toBe('ACTION_NOT_ALLOWED');
    expect(await openRefused(fan, id, 'directive', { ...given, personId: chen.personId })).toBe(
      'PERSON_NOT_OF_UNIT',
    );
    expect(await openRefused(fan, id, 'directive', { ...given, untilDay: '2026-11-22' })).toBe('DAY_PAST');
    const run = await opened(fan, id, 'directive', given);
    expect((await owed(zhang)).map((line) => [line.taskLabel, line.orderId])).toEqual([['落实批示', id]]);
    expect(await inbox(zhang, id)).toContain('领导批示 · 领导有批示,请落实');
    expect(await stepRefused(chen, run.id, 'answer', { answer: '不是交给热线办的批示' })).toBe(
      'ACTION_NOT_ALLOWED',
    );
    await step(zhang, run.id, 'answer', { answer: '已上门,摊位已全部清走' });
    expect((await owed(fan)).map(({ taskLabel }) => taskLabel)).toEqual(['看落实情况']);
    expect((await owed(chen)).map(({ taskLabel }) => taskLabel)).not.toContain('看落实情况');
    const done = await step(fan, run.id, 'confirm', {});
    expect([done.stageLabel, done.outcome]).toEqual(['批示已落实', 'CARRIED_OUT']);
    // Nothing of it reaches the resident.
    const { timeline } = await (await app.as('li')).view(id);
    expect(timeline.filter(({ text }) => text.includes('批示'))).toEqual([]);
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('an instruction to a unit or about a grid needs no order; another street’s leader may not give it', async () => {
    const grid = await unitId(app, 'NQ-DX-01');
    const fields = { untilDay: '2026-11-25', words: '三号楼门口连续三天有人反映,今天查清' };
    const give = (who: Persona, homeId: string) =>
      who.refused('POST', '/api/procedures/open/charge', { commandId: newId(), version: 0, homeId, fields });
    const { section } = await addForeignStreet(app);
    expect(await give(await app.as('desk-chen'), grid)).toBe('ACTION_NOT_ALLOWED');
    expect(await give(fan, section)).toBe('ACTION_NOT_ALLOWED');
    expect(await give(fan, newId())).toBe('UNIT_UNKNOWN');
    expect(await give(fan, grid)).toBe('none');
    const zhang = await app.as('grid-zhang');
    const [line] = await owed(zhang);
    expect(line).toMatchObject<Partial<ProcedureTaskLine>>({ taskLabel: '落实批示', orderId: null });
    const id = line?.procedureId ?? '';
    expect(await stepRefused(zhang, id, 'recall', { opinion: '自己收回不行' })).toBe('ACTION_NOT_ALLOWED');
    await step(zhang, id, 'answer', { answer: '已查清,是夜间装修堆料' });
    await step(fan, id, 'again', { opinion: '请拍照后再报' });
    expect((await owed(zhang)).map(({ procedureId }) => procedureId)).toEqual([id]);
    const recalled = await fan.ok<ProcedureView>('GET', `/api/procedures/${id}`);
    expect(recalled.allowed).toContain('recall');
  });

  it('refuses figures there are not, and keeps streets apart', async () => {
    await orderAt(app, 'IN_PROGRESS');
    expect(await fan.refused('GET', '/api/desk/morning/orders?figure=WEATHER')).toBe('FIELD_INVALID');
    expect(await fan.refused('GET', '/api/desk/morning?day=today')).toBe('FIELD_INVALID');
    expect(await (await app.as('grid-zhang')).refused('GET', '/api/desk/morning')).toBe('FORBIDDEN');
    const { street } = await addForeignStreet(app);
    expect(await fan.refused('GET', `/api/desk/morning/orders?figure=STUCK&streetId=${street}`)).toBe(
      'NOT_FOUND',
    );
    await app.db.inTransaction((tx) =>
      tx.execute('UPDATE work_order SET root_id = ?, open_root = ?', [street, street]),
    );
    app.clock.set('2026-12-20T02:00:00.000Z');
    expect(
      (await page()).streets.map(({ late, figures }) => [late, figures.map(({ count }) => count)]),
    ).toEqual([[[], [0, 0, 0, 0, 0, 0, 0, 0]]]);
  });
});
