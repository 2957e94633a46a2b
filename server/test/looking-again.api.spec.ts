import { addMinutes } from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { FIRE_STAIRS, IN_DX01, MONDAY, type Persona, startApp, type TestApp } from './harness';
import { putInForce } from './policies.setup';
import { justAfter, opened, procedures, step } from './procedure-steps';
import { ENGINES } from './spec-database';
import { triggerSweep } from './trigger-steps';
import { brokenOrders, inbox, orderAt, REPLY, replied, unitId } from './walk';

const DAY = 24 * 60;
const before = (at: string) => new Date(Date.parse(at) - 1).toISOString();

describe.each(ENGINES)('the same place and the same kind are looked at again on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let grid: Persona;
  let head: Persona;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    [desk, grid, head] = [await app.as('desk-chen'), await app.as('grid-zhang'), await app.as('head-dx')];
  });
  afterAll(async () => {
    expect(await brokenOrders(app)).toEqual([]);
    await app.close();
  });

  const looks = async (id: string) =>
    (await procedures(desk, id)).items.filter(({ kind }) => kind === 'lookback');
  const round = async (at: string) => {
    app.clock.set(at);
    await triggerSweep(app);
    await triggerSweep(app);
  };

  it('M25: closed, an order of the classes named is looked at after seven days and after thirty, each once', async () => {
    app.clock.set(MONDAY);
    const [id, other] = [await orderAt(app, 'CLOSED'), await orderAt(app, 'CLOSED', { classCode: '010103' })];
    const closed = MONDAY;
    await round(addMinutes(closed, 8 * DAY));
    expect(await looks(id)).toEqual([]);
    app.clock.set(MONDAY);
    await putInForce(app, 'trigger', { rows: [{ name: 'lookbackDue', on: true, classes: ['010102'] }] });
    await round(before(addMinutes(closed, 7 * DAY)));
    expect(await looks(id)).toEqual([]);
    await round(addMinutes(closed, 7 * DAY));
    const [first, ...more] = await looks(id);
    expect([first?.stage, more]).toEqual(['due', []]);
    expect(await looks(other)).toEqual([]);
    const seen = { point: IN_DX01, photos: [await head.upload(newId(), 'AFTER')] };
    expect((await step(head, first?.id ?? '', 'hold', seen)).outcome).toBe('HELD');
    await round(before(addMinutes(closed, 30 * DAY)));
    expect(await looks(id)).toHaveLength(1);
    await round(addMinutes(closed, 30 * DAY));
    await round(justAfter(addMinutes(closed, 30 * DAY)));
    expect(await looks(id)).toHaveLength(2);
  });

  it('M31: of the classes named, an order waits for its 分析 before it is archived; others go on the thirtieth day', async () => {
    app.clock.set(MONDAY);
    const [asked, plain] = [
      await orderAt(app, 'CLOSED', { classCode: '010105' }),
      await orderAt(app, 'CLOSED'),
    ];
    await putInForce(app, 'limit', { causeClasses: ['010105'] });
    const state = async (id: string) => (await desk.view(id)).state;
    const sweepAt = async (at: string) => {
      app.clock.set(at);
      await app.sweep();
    };
    const [clock] = await app.db.read<{ due_at: string }>(
      "SELECT due_at FROM clock WHERE order_id = ? AND milestone = 'archive'",
      [plain],
    );
    const due = clock?.due_at ?? '';
    await sweepAt(before(due));
    expect([await state(asked), await state(plain)]).toEqual(['CLOSED', 'CLOSED']);
    await sweepAt(due);
    expect([await state(asked), await state(plain)]).toEqual(['CLOSED', 'ARCHIVED']);
    await desk.act(asked, 'analyse', { causeCode: 'FACILITY', note: '路口没有便民点,反复来摆' });
    // It is asked again a day later, as everything that could not be done at its time.
    await sweepAt(addMinutes(due, DAY));
    expect(await state(asked)).toBe('ARCHIVED');
  });

  it('M38: solved, a case of the classes that must asks its unit to look for the like, and is not approved before', async () => {
    app.clock.set(addMinutes(MONDAY, 60 * DAY));
    await putInForce(app, 'trigger', { rows: [{ name: 'sameKind', on: true, classes: [FIRE_STAIRS] }] });
    const told = async (id: string) => (await inbox(grid, id)).filter((line) => line.startsWith('排查同类'));
    const partly = await orderAt(app, 'IN_PROGRESS', { classCode: FIRE_STAIRS });
    await grid.act(partly, 'reply', { outcome: 'PARTLY', publicText: REPLY, unsolvedCode: 'NEEDS_MONEY' });
    expect(await told(partly)).toEqual([]);
    expect(await desk.actRefused(partly, 'approve', { publicText: REPLY })).toBe('none');
    const plain = await orderAt(app, 'REPLIED');
    expect(await told(plain)).toEqual([]);
    const id = await orderAt(app, 'IN_PROGRESS', { classCode: FIRE_STAIRS });
    const photos = [await grid.upload(newId(), 'AFTER')];
    await grid.act(id, 'reply', { outcome: 'SOLVED', publicText: REPLY, photos });
    expect(await told(id)).toEqual(['排查同类 · 这一类解决后须排查同类,请安排排查']);
    expect(await desk.actRefused(id, 'approve', { publicText: REPLY })).toBe('SWEEP_MISSING');
    await opened(grid, id, 'sweep', {
      unitIds: [await unitId(app, 'NQ-DX-01'), await unitId(app, 'NQ-DX-02')],
      what: '各楼消防通道有没有堆物',
    });
    expect((await desk.act(id, 'approve', { publicText: REPLY })).state).toBe('TO_VISIT');
    // Switched off, nothing is asked and nothing waits.
    await putInForce(app, 'trigger', { rows: [{ name: 'sameKind', on: false, classes: [FIRE_STAIRS] }] });
    const free = await orderAt(app, 'IN_PROGRESS', { classCode: FIRE_STAIRS });
    await replied(app, free).catch(() => null);
    expect(await told(free)).toEqual([]);
  });
});
