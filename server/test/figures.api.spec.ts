import type { FigureOrders, FiguresAnswer, LinksReport, LinkView, VerdictsAnswer } from '@yihu/shared';
import { DailySweep } from '../src/modules/figures/daily-sweep.service';
import { startApp, type TestApp } from './harness';
import { opened, step } from './procedure-steps';
import { ENGINES } from './spec-database';
import { addForeignStreet, brokenOrders, effect, inbox, orderAt, REPLY, replied, unitId } from './walk';

describe.each(ENGINES)('figures on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startApp(serverUrl);
  });
  afterEach(() => app.close());

  const period = 'fromDay=2026-11-23&toDay=2026-11-30';
  const get = async <T>(code: string, path: string) => (await app.as(code)).ok<T>('GET', path);
  const ids = ({ items }: FigureOrders) => items.map(({ orderId }) => orderId).sort();

  it('M58 M59: the five rates of a week, each open to its orders, before and after exclusion', async () => {
    const li = await app.as('li');
    const solved = await orderAt(app, 'CLOSED');
    const unsolved = await orderAt(app, 'TO_VISIT');
    await li.act(unsolved, 'rate', { solved: 'NO', process: 'SATISFIED', result: 'UNSATISFIED' });
    const open = await orderAt(app, 'IN_PROGRESS');
    const before = await get<FiguresAnswer>('lead-fan', `/api/figures?${period}`);
    expect([before.turns, before.scope, before.asOf]).toEqual([3, 3, app.clock.now()]);
    const rate = (answer: FiguresAnswer, name: string) => {
      const found = answer.figures.find((each) => each.name === name);
      return [found?.before.text, found?.after.text];
    };
    // 2 of 3 answered and approved; 1 of 2 solved; 2 of 2 and 1 of 2 content.
    expect(rate(before, 'completion')).toEqual(['66.67%', '66.67%']);
    expect(rate(before, 'solved')).toEqual(['50.00%', '50.00%']);
    expect(rate(before, 'process')).toEqual(['100.00%', '100.00%']);
    expect(rate(before, 'result')).toEqual(['50.00%', '50.00%']);
    // All signed in time; nobody called the party.
    expect(rate(before, 'signOnTime')).toEqual(['100.00%', '100.00%']);
    expect(rate(before, 'response')).toEqual(['0.00%', '0.00%']);
    expect(rate(before, 'hops')).toEqual(['1.00', '1.00']);
    expect(rate(before, 'invalidReturn')).toEqual(['—', '—']);
    const completion = before.figures.find(({ name }) => name === 'completion');
    expect(ids(await get('lead-fan', completion?.opens.num ?? ''))).toEqual([solved, unsolved].sort());
    expect(ids(await get('lead-fan', completion?.opens.den ?? ''))).toEqual([solved, unsolved, open].sort());
    await effect(app, unsolved, 'exclude', { figures: ['solved', 'satisfied'] });
    const after = await get<FiguresAnswer>('desk-chen', `/api/figures?${period}`);
    expect(rate(after, 'solved')).toEqual(['50.00%', '100.00%']);
    expect(rate(after, 'result')).toEqual(['50.00%', '100.00%']);
    const kept = await get<FigureOrders>(
      'desk-chen',
      `/api/figures/solved/orders?part=den&after=1&${period}`,
    );
    expect(ids(kept)).toEqual([solved]);
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M58: of another week and for who may not they are empty or refused', async () => {
    await orderAt(app, 'CLOSED');
    const none = await get<FiguresAnswer>('lead-fan', '/api/figures?fromDay=2026-10-01&toDay=2026-10-31');
    expect([none.turns, ...new Set(none.figures.map(({ before }) => before.text))]).toEqual([0, '—']);
    const fan = await app.as('lead-fan');
    const refused = (path: string) => fan.refused('GET', path);
    expect(await refused('/api/figures?fromDay=2026-11-30&toDay=2026-11-01')).toBe('FIELD_INVALID');
    expect(await refused('/api/figures?fromDay=2025-01-01&toDay=2026-11-01')).toBe('FIELD_INVALID');
    expect(await refused('/api/figures?fromDay=yesterday')).toBe('FIELD_INVALID');
    expect(await refused('/api/figures/nonsense/orders')).toBe('NOT_FOUND');
    expect(await (await app.as('grid-zhang')).refused('GET', '/api/figures')).toBe('FORBIDDEN');
    expect(await (await app.as('li')).refused('GET', '/api/figures')).toBe('FORBIDDEN');
    const { section } = await addForeignStreet(app);
    const other = await get<FiguresAnswer>('lead-fan', `/api/figures?${period}&unitId=${section}`);
    expect(other.turns).toBe(0);
  });

  it('M05 M08 M13 M64: signed, called and answered in time are counted apart, each late by itself', async () => {
    const zhang = await app.as('grid-zhang');
    const prompt = await orderAt(app, 'DISPATCHED');
    const slow = await orderAt(app, 'DISPATCHED');
    app.clock.pass(30);
    await zhang.act(prompt, 'sign');
    await zhang.act(prompt, 'contact', { way: 'PHONE', reached: true });
    app.clock.pass(31);
    await zhang.act(slow, 'sign');
    await zhang.act(slow, 'contact', { way: 'PHONE', reached: true });
    await replied(app, prompt);
    app.clock.set('2026-12-20T02:00:00.000Z');
    await app.sweep();
    await replied(app, slow);
    const chen = await app.as('desk-chen');
    for (const id of [prompt, slow]) await chen.act(id, 'approve', { publicText: REPLY });
    const answer = await get<FiguresAnswer>('lead-fan', `/api/figures?${period}`);
    const text = (name: string) => answer.figures.find((each) => each.name === name)?.before.text;
    expect(['signOnTime', 'contact', 'response', 'completion', 'onTime', 'overdue'].map(text)).toEqual([
      ...['50.00%', '100.00%', '50.00%', '100.00%', '50.00%', '50.00%'],
    ]);
    const opens = (name: string) => answer.figures.find((each) => each.name === name)?.opens.num ?? '';
    expect(ids(await get('lead-fan', opens('overdue')))).toEqual([slow]);
    expect(ids(await get('lead-fan', opens('signOnTime')))).toEqual([prompt]);
    expect(answer.stages.map(({ name, orders }) => [name, orders])).toEqual([
      ['take', 2],
      ['send', 2],
      ['handle', 2],
      ['visit', 0],
    ]);
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M68 M29: a refused return is invalid, an accepted one is a turn given away; the hops are counted', async () => {
    const [zhang, chen] = await Promise.all([app.as('grid-zhang'), app.as('desk-chen')]);
    const ground = { reasonCode: 'PLACE', ground: '该点位在丁岗社区辖区,附界线图' };
    const kept = await orderAt(app, 'DISPATCHED');
    const asked = await opened(zhang, kept, 'return', ground);
    await step(chen, asked.id, 'refuse', { opinion: '清单第12条明确由网格办理' });
    const moved = await orderAt(app, 'DISPATCHED');
    await step(chen, (await opened(zhang, moved, 'return', ground)).id, 'accept');
    await chen.act(moved, 'dispatch', { leadUnitId: await unitId(app, 'NQ-CG') });
    const answer = await get<FiguresAnswer>('lead-fan', `/api/figures?${period}`);
    const value = (name: string) => answer.figures.find((each) => each.name === name)?.before;
    expect(value('hops')).toEqual({ num: 3, den: 2, text: '1.50' });
    expect(value('invalidReturn')).toEqual({ num: 1, den: 2, text: '50.00%' });
    expect(value('returned')).toEqual({ num: 1, den: 3, text: '33.33%' });
    expect(value('firstDispatch')).toEqual({ num: 1, den: 2, text: '50.00%' });
    const invalid = await get<FigureOrders>(
      'lead-fan',
      `/api/figures/invalidReturn/orders?part=num&${period}`,
    );
    expect(ids(invalid)).toEqual([kept]);
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M76: not solved, yet well served, is an answer of its own and stands in both rates', async () => {
    const li = await app.as('li');
    const order = await orderAt(app, 'TO_VISIT');
    await li.act(order, 'rate', { solved: 'NO', process: 'VERY_SATISFIED', result: 'BASICALLY' });
    expect((await li.view(order)).rating).toEqual({
      solved: 'NO',
      process: 'VERY_SATISFIED',
      result: 'BASICALLY',
    });
    const answer = await get<FiguresAnswer>('lead-fan', `/api/figures?${period}`);
    const value = (name: string) => answer.figures.find((each) => each.name === name)?.before.text;
    expect(['solved', 'process', 'result'].map(value)).toEqual(['0.00%', '100.00%', '100.00%']);
  });

  it('M31: each order shows its ten links; a filter and a duration report exist for each of them', async () => {
    const zhang = await app.as('grid-zhang');
    const closed = await orderAt(app, 'CLOSED');
    const open = await orderAt(app, 'DISPATCHED');
    await (await app.as('desk-chen')).act(closed, 'analyse', { causeCode: 'FACILITY' });
    const { items } = await zhang.ok<{ items: LinkView[] }>('GET', `/api/orders/${closed}/links`);
    expect(items.map(({ link }) => link)).toEqual([
      ...['受理', '交办', '分类', '协办', '督办', '反馈', '回访', '申诉', '分析', '评价'],
    ]);
    const passed = items.filter(({ times }) => times > 0).map(({ link }) => link);
    expect(passed).toEqual(expect.arrayContaining(['受理', '交办', '反馈', '分析', '评价']));
    expect(items.find(({ link }) => link === '评价')?.who).toEqual(['诉求人']);
    expect(items.find(({ link }) => link === '分析')?.who).toEqual([expect.stringContaining('陈晓')]);
    const report = await get<LinksReport>('lead-fan', `/api/links?${period}`);
    expect(report.orders).toBe(2);
    const row = (link: string) => report.links.find((each) => each.link === link);
    expect(row('交办')).toMatchObject({ orders: 2, lacking: 0 });
    expect(row('评价')).toMatchObject({ orders: 1, lacking: 1 });
    const orders = (link: string, has: number) =>
      get<FigureOrders>('lead-fan', `/api/links/${encodeURIComponent(link)}/orders?has=${has}&${period}`);
    expect(ids(await orders('评价', 1))).toEqual([closed]);
    expect(ids(await orders('评价', 0))).toEqual([open]);
    expect(ids(await orders('申诉', 0))).toEqual([closed, open].sort());
    const fan = await app.as('lead-fan');
    expect(await fan.refused('GET', '/api/links/x/orders')).toBe('FIELD_INVALID');
    expect(await (await app.as('grid-sun')).refused('GET', `/api/orders/${closed}/links`)).toBe('NOT_FOUND');
  });

  it('M81: every open order gets a verdict with its reason and next step; each verdict opens to its orders', async () => {
    const chen = await app.as('desk-chen');
    const fresh = await orderAt(app, 'IN_PROGRESS');
    const unsigned = await orderAt(app, 'DISPATCHED');
    await orderAt(app, 'CLOSED');
    app.clock.pass(61);
    const now = await chen.ok<VerdictsAnswer>('GET', '/api/verdicts?verdict=LATE');
    expect([now.total, now.asOf]).toEqual([2, app.clock.now()]);
    expect(now.counts.filter(({ count }) => count > 0).map(({ verdict, count }) => [verdict, count])).toEqual(
      [
        ['LATE', 1],
        ['ON_TRACK', 1],
      ],
    );
    expect(now.items).toEqual([
      expect.objectContaining({ orderId: unsigned, next: 'takeBack', nextLabel: '收回改派' }),
    ]);
    const track = now.counts.find(({ verdict }) => verdict === 'ON_TRACK');
    const opened = await chen.ok<VerdictsAnswer>('GET', track?.opens ?? '');
    expect(opened.items.map(({ orderId }) => orderId)).toEqual([fresh]);
    expect(await chen.refused('GET', '/api/verdicts?verdict=FINE')).toBe('FIELD_INVALID');
    expect(await (await app.as('grid-zhang')).refused('GET', '/api/verdicts')).toBe('FORBIDDEN');
  });

  it('M81: at 07:30 it is kept and told to who owes, once; what happens later does not rewrite it', async () => {
    const zhang = await app.as('grid-zhang');
    const chen = await app.as('desk-chen');
    const order = await orderAt(app, 'IN_PROGRESS');
    const sweep = (at: string) => {
      app.clock.set(at);
      return app.app.get(DailySweep).tick(at);
    };
    await sweep('2026-11-23T01:00:00.000Z');
    expect(await sweep('2026-11-24T23:29:59.999Z')).toBe(0);
    expect(await sweep('2026-11-25T23:29:59.999Z')).toBe(0);
    expect(await sweep('2026-11-25T23:30:00.000Z')).toBe(1);
    expect(await sweep('2026-11-25T23:31:00.000Z')).toBe(0);
    const morning = await chen.ok<VerdictsAnswer>('GET', '/api/verdicts?verdict=LATE&day=2026-11-26');
    expect(morning).toMatchObject({ asOf: '2026-11-25T23:30:00.000Z', total: 1 });
    expect(morning.items.map(({ orderId, next }) => [orderId, next])).toEqual([[order, 'urge']]);
    const notices = await app.db.read<{ thing: string }>(
      "SELECT thing FROM notice WHERE recipient_id = ? AND phrase = '今日待办' AND channel = 'INBOX' ORDER BY created_at",
      [zhang.personId],
    );
    expect(notices.at(-1)?.thing).toBe('已超期1件');
    await zhang.act(order, 'reply', {
      outcome: 'SOLVED',
      publicText: '丁香01网格已于11月26日上午劝离占道摊位3处',
    });
    const again = await chen.ok<VerdictsAnswer>('GET', '/api/verdicts?verdict=LATE&day=2026-11-26');
    expect(again).toEqual(morning);
    expect((await chen.ok<VerdictsAnswer>('GET', '/api/verdicts?verdict=LATE')).items).toEqual([]);
    expect(await chen.ok<VerdictsAnswer>('GET', '/api/verdicts?day=2026-11-20')).toMatchObject({
      asOf: null,
      total: 0,
    });
    expect(await inbox(zhang, order)).not.toContain('今日待办');
  });

  it('M11: an order without owner, task or clock is found by the sweep; after a day of work there is none', async () => {
    const chen = await app.as('desk-chen');
    const order = await orderAt(app, 'IN_PROGRESS');
    await orderAt(app, 'REPLIED');
    const counts = async () => {
      const { counts: all } = await chen.ok<VerdictsAnswer>('GET', '/api/verdicts');
      return Object.fromEntries(all.map(({ verdict, count }) => [verdict, count]));
    };
    expect(await counts()).toMatchObject({ NO_OWNER: 0, NO_TASK: 0, NO_CLOCK: 0 });
    const run = (sql: string) => app.db.inTransaction((tx) => tx.execute(sql, [order]));
    await run("UPDATE task SET state = 'ENDED' WHERE order_id = ?");
    expect(await counts()).toMatchObject({ NO_TASK: 1 });
    await run("UPDATE clock SET state = 'CANCELLED' WHERE order_id = ?");
    expect(await counts()).toMatchObject({ NO_CLOCK: 1, NO_TASK: 0 });
    await run("UPDATE work_order SET owner_unit_id = 'NOBODY' WHERE id = ?");
    expect(await counts()).toMatchObject({ NO_OWNER: 1, NO_CLOCK: 0 });
  });
});
