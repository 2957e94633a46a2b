import { addMinutes, type Instant, PRESETS, type SubmitOrder } from '@yihu/shared';
import { file, IN_DX01, type Persona, startApp, type TestApp } from './harness';
import { putInForce } from './policies.setup';
import { opened, openRefused } from './procedure-steps';
import { ENGINES } from './spec-database';
import { AT_GRID, brokenOrders, clockOf, orderAt, REPLY, replied, unitId } from './walk';

/** 井盖缺损: urgent by its class, straight to the section. */
const MANHOLE = '010401';
/** Friday before the made-up Sunday 09-20, the Mid-Autumn days from 09-25 and the week from 10-01. */
const FRIDAY: Instant = '2026-09-18T08:00:00.000Z';
const MINUTE_MS = 1 / 60_000;

/** Days end at 16:00 UTC: the first instant after `day` in Shanghai, until which a reply is in time. */
const endOf = (day: string): Instant => `${day}T16:00:00.000Z`;
const late = (at: Instant): Instant => addMinutes(at, MINUTE_MS);

describe.each(ENGINES)('presets on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  beforeAll(async () => {
    app = await startApp(serverUrl, { now: FRIDAY });
    desk = await app.as('desk-chen');
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    // Every journey begins on that Friday, under rules saved then: of one instant the later version counts.
    app.clock.set(FRIDAY);
    await app.db.inTransaction((tx) => tx.execute('DELETE FROM rate_hit'));
  });
  afterEach(async () => {
    expect(await brokenOrders(app)).toEqual([]);
  });

  const rules = (...presets: string[]) => putInForce(app, 'clock', { presets });
  const dueOf = async (id: string, milestone: Parameters<typeof clockOf>[1] = 'handle', scope?: 'OUTER') =>
    clockOf(await desk.view(id), milestone, undefined, scope).dueText;
  const isLate = async (id: string, milestone: Parameters<typeof clockOf>[1] = 'handle') =>
    clockOf(await desk.view(id), milestone).late;
  /** Filed by 李阿姨 and, where the duty list leaves it to the desk, given to 城管科 and signed. */
  const handed = async (more: Partial<SubmitOrder>, at = app.clock.now()): Promise<string> => {
    app.clock.set(at);
    const { orderId } = await file(app, 'li', more);
    const { state } = await desk.view(orderId);
    if (state !== 'ACCEPTED' && state !== 'SUBMITTED') return orderId;
    if (state === 'SUBMITTED') await desk.act(orderId, 'accept');
    await desk.act(orderId, 'dispatch', { leadUnitId: await unitId(app, 'NQ-CG') });
    return orderId;
  };
  const answer = async (id: string, at: Instant, code: string, outcome = 'SOLVED') => {
    app.clock.set(at);
    const unsolved = outcome === 'SOLVED' ? {} : { unsolvedCode: 'NEEDS_MONEY' };
    await (await app.as(code)).act(id, 'reply', { outcome, publicText: REPLY, ...unsolved });
  };
  /** The due times of two replies, one at the last instant and one a millisecond later. */
  const atTheBorder = async (border: Instant, one: string, other: string, code: string) => {
    for (const id of [one, other]) await (await app.as(code)).act(id, 'sign');
    await answer(one, border, code);
    await answer(other, late(border), code);
    return [await isLate(one), await isLate(other)];
  };

  describe('M41 2110', () => {
    const firm = async () => {
      const { orderId } = await file(app, 'wang', {
        classCode: '010201',
        partyKind: 'ENTERPRISE',
        companyName: '合肥示例科技有限公司',
      });
      await desk.act(orderId, 'dispatch', { leadUnitId: await unitId(app, 'NQ-JF') });
      await (await app.as('sec-jf')).act(orderId, 'sign');
      return orderId;
    };
    const promises = ['arrive', 'opinion_party', 'opinion_upper', 'handle'] as const;
    const lateOf = async (id: string) => {
      const found: string[] = [];
      for (const milestone of promises) if (await isLate(id, milestone)) found.push(milestone);
      return found;
    };

    it('M41 2110: a firm is promised arrival in 2 hours, opinions in 1 workday, the end in 10', async () => {
      await rules('2110');
      const id = await firm();
      expect(await Promise.all(promises.map((milestone) => dueOf(id, milestone)))).toEqual([
        '2026-09-18 18:00',
        '2026-09-20 24:00',
        '2026-09-20 24:00',
        '2026-10-09 24:00',
      ]);
      expect(await dueOf(id, 'handle', 'OUTER')).toBe('2026-10-09 24:00');
      // A person beside it is promised what the general rules say.
      expect(await dueOf(await orderAt(app, 'DISPATCHED'))).toBe('2026-09-24 24:00');
    });

    it('M41 2110: each promise has its own evidence and is late by itself', async () => {
      await rules('2110');
      const [onTime, noArrival, noOpinion, noEnd] = [await firm(), await firm(), await firm(), await firm()];
      const unit = await app.as('sec-jf');
      const arrive = async (id: string, at: Instant) => {
        app.clock.set(at);
        await unit.act(id, 'arrive', { point: IN_DX01 });
      };
      const opine = async (id: string, at: Instant) => {
        app.clock.set(at);
        await unit.act(id, 'progress', { publicText: REPLY });
      };
      const arriveBy = addMinutes(FRIDAY, 120);
      for (const id of [onTime, noOpinion, noEnd]) await arrive(id, arriveBy);
      await arrive(noArrival, late(arriveBy));
      for (const id of [onTime, noArrival, noEnd]) await opine(id, endOf('2026-09-20'));
      await opine(noOpinion, late(endOf('2026-09-20')));
      await answer(noArrival, '2026-10-08T02:00:00.000Z', 'sec-jf');
      // Not solved is not done: the firm's own word of service confirmed is.
      await answer(noOpinion, '2026-10-08T02:00:00.000Z', 'sec-jf', 'PARTLY');
      expect(clockOf(await desk.view(noOpinion), 'handle').state).toBe('RUNNING');
      app.clock.set(endOf('2026-10-09'));
      await (await app.as('wang')).act(noOpinion, 'confirmService');
      await answer(onTime, endOf('2026-10-09'), 'sec-jf');
      await answer(noEnd, late(endOf('2026-10-09')), 'sec-jf');
      expect(await Promise.all([onTime, noArrival, noOpinion, noEnd].map(lateOf))).toEqual([
        [],
        ['arrive'],
        ['opinion_party', 'opinion_upper'],
        ['handle'],
      ]);
    });
  });

  it('M69 2h2wd: urgent in 2 hours, normal in 2 workdays, each to the instant', async () => {
    await rules('2h2wd');
    const urgent = [await handed({ classCode: MANHOLE }), await handed({ classCode: MANHOLE })] as const;
    const normal = [await handed({ classCode: AT_GRID }), await handed({ classCode: AT_GRID })] as const;
    expect([await dueOf(urgent[0]), await dueOf(normal[0])]).toEqual([
      '2026-09-18 18:00',
      '2026-09-21 24:00',
    ]);
    expect(await atTheBorder(addMinutes(FRIDAY, 120), ...urgent, 'sec-yj')).toEqual([false, true]);
    expect(await atTheBorder(endOf('2026-09-21'), ...normal, 'grid-zhang')).toEqual([false, true]);
  });

  it('M69 2h2wd: the inner limit is never longer than the outer one, on save and on an order', async () => {
    const normal = PRESETS['2h2wd'].findLast((row) => row.from === 'order.dispatched');
    const body = { presets: ['2h2wd'], rows: [{ ...normal, name: 'own', amount: 6 }] };
    const lead = await app.as('lead-peng');
    const save = { unitId: app.streetId, base: 99, note: '', body };
    const refused = await lead.call<{ error: { message: string } }>(
      'POST',
      '/api/policies/kinds/clock',
      save,
    );
    expect(refused.body.error.message).toBe(
      '规则没有保存:第 1 行 handle: 内部时限 6 工作日长于上级时限 5 工作日',
    );
    // Received on the 18th, handed out on the 24th: the street's five workdays end with the platform's.
    await rules('shandong');
    const { orderId } = await file(app, 'li', { classCode: '010201' });
    app.clock.set('2026-09-24T02:00:00.000Z');
    await desk.act(orderId, 'dispatch', { leadUnitId: await unitId(app, 'NQ-CG') });
    expect(await dueOf(orderId)).toBe(await dueOf(orderId, 'handle', 'OUTER'));
    expect(clockOf(await desk.view(orderId), 'handle').proof.at(-1)).toContain('按上级时限');
  });

  it.each([
    ['a question', { requestType: 'CONSULT' }, FRIDAY, '2026-09-18 24:00', '2026-09-21 24:00'],
    [
      'a question after 17:30',
      { requestType: 'CONSULT' },
      addMinutes(FRIDAY, 91),
      '2026-09-20 24:00',
      '2026-09-21 24:00',
    ],
    ['a suggestion', { requestType: 'SUGGEST' }, FRIDAY, '2026-09-18 24:00', '2026-09-21 24:00'],
    ['a complaint', { requestType: 'COMPLAINT' }, FRIDAY, '2026-09-22 24:00', '2026-09-24 24:00'],
    ['a call for help', { requestType: 'HELP' }, FRIDAY, '2026-09-22 24:00', '2026-09-24 24:00'],
  ] as const)('M82 1235: %s, simple and complex', async (_case, more, at, simple, complex) => {
    await rules('1235');
    const id = await handed({ classCode: '010201', ...more }, at);
    expect(await dueOf(id)).toBe(simple);
    await desk.act(id, 'classify', { classCode: '010201', complexity: 'COMPLEX' });
    expect(await dueOf(id)).toBe(complex);
    await desk.act(id, 'classify', { classCode: '010201', complexity: 'SIMPLE' });
    expect(await dueOf(id)).toBe(simple);
  });

  it('M82 1235: done is handled and told; complexity is not raised once a limit has passed', async () => {
    await rules('1235');
    const id = await orderAt(app, 'TO_VISIT');
    expect(clockOf(await desk.view(id), 'handle').state).toBe('RUNNING');
    const silent = await orderAt(app, 'TO_VISIT');
    const open = await orderAt(app, 'IN_PROGRESS');
    app.clock.set(endOf('2026-09-22'));
    await (await app.as('li')).act(id, 'seen');
    expect(clockOf(await desk.view(id), 'handle')).toMatchObject({ state: 'MET', late: false });
    const raise = { classCode: AT_GRID, complexity: 'COMPLEX' };
    app.clock.set(late(endOf('2026-09-22')));
    await app.sweep();
    expect(await isLate(silent)).toBe(true);
    expect(await desk.actRefused(open, 'classify', raise, (await desk.view(open)).version)).toBe(
      'COMPLEXITY_CAPPED',
    );
  });

  it('shandong: returned within 2 workdays with a reason, handled within 5; one extension of 10', async () => {
    await rules('shandong');
    await putInForce(app, 'procedure', {
      rows: [],
      limits: [{ procedure: 'extension', max: 1, amounts: { days: 10 } }],
    });
    const [one, other] = [await handed({ classCode: AT_GRID }), await handed({ classCode: AT_GRID })];
    const [kept, refused] = [await handed({ classCode: AT_GRID }), await handed({ classCode: AT_GRID })];
    expect(await dueOf(one)).toBe('2026-09-24 24:00');
    const grid = await app.as('grid-zhang');
    const ground = { reasonCode: 'PLACE', ground: '该点位在丁岗社区辖区,附界线图' };
    app.clock.set(endOf('2026-09-21'));
    expect((await opened(grid, kept, 'return', ground)).kind).toBe('return');
    app.clock.set(late(endOf('2026-09-21')));
    expect(await openRefused(grid, refused, 'return', ground)).toBe('RETURN_TOO_LATE');
    await grid.act(refused, 'sign');
    const ask = { level: 'UNIT', publicReason: '需等供电部门配合移表', told: 'PHONE' };
    expect(await openRefused(grid, refused, 'extension', { ...ask, days: 11 })).toBe('EXTENSION_TOO_LONG');
    expect(await openRefused(grid, refused, 'extension', { ...ask, days: 10 })).toBe('none');
    expect(await atTheBorder(endOf('2026-09-24'), one, other, 'grid-zhang')).toEqual([false, true]);
  });

  it('lvliang: urgent in touch within 30 minutes, questions in 3 workdays, all else in 5', async () => {
    await rules('lvliang');
    const [urgent, slow] = [await handed({ classCode: MANHOLE }), await handed({ classCode: MANHOLE })];
    const question = await handed({ classCode: '010201', requestType: 'CONSULT' });
    const normal = await handed({ classCode: AT_GRID });
    expect([
      await dueOf(urgent, 'contact'),
      await dueOf(urgent),
      await dueOf(question),
      await dueOf(normal),
    ]).toEqual(['2026-09-18 16:30', '2026-09-24 24:00', '2026-09-22 24:00', '2026-09-24 24:00']);
    const unit = await app.as('sec-yj');
    for (const id of [urgent, slow]) await unit.act(id, 'sign');
    app.clock.pass(30);
    await unit.act(urgent, 'contact', { way: 'PHONE', reached: true });
    app.clock.pass(MINUTE_MS);
    await unit.act(slow, 'contact', { way: 'PHONE', reached: true });
    expect([await isLate(urgent, 'contact'), await isLate(slow, 'contact')]).toEqual([false, true]);
    // One workday to return it, grounds and all; afterwards the unit is the responsible one.
    app.clock.set(late(endOf('2026-09-20')));
    const ground = { reasonCode: 'PLACE', ground: '该点位在丁岗社区辖区,附界线图' };
    expect(await openRefused(await app.as('grid-zhang'), normal, 'return', ground)).toBe('RETURN_TOO_LATE');
  });

  it('daninglu: 1, 5 and 15 workdays; a rework 3', async () => {
    await rules('daninglu');
    const question = await handed({ classCode: '010201', requestType: 'CONSULT' });
    const help = await handed({ classCode: AT_GRID, requestType: 'HELP' });
    const complex = await handed({ classCode: '010201' });
    await desk.act(complex, 'classify', { classCode: '010201', complexity: 'COMPLEX' });
    expect([await dueOf(question), await dueOf(help), await dueOf(complex)]).toEqual([
      '2026-09-20 24:00',
      '2026-09-24 24:00',
      // 09-20 to 09-24 are five, 09-28 to 09-30 eight, 10-08 to 10-10 eleven, 10-12 to 10-15 fifteen.
      '2026-10-15 24:00',
    ]);
    await (await app.as('grid-zhang')).act(help, 'sign');
    await replied(app, help);
    await desk.act(help, 'approve', { publicText: REPLY });
    await (await app.as('li')).act(help, 'dispute', { reasonCode: 'NOT_SOLVED' });
    expect(clockOf(await desk.view(help), 'handle', 1).dueText).toBe('2026-09-22 24:00');
  });

  it('xiayang: in touch within 1 workday, handled within 5, a rework within 3', async () => {
    await rules('xiayang');
    const [one, other] = [await handed({ classCode: AT_GRID }), await handed({ classCode: AT_GRID })];
    expect([await dueOf(one, 'contact'), await dueOf(one)]).toEqual(['2026-09-20 24:00', '2026-09-24 24:00']);
    const grid = await app.as('grid-zhang');
    for (const [id, at] of [
      [one, endOf('2026-09-20')],
      [other, late(endOf('2026-09-20'))],
    ] as const) {
      app.clock.set(at);
      await grid.act(id, 'contact', { way: 'PHONE', reached: true });
    }
    expect([await isLate(one, 'contact'), await isLate(other, 'contact')]).toEqual([false, true]);
    expect(await atTheBorder(endOf('2026-09-24'), one, other, 'grid-zhang')).toEqual([false, true]);
    await desk.act(one, 'approve', { publicText: REPLY });
    await desk.act(one, 'rework', { reason: '又堵上了' });
    // Reworked on the 25th (中秋): 09-28, 09-29, 09-30.
    expect(clockOf(await desk.view(one), 'handle', 1).dueText).toBe('2026-09-30 24:00');
  });

  it('beijing: 2 hours, 24 hours, 7 and 15 days by urgency', async () => {
    await rules('beijing');
    const id = await handed({ classCode: '010201' });
    const dues: string[] = [];
    for (const urgency of ['L1', 'L2', 'L3', 'L4']) {
      await desk.act(id, 'classify', { classCode: '010201', urgency });
      dues.push(await dueOf(id));
    }
    // The seventh day, 09-25, is a day off, and so are the two after it; the fifteenth is 10-03.
    expect(dues).toEqual(['2026-09-18 18:00', '2026-09-19 16:00', '2026-09-28 24:00', '2026-10-08 24:00']);
  });
});
