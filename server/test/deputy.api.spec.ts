import { type Persona, startApp, type TestApp } from './harness';
import { at, justAfter, open, opened, openRefused, owed, said, step, stepRefused } from './procedure-steps';
import { ENGINES } from './spec-database';
import { AT_GRID, brokenOrders, inbox, orderAt, unitId } from './walk';

const RESULT = { publicReason: '12月2日到现场看过,摊位已全部搬离,居民认可' };

describe.each(ENGINES)('代表领办 on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let bai: Persona;
  let li: Persona;
  let ask: Record<string, unknown>;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    desk = await app.as('desk-chen');
    bai = await app.as('dep-bai');
    li = await app.as('li');
    ask = { unitId: await unitId(app, 'NQ-DB'), matter: '看占道整治是否到位' };
  });
  afterAll(() => app.close());
  afterEach(async () => {
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M54 M27: a deputy takes it, writes what she finds, and her result stands on the resident’s timeline', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    expect(await bai.refused('GET', `/api/orders/${id}`)).toBe('NOT_FOUND');
    expect(await openRefused(li, id, 'deputy', ask)).toBe('ACTION_NOT_ALLOWED');
    expect(await openRefused(desk, id, 'deputy', { ...ask, unitId: await unitId(app, 'NQ-CG') })).toBe(
      'UNIT_UNKNOWN',
    );
    const run = await opened(desk, id, 'deputy', ask);
    expect(run.promises).toEqual([]);
    expect((await owed(bai)).map((line) => [line.taskLabel, line.orderId])).toEqual([['签收领办', id]]);
    expect(await stepRefused(desk, run.id, 'sign')).toBe('ACTION_NOT_ALLOWED');
    await step(bai, run.id, 'sign');
    expect((await said(li, id))[0]).toBe('人大代表已领办这件事,会跟进到有结果');
    expect((await bai.view(id)).state).toBe('IN_PROGRESS');
    expect(await stepRefused(desk, run.id, 'finding', { finding: '不是代表不能写' })).toBe(
      'ACTION_NOT_ALLOWED',
    );
    await step(bai, run.id, 'finding', { finding: '早市时段仍有摊位6处' });
    expect(await stepRefused(bai, run.id, 'result', { publicReason: '已解决' })).toBe('FIELD_INVALID');
    expect(await stepRefused(bai, run.id, 'result', { publicReason: '请打13800138000找我,我再去看看' })).toBe(
      'REPLY_HAS_PRIVATE',
    );
    const done = await step(bai, run.id, 'result', RESULT);
    expect([done.outcome, done.history.map((entry) => entry.did)]).toEqual([
      'DONE',
      ['请人大代表跟进', '领办', '记录了调查情况', '反馈了跟进结果'],
    ]);
    expect((await said(li, id))[0]).toBe(`人大代表反馈:${RESULT.publicReason}`);
    expect((await said(li, id)).join()).not.toContain('早市时段');
    expect(await inbox(desk, id)).toContainEqual('代表反馈 · 代表已反馈跟进结果');
  });

  it('M54: five workdays from signing, ten for a complex matter; late from the next millisecond', async () => {
    const [simple, late, complex] = [
      await orderAt(app, 'IN_PROGRESS'),
      await orderAt(app, 'IN_PROGRESS'),
      await orderAt(app, 'IN_PROGRESS'),
    ];
    await desk.act(complex, 'classify', { classCode: AT_GRID, complexity: 'COMPLEX' });
    const dues: string[] = [];
    for (const id of [simple, late, complex]) {
      const run = await opened(desk, id, 'deputy', ask);
      const signed = await step(bai, run.id, 'sign');
      dues.push(...signed.promises.map((each) => each.dueText));
    }
    expect(dues).toEqual(['2026-11-30 24:00', '2026-11-30 24:00', '2026-12-07 24:00']);
    const due = '2026-11-30T16:00:00.000Z';
    const result = async (id: string, moment: string) => {
      const run = await open(desk, id, 'deputy');
      const done = await at(app, moment, () => step(bai, run.id, 'result', RESULT));
      return done.promises.map((each) => each.late);
    };
    expect([await result(simple, due), await result(late, justAfter(due))]).toEqual([[false], [true]]);
  });

  it('M54: one per deputy at a time, also on what is closed; she may decline; ends with its order', async () => {
    const id = await orderAt(app, 'CLOSED');
    const codes = await Promise.all([
      openRefused(desk, id, 'deputy', ask),
      openRefused(await app.as('sup-ye'), id, 'deputy', ask),
    ]);
    expect(codes.sort()).toEqual(['PROCEDURE_OPEN', 'none']);
    const run = await open(desk, id, 'deputy');
    expect((await step(bai, run.id, 'decline', { opinion: '本周在外地' })).outcome).toBe('DECLINED');
    expect(await inbox(desk, id)).toContainEqual('代表未领 · 代表没有领这件');
    const other = await orderAt(app, 'IN_PROGRESS');
    await opened(desk, other, 'deputy', ask);
    await li.act(other, 'withdraw', { reasonCode: 'SOLVED' });
    expect(await open(desk, other, 'deputy')).toMatchObject({ outcome: 'CANCELLED' });
    expect((await owed(bai)).map((line) => line.orderId)).not.toContain(other);
  });
});
