import { addMinutes } from '@yihu/shared';
import { file, type Persona, startApp, type TestApp } from './harness';
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
import { AT_SECTION, brokenOrders, inbox, orderAt, unitId } from './walk';

const RESULT = { found: 'CLEAR', result: '现场确有加建约12平方米,未见审批手续' };

describe.each(ENGINES)('初步调查 on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let grid: Persona;
  let li: Persona;
  let ask: { unitId: string; question: string };
  let section: string;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    desk = await app.as('desk-chen');
    grid = await app.as('grid-zhang');
    li = await app.as('li');
    ask = { unitId: await unitId(app, 'NQ-DX-01'), question: '是否占用公共绿地,面积多大' };
    section = await unitId(app, 'NQ-CG');
  });
  afterAll(() => app.close());

  const accepted = async () => (await file(app, 'li', { classCode: AT_SECTION })).orderId;
  const text = async (id: string) => (await li.view(id)).timeline[0]?.text ?? '';

  it('M74: somebody looks before it is handed out; until then it cannot be, and the resident reads who goes', async () => {
    const id = await accepted();
    expect((await desk.view(id)).state).toBe('ACCEPTED');
    const run = await opened(desk, id, 'presurvey', ask);
    expect(await text(id)).toBe('热线办请丁香01网格先到现场查看,再派给承办单位');
    expect(await inbox(li, id)).toContain('先去看看 · 丁香01网格先到现场查看');
    expect(await desk.actRefused(id, 'dispatch', { leadUnitId: section })).toBe('BLOCKED');
    expect((await owed(grid)).map((line) => line.procedureId)).toContain(run.id);
    expect(await stepRefused(desk, run.id, 'report', RESULT)).toBe('ACTION_NOT_ALLOWED');
    expect(await stepRefused(await app.as('grid-sun'), run.id, 'report', RESULT)).toBe('NOT_FOUND');
    const done = await step(grid, run.id, 'report', RESULT);
    expect([done.stage, done.outcome]).toEqual(['found', 'FOUND']);
    expect(await text(id)).toMatch(/^丁香01网格已到现场查看,11月23日前派给承办单位$/);
    expect(await inbox(desk, id)).toContain('已调查 · 调查有结果,请派单');
    const history = (await open(desk, id, 'presurvey')).history.at(-1);
    expect(history?.answers).toContainEqual({ label: '看到什么', text: '情况属实,按此派单' });
    expect(history?.notes).toContainEqual({ label: '具体情况', text: RESULT.result });
    expect((await desk.act(id, 'dispatch', { leadUnitId: section })).state).toBe('DISPATCHED');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M74: what is outside the street’s duty is found out, and the order declined on it', async () => {
    const id = await accepted();
    const run = await opened(desk, id, 'presurvey', ask);
    await step(grid, run.id, 'report', { ...RESULT, found: 'OUTSIDE_DUTY' });
    const view = await desk.act(id, 'decline', {
      reasonCode: 'OTHER_STREET',
      legalGround: '属地管理原则',
      whereToGo: '稻香村街道热线办',
      publicText: '经11月23日现场查看,这处房屋在稻香村街道辖区内,请向该街道热线办反映。',
    });
    expect(view.state).toBe('DECLINED');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M74: one survey at a time, only before it is handed out, by the desk alone', async () => {
    const id = await accepted();
    expect(await openRefused(li, id, 'presurvey', ask)).toBe('ACTION_NOT_ALLOWED');
    const other = await app.as('desk-liu');
    const tried = await Promise.all([
      openRefused(desk, id, 'presurvey', ask),
      openRefused(other, id, 'presurvey', ask),
    ]);
    expect(tried.sort()).toEqual(['PROCEDURE_OPEN', 'none']);
    expect(await openRefused(desk, await orderAt(app, 'DISPATCHED'), 'presurvey', ask)).toBe(
      'ACTION_WRONG_STATE',
    );
    const run = await open(desk, id, 'presurvey');
    expect(await stepRefused(grid, run.id, 'callOff')).toBe('ACTION_NOT_ALLOWED');
    await step(desk, run.id, 'callOff', { opinion: '诉求人补充了照片,情况已清楚' });
    expect(await stepRefused(grid, run.id, 'report', RESULT)).toBe('PROCEDURE_WRONG_STAGE');
    expect((await desk.act(id, 'dispatch', { leadUnitId: section })).state).toBe('DISPATCHED');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M74: late at its due time and not a millisecond before; ended with the order', async () => {
    const id = await accepted();
    const run = await opened(desk, id, 'presurvey', ask);
    const due = run.promises[0]?.dueAt ?? '';
    expect(due).toBe(addMinutes(app.clock.now(), 240));
    app.clock.set(new Date(Date.parse(due) - 1).toISOString());
    await procedureSweep(app);
    expect(await inbox(grid, id)).not.toContain('已超期 · 初步调查已到期未办,请处理');
    app.clock.set(due);
    await procedureSweep(app);
    expect(await inbox(grid, id)).toContain('已超期 · 初步调查已到期未办,请处理');
    expect((await open(desk, id, 'presurvey')).stage).toBe('asked');
    await li.act(id, 'withdraw', { reasonCode: 'SOLVED' });
    const ended = (await procedures(desk, id)).items.find((item) => item.kind === 'presurvey');
    expect(ended?.outcome).toBe('CANCELLED');
    expect((await owed(grid)).map((line) => line.procedureId)).not.toContain(run.id);
    expect(await brokenOrders(app)).toEqual([]);
  });
});
