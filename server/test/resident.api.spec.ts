import type { OrderView, Receipt } from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { file, filing, IN_DX01, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { AT_GRID, brokenOrders, clockOf, inbox, later, orderAt, REPLY, replied, unitId } from './walk';

const HOUR = 60;
const DAY = 24 * HOUR;

describe.each(ENGINES)('the resident on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startApp(serverUrl);
  });
  afterEach(async () => {
    expect(await brokenOrders(app)).toEqual([]);
    await app.close();
  });

  const li = () => app.as('li');
  const zhang = () => app.as('grid-zhang');
  const chen = () => app.as('desk-chen');
  const events = (view: OrderView) => view.timeline.map((entry) => entry.event);
  const approve = async (id: string) => (await chen()).act(id, 'approve', { publicText: REPLY });

  it('answers a question in time: the clock stood still meanwhile', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const worker = await zhang();
    const resident = await li();
    const asked = await worker.act(id, 'askInfo', { question: '请问摊位在几号楼门前?' });
    expect([asked.state, clockOf(asked, 'handle').state]).toEqual(['NEED_INFO', 'PAUSED']);
    expect(clockOf(asked, 'info_wait').dueText).toBe('2026-11-30 24:00');
    const read = await resident.view(id);
    expect([read.question, read.headline]).toEqual([
      '请问摊位在几号楼门前?',
      '需要您补充。请在11月30日前补充,之后按现有情况继续办理。',
    ]);
    expect((await inbox(resident, id)).at(-1)).toBe('待补充 · 请11月30日前补充材料');
    app.clock.set(later(app, 2));
    expect(await resident.actRefused(id, 'addInfo', { text: ' \n' })).toBe('ORDER_EMPTY');
    const photo = await resident.upload(newId(), 'ADD');
    await resident.act(id, 'addInfo', { text: '在3号楼门前,我的电话13855512345', photos: [photo] });
    const resumed = await worker.view(id);
    expect([resumed.state, resumed.question]).toEqual(['IN_PROGRESS', null]);
    expect(clockOf(resumed, 'handle')).toMatchObject({ state: 'RUNNING', dueText: '2026-11-27 24:00' });
    expect(clockOf(resumed, 'handle').proof.at(-1)).toMatch(
      /^暂停 2026-11-23 09:00 至 2026-11-25 10:00: 顺延 2 个?工作日/,
    );
    expect(resumed.timeline[0]?.notes).toEqual(['在3号楼门前,我的电话〔电话〕']);
    expect(resumed.timeline[0]?.photos.map((each) => each.id)).toEqual([photo]);
    expect((await inbox(worker, id)).at(-1)).toBe('已补充 · 诉求人已补充材料');
  });

  it('is asked twice a cycle at most, and a wait of five workdays ends by itself', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const worker = await zhang();
    const question = { question: '请补充摊位的具体位置' };
    await worker.act(id, 'askInfo', question);
    await (await li()).act(id, 'addInfo', { text: '3号楼东' });
    await worker.act(id, 'askInfo', question);
    app.clock.set(later(app, 7, 24));
    expect(await app.sweep()).toBeGreaterThan(0);
    const lapsed = await worker.view(id);
    expect([lapsed.state, clockOf(lapsed, 'info_wait').state]).toEqual(['IN_PROGRESS', 'CANCELLED']);
    expect(clockOf(lapsed, 'handle').state).toBe('RUNNING');
    expect((await inbox(await li(), id)).at(-1)).toBe('未补充 · 按现有情况继续办理');
    expect(await worker.actRefused(id, 'askInfo', question)).toBe('ASKS_USED_UP');
    expect(lapsed.allowed).not.toContain('askInfo');
  });

  it('withdraws: everybody stops, every clock ends', async () => {
    const id = await orderAt(app, 'DISPATCHED');
    const resident = await li();
    expect(await resident.actRefused(id, 'withdraw', {})).toBe('FIELD_INVALID');
    expect(await (await app.as('wang')).actRefused(id, 'withdraw', { reasonCode: 'SOLVED' })).toBe(
      'NOT_FOUND',
    );
    const gone = await resident.act(id, 'withdraw', { reasonCode: 'SOLVED' });
    expect([gone.state, gone.allowed]).toEqual(['WITHDRAWN', []]);
    const seen = await (await zhang()).view(id);
    expect(seen.clocks.filter((clock) => clock.state === 'RUNNING')).toEqual([]);
    expect((await inbox(await zhang(), id)).at(-1)).toBe('已撤回 · 诉求人已撤回,停止办理');
    app.clock.pass(10 * DAY);
    await app.sweep();
    expect((await (await zhang()).view(id)).version).toBe(seen.version);
  });

  it('cannot withdraw once there is an answer', async () => {
    const id = await orderAt(app, 'REPLIED');
    expect(await (await li()).actRefused(id, 'withdraw', { reasonCode: 'SOLVED' })).toBe(
      'ACTION_WRONG_STATE',
    );
  });

  it('urges once in 24 hours; unit and office hear of it', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const resident = await li();
    const { allowed, timeline } = await resident.act(id, 'urge');
    expect(allowed).not.toContain('urge');
    expect(timeline[0]?.text).toBe('第1次催办,已转告丁香01网格');
    app.clock.pass(DAY - 1);
    const early = await resident.call<{ error: { code: string; message: string } }>(
      'POST',
      `/api/orders/${id}/actions/urge`,
      { commandId: newId(), version: 9, fields: {} },
    );
    expect(early.body.error).toMatchObject({
      code: 'URGED_TODAY',
      message: '24 小时内已催办过,2026-11-24 09:00 后可以再催',
    });
    app.clock.pass(1);
    await resident.act(id, 'urge');
    expect((await inbox(await zhang(), id)).filter((text) => text.startsWith('催办'))).toEqual([
      '催办 · 第1次催办,请尽早答复',
      '催办 · 第2次催办,请尽早答复',
    ]);
    expect(await inbox(await chen(), id)).toContain('催办 · 第2次催办,请督促');
  });

  it('rates with skips; nothing at all is no answer, a half-good answer keeps the order open', async () => {
    const resident = await li();
    const skipped = await orderAt(app, 'TO_VISIT');
    expect(await resident.actRefused(skipped, 'rate', {})).toBe('FIELD_INVALID');
    expect(await resident.actRefused(skipped, 'rate', { solved: 'MAYBE' })).toBe('FIELD_INVALID');
    const closed = await resident.act(skipped, 'rate', { solved: 'YES' });
    expect(closed.state).toBe('CLOSED');
    expect(closed.rating).toEqual({ solved: 'YES', process: null, result: null });
    for (const answer of [
      { solved: 'PARTLY', process: 'SATISFIED', result: 'SATISFIED' },
      { solved: 'YES', process: 'UNSATISFIED' },
      { solved: 'YES', result: 'VERY_UNSATISFIED' },
      { process: 'SATISFIED', result: 'SATISFIED' },
    ]) {
      const id = await orderAt(app, 'TO_VISIT');
      const rated = await resident.act(id, 'rate', answer);
      expect([rated.state, rated.rating?.solved ?? null]).toEqual(['TO_VISIT', answer.solved ?? null]);
      expect(await resident.actRefused(id, 'rate', { solved: 'YES' })).toBe('RATE_TWICE');
      expect(clockOf(await (await chen()).view(id), 'visit').state).toBe('RUNNING');
    }
    app.clock.pass(8 * DAY);
    await app.sweep();
    const open = await app.db.read("SELECT id FROM work_order WHERE state = 'TO_VISIT'");
    expect(open).toHaveLength(4);
  });

  it('disputes with a photo in one call, twice; the third time the office decides', async () => {
    const id = await orderAt(app, 'TO_VISIT');
    const resident = await li();
    const photo = await resident.upload(newId(), 'ADD');
    const dispute = { reasonCode: 'RETURNED', text: '下午又摆出来了', photos: [photo] };
    app.clock.pass(30);
    const first = await resident.act(id, 'dispute', dispute);
    expect([first.state, first.cycle, first.publicReply]).toEqual(['IN_PROGRESS', 1, null]);
    expect(first.headline).toBe('第2次办理。丁香01网格正在处理。最迟11月26日答复您。');
    const view = await (await zhang()).view(id);
    const disputed = view.timeline.find((entry) => entry.event === 'order.disputed');
    expect(disputed?.photos.map((each) => each.id)).toEqual([photo]);
    expect(clockOf(view, 'handle', 1)).toMatchObject({ state: 'RUNNING', dueText: '2026-11-26 24:00' });
    expect(clockOf(view, 'handle', 0).state).toBe('MET');
    await replied(app, id);
    await approve(id);
    const second = await resident.act(id, 'dispute', { reasonCode: 'NOT_SOLVED' });
    expect([second.state, second.cycle]).toEqual(['IN_PROGRESS', 2]);
    await replied(app, id);
    const third = await approve(id);
    expect(third.state).toBe('TO_VISIT');
    expect(await resident.actRefused(id, 'dispute', { reasonCode: 'NOT_SOLVED' })).toBe('DISPUTES_USED_UP');
    const allowed = (await resident.view(id)).allowed;
    expect([allowed.includes('dispute'), allowed.includes('disputeAgain')]).toEqual([false, true]);
    const again = await resident.act(id, 'disputeAgain', { reasonCode: 'NOT_SOLVED', text: '还是没解决' });
    expect([again.state, again.cycle]).toEqual(['TO_VISIT', 2]);
    expect((await inbox(await chen(), id)).at(-1)).toBe('有异议 · 第3次异议,请人工研判');
    app.clock.pass(8 * DAY);
    await app.sweep();
    expect((await resident.view(id)).state).toBe('TO_VISIT');
    expect((await (await chen()).act(id, 'rework', { reason: '第三次异议属实' })).cycle).toBe(3);
  });

  it('may dispute until the end of the 14th day after closing, to the minute', async () => {
    const [inTime, late] = [await orderAt(app, 'CLOSED'), await orderAt(app, 'CLOSED')];
    const resident = await li();
    app.clock.set(later(app, 14, 24));
    expect((await resident.act(inTime, 'dispute', { reasonCode: 'RETURNED' })).state).toBe('IN_PROGRESS');
    app.clock.pass(1);
    expect(await resident.actRefused(late, 'dispute', { reasonCode: 'RETURNED' })).toBe('DISPUTE_TOO_LATE');
    expect((await resident.view(late)).allowed).not.toContain('dispute');
  });

  it('is taken as content after 7 days of silence only when she was told; 30 days later it is archived', async () => {
    const [told, untold] = [await orderAt(app, 'TO_VISIT'), await orderAt(app, 'TO_VISIT')];
    const resident = await li();
    app.clock.pass(DAY);
    await resident.act(told, 'seen');
    app.clock.pass(7 * DAY - 1);
    await app.sweep();
    expect((await resident.view(told)).state).toBe('TO_VISIT');
    app.clock.pass(1);
    await app.sweep();
    const closed = await resident.view(told);
    expect([closed.state, closed.rating]).toEqual(['CLOSED', null]);
    expect((await resident.view(untold)).state).toBe('TO_VISIT');
    const late = await resident.act(told, 'rate', { solved: 'YES', process: 'SATISFIED' });
    expect([late.state, late.rating?.solved]).toEqual(['CLOSED', 'YES']);
    app.clock.set(later(app, 30, 24));
    await app.sweep();
    const archived = await resident.view(told);
    expect([archived.state, archived.allowed]).toEqual(['ARCHIVED', []]);
    expect(events(archived)[0]).not.toBe('order.archived');
    expect((await resident.view(untold)).state).toBe('TO_VISIT');
  });

  it('promises an enterprise four things, each late on its own', async () => {
    const firm = {
      partyKind: 'ENTERPRISE',
      companyName: '合肥示例食品有限公司',
      classCode: AT_GRID,
    } as const;
    const { orderId: id, next } = await file(app, 'wang', firm);
    expect(next.join('')).toContain('最迟12月7日答复您');
    const wang = await app.as('wang');
    const clerk = await chen();
    const filed = await clerk.view(id);
    expect(filed.suggestedUnit?.name).toBe('经发科');
    expect(clockOf(filed, 'arrive').dueText).toBe('2026-11-23 11:00');
    expect(clockOf(filed, 'opinion_party').dueText).toBe('2026-11-24 24:00');
    expect(clockOf(filed, 'opinion_upper').dueText).toBe('2026-11-24 24:00');
    expect(clockOf(filed, 'handle').dueText).toBe('2026-12-07 24:00');
    await clerk.act(id, 'dispatch', { leadUnitId: await unitId(app, 'NQ-JF') });
    expect(clockOf(await clerk.view(id), 'handle').dueText).toBe('2026-12-07 24:00');
    const officer = await app.as('sec-jf');
    await officer.act(id, 'sign');
    app.clock.pass(2 * HOUR + 1);
    await officer.act(id, 'arrive', { point: IN_DX01 });
    await officer.act(id, 'progress', { publicText: '经发科11月23日已到厂,11月30日前完成门前整治。' });
    const early = await officer.view(id);
    expect(clockOf(early, 'arrive')).toMatchObject({ state: 'MET', late: true });
    expect(clockOf(early, 'opinion_party')).toMatchObject({ state: 'MET', late: false });
    expect(clockOf(early, 'opinion_upper')).toMatchObject({ state: 'MET', late: false });
    expect(await (await li()).refused('GET', `/api/orders/${id}`)).toBe('NOT_FOUND');
    app.clock.set(later(app, 15));
    await app.sweep();
    expect(clockOf(await officer.view(id), 'handle').light).toBe('RED');
    const confirmed = await wang.act(id, 'confirmService');
    expect(confirmed.timeline[0]?.text).toBe('您已确认服务');
    const done = clockOf(await officer.view(id), 'handle');
    expect([done.state, done.late]).toEqual(['MET', true]);
    await officer.act(id, 'reply', { outcome: 'SOLVED', publicText: REPLY });
    await clerk.act(id, 'approve', { publicText: REPLY });
  });

  it('cannot confirm a service that is offered to enterprises', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    expect(await (await li()).actRefused(id, 'confirmService')).toBe('ACTION_NOT_ALLOWED');
  });

  it('gets a receipt with a person to call even when she does not know where or what', async () => {
    const vague = filing(app.streetId, { point: null, gridCode: null, classCode: null, address: '' });
    const receipt = await (await li()).ok<Receipt>('POST', '/api/orders', vague);
    expect([receipt.state, receipt.outside]).toEqual(['SUBMITTED', false]);
    expect(receipt.next.at(-1)).toContain('有急事请打南七街道12345热线办公室电话 0551-00012345');
    expect((await (await chen()).view(receipt.orderId)).placeLabel).toBe('地点待核实');
  });
});
