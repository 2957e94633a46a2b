import { addMinutes, type OrderView, POLICY_STARTS } from '@yihu/shared';
import { file, MONDAY, type Persona, startApp, type TestApp } from './harness';
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
import { AT_GRID, AT_SECTION, brokenOrders, inbox, unitId } from './walk';

/** 标志标线: no row of the demo duty list names anybody for it. */
const OFF_LIST = '040104';
/** 路灯不亮: 城管科 by the duty list, without a clerk. */
const LAMPS = '010402';
/** 井盖缺损: urgent (L1), and goes to 应急办 or 城管科 by itself. */
const MANHOLE = '010401';
const RULES = {
  rows: [
    { when: { urgency: 'L1' }, by: 'LEADER_MAIN', later: true, reason: '紧急件先派单,随后补批' },
    { when: { offList: true }, by: 'LEADER_DEPUTY', later: true, reason: '清单外事项由分管领导研判派件' },
    { when: { complexity: 'COMPLEX' }, by: 'LEADER_DEPUTY', later: false, reason: '复杂件由领导批示后派单' },
    { when: { classPrefix: LAMPS }, by: 'LEADER_DEPUTY', later: false, reason: '照明设施由分管领导批示' },
    { when: { classPrefix: '0102' }, by: 'LEADER_MAIN', later: false, reason: '违建由主要领导批示' },
  ],
};

