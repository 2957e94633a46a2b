import { addMinutes, PRESETS, type ProcedureFigures, procedureKind } from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { file, IN_DX01, type Persona, startApp, type TestApp } from './harness';
import { putInForce } from './policies.setup';
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
import { AT_SECTION, brokenOrders, clockOf, inbox, REPLY, unitId } from './walk';

/** 28 April 2026 09:50 in Shanghai, a Tuesday before the May holidays (05-01 to 05-05; Saturday 05-09 works). */
const TUESDAY = '2026-04-28T01:50:00.000Z';
/** `05-07 10:00` in Shanghai. */
const on = (text: string) => {
  const [day = '', time = ''] = text.split(' ');
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return addMinutes(`2026-${day}T00:00:00.000Z`, hour * 60 + minute - 8 * 60);
};
const [FIT] = procedureKind('mediation').open.fields;
const FIT_CHECKS = FIT?.kind === 'checks' ? FIT.items : {};
const FITS = Object.fromEntries(Object.keys(FIT_CHECKS).map((code) => [code, 'YES']));

describe.each(ENGINES)('调解 on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let head: Persona;
  let mediator: Persona;
  let bureau: Persona;
  let li: Persona;
  let ask: Record<string, unknown>;
  let communityId: string;

  beforeAll(async () => {
    app = await startApp(serverUrl, { now: TUESDAY });
    desk = await app.as('desk-chen');
    head = await app.as('head-dx');
    mediator = await app.as('med-lu');
    bureau = await app.as('ext-zj');
    li = await app.as('li');
    communityId = await unitId(app, '340104004001');
    ask = { fit: FITS, pointId: await unitId(app, 'NQ-TJ'), otherParty: '楼上住户' };
    // inner 5, outer 10 workdays
    const outer = PRESETS.base.filter((row) => row.name === 'base.handle_outer');
    const rows = outer.map((row) => ({ ...row, name: 'street.handle_outer', amount: 10 }));
    await putInForce(app, 'clock', { presets: ['base'], rows });
  });
  afterAll(() => app.close());
  beforeEach(() => app.clock.set(TUESDAY));
  afterEach(async () => {
    expect(await brokenOrders(app)).toEqual([]);
  });

  const accepted = async () => (await file(app, 'li', { classCode: AT_SECTION })).orderId;
  /** Dispatched to 丁香社区 at 10:00, signed at 10:20. */
  const signed = async () => {
    app.clock.set(TUESDAY);
    const id = await accepted();
    app.clock.set(on('04-28 10:00'));
    await desk.act(id, 'dispatch', { leadUnitId: communityId });
    app.clock.set(on('04-28 10:20'));
    await head.act(id, 'sign');
    return id;
  };
  const due = async (id: string, scope: 'INNER' | 'OUTER' = 'INNER') => {
    const { state, dueText } = clockOf(await desk.view(id), 'handle', 0, scope);
    return `${state} ${dueText}`;
  };
  const label = async (id: string) => (await desk.view(id)).stateLabel;
  const figures = (kind: string) =>
    desk.ok<ProcedureFigures>('GET', `/api/procedures/figures/${kind}?fromDay=2026-04-28&toDay=2026-04-29`);
  const paper = { party: 'OTHER', how: '书面同意书' };
  const free = { heldOn: '2026-05-07', minutes: '双方各述理由,未能谈拢', free: true };
  const agreedOn = async (moment = '04-30 16:00') => {
    const id = await signed();
    app.clock.set(on('04-29 09:00'));
    const run = await opened(desk, id, 'mediation', ask);
    await step(li, run.id, 'consent');
    app.clock.set(on(moment));
    await step(mediator, run.id, 'recordConsent', paper);
    return { id, run };
  };

  it('M16 M50 R12: model.md §7 (b): whistle and mediation while the inner clock runs, one party refuses', async () => {
    const id = await signed();
    expect([await due(id), await due(id, 'OUTER')]).toEqual([
      'RUNNING 2026-05-08 24:00',
      'RUNNING 2026-05-14 24:00',
    ]);
    app.clock.set(on('04-28 14:00'));
    const rows = (await desk.view(id)).clocks;
    const whistle = await opened(desk, id, 'whistle', {
      unitId: await unitId(app, 'NQ-W-ZJ'),
      level: 'ORDINARY',
      groundCode: 'NO_POWER',
      place: '丁香家园3号楼',
      what: '认定楼上违法改造承重墙',
    });
    const blown = await step(await app.as('lead-fan'), whistle.id, 'blow');
    expect(blown.promises.map((each) => `${each.label} ${each.dueText}`)).toEqual([
      '应哨 2026-04-28 15:00',
      '联系街道 2026-04-29 14:00',
      '到场 2026-05-06 24:00',
    ]);
    app.clock.set(on('04-28 14:40'));
    await step(bureau, whistle.id, 'sign');
    expect((await desk.view(id)).clocks).toEqual(rows);
    app.clock.set(on('04-29 09:00'));
    await step(bureau, whistle.id, 'contact', { agreed: '节前到场认定', meetOn: '2026-04-30' });
    const run = await opened(desk, id, 'mediation', ask);
    expect(run.promises.map((each) => each.dueText)).toEqual(['2026-05-06 24:00']);
    expect((await said(li, id))[0]).toBe(
      '拟请化解中心调解,请在5月6日前答复;双方都同意才开始,调解期间答复日期顺延,您不同意不影响办理',
    );
    app.clock.set(on('04-29 09:30'));
    await step(li, run.id, 'consent');
    expect([await due(id), await label(id)]).toEqual(['RUNNING 2026-05-08 24:00', '等另一方同意']);
    app.clock.set(on('04-30 16:00'));
    const photo = await mediator.upload(newId(), 'ADD');
    await step(mediator, run.id, 'recordConsent', { ...paper, photos: [photo] });
    expect([await due(id), await due(id, 'OUTER')]).toEqual([
      'PAUSED 2026-05-08 24:00',
      'RUNNING 2026-05-14 24:00',
    ]);
    expect(await head.actRefused(id, 'reply', { outcome: 'SOLVED', publicText: REPLY })).toBe('BLOCKED');
    app.clock.set(on('05-07 00:00'));
    await procedureSweep(app);
    expect(await inbox(bureau, id)).toContainEqual('已超期 · 吹哨中已到期未办,请处理');
    app.clock.set(on('05-07 10:00'));
    await step(mediator, run.id, 'session', free);
    const failed = await step(mediator, run.id, 'fail', { opinion: '对方当场不同意' });
    expect(failed.outcome).toBe('FAILED');
    expect([await due(id), await due(id, 'OUTER'), await label(id)]).toEqual([
      'RUNNING 2026-05-11 24:00',
      'RUNNING 2026-05-14 24:00',
      '已联系',
    ]);
    expect((await said(li, id))[0]).toBe('这次没有调解成,照常办理,5月11日前答复您');
    app.clock.set(on('05-07 11:00'));
    await step(bureau, whistle.id, 'arrive', { point: IN_DX01 });
    await step(desk, whistle.id, 'minutes', { minutes: '认定为擅自改造,责令恢复' });
    const rated = await step(desk, whistle.id, 'mark', { mark: 'POOR' });
    expect(rated.promises.map((each) => [each.label, each.late])).toEqual([
      ['应哨', false],
      ['联系街道', false],
      ['到场', true],
    ]);
    expect(await label(id)).toBe('办理中');
    // Its late arrival counts.
    expect((await figures('whistle')).promises).toContainEqual({
      milestone: 'arrive',
      label: '到场',
      met: 1,
      late: 1,
    });
    await head.act(id, 'reply', { outcome: 'SOLVED', publicText: REPLY });
    expect((await desk.view(id)).state).toBe('REPLIED');
  });

  it('R12: refused at the consent step nothing ever stood still; a longer pause ends at the outer due, with proof', async () => {
    const id = await signed();
    app.clock.set(on('04-29 09:00'));
    const early = await opened(desk, id, 'mediation', ask);
    await step(mediator, early.id, 'recordConsent', paper);
    app.clock.set(on('05-06 10:00'));
    await step(li, early.id, 'decline');
    expect(await due(id)).toBe('RUNNING 2026-05-08 24:00');
    expect((await said(li, id))[0]).toBe('您不同意调解,照常办理,5月8日前答复您');
    expect(await inbox(desk, id)).toContainEqual('不调解 · 有一方不同意,请正常办理');
    const [events] = await app.db.read<{ n: number }>(
      "SELECT COUNT(*) AS n FROM event WHERE stream_id = ? AND name IN ('clock.paused', 'clock.resumed')",
      [id],
    );
    expect(Number(events?.n)).toBe(0);
    const long = await agreedOn();
    app.clock.set(on('05-12 10:00'));
    await step(li, long.run.id, 'decline');
    // 6 workdays stood still: 05-15 by counting, cut to what the platform gave.
    expect(await due(long.id)).toBe('RUNNING 2026-05-14 24:00');
    expect(clockOf(await desk.view(long.id), 'handle').proof.join()).toMatch(/上级时限/);
    expect((await said(li, long.id))[0]).toBe('您不同意调解,照常办理,5月14日前答复您');
  });

  it('M16 R12: before dispatch it holds back dispatch and answer until it ends; what may not be mediated is refused by name', async () => {
    const id = await accepted();
    for (const [code, words] of Object.entries(FIT_CHECKS)) {
      const answer = await desk.call<{ error: { code: string; message: string } }>(
        'POST',
        `/api/orders/${id}/procedures/mediation`,
        { commandId: newId(), version: 0, fields: { ...ask, fit: { ...FITS, [code]: 'NO' } } },
      );
      expect([answer.body.error.code, answer.body.error.message]).toEqual([
        'NOT_MEDIABLE',
        `不适宜调解:须「${words}」`,
      ]);
    }
    expect(await openRefused(desk, id, 'mediation', { ...ask, fit: { PRIVATE: 'YES' } })).toBe(
      'FIELD_INVALID',
    );
    const run = await opened(desk, id, 'mediation', ask);
    const dispatch = { leadUnitId: communityId };
    expect(await desk.actRefused(id, 'dispatch', dispatch)).toBe('BLOCKED');
    expect(await openRefused(await app.as('desk-liu'), id, 'mediation', ask)).toBe('PROCEDURE_OPEN');
    await step(mediator, run.id, 'recordRefusal', { opinion: '对方明确不愿调解' });
    expect((await said(li, id))[0]).toMatch(/^有一方不同意调解,照常办理/);
    expect((await desk.act(id, 'dispatch', dispatch)).state).toBe('DISPATCHED');
  });

  it('R12: the clock stands still only with both, in either order, on the page or on paper; once each', async () => {
    const id = await signed();
    const run = await opened(head, id, 'mediation', ask);
    expect(await stepRefused(desk, run.id, 'consent')).toBe('ACTION_NOT_ALLOWED');
    expect(await stepRefused(mediator, run.id, 'session', free)).toBe('PROCEDURE_WRONG_STAGE');
    await step(mediator, run.id, 'recordConsent', paper);
    expect((await said(li, id))[0]).toBe('化解中心登记了对方同意调解');
    expect(await stepRefused(mediator, run.id, 'recordConsent', paper)).toBe('CONSENT_TWICE');
    expect(await due(id)).toBe('RUNNING 2026-05-08 24:00');
    await step(li, run.id, 'consent');
    expect(await due(id)).toBe('PAUSED 2026-05-08 24:00');
    expect(await stepRefused(li, run.id, 'consent')).toBe('PROCEDURE_WRONG_STAGE');
  });

  it('R12: nobody answered: it lapses when two workdays have passed, not a millisecond before', async () => {
    const id = await signed();
    app.clock.set(on('04-29 09:00'));
    await opened(desk, id, 'mediation', ask);
    await at(app, new Date(Date.parse(on('05-07 00:00')) - 1).toISOString(), () => procedureSweep(app));
    expect((await open(desk, id, 'mediation')).endedAt).toBeNull();
    await at(app, on('05-07 00:00'), () => procedureSweep(app));
    expect((await open(desk, id, 'mediation')).outcome).toBe('REFUSED');
    expect((await said(li, id))[0]).toBe('没有等到双方同意,照常办理,5月8日前答复您');
  });

  it('M17: agreed before a mediator, with a day to perform it, looked after on that day; told to her in full', async () => {
    const { id, run } = await agreedOn();
    const deed = { agreement: '楼上住户承担修缮费用3000元,自行修复', performBy: '2026-05-12', free: true };
    app.clock.set(on('05-07 10:00'));
    await step(mediator, run.id, 'session', { ...free, minutes: '双方同意分担修缮' });
    expect(await stepRefused(mediator, run.id, 'settle', { ...deed, performBy: '2026-05-06' })).toBe(
      'DAY_PAST',
    );
    const settled = await step(mediator, run.id, 'settle', deed);
    expect(settled.promises.filter((each) => each.isLive).map((each) => each.dueText)).toEqual([
      '2026-05-12 24:00',
    ]);
    expect((await said(li, id))[0]).toBe(
      '在化解中心调解下达成协议,约定5月12日前履行:楼上住户承担修缮费用3000元,自行修复',
    );
    expect(await due(id)).toBe('RUNNING 2026-05-11 24:00');
    expect((await owed(mediator)).map((line) => line.taskLabel)).toContain('查履行');
    await at(app, justAfter(on('05-13 00:00')), () => procedureSweep(app));
    expect(await inbox(mediator, id)).toContainEqual('已超期 · 调解中已到期未办,请处理');
    expect((await step(mediator, run.id, 'performed')).outcome).toBe('SETTLED');
    await head.act(id, 'reply', { outcome: 'SOLVED', publicText: REPLY });
  });

  it('M17: whoever works in that grid, or says he is tied to a party, does not mediate it', async () => {
    const { id, run } = await agreedOn();
    const mine = await app.as('med-cheng');
    expect(await stepRefused(mine, run.id, 'session', free)).toBe('NOT_FOUND');
    expect(await stepRefused(mediator, run.id, 'session', { ...free, free: false })).toBe(
      'CONFLICT_OF_INTEREST',
    );
    const grant = {
      id: newId(),
      person_id: mediator.personId,
      role: 'GRID_WORKER',
      unit_id: await unitId(app, 'NQ-DX-01'),
      from_at: app.clock.now(),
      until_at: null,
    };
    await app.db.inTransaction((tx) => tx.insert('role_grant', grant));
    for (const [name, fields] of [
      ['session', free],
      ['settle', { agreement: '双方各承担一半修缮费用', performBy: '2026-05-12', free: true }],
    ] as const) {
      expect(await stepRefused(mediator, run.id, name, fields)).toBe('CONFLICT_OF_INTEREST');
    }
    await app.db.inTransaction((tx) => tx.execute('DELETE FROM role_grant WHERE id = ?', [grant.id]));
    app.clock.set(on('05-07 10:00'));
    await step(mediator, run.id, 'session', free);
    expect((await desk.view(id)).state).toBe('IN_PROGRESS');
  });

  it('M18: mediations are counted apart: how many, how many settled, and what the residents said of them', async () => {
    const before = await figures('mediation');
    const { id, run } = await agreedOn();
    app.clock.set(on('05-07 10:00'));
    await step(mediator, run.id, 'settle', {
      agreement: '双方各承担一半修缮费用',
      performBy: '2026-05-08',
      free: true,
    });
    await step(mediator, run.id, 'performed');
    await head.act(id, 'reply', { outcome: 'SOLVED', publicText: REPLY });
    await desk.act(id, 'approve', { publicText: REPLY });
    await li.act(id, 'rate', { solved: 'YES', process: 'SATISFIED', result: 'SATISFIED' });
    const after = await figures('mediation');
    const settled = (of: ProcedureFigures) => of.outcomes.SETTLED ?? 0;
    expect([
      after.opened - before.opened,
      after.ended - before.ended,
      settled(after) - settled(before),
      after.rated - before.rated,
      after.satisfied - before.satisfied,
    ]).toEqual([1, 1, 1, 1, 1]);
    expect(Object.values(after.outcomes).reduce((all, n) => all + n, 0)).toBe(after.ended);
    const path = '/api/procedures/figures';
    expect(await mediator.refused('GET', `${path}/mediation`)).toBe('FORBIDDEN');
    expect(await desk.refused('GET', `${path}/nothing`)).toBe('PROCEDURE_UNKNOWN');
    expect(await desk.refused('GET', `${path}/mediation?fromDay=soon`)).toBe('FIELD_INVALID');
  });

  it('M15: at a mediation point of the street, and nowhere else', async () => {
    const id = await signed();
    expect(await openRefused(desk, id, 'mediation', { ...ask, pointId: communityId })).toBe('UNIT_UNKNOWN');
    const run = await opened(desk, id, 'mediation', { ...ask, pointId: await unitId(app, 'NQ-TJ-1') });
    expect((await owed(await app.as('med-cheng'))).map((line) => line.orderId)).toContain(id);
    expect(run.tasks.map((task) => task.unitName)).toEqual(['丁香化解点']);
    await li.act(id, 'withdraw', { reasonCode: 'SOLVED' });
    expect(await open(desk, id, 'mediation')).toMatchObject({ outcome: 'CANCELLED' });
    expect((await owed(await app.as('med-cheng'))).map((line) => line.orderId)).not.toContain(id);
  });
});
