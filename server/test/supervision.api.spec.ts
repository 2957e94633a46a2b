import { file, type Persona, startApp, type TestApp } from './harness';
import {
  at,
  justAfter,
  open,
  opened,
  openRefused,
  owed,
  procedureSweep,
  said,
  step,
  stepRefused,
} from './procedure-steps';
import { ENGINES } from './spec-database';
import { AT_SECTION, brokenOrders, inbox, orderAt, REPLY, replied, unitId } from './walk';

const ASK = { form: 'NORMAL', ground: '三日未见进展,群众反映强烈' };
const ANSWER = { answer: '已约谈摊主,11月25日前全部搬离' };
const justBefore = (moment: string) => new Date(Date.parse(moment) - 1).toISOString();

describe.each(ENGINES)('督办 on %s', (_, serverUrl) => {
  let app: TestApp;
  let supervisor: Persona;
  let grid: Persona;
  let desk: Persona;
  let leader: Persona;
  let li: Persona;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    supervisor = await app.as('sup-ye');
    grid = await app.as('grid-zhang');
    desk = await app.as('desk-chen');
    leader = await app.as('lead-fan');
    li = await app.as('li');
  });
  afterAll(() => app.close());
  afterEach(async () => {
    expect(await brokenOrders(app)).toEqual([]);
  });

  const urged = async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    await supervisor.act(id, 'urge');
    return id;
  };
  const cards = async (who: Persona, id: string) =>
    (await inbox(who, id)).filter((text) => /^督办[黄红]牌|^已超期/.test(text));

  it('M22 R10: urged first, then supervised; answered by the lead, reviewed by somebody else', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    expect(await openRefused(grid, id, 'supervision', ASK)).toBe('ACTION_NOT_ALLOWED');
    expect(await openRefused(supervisor, id, 'supervision', ASK)).toBe('URGE_FIRST');
    await supervisor.act(id, 'urge');
    const run = await opened(supervisor, id, 'supervision', ASK);
    expect((await said(li, id))[0]).toBe('这件已列入督办,丁香01网格须在11月26日前说明办理情况');
    expect(await openRefused(leader, id, 'supervision', ASK)).toBe('PROCEDURE_OPEN');
    expect((await owed(grid)).map((line) => [line.taskLabel, line.orderId])).toContainEqual(['回督办', id]);
    expect(await stepRefused(supervisor, run.id, 'answer', ANSWER)).toBe('ACTION_NOT_ALLOWED');
    await step(grid, run.id, 'answer', ANSWER);
    expect(await stepRefused(grid, run.id, 'pass')).toBe('ACTION_NOT_ALLOWED');
    const again = await step(supervisor, run.id, 'sendBack', { opinion: '现场仍有摊位' });
    expect(again.stage).toBe('issued');
    await step(grid, run.id, 'answer', ANSWER);
    const done = await step(supervisor, run.id, 'pass');
    expect([done.outcome, done.history.map((entry) => entry.did)]).toEqual([
      'CLOSED',
      ['提出督办', '回复了督办', '退回再办', '回复了督办', '督办办结'],
    ]);
    expect(done.history[1]?.notes[0]?.text).toBe(ANSWER.answer);
  });

  it('M22 R10: who handles or answered it does not review it, whatever else he may do', async () => {
    const id = await urged();
    const run = await opened(supervisor, id, 'supervision', ASK);
    await step(grid, run.id, 'answer', ANSWER);
    const grant = {
      id: '01KAJ000000000000000GRANT1',
      person_id: grid.personId,
      role: 'SUPERVISOR',
      unit_id: await unitId(app, 'NQ-RX'),
      from_at: app.clock.now(),
      until_at: null,
    };
    await app.db.inTransaction((tx) => tx.insert('role_grant', grant));
    expect(await stepRefused(grid, run.id, 'pass')).toBe('JUDGES_OWN');
    await app.db.inTransaction((tx) => tx.execute('DELETE FROM role_grant WHERE id = ?', [grant.id]));
    expect((await step(leader, run.id, 'pass')).outcome).toBe('CLOSED');
  });

  it('M22: nobody closes meanwhile; she may answer all the same, and the end of it closes what she answered', async () => {
    const id = await urged();
    const run = await opened(supervisor, id, 'supervision', ASK);
    await replied(app, id);
    await desk.act(id, 'approve', { publicText: REPLY });
    expect(await desk.actRefused(id, 'close', { reason: '电话回访已认可' })).toBe('BLOCKED');
    const rated = await li.act(id, 'rate', { solved: 'YES', process: 'SATISFIED', result: 'SATISFIED' });
    expect(rated.state).toBe('TO_VISIT');
    await step(grid, run.id, 'answer', ANSWER);
    await step(supervisor, run.id, 'pass');
    expect((await li.view(id)).state).toBe('CLOSED');
  });

  it('R10: return may be asked for and is decided by the supervisor', async () => {
    const id = await urged();
    const run = await opened(supervisor, id, 'supervision', ASK);
    await step(grid, run.id, 'askReturn', { ground: '诉求人已同意等到月底' });
    expect(await stepRefused(grid, run.id, 'lift', { opinion: '自己撤自己' })).toBe('ACTION_NOT_ALLOWED');
    expect((await step(supervisor, run.id, 'keep', { opinion: '没有书面同意' })).stage).toBe('issued');
    await step(grid, run.id, 'askReturn', { ground: '附诉求人书面同意' });
    expect((await step(supervisor, run.id, 'lift', { opinion: '材料属实' })).outcome).toBe('LIFTED');
  });

  it('R10: yellow card one workday before, red card on the first workday after, up the ladder, each once', async () => {
    const start = app.clock.now();
    app.clock.set('2026-11-24T01:00:00.000Z');
    const id = await urged();
    const run = await opened(supervisor, id, 'supervision', ASK);
    expect(run.promises.map((each) => each.dueText)).toEqual(['2026-11-27 24:00']);
    const head = await app.as('head-dx');
    const people = [grid, head, leader, await app.as('lead-peng')];
    const all = async () => Promise.all(people.map((who) => cards(who, id)));
    // Thursday 26 November 00:00.
    await at(app, justBefore('2026-11-25T16:00:00.000Z'), () => procedureSweep(app));
    expect(await all()).toEqual([[], [], [], []]);
    await at(app, '2026-11-25T16:00:00.000Z', async () => {
      await procedureSweep(app);
      expect(await procedureSweep(app)).toBe(0);
    });
    const yellow = '督办黄牌 · 督办即将到期,请回复督办';
    expect(await all()).toEqual([[yellow], [yellow], [], []]);
    // Due on Friday night: late, but the red card waits for Monday 30 November.
    await at(app, '2026-11-27T16:00:00.000Z', () => procedureSweep(app));
    const late = '已超期 · 督办中已到期未办,请处理';
    expect(await all()).toEqual([[yellow, late], [yellow], [late], [late]]);
    await at(app, justBefore('2026-11-29T16:00:00.000Z'), () => procedureSweep(app));
    expect((await all())[3]).toEqual([late]);
    await at(app, '2026-11-29T16:00:00.000Z', async () => {
      await procedureSweep(app);
      expect(await procedureSweep(app)).toBe(0);
    });
    const red = '督办红牌 · 督办已过期未回复,请说明原因';
    expect(await all()).toEqual([
      [yellow, late, red],
      [yellow, red],
      [late, red],
      [late, red],
    ]);
    expect((await open(supervisor, id, 'supervision')).stage).toBe('issued');
    await at(app, justAfter('2026-11-29T16:00:00.000Z'), () => step(grid, run.id, 'answer', ANSWER));
    expect((await open(supervisor, id, 'supervision')).promises.map((each) => each.late)).toEqual([
      true,
      false,
    ]);
    app.clock.set(start);
  });

  it('M97: a prompt asks for an answer by a day and holds nothing up', async () => {
    const id = await urged();
    const run = await opened(supervisor, id, 'supervision', { ...ASK, form: 'PROMPT' });
    expect(run.stageLabel).toBe('办理提示');
    await replied(app, id);
    await desk.act(id, 'approve', { publicText: REPLY });
    expect(await desk.actRefused(id, 'close', { reason: '' })).not.toBe('BLOCKED');
    expect((await step(grid, run.id, 'answer', ANSWER)).stageLabel).toBe('提示待审核');
    expect((await step(supervisor, run.id, 'sendBack', { opinion: '没有写何时办完' })).stage).toBe(
      'prompted',
    );
    await step(grid, run.id, 'answer', ANSWER);
    expect((await step(supervisor, run.id, 'pass')).outcome).toBe('CLOSED');
  });

  it('R10: with another department, and over with its order', async () => {
    const id = await urged();
    const joint = { ...ASK, form: 'JOINT' };
    expect(await openRefused(supervisor, id, 'supervision', { ...joint, jointUnitId: 'nobody' })).toBe(
      'FIELD_INVALID',
    );
    const run = await opened(supervisor, id, 'supervision', {
      ...joint,
      jointUnitId: await unitId(app, 'NQ-CG'),
    });
    expect(run.tasks.map((task) => [task.role, task.unitName])).toEqual([
      ['SUPERVISED', '丁香01网格'],
      ['JOINT', '城管科'],
    ]);
    await li.act(id, 'withdraw', { reasonCode: 'SOLVED' });
    expect(await open(desk, id, 'supervision')).toMatchObject({ outcome: 'CANCELLED' });
    expect((await owed(await app.as('sec-cg'))).map((line) => line.orderId)).not.toContain(id);
  });

  it('R10: before a unit leads it the office owes the answer, afterwards the lead may give it', async () => {
    const { orderId: id } = await file(app, 'li', { classCode: AT_SECTION });
    await supervisor.act(id, 'urge');
    const run = await opened(supervisor, id, 'supervision', ASK);
    expect((await said(li, id))[0]).toBe('这件已列入督办,热线办须在11月26日前说明办理情况');
    expect((await owed(desk)).filter((line) => line.orderId === id).map((line) => line.taskLabel)).toEqual([
      '派单并回督办',
    ]);
    await desk.act(id, 'dispatch', { leadUnitId: await unitId(app, 'NQ-CG') });
    expect(await stepRefused(grid, run.id, 'answer', ANSWER)).toBe('NOT_FOUND');
    expect((await step(await app.as('sec-cg'), run.id, 'answer', ANSWER)).stage).toBe('toReview');
    expect((await owed(desk)).filter((line) => line.taskLabel === '派单并回督办')).toEqual([]);
  });

  it('R10: is one of two who supervise at once', async () => {
    const id = await urged();
    const codes = await Promise.all([
      openRefused(supervisor, id, 'supervision', ASK),
      openRefused(leader, id, 'supervision', ASK),
    ]);
    expect(codes.sort()).toEqual(['PROCEDURE_OPEN', 'none']);
  });
});
