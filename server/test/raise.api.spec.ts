import { type Persona, startApp, type TestApp } from './harness';
import {
  at,
  open,
  opened,
  openRefused,
  owed,
  procedureSweep,
  procedures,
  said,
  step,
  stepRefused,
} from './procedure-steps';
import { ENGINES } from './spec-database';
import { brokenOrders, clockOf, inbox, orderAt, REPLY, replied, unitId } from './walk';

const ASK = { level: 'MAIN', report: '涉及三家产权单位,科室两次协调未果,请定牵头' };

describe.each(ENGINES)('提级 on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let deputyLeader: Persona;
  let mainLeader: Persona;
  let li: Persona;
  let cg: string;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    desk = await app.as('desk-chen');
    deputyLeader = await app.as('lead-fan');
    mainLeader = await app.as('lead-peng');
    li = await app.as('li');
    cg = await unitId(app, 'NQ-CG');
  });
  afterAll(() => app.close());
  afterEach(async () => {
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M85: the main leader answers, and the answer is carried out: lead, deadline within what was given, told', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    expect(await openRefused(await app.as('grid-zhang'), id, 'raise', ASK)).toBe('ACTION_NOT_ALLOWED');
    const run = await opened(desk, id, 'raise', ASK);
    expect((await said(li, id))[0]).toBe('热线办已把这件报上一级协调,11月25日前定下怎样办');
    expect((await owed(mainLeader)).map((line) => [line.taskLabel, line.orderId])).toContainEqual([
      '批复提级',
      id,
    ]);
    const answer = { answer: '由城管科牵头,本周办结', leadUnitId: cg, untilDay: '2026-11-27' };
    expect(await stepRefused(deputyLeader, run.id, 'answer', answer)).toBe('ACTION_NOT_ALLOWED');
    expect(await stepRefused(mainLeader, run.id, 'answer', { ...answer, untilDay: '2026-12-01' })).toBe(
      'DUE_PAST_OUTER',
    );
    expect((await desk.view(id)).leadUnitName).toBe('丁香01网格');
    const done = await step(mainLeader, run.id, 'answer', answer);
    expect([done.outcome, done.history[0]?.notes[0]?.text]).toEqual(['ANSWERED', ASK.report]);
    const view = await desk.view(id);
    expect([view.leadUnitId, view.state, clockOf(view, 'handle').dueText]).toEqual([
      cg,
      'DISPATCHED',
      '2026-11-27 24:00',
    ]);
    expect(await inbox(desk, id)).toContainEqual('已批复 · 提级已批复,请照办');
    expect(await said(li, id)).toContainEqual(expect.stringContaining('11月27日前答复您'));
  });

  it('M85: to the level above: its answer is recorded by the office; sent back, the street goes on', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const run = await opened(deputyLeader, id, 'raise', { ...ASK, level: 'UPPER' });
    expect(run.stageLabel).toBe('待上级批复');
    expect(await stepRefused(await app.as('sup-ye'), run.id, 'answer', { answer: '不是记录的人' })).toBe(
      'ACTION_NOT_ALLOWED',
    );
    const back = await step(desk, run.id, 'sendBack', { opinion: '区里答复由街道自行协调' });
    expect(back.outcome).toBe('SENT_BACK');
    expect((await procedures(desk, id)).openable).toContain('raise');
  });

  it('M85 R9: the third dispute opens it by itself, once; the answer sends it back to be handled again', async () => {
    const id = await orderAt(app, 'TO_VISIT');
    const dispute = { reasonCode: 'NOT_SOLVED' };
    for (const round of [1, 2]) {
      await li.act(id, 'dispute', dispute);
      await replied(app, id);
      const { cycle } = await desk.act(id, 'approve', { publicText: REPLY });
      expect(cycle).toBe(round);
    }
    expect(await li.actRefused(id, 'dispute', dispute)).toBe('DISPUTES_USED_UP');
    expect((await procedures(desk, id)).items.filter((item) => item.kind === 'raise')).toEqual([]);
    await li.act(id, 'disputeAgain', dispute);
    const run = await open(mainLeader, id, 'raise');
    expect([run.openedBy, run.stage]).toEqual([expect.stringMatching(/系统|热线办/), 'main']);
    expect(run.history[0]?.notes[0]?.text).toMatch(/^诉求人第3次提出异议,已重办2次/);
    expect(await said(li, id)).toContainEqual('热线办已把这件报上一级协调,11月25日前定下怎样办');
    await li.act(id, 'disputeAgain', dispute);
    expect((await procedures(desk, id)).items.filter((item) => item.kind === 'raise')).toHaveLength(1);
    const answer = { answer: '再办一次,由城管科牵头', leadUnitId: cg, untilDay: '2026-11-25' };
    expect(await stepRefused(mainLeader, run.id, 'answer', answer)).toBe('ACTION_WRONG_STATE');
    await step(mainLeader, run.id, 'answer', { ...answer, again: true });
    const view = await desk.view(id);
    expect([view.leadUnitId, view.state, view.cycle, clockOf(view, 'handle').dueText]).toEqual([
      cg,
      'DISPATCHED',
      3,
      '2026-11-25 24:00',
    ]);
  });

  it('M85: two workdays to answer, told once when they have passed; one of two who raise at once', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const codes = await Promise.all([
      openRefused(desk, id, 'raise', ASK),
      openRefused(deputyLeader, id, 'raise', ASK),
    ]);
    expect(codes.sort()).toEqual(['PROCEDURE_OPEN', 'none']);
    await at(app, '2026-11-25T16:00:00.000Z', async () => {
      expect(await procedureSweep(app)).toBeGreaterThan(0);
      expect(await procedureSweep(app)).toBe(0);
    });
    expect((await inbox(mainLeader, id)).filter((text) => text.startsWith('已超期'))).toEqual([
      '已超期 · 提级中已到期未办,请处理',
    ]);
    expect((await open(desk, id, 'raise')).stage).toBe('main');
    await li.act(id, 'withdraw', { reasonCode: 'SOLVED' });
    expect(await open(desk, id, 'raise')).toMatchObject({ outcome: 'CANCELLED' });
  });
});
