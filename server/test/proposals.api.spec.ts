import { addMinutes, type Receipt } from '@yihu/shared';
import { filing, MONDAY, type Persona, startApp, type TestApp } from './harness';
import { putInForce } from './policies.setup';
import { at, open, owed, procedureSweep, procedures, said, step, stepRefused } from './procedure-steps';
import { ENGINES } from './spec-database';
import { actOnItem, enterByHand, entries, entriesOf } from './trigger-steps';
import { AT_GRID, AT_SECTION, brokenOrders, clockOf, inbox, orderAt, unitId } from './walk';

/** 房屋漏水: a dispute between neighbours, to be read by the desk. */
const LEAK = '020203';
/** 暴露垃圾: nobody else in this file files under it. */
const GARBAGE = '010103';
const POSTERS = '010105';
const FIT = { PRIVATE: 'YES', NOT_RESERVED: 'YES', NOT_PENDING: 'YES', NOT_FORBIDDEN: 'YES' };

describe.each(ENGINES)('what is proposed waits for an answer on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let li: Persona;
  let deputy: Persona;
  let main: Persona;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    [desk, li] = [await app.as('desk-chen'), await app.as('li')];
    [deputy, main] = [await app.as('lead-fan'), await app.as('lead-peng')];
  });
  afterAll(async () => {
    expect(await brokenOrders(app)).toEqual([]);
    await app.close();
  });

  /** An order of her that was accepted. */
  const accepted = async (more: Record<string, unknown>): Promise<string> => {
    const { orderId } = await desk.ok<Receipt>('POST', '/api/orders/for-caller', {
      ...filing(app.streetId),
      channel: 'HOTLINE_12345',
      ...more,
    });
    if ((await desk.view(orderId)).state === 'SUBMITTED') await desk.act(orderId, 'accept', {});
    return orderId;
  };
  const fitOf = (id: string) => open(desk, id, 'mediationFit');

  it('M16: a dispute is not handed out before the desk has gone through the list; fit, it is mediated first', async () => {
    app.clock.set(MONDAY);
    const id = await accepted({ classCode: LEAK });
    const leadUnitId = await unitId(app, 'NQ-WY');
    expect(await desk.actRefused(id, 'dispatch', { leadUnitId })).toBe('BLOCKED');
    const fit = await fitOf(id);
    expect(fit).toMatchObject({ stageLabel: '待研判调解', allowed: ['mediate', 'waive'] });
    const form = { fit: FIT, pointId: await unitId(app, 'NQ-TJ-1'), otherParty: '楼上住户' };
    // One point that does not hold, and it is not for mediation: the desk writes why and hands it out.
    const misfit = { ...form, fit: { ...FIT, NOT_PENDING: 'NO' } };
    expect(await stepRefused(desk, fit.id, 'mediate', misfit)).toBe('NOT_MEDIABLE');
    expect(await stepRefused(await app.as('sec-wy'), fit.id, 'waive', { reasonCode: 'URGENT' })).toBe(
      'NOT_FOUND',
    );
    // Two answer at once: one of them wins, the other is told.
    const answers = await Promise.all([
      stepRefused(desk, fit.id, 'mediate', form),
      stepRefused(await app.as('desk-liu'), fit.id, 'waive', { reasonCode: 'URGENT' }),
    ]);
    expect(answers.filter((code) => code === 'none')).toHaveLength(1);
    const { items } = await procedures(desk, id);
    const outcome = items.find(({ kind }) => kind === 'mediationFit')?.outcome;
    expect(items.some(({ kind }) => kind === 'mediation')).toBe(outcome === 'OPENED');
  });

  it('M16: mediated, it waits for both sides; refused by one, it goes on at once as any other', async () => {
    app.clock.set(MONDAY);
    const id = await accepted({ classCode: LEAK });
    const form = { fit: FIT, pointId: await unitId(app, 'NQ-TJ-1'), otherParty: '楼上住户' };
    await step(desk, (await fitOf(id)).id, 'mediate', form);
    const mediation = await open(desk, id, 'mediation');
    expect(mediation.stage).toBe('consenting');
    const leadUnitId = await unitId(app, 'NQ-WY');
    expect(await desk.actRefused(id, 'dispatch', { leadUnitId })).toBe('BLOCKED');
    await step(await app.as('med-cheng'), mediation.id, 'recordRefusal', { opinion: '楼上住户不愿调解' });
    // The duty list has a unit for it, which it was kept from: it goes there without another tap.
    expect((await desk.view(id)).state).toBe('DISPATCHED');
  });

  it('M16: what the duty list hands out by itself waits as well, and goes by itself once the desk has said no', async () => {
    app.clock.set(MONDAY);
    const id = await accepted({ classCode: AT_GRID, legalMatter: true });
    expect((await desk.view(id)).state).toBe('ACCEPTED');
    const fit = await fitOf(id);
    // Late, the desk is reminded; nothing is decided by silence.
    app.clock.set(addMinutes(MONDAY, 3 * 60));
    await procedureSweep(app);
    expect((await fitOf(id)).stage).toBe('proposed');
    await step(desk, fit.id, 'waive', { reasonCode: 'NO_OTHER' });
    const gone = await desk.view(id);
    expect([gone.state, gone.leadUnitId]).toEqual(['DISPATCHED', await unitId(app, 'NQ-DX-01')]);
    // Handed out already, or named by a leader, nothing is asked.
    const plain = await accepted({ classCode: AT_GRID });
    expect((await procedures(desk, plain)).items).toEqual([]);
    const named = await accepted({ classCode: LEAK });
    await deputy.act(named, 'assign', { leadUnitId: await unitId(app, 'NQ-WY'), reason: '由物业办牵头' });
    expect((await fitOf(named)).outcome).toBe('CANCELLED');
  });

  it('M71: ten of one problem in seven days ask the leader for a task force; one answer sets it up over all of them', async () => {
    app.clock.set(MONDAY);
    const ids: string[] = [];
    for (let n = 0; n < 9; n += 1) ids.push(await orderAt(app, 'DISPATCHED', { classCode: GARBAGE }));
    const item = (await entriesOf(app, 'problem', ids[0] ?? ''))[0]?.id ?? '';
    await actOnItem(desk, item, 'confirm', { title: '丁香01网格暴露垃圾' });
    const asked = async () => (await owed(deputy)).filter(({ kind }) => kind === 'taskforceFit');
    expect(await asked()).toEqual([]);
    ids.push(await orderAt(app, 'DISPATCHED', { classCode: GARBAGE }));
    const [task, ...more] = await asked();
    expect(more).toEqual([]);
    const form = {
      headUnitId: await unitId(app, 'NQ-CG'),
      unitIds: [await unitId(app, 'NQ-SJ')],
      untilDay: '2026-12-11',
      aim: '集中整治丁香01网格占道经营',
    };
    const runId = task?.procedureId ?? '';
    expect(await stepRefused(desk, runId, 'set', form)).toBe('ACTION_NOT_ALLOWED');
    expect(await stepRefused(deputy, runId, 'set', { ...form, untilDay: '2026-11-20' })).toBe('DAY_PAST');
    expect((await step(deputy, runId, 'set', form)).outcome).toBe('SET');
    const kinds = await Promise.all(ids.map(async (id) => (await open(desk, id, 'taskforce')).id));
    expect(new Set(kinds).size).toBe(1);
    expect(await stepRefused(deputy, runId, 'waive', { opinion: '暂不需要' })).toBe('PROCEDURE_WRONG_STAGE');
    expect((await said(li, ids[0] ?? '')).some((text) => text.includes('已成立专班办理这件事'))).toBe(true);
  });

  it('M55: children hang under a project that is confirmed with its day, by one approval; struck off, they go on', async () => {
    app.clock.set(MONDAY);
    const [first, second] = [await handled(), await handled()];
    const unsigned = await accepted({ classCode: AT_SECTION });
    const numbers = await Promise.all(
      [first, second, unsigned].map(async (id) => (await desk.view(id)).orderNo),
    );
    const project = await proposedProject();
    await actOnItem(deputy, project, 'link', { orders: numbers });
    const fields = {
      title: '丁香路口违章搭建根治',
      measures: '12月20日前划定便民摊点',
      dueDay: '2026-12-20',
    };
    expect((await procedures(desk, first)).items).toEqual([]);
    await actOnItem(deputy, project, 'confirm', fields);
    const run = await open(desk, first, 'suspension');
    expect((await open(desk, second, 'suspension')).id).toBe(run.id);
    expect((await procedures(desk, unsigned)).items.some(({ kind }) => kind === 'suspension')).toBe(false);
    expect((await said(li, first)).join()).not.toContain('相关部门');
    expect(await stepRefused(deputy, run.id, 'approve')).toBe('ACTION_NOT_ALLOWED');
    await step(main, run.id, 'approve');
    for (const id of [first, second]) {
      const hung = await desk.view(id);
      expect([hung.state, clockOf(hung, 'next_report').dueText]).toEqual(['SUSPENDED', '2026-12-20 24:00']);
    }
    const end = await at(app, '2026-12-10T02:00:00.000Z', async () => {
      await actOnItem(deputy, project, 'review', { result: '便民摊点已划定并启用' });
      await actOnItem(main, project, 'strike', { result: '现场核实,里程碑均已完成' });
      return Promise.all([first, second].map((id) => desk.view(id)));
    });
    expect(end.map(({ state }) => state)).toEqual(['IN_PROGRESS', 'IN_PROGRESS']);
    expect((await inbox(await app.as('sec-cg'), first)).length).toBeGreaterThan(0);
  });

  /** The third problem of one place and class within a year proposes a project. */
  async function proposedProject(): Promise<string> {
    await putInForce(app, 'trigger', { rows: [{ name: 'cluster', on: false }] });
    for (let n = 0; n < 3; n += 1) {
      const id = await orderAt(app, 'CLOSED', { classCode: POSTERS });
      const { orderNo } = await desk.view(id);
      const item = await enterByHand(app, desk, 'problem', [orderNo], { title: '丁香路口乱贴广告' });
      await actOnItem(desk, item, 'review', { result: '广告已全部清除' });
      await actOnItem(deputy, item, 'strike', { result: '现场核实,予以销号' });
    }
    const [project] = await entries(app, 'project');
    expect(project?.stateLabel).toBe('待确认');
    return project?.id ?? '';
  }

  /** An order of hers a section is at work on. */
  async function handled(): Promise<string> {
    const { orderId } = await li.ok<Receipt>(
      'POST',
      '/api/orders',
      filing(app.streetId, { classCode: AT_SECTION }),
    );
    if ((await desk.view(orderId)).state === 'SUBMITTED') await desk.act(orderId, 'accept', {});
    await desk.act(orderId, 'dispatch', { leadUnitId: await unitId(app, 'NQ-CG') });
    await (await app.as('sec-cg')).act(orderId, 'sign');
    return orderId;
  }
});
