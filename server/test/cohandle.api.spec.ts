import type { ProcedureView } from '@yihu/shared';
import { type Persona, startApp, type TestApp } from './harness';
import { open, opened, openRefused, owed, procedures, step, stepRefused } from './procedure-steps';
import { ENGINES } from './spec-database';
import { brokenOrders, inbox, orderAt, replied, unitId } from './walk';

const PART = { part: '请城管科当日劝离占道摊位' };
const RESULT = { result: '城管科11月23日劝离摊位3处' };

describe.each(ENGINES)('协办 on %s', (_, serverUrl) => {
  let app: TestApp;
  let grid: Persona;
  let section: Persona;
  let desk: Persona;
  let li: Persona;
  let sectionId: string;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    grid = await app.as('grid-zhang');
    section = await app.as('sec-cg');
    desk = await app.as('desk-chen');
    li = await app.as('li');
    sectionId = await unitId(app, 'NQ-CG');
  });
  afterAll(() => app.close());

  it('M07 M30: each supporting unit has its own task, evidence and deadline, and the lead cannot answer before', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const run = await opened(grid, id, 'cohandle', { unitId: sectionId, ...PART });
    expect(run.stageLabel).toBe('协办中');
    expect((await owed(section)).map((line) => [line.taskLabel, line.orderId])).toContainEqual(['协办', id]);
    const [promise] = run.promises;
    const view = await grid.view(id);
    expect(promise?.dueAt && view.dueAt && promise.dueAt <= view.dueAt).toBe(true);
    expect(
      await grid.actRefused(id, 'reply', { outcome: 'SOLVED', publicText: '城管科已劝离占道摊位三处。' }),
    ).toBe('BLOCKED');
    await step(section, run.id, 'finish', RESULT);
    expect(
      await grid.actRefused(id, 'reply', { outcome: 'SOLVED', publicText: '城管科已劝离占道摊位三处。' }),
    ).toBe('BLOCKED');
    const done = await step(grid, run.id, 'take');
    expect(done.endedAt).not.toBeNull();
    expect(done.history.map((entry) => entry.did)).toEqual(['请单位协办', '完成了协办', '认可了协办结果']);
    expect(done.history[1]?.notes).toEqual([{ label: '办了什么', text: RESULT.result }]);
    await replied(app, id);
    expect((await li.view(id)).timeline.map((entry) => entry.text)).toContainEqual(
      expect.stringContaining('协助办理'),
    );
    expect(await inbox(li, id)).toContainEqual(expect.stringContaining('协办 · '));
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('is opened once per unit, by whoever was first, and not against the lead itself', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    await opened(grid, id, 'cohandle', { unitId: sectionId, ...PART });
    expect(await openRefused(desk, id, 'cohandle', { unitId: sectionId, ...PART })).toBe('PROCEDURE_OPEN');
    const lead = (await grid.view(id)).leadUnitId;
    expect(await openRefused(grid, id, 'cohandle', { unitId: lead, ...PART })).toBe('UNIT_IS_LEAD');
  });

  it('goes to the office when the unit declines, whose ruling stands', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const run = await opened(grid, id, 'cohandle', { unitId: sectionId, ...PART });
    expect(await stepRefused(section, run.id, 'decline', {})).toBe('FIELD_INVALID');
    await step(section, run.id, 'decline', { ground: '该处属市政道路,归区城管局' });
    expect(await stepRefused(section, run.id, 'insist', { opinion: '自己裁定自己' })).toBe(
      'ACTION_NOT_ALLOWED',
    );
    const ruled = await step(desk, run.id, 'insist', { opinion: '清单第3条明确由社区配合' });
    expect(ruled.stage).toBe('asked');
    expect((await step(desk, run.id, 'release', {})).outcome).toBe('RELEASED');
    expect((await procedures(grid, id)).openable).toContain('cohandle');
  });

  it('ends with its order: tasks released, promises struck, nothing left in any inbox', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const run = await opened(grid, id, 'cohandle', { unitId: sectionId, ...PART });
    await li.act(id, 'withdraw', { reasonCode: 'SOLVED' });
    const ended = await open(desk, id, 'cohandle');
    expect(ended).toMatchObject({ id: run.id, outcome: 'CANCELLED', stageLabel: '随工单结束' });
    expect(ended.promises.map((promise) => promise.isLive)).toEqual([false]);
    expect((await owed(section)).map((line) => line.orderId)).not.toContain(id);
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('shows nobody else’s business: a resident sees no staff notes, another street nothing', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const run = await opened(grid, id, 'cohandle', { unitId: sectionId, ...PART });
    expect((await procedures(li, id)).items).toEqual([]);
    const seen = await li.ok<ProcedureView>('GET', `/api/procedures/${run.id}`);
    expect(seen).toMatchObject({ history: [], tasks: [], orders: [], allowed: [] });
    expect(await (await app.as('wang')).refused('GET', `/api/procedures/${run.id}`)).toBe('NOT_FOUND');
  });
});
