import { type Persona, startApp, type TestApp } from './harness';
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
import { brokenOrders, clockOf, inbox, orderAt, unitId } from './walk';

const WHY = { reasonCode: 'OVERLAP', ground: '该处属物业共用部位,应由物业办牵头' };

describe.each(ENGINES)('转办 on %s', (_, serverUrl) => {
  let app: TestApp;
  let grid: Persona;
  let wy: Persona;
  let cg: Persona;
  let leader: Persona;
  let li: Persona;
  let units: Record<'wy' | 'cg', string>;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    grid = await app.as('grid-zhang');
    wy = await app.as('sec-wy');
    cg = await app.as('sec-cg');
    leader = await app.as('lead-fan');
    li = await app.as('li');
    units = { wy: await unitId(app, 'NQ-WY'), cg: await unitId(app, 'NQ-CG') };
  });
  afterAll(() => app.close());

  it('M68 M57: an offer; responsibility moves on acceptance, the due does not, and the first unit follows to the end', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const due = clockOf(await grid.view(id), 'handle').dueAt;
    const run = await opened(grid, id, 'handover', { toUnitId: units.wy, ...WHY });
    expect((await grid.view(id)).leadUnitName).toBe('丁香01网格');
    expect(await stepRefused(grid, run.id, 'accept')).toBe('ACTION_NOT_ALLOWED');
    await step(wy, run.id, 'accept');
    const view = await wy.view(id);
    expect([view.leadUnitId, view.state, clockOf(view, 'handle').dueAt]).toEqual([
      units.wy,
      'IN_PROGRESS',
      due,
    ]);
    expect((await li.view(id)).timeline[0]?.text).toMatch(/现由物业办办理,时限不变,\d+月\d+日前答复您/);
    expect((await owed(grid)).filter((line) => line.orderId === id).map((line) => line.taskLabel)).toEqual([
      '跟进',
    ]);
    await grid.act(id, 'note', { note: '原现场照片已移交' });
    expect(
      await grid.actRefused(id, 'reply', { outcome: 'SOLVED', publicText: '这件事已经不归我答复了吧' }),
    ).toBe('ACTION_NOT_ALLOWED');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('R2: refused, it stays where it was; after two refusals the leader names the lead, bound', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const first = await opened(grid, id, 'handover', { toUnitId: units.wy, ...WHY });
    await step(wy, first.id, 'refuse', { ground: '共用部位已移交社区管理' });
    expect(await inbox(grid, id)).toContainEqual('未同意 · 对方未接收,仍由本单位办理');
    const second = await opened(grid, id, 'handover', { toUnitId: units.cg, ...WHY });
    const refused = await step(cg, second.id, 'refuse', { ground: '非占道,属楼道堆物' });
    expect(refused.stage).toBe('deciding');
    expect((await procedures(grid, id)).openable).not.toContain('handover');
    await step(leader, second.id, 'decide', {
      leadUnitId: units.wy,
      unitIds: [units.cg],
      opinion: '物业办牵头,城管科配合清运',
    });
    const view = await wy.view(id);
    expect([view.leadUnitId, view.state]).toEqual([units.wy, 'DISPATCHED']);
    await wy.act(id, 'sign');
    expect(await openRefused(wy, id, 'handover', { toUnitId: units.cg, ...WHY })).toBe('LEAD_BOUND');
    expect(await openRefused(wy, id, 'return', { reasonCode: 'PLACE', ground: '不归我们管的事' })).toBe(
      'LEAD_BOUND',
    );
    expect((await open(cg, id, 'cohandle')).stage).toBe('asked');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('lapses by itself when nobody answers, and can be taken back before', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const start = app.clock.now();
    const run = await opened(grid, id, 'handover', { toUnitId: units.wy, ...WHY });
    app.clock.pass(4 * 60 + 1);
    await procedureSweep(app);
    expect((await open(grid, id, 'handover')).outcome).toBe('LAPSED');
    expect(await stepRefused(wy, run.id, 'accept')).toBe('PROCEDURE_WRONG_STAGE');
    const again = await opened(grid, id, 'handover', { toUnitId: units.wy, ...WHY });
    expect((await step(grid, again.id, 'takeBack')).outcome).toBe('TAKEN_BACK');
    expect((await grid.view(id)).leadUnitName).toBe('丁香01网格');
    app.clock.set(start);
  });
});
