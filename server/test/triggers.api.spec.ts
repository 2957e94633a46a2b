import { addMinutes, type Instant, type SubmitOrder } from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { file, MONDAY, type Persona, startApp, type TestApp } from './harness';
import { putInForce } from './policies.setup';
import { owed, procedures } from './procedure-steps';
import { ENGINES } from './spec-database';
import { actOnItem, enterByHand, entries, entriesOf, toldOf, triggerSweep } from './trigger-steps';
import { AT_GRID, brokenOrders, orderAt, REPLY, replied, unitId } from './walk';

const DAY = 24 * 60;
const ms = (at: Instant, by: number): Instant => new Date(Date.parse(at) + by).toISOString();
const FIRM = { partyKind: 'ENTERPRISE', companyName: '合肥示例食品有限公司' } as const;
const BAD = { solved: 'NO', process: 'SATISFIED', result: 'UNSATISFIED' } as const;
/** Classes nobody else in this file files under: a trigger that counts must not see its neighbours. */
const CLASSES = ['010101', '010103', '010104', '010105', '010106', '010107', '010201', '010202'];

describe.each(ENGINES)('triggers on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let li: Persona;
  let wang: Persona;
  let free: string[];

  beforeAll(async () => {
    app = await startApp(serverUrl);
    desk = await app.as('desk-chen');
    li = await app.as('li');
    wang = await app.as('wang');
    free = [...CLASSES];
  });
  afterAll(async () => {
    expect(await brokenOrders(app)).toEqual([]);
    await app.close();
  });

  const freshClass = () => free.shift() ?? '';
  /** A firm's order with its result, waiting for what the firm says. */
  const firmToVisit = async (more: Partial<SubmitOrder>): Promise<string> => {
    const { orderId } = await file(app, 'wang', { ...FIRM, ...more });
    const { state } = await desk.view(orderId);
    if (state === 'SUBMITTED') await desk.act(orderId, 'accept', {});
    await desk.act(orderId, 'dispatch', { leadUnitId: await unitId(app, 'NQ-JF') });
    const officer = await app.as('sec-jf');
    await officer.act(orderId, 'sign');
    await officer.act(orderId, 'reply', { outcome: 'SOLVED', publicText: REPLY });
    await desk.act(orderId, 'approve', { publicText: REPLY });
    return orderId;
  };
  const accepted = async (at: Instant, classCode: string) => {
    app.clock.set(at);
    const { orderId } = await file(app, 'li', { classCode });
    const { state } = await desk.view(orderId);
    if (state === 'SUBMITTED') await desk.act(orderId, 'accept', {});
    return orderId;
  };

  it("M91: a firm's first unhappy answer puts it on the list, names a person and keeps it from being closed", async () => {
    const id = await firmToVisit({ classCode: freshClass() });
    expect(await entriesOf(app, 'closedloop', id)).toEqual([]);
    await wang.act(id, 'rate', BAD);
    const [item, ...others] = await entriesOf(app, 'closedloop', id);
    expect(others).toEqual([]);
    expect(item).toMatchObject({
      enteredBy: '企业评价不满意',
      unitName: '经发科',
      stateLabel: '在办',
      ordersOpen: 1,
    });
    expect(item?.personName).not.toBeNull();
    expect(await desk.actRefused(id, 'close', { reason: '电话回访已认可' })).toBe('BLOCKED');
  });

  it('M91: the same matter of the same firm a second time lists both; another firm with it does not', async () => {
    const classCode = freshClass();
    const order = async (companyName: string, code = 'wang') => {
      const { orderId } = await file(app, code, { ...FIRM, companyName, classCode });
      const { state } = await desk.view(orderId);
      if (state === 'SUBMITTED') await desk.act(orderId, 'accept', {});
      return orderId;
    };
    const first = await order('合肥示例食品有限公司');
    const stranger = await order('庐阳另一家有限公司', 'li');
    expect(await entriesOf(app, 'closedloop', first)).toEqual([]);
    const second = await order('合肥示例食品 有限公司');
    const [item] = await entriesOf(app, 'closedloop', second);
    expect(item?.enteredBy).toBe('同一企业同一事项再次反映');
    expect(item?.orders.map(({ id }) => id).sort()).toEqual([first, second].sort());
    expect(await entriesOf(app, 'closedloop', stranger)).toEqual([]);
  });

  it('M91: not closed 168 hours after receipt: at that moment, not a millisecond before, and once', async () => {
    const { orderId } = await file(app, 'wang', { ...FIRM, classCode: freshClass() });
    const due = addMinutes(app.clock.now(), 168 * 60);
    app.clock.set(ms(due, -1));
    await app.sweep();
    expect(await entriesOf(app, 'closedloop', orderId)).toEqual([]);
    app.clock.set(due);
    await app.sweep();
    await app.sweep();
    const [item] = await entriesOf(app, 'closedloop', orderId);
    expect(item).toMatchObject({ enteredBy: '企业诉求七日未办结' });
    expect(item?.history).toHaveLength(1);
    app.clock.set(MONDAY);
  });

  it('M22 R9: the second round that ends unsolved enters the hard list and opens a supervision', async () => {
    const id = await orderAt(app, 'TO_VISIT', { classCode: AT_GRID });
    await li.act(id, 'dispute', { reasonCode: 'NOT_SOLVED', text: '摊位还在' });
    expect(await entriesOf(app, 'hard', id)).toEqual([]);
    await replied(app, id);
    await desk.act(id, 'approve', { publicText: REPLY });
    await li.act(id, 'dispute', { reasonCode: 'NOT_SOLVED', text: '摊位又来了' });
    expect((await entriesOf(app, 'hard', id)).map((item) => item.enteredBy)).toEqual(['多次交办未解决']);
    expect((await procedures(desk, id)).items.map((run) => run.kind)).toContain('supervision');
    const told = (await li.view(id)).timeline.map((line) => JSON.stringify(line)).join();
    expect(told).toContain('列入督办');
    // Her good answer counts although the supervision keeps the order open.
    await replied(app, id);
    await desk.act(id, 'approve', { publicText: REPLY });
    const rated = await li.act(id, 'rate', { solved: 'YES', process: 'SATISFIED', result: 'SATISFIED' });
    expect(rated.state).toBe('TO_VISIT');
  });

  it('M22: switched off by the tenant, it stays silent', async () => {
    await putInForce(app, 'trigger', { rows: [{ name: 'hardRounds', on: false }] });
    const id = await orderAt(app, 'TO_VISIT', { classCode: AT_GRID });
    for (const text of ['摊位还在', '摊位又来了']) {
      await li.act(id, 'dispute', { reasonCode: 'NOT_SOLVED', text });
      if (text === '摊位还在') {
        await replied(app, id);
        await desk.act(id, 'approve', { publicText: REPLY });
      }
    }
    expect(await entriesOf(app, 'hard', id)).toEqual([]);
    await putInForce(app, 'trigger', { rows: [{ name: 'hardRounds', on: true, times: 2 }] });
  });

  it('M34: three of a place and class: at 30 d 0 h nothing, 1 ms earlier a problem to be confirmed', async () => {
    const start = addMinutes(MONDAY, 60);
    const late = freshClass();
    await accepted(start, late);
    await accepted(addMinutes(start, 10 * DAY), late);
    const third = await accepted(addMinutes(start, 30 * DAY), late);
    expect(await entriesOf(app, 'problem', third)).toEqual([]);
    const soon = freshClass();
    const first = await accepted(start, soon);
    await accepted(addMinutes(start, 10 * DAY), soon);
    const last = await accepted(ms(addMinutes(start, 30 * DAY), -1), soon);
    const [problem] = await entriesOf(app, 'problem', last);
    expect(problem).toMatchObject({
      stateLabel: '待确认',
      enteredBy: '同一处同一类多人反映',
      ordersTotal: 3,
    });
    expect(problem?.title).toContain('丁香01网格');
    expect(problem?.orders.map(({ id }) => id)).toContain(first);
    const fourth = await accepted(addMinutes(start, 30 * DAY), soon);
    expect((await entriesOf(app, 'problem', fourth)).map((item) => [item.id, item.ordersTotal])).toEqual([
      [problem?.id, 4],
    ]);
    app.clock.set(MONDAY);
  });

  it('M55: the third problem of a place and class within 365 days proposes a project for good', async () => {
    await putInForce(app, 'trigger', { rows: [{ name: 'cluster', on: false }] });
    const leader = await app.as('lead-fan');
    const problem = async () => {
      const id = await orderAt(app, 'CLOSED', { classCode: AT_GRID });
      const { orderNo } = await desk.view(id);
      const item = await enterByHand(app, desk, 'problem', [orderNo], { title: '丁香01网格占道经营' });
      await actOnItem(desk, item, 'review', { result: '摊位已全部劝离' });
      await actOnItem(leader, item, 'strike', { result: '现场核实,予以销号' });
    };
    await problem();
    await problem();
    expect(await entries(app, 'project')).toEqual([]);
    await problem();
    const [project] = await entries(app, 'project');
    expect(project).toMatchObject({ stateLabel: '待确认', enteredBy: '同一处同一类问题反复发生' });
    expect((await toldOf(leader, '建议根治')).n).toBe(1);
  });

  it('M19: the owner hears of a standstill of exactly 24 hours, once, and again after the next one', async () => {
    const grid = await app.as('grid-zhang');
    const id = await orderAt(app, 'IN_PROGRESS', { classCode: AT_GRID });
    const told = async () => (await toldOf(grid, '无人处理')).n;
    await triggerSweep(app);
    const before = await told();
    const start = app.clock.now();
    app.clock.set(ms(addMinutes(start, DAY), -1));
    await triggerSweep(app);
    const early = await told();
    app.clock.set(addMinutes(start, DAY));
    await triggerSweep(app);
    await triggerSweep(app);
    expect([early - before, (await told()) - before].map((n) => n >= 0)).toEqual([true, true]);
    const own = await app.db.read<{ n: number }>(
      "SELECT COUNT(*) AS n FROM notice WHERE order_id = ? AND phrase = '无人处理' AND channel = 'INBOX'",
      [id],
    );
    expect(Number(own[0]?.n)).toBe(1);
    await grid.act(id, 'contact', { reached: true, way: 'PHONE' });
    app.clock.set(addMinutes(app.clock.now(), DAY));
    await triggerSweep(app);
    const again = await app.db.read<{ n: number }>(
      "SELECT COUNT(*) AS n FROM notice WHERE order_id = ? AND phrase = '无人处理' AND channel = 'INBOX'",
      [id],
    );
    expect(Number(again[0]?.n)).toBe(2);
  });

  it('M81: what nobody touched on its day is told of at midnight, once, however long the process slept', async () => {
    const leader = await app.as('lead-fan');
    app.clock.set('2026-12-15T02:00:00.000Z');
    await triggerSweep(app);
    const before = (await toldOf(leader, '过夜未动')).n;
    await file(app, 'li', { classCode: '010301' });
    app.clock.set('2026-12-15T15:59:59.999Z');
    await triggerSweep(app);
    expect((await toldOf(leader, '过夜未动')).n).toBe(before);
    app.clock.set('2026-12-18T02:00:00.000Z');
    await triggerSweep(app);
    await triggerSweep(app);
    expect(await toldOf(leader, '过夜未动')).toEqual({
      n: before + 1,
      last: '2026-12-15收到的诉求有1件当日无人处理',
    });
  });

  it('M48 M43: a campaign reaches its grids at 00:00 of the day it is to be prepared, once', async () => {
    const grid = await app.as('grid-zhang');
    app.clock.set('2027-06-01T02:00:00.000Z');
    await enterByHand(app, desk, 'campaign', [], {
      title: '高考周边降噪',
      startsOn: '2027-06-07',
      dueDay: '2027-06-09',
      leadDays: 3,
      gridIds: [await unitId(app, 'NQ-DX-01')],
      measures: '考点周边500米夜间巡查',
    });
    app.clock.set('2027-06-03T15:59:59.999Z');
    await triggerSweep(app);
    expect((await toldOf(grid, '专项布置')).n).toBe(0);
    app.clock.set('2027-06-03T16:00:00.000Z');
    await triggerSweep(app);
    await triggerSweep(app);
    expect(await toldOf(grid, '专项布置')).toEqual({ n: 1, last: '高考周边降噪,请按要点巡查' });
    const patrols = (await owed(grid)).filter((line) => line.kind === 'patrol');
    expect(patrols).toHaveLength(1);
    expect(patrols[0]?.dueText).toContain('2027-06-07');
  });

  it('M41: whoever runs the installation hears once that the days off of the next year are missing', async () => {
    app.clock.set('2027-06-05T02:00:00.000Z');
    await triggerSweep(app);
    await triggerSweep(app);
    const rows = await app.db.read<{ recipient_id: string; thing: string }>(
      "SELECT recipient_id, thing FROM notice WHERE phrase = '缺节假日' AND channel = 'INBOX'",
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBe(new Set(rows.map((row) => row.recipient_id)).size);
    expect(rows[0]?.thing).toBe('2027年节假日安排还没有录入,请尽早录入');
  });

  it('M44: a watched class that grows is told of once a week', async () => {
    const leader = await app.as('lead-fan');
    await putInForce(app, 'watch', {
      rows: [{ name: '物业服务', classes: ['0201'], weekly: 2, growthPercent: 100, least: 2 }],
    });
    app.clock.set('2027-06-14T02:00:00.000Z');
    await accepted(app.clock.now(), '020101');
    expect((await toldOf(leader, '重点问题')).n).toBe(0);
    await accepted(addMinutes(app.clock.now(), 5), '020102');
    await accepted(addMinutes(app.clock.now(), 5), '020101');
    expect(await toldOf(leader, '重点问题')).toEqual({ n: 1, last: '物业服务本周已有 2 件,请列入调度' });
  });

  it('names the entry of a trigger nobody knows as not to be set', async () => {
    const body = { unitId: app.streetId, base: 0, note: '', body: { rows: [{ name: 'nothing', on: true }] } };
    const lead = await app.as('lead-peng');
    expect(
      await lead.refused('POST', '/api/policies/kinds/trigger', { ...body, commandId: newId() }),
    ).not.toBe('none');
  });
});