describe.each(ENGINES)('批示 on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let deputy: Persona;
  let main: Persona;
  let li: Persona;
  let section: string;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    desk = await app.as('desk-chen');
    deputy = await app.as('lead-fan');
    main = await app.as('lead-peng');
    li = await app.as('li');
    section = await unitId(app, 'NQ-CG');
  });
  beforeEach(() => app.clock.set(addMinutes(app.clock.now(), 1)));
  afterAll(() => app.close());

  const filed = async (classCode: string) => (await file(app, 'li', { classCode })).orderId;
  const stateOf = async (id: string) => (await desk.view(id)).state;
  const instructions = async (id: string) =>
    (await procedures(desk, id)).items.filter((item) => item.kind === 'instruction');

  it('M06: where no rule asks for it nothing waits; asked for by hand, it blocks dispatch until the word is given', async () => {
    expect(await stateOf(await filed(LAMPS))).toBe('DISPATCHED');
    const id = await filed(AT_SECTION);
    expect(await instructions(id)).toEqual([]);
    const ask = { form: 'DISPATCH', ground: '涉及多户,请领导批示' };
    expect(await openRefused(li, id, 'instruction', ask)).toBe('ACTION_NOT_ALLOWED');
    const tried = await Promise.all([
      openRefused(desk, id, 'instruction', ask),
      openRefused(await app.as('desk-liu'), id, 'instruction', ask),
    ]);
    expect(tried.sort()).toEqual(['PROCEDURE_OPEN', 'none']);
    const run = await open(desk, id, 'instruction');
    expect(await desk.actRefused(id, 'dispatch', { leadUnitId: section })).toBe('BLOCKED');
    expect((await owed(deputy)).map((line) => line.procedureId)).toContain(run.id);
    expect(await stepRefused(desk, run.id, 'instruct', { words: '坐席不能代批' })).toBe('ACTION_NOT_ALLOWED');
    const before = (await li.view(id)).timeline.length;
    await step(deputy, run.id, 'instruct', { words: '请城管科会同社区当日处置' });
    const [done] = await instructions(id);
    expect([done?.outcome, done?.history.at(-1)?.who]).toEqual(['INSTRUCTED', '热线办 范书平']);
    expect(done?.history.at(-1)?.notes).toEqual([{ label: '批示内容', text: '请城管科会同社区当日处置' }]);
    expect(await inbox(desk, id)).toContain('已批示 · 领导已批示,请按批示办理');
    // A leader's word is for staff.
    expect((await li.view(id)).timeline).toHaveLength(before);
    expect((await desk.act(id, 'dispatch', { leadUnitId: section })).state).toBe('DISPATCHED');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M06: a rule of the street asks for it when the order is accepted; automatic dispatch waits and then goes by itself', async () => {
    await putInForce(app, 'instruction', RULES);
    const id = await filed(LAMPS);
    const view = await desk.view(id);
    expect([view.state, view.leadUnitName]).toEqual(['ACCEPTED', null]);
    const run = await open(desk, id, 'instruction');
    expect([run.stage, run.openedBy]).toEqual(['asked', '热线办']);
    expect(run.history[0]?.notes).toContainEqual({ label: '报请什么', text: '照明设施由分管领导批示' });
    expect(await desk.actRefused(id, 'dispatch', { leadUnitId: section })).toBe('BLOCKED');
    expect(await inbox(deputy, id)).toContainEqual(expect.stringMatching(/^待批示 · 热线办发起,/));
    await step(deputy, run.id, 'instruct', { words: '当晚修复' });
    const sent = await desk.view(id);
    expect([sent.state, sent.leadUnitName]).toEqual(['DISPATCHED', '城管科']);
    expect((await li.view(id)).timeline[0]?.text).toMatch(/^已派给城管科,\d+月\d+日前答复您$/);
    // Brought back to be handed out again it needs no second word.
    await desk.act(id, 'takeBack', { reason: '路灯产权单位有变,改派' });
    expect(await stateOf(id)).toBe('ACCEPTED');
    expect((await desk.act(id, 'dispatch', { leadUnitId: section })).state).toBe('DISPATCHED');
    expect(await instructions(id)).toHaveLength(1);
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M06: the main leader’s where the rule says so; the deputy does not stand in for him', async () => {
    const id = await filed(AT_SECTION);
    const run = await open(desk, id, 'instruction');
    expect(run.stage).toBe('main');
    expect(await stepRefused(deputy, run.id, 'instruct', { words: '同意派单' })).toBe('ACTION_NOT_ALLOWED');
    await step(main, run.id, 'instruct', { words: '依法拆除' });
    // A clerk looks at it before it goes, as the duty list says.
    expect(await stateOf(id)).toBe('ACCEPTED');
    expect((await desk.act(id, 'dispatch', { leadUnitId: section })).state).toBe('DISPATCHED');
    const other = await filed(LAMPS);
    const passed = await step(deputy, (await open(desk, other, 'instruction')).id, 'passOn', {
      opinion: '涉及全街道',
    });
    expect(passed.stage).toBe('main');
    await step(main, passed.id, 'assign', { leadUnitId: await unitId(app, 'NQ-YJ'), words: '由应急办牵头' });
    const bound = await desk.view(other);
    expect([bound.state, bound.leadUnitName, bound.bound]).toEqual(['DISPATCHED', '应急办', true]);
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M06 R3: an urgent one is dispatched at once and instructed afterwards (补批); late, those who owe it hear of it', async () => {
    const id = await filed(MANHOLE);
    expect(await stateOf(id)).toBe('DISPATCHED');
    const run = await open(desk, id, 'instruction');
    expect([run.stage, run.stageLabel]).toEqual(['laterMain', '待补批']);
    const due = run.promises[0]?.dueAt ?? '';
    const isLate = (line: string) => line === '已超期 · 待批示已到期未办,请处理';
    const now = app.clock.now();
    app.clock.set(new Date(Date.parse(due) - 1).toISOString());
    await procedureSweep(app);
    expect((await inbox(main, id)).filter(isLate)).toEqual([]);
    app.clock.set(due);
    await procedureSweep(app);
    expect((await inbox(main, id)).filter(isLate)).toHaveLength(1);
    expect((await open(desk, id, 'instruction')).outcome).toBeNull();
    await step(main, run.id, 'instruct', { words: '现场围挡,连夜更换' });
    expect((await open(desk, id, 'instruction')).outcome).toBe('INSTRUCTED');
    expect(await stateOf(id)).toBe('DISPATCHED');
    app.clock.set(now);
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M06: found complex before it is handed out, it needs the word then; handed out already, it does not', async () => {
    const id = (await file(app, 'li', { classCode: '080101' })).orderId;
    expect(await instructions(id)).toEqual([]);
    const classify = (orderId: string, classCode: string) =>
      desk.act(orderId, 'classify', { classCode, complexity: 'COMPLEX' });
    expect(await stateOf(id)).toBe('ACCEPTED');
    await classify(id, '080101');
    expect((await open(desk, id, 'instruction')).stage).toBe('asked');
    const out = await filed(AT_GRID);
    expect(await stateOf(out)).toBe('DISPATCHED');
    await classify(out, AT_GRID);
    expect(await instructions(out)).toEqual([]);
    await li.act(id, 'withdraw', { reasonCode: 'SOLVED' });
    expect((await open(desk, id, 'instruction')).outcome).toBe('CANCELLED');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M66: what the duty list does not name goes to the leader, who names the unit; next time it is offered', async () => {
    const id = await filed(OFF_LIST);
    expect(await stateOf(id)).toBe('SUBMITTED');
    await desk.act(id, 'accept');
    const run = await open(desk, id, 'instruction');
    expect(run.stage).toBe('route');
    expect((await desk.view(id)).suggestedUnit).toBeNull();
    expect(await desk.actRefused(id, 'dispatch', { leadUnitId: section })).toBe('BLOCKED');
    expect(await stepRefused(desk, run.id, 'assign', { leadUnitId: section, words: '城管科办' })).toBe(
      'ACTION_NOT_ALLOWED',
    );
    await step(deputy, run.id, 'assign', { leadUnitId: section, words: '由城管科会商交警' });
    const sent = await desk.view(id);
    expect([sent.state, sent.leadUnitName, sent.bound]).toEqual(['DISPATCHED', '城管科', true]);
    app.clock.set(addMinutes(app.clock.now(), 1));
    const again = await filed(OFF_LIST);
    const offered = (view: OrderView) => view.suggestedUnit;
    expect(offered(await desk.view(again))).toEqual({
      unitId: section,
      name: '城管科',
      reason: `同类的 ${sent.orderNo} 由领导指定城管科承办`,
      confidence: 90,
    });
    // Offered, not decided: it is the leader's again, and his next choice is the one that counts.
    await desk.act(again, 'accept');
    const second = await open(desk, again, 'instruction');
    expect(offered(await deputy.view(again))?.unitId).toBe(section);
    await step(deputy, second.id, 'assign', {
      leadUnitId: await unitId(app, 'NQ-YJ'),
      words: '涉及安全,由应急办办',
    });
    app.clock.set(addMinutes(app.clock.now(), 1));
    expect(offered(await desk.view(await filed(OFF_LIST)))?.name).toBe('应急办');
    expect(offered(await desk.view(await filed('040105')))).toBeNull();
    const saved = await app.db.read<{ name: string; version: number }>(
      "SELECT name, version FROM policy WHERE kind = 'precedent' ORDER BY version",
    );
    expect(saved.map(({ name, version }) => [name, Number(version)])).toEqual([
      [OFF_LIST, 1],
      [OFF_LIST, 2],
    ]);
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M66: a choice within one community is offered there only; classified onto the list, the leader need not choose', async () => {
    const id = await filed('040102');
    await desk.act(id, 'accept');
    const grid = await unitId(app, 'NQ-DX-01');
    await step(deputy, (await open(desk, id, 'instruction')).id, 'assign', {
      leadUnitId: grid,
      words: '网格先行疏导',
    });
    app.clock.set(addMinutes(app.clock.now(), 1));
    expect((await desk.view(await filed('040102'))).suggestedUnit?.name).toBe('丁香01网格');
    const far = (await file(app, 'li', { classCode: '040102', point: null })).orderId;
    expect((await desk.view(far)).suggestedUnit).toBeNull();
    const other = await filed('040102');
    await desk.act(other, 'accept');
    const run = await open(desk, other, 'instruction');
    await desk.act(other, 'classify', { classCode: AT_GRID });
    const ended = (await instructions(other)).find((item) => item.id === run.id);
    expect([ended?.stage, ended?.outcome]).toEqual(['listed', 'LISTED']);
    expect((await desk.act(other, 'dispatch', { leadUnitId: grid })).state).toBe('DISPATCHED');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('R1 M66: where units the duty list named would not do, the leader’s choice is offered the next time', async () => {
    const ground = { reasonCode: 'RIGHTS', ground: '该路段权属不在本单位,附权属图' };
    const id = await filed(AT_GRID);
    const first = await opened(await app.as('grid-zhang'), id, 'return', ground);
    await step(desk, first.id, 'accept');
    expect((await desk.view(id)).suggestedUnit?.name).toBe('丁香01网格');
    await desk.act(id, 'dispatch', { leadUnitId: section });
    const second = await opened(await app.as('sec-cg'), id, 'return', ground);
    const property = await unitId(app, 'NQ-WY');
    await step(deputy, second.id, 'assign', { leadUnitId: property, opinion: '由物业办牵头' });
    app.clock.set(addMinutes(app.clock.now(), 1));
    // What goes by itself still goes where the list says; once it is back at the desk, the precedent is offered.
    const next = await filed(AT_GRID);
    expect((await desk.view(next)).leadUnitName).toBe('丁香01网格');
    await desk.act(next, 'takeBack', { reason: '与前一件同一路段,改派' });
    expect((await desk.view(next)).suggestedUnit).toMatchObject({ unitId: property, name: '物业办' });
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M06: a kit of rules a street may start from passes its own check', async () => {
    const saved = await putInForce(app, 'instruction', POLICY_STARTS['2110'].policies.instruction);
    expect(saved.state).not.toBe('PENDING');
    app.clock.set(MONDAY);
    expect(
      (await opened(desk, await accepted(), 'instruction', { form: 'LATER', ground: '已电话请示,随后补批' }))
        .stage,
    ).toBe('later');
  });

  const accepted = () => filed(AT_SECTION);
});
