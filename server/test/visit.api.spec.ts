import { addMinutes, dayEnd, type ItemView, type OrderView, type Receipt } from '@yihu/shared';
import { InvariantsService } from '../src/modules/ops/invariants.service';
import { newId } from '../src/platform/ids';
import { filing, type Persona, startApp, type TestApp } from './harness';
import { putInForce } from './policies.setup';
import {
  at,
  justAfter,
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
import { AT_GRID, brokenOrders, clockOf, inbox, later, orderAt, REPLY, replied, unitId } from './walk';

const CALL = { way: 'PHONE' };
const GOOD = {
  ...CALL,
  solved: 'YES',
  process: 'SATISFIED',
  result: 'SATISFIED',
  contacted: 'YES',
  truthful: 'TRUE',
};
const BAD = { ...GOOD, solved: 'NO', result: 'UNSATISFIED', truthful: 'UNTRUE' };

describe.each(ENGINES)('回访 on %s', (_, serverUrl) => {
  let app: TestApp;
  let visitor: Persona;
  let desk: Persona;
  let grid: Persona;
  let li: Persona;
  let wang: Persona;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    visitor = await app.as('vis-lin');
    desk = await app.as('desk-chen');
    grid = await app.as('grid-zhang');
    li = await app.as('li');
    wang = await app.as('wang');
  });
  afterAll(() => app.close());

  /** A firm's order with an approved result. */
  async function firmAtResult(classCode = AT_GRID): Promise<string> {
    const draft = filing(app.streetId, {
      classCode,
      partyKind: 'ENTERPRISE',
      companyName: '合肥宏达商贸有限公司',
      contactName: '王强',
      contactPhone: '13955512345',
    });
    const { orderId } = await wang.ok<Receipt>('POST', '/api/orders', draft);
    await desk.act(orderId, 'dispatch', { leadUnitId: await unitId(app, 'NQ-JF') });
    await (await app.as('sec-jf')).act(orderId, 'sign');
    await replied(app, orderId, 'sec-jf');
    await desk.act(orderId, 'approve', { publicText: REPLY });
    return orderId;
  }

  const texts = (view: OrderView) => view.timeline.map((entry) => entry.text);

  it('M20 R13: an approved result opens a visit of its own, owed in three workdays by somebody who did not handle it', async () => {
    const id = await orderAt(app, 'TO_VISIT');
    const run = await open(visitor, id, 'visit');
    expect(run).toMatchObject({ stage: 'due', stageLabel: '待回访' });
    expect(run.promises.map((promise) => promise.dueText)).toEqual(['2026-11-26 24:00']);
    expect((await owed(visitor)).map((line) => [line.taskLabel, line.orderId])).toContainEqual(['回访', id]);
    expect(await stepRefused(grid, run.id, 'answer', { ...GOOD, afterwards: 'CLOSE' })).toBe(
      'ACTION_NOT_ALLOWED',
    );
    expect(await stepRefused(li, run.id, 'answer', { ...GOOD, afterwards: 'CLOSE' })).toBe(
      'ACTION_NOT_ALLOWED',
    );
    expect(await openRefused(desk, id, 'visit', { form: 'SERVICE' })).toBe('PROCEDURE_OPEN');
    const done = await step(visitor, run.id, 'answer', { ...GOOD, afterwards: 'CLOSE' });
    expect(done).toMatchObject({ outcome: 'ANSWERED' });
    expect(done.history.at(-1)?.answers.map(({ label, text }) => `${label} ${text}`)).toEqual(
      expect.arrayContaining(['承办人员联系过您吗 联系过', '解决了吗 解决了', '答复与实际一致吗 与答复一致']),
    );
    const view = await li.view(id);
    expect(view.state).toBe('CLOSED');
    expect(texts(view)).toContainEqual(expect.stringContaining('热线办回访了您'));
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('R13 M99: first and final answers lie apart, and one unhappy cycle counts once', async () => {
    const id = await orderAt(app, 'TO_VISIT');
    await li.act(id, 'rate', { solved: 'NO', process: 'SATISFIED', result: 'UNSATISFIED' });
    const run = await open(visitor, id, 'visit');
    await step(visitor, run.id, 'answer', { ...BAD, solved: 'PARTLY', afterwards: 'NONE' });
    const [row] = await app.db.read<Record<string, string | number>>(
      'SELECT first_solved, final_solved, first_result, final_result, unhappy, state, visited FROM work_order WHERE id = ?',
      [id],
    );
    expect({ ...row }).toEqual({
      first_solved: 'NO',
      final_solved: 'PARTLY',
      first_result: 'UNSATISFIED',
      final_result: 'UNSATISFIED',
      unhappy: 1,
      state: 'TO_VISIT',
      visited: 'SERVICE',
    });
    expect(await li.actRefused(id, 'rate', { solved: 'YES' })).toBe('RATE_TWICE');
    expect((await desk.act(id, 'close')).state).toBe('CLOSED');
  });

  it('M20 R9: what is not solved goes back to be handled; happy answers cannot send it back', async () => {
    const id = await orderAt(app, 'TO_VISIT');
    const run = await open(visitor, id, 'visit');
    expect(await stepRefused(visitor, run.id, 'answer', { ...GOOD, afterwards: 'REWORK' })).toBe(
      'FIELD_INVALID',
    );
    expect(await stepRefused(visitor, run.id, 'answer', { ...BAD, afterwards: 'CLOSE' })).toBe(
      'FIELD_INVALID',
    );
    await step(visitor, run.id, 'answer', { ...BAD, afterwards: 'REWORK', note: '摊位次日又摆出来' });
    const view = await grid.view(id);
    expect([view.state, view.cycle]).toEqual(['IN_PROGRESS', 1]);
    await replied(app, id);
    await desk.act(id, 'approve', { publicText: REPLY });
    const again = await open(visitor, id, 'visit');
    expect([again.id === run.id, again.stage]).toEqual([false, 'due']);
    expect(await desk.actRefused(id, 'close', { reason: '上一轮回访过了' })).toBe('NOT_CLOSABLE');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('R8 R13: ends unreached only after three tries on two days, each with a next day', async () => {
    const id = await orderAt(app, 'TO_VISIT');
    const run = await open(visitor, id, 'visit');
    const [today, tomorrow] = [app.clock.now().slice(0, 10), '2026-11-24'];
    expect(await stepRefused(visitor, run.id, 'giveUp', CALL)).toBe('PROCEDURE_WRONG_STAGE');
    expect(await stepRefused(visitor, run.id, 'tried', { ...CALL, nextOn: '2026-11-22' })).toBe('DAY_PAST');
    await step(visitor, run.id, 'tried', { ...CALL, nextOn: today });
    const second = await step(visitor, run.id, 'tried', { ...CALL, nextOn: tomorrow });
    expect(second.promises.find((promise) => promise.label === '再次回访')?.dueText).toBe('2026-11-24 24:00');
    expect(await stepRefused(visitor, run.id, 'giveUp', CALL)).toBe('VISIT_TRIES');
    const monday = app.clock.now();
    app.clock.set(addMinutes(dayEnd(monday.slice(0, 10)), -1));
    expect(await stepRefused(visitor, run.id, 'giveUp', CALL)).toBe('VISIT_TRIES');
    expect(await desk.actRefused(id, 'close')).toBe('NOT_CLOSABLE');
    app.clock.set(dayEnd(monday.slice(0, 10)));
    const ended = await step(visitor, run.id, 'giveUp', CALL);
    expect(ended.outcome).toBe('NOT_REACHED');
    const view = await li.view(id);
    expect([view.state, texts(view).some((text) => text.includes('多次联系您没有联系上'))]).toEqual([
      'TO_VISIT',
      true,
    ]);
    expect((await desk.act(id, 'close')).state).toBe('CLOSED');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M92 M64: a firm’s order closes only after the one-to-one call of a named officer', async () => {
    const id = await firmAtResult();
    expect(await desk.actRefused(id, 'close', { reason: '电话一对一回访已认可' })).toBe('NOT_CLOSABLE');
    await wang.act(id, 'rate', { solved: 'YES', process: 'SATISFIED', result: 'SATISFIED' });
    expect((await desk.view(id)).state).toBe('TO_VISIT');
    const run = await open(visitor, id, 'visit');
    expect(await stepRefused(visitor, run.id, 'answer', { ...GOOD, afterwards: 'CLOSE' })).toBe(
      'VISIT_OFFICER',
    );
    await step(desk, run.id, 'take');
    expect(await stepRefused(visitor, run.id, 'answer', { ...GOOD, afterwards: 'CLOSE' })).toBe(
      'VISIT_OFFICER',
    );
    const taken = await step(visitor, run.id, 'take');
    expect(taken.stageLabel).toBe('专人回访');
    await step(visitor, run.id, 'answer', { ...GOOD, afterwards: 'CLOSE' });
    expect((await wang.view(id)).state).toBe('CLOSED');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M91 M92: an entry of 专人+清单+闭环 after the call asks for another one; before it, the call lets it close', async () => {
    const supervisor = await app.as('sup-ye');
    const enter = async (orderId: string) => {
      const { orderNo } = await desk.view(orderId);
      return supervisor.ok<ItemView>('POST', '/api/ledgers/closedloop', {
        commandId: newId(),
        version: 0,
        rootId: app.streetId,
        orderNos: [orderNo],
        fields: { measures: '专人一对一回访' },
      });
    };
    const oneToOne = async (orderId: string, afterwards: string) => {
      const run = await open(visitor, orderId, 'visit');
      await step(visitor, run.id, 'take');
      return step(visitor, run.id, 'answer', { ...GOOD, afterwards });
    };
    const id = await firmAtResult('010201');
    await oneToOne(id, 'NONE');
    await enter(id);
    expect(await desk.actRefused(id, 'close')).toBe('BLOCKED');
    await opened(visitor, id, 'visit', { form: 'ONE_TO_ONE' });
    await oneToOne(id, 'CLOSE');
    expect((await wang.view(id)).state).toBe('CLOSED');
    const other = await firmAtResult('020106');
    await enter(other);
    await oneToOne(other, 'CLOSE');
    expect((await wang.view(other)).state).toBe('CLOSED');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M20 M92: a one-to-one call that changes nothing leaves the step owed: its clock runs on, the office is reminded, and only the end or another handling meets it', async () => {
    const id = await firmAtResult('010202');
    await wang.act(id, 'rate', { solved: 'YES', process: 'SATISFIED', result: 'SATISFIED' });
    const run = await open(visitor, id, 'visit');
    await step(visitor, run.id, 'take');
    await step(visitor, run.id, 'answer', { ...GOOD, afterwards: 'NONE' });
    const owes = clockOf(await desk.view(id), 'visit');
    expect([owes.state, owes.dueAt === null]).toEqual(['RUNNING', false]);
    expect(await brokenOrders(app)).toEqual([]);
    await at(app, owes.dueAt ?? '', async () => {
      await app.sweep();
      expect(await inbox(desk, id)).toContainEqual(expect.stringMatching(/^时限提醒/));
      expect(clockOf(await desk.view(id), 'visit')).toMatchObject({ state: 'RUNNING', late: false });
      app.clock.set(justAfter(owes.dueAt ?? ''));
      // Late as it is from the next millisecond on, it is neither met nor forgotten: it ends with the order.
      expect(clockOf(await desk.view(id), 'visit')).toMatchObject({ state: 'RUNNING', late: true });
      const found = await app.app.get(InvariantsService).run(app.clock.now());
      expect(found.filter(({ name }) => name.startsWith('I4.'))).toEqual([]);
    });
    expect((await desk.act(id, 'close')).state).toBe('CLOSED');
    expect(clockOf(await desk.view(id), 'visit').state).toBe('MET');
    const other = await firmAtResult('010203');
    const second = await open(visitor, other, 'visit');
    await step(visitor, second.id, 'take');
    await step(visitor, second.id, 'answer', { ...BAD, afterwards: 'NONE' });
    expect(clockOf(await desk.view(other), 'visit').state).toBe('RUNNING');
    await desk.act(other, 'rework', { reason: '企业仍认为没有解决' });
    const again = await desk.view(other);
    expect([again.state, clockOf(again, 'handle').state]).toEqual(['IN_PROGRESS', 'RUNNING']);
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('R15: nobody calls who is anonymous; the visit ends with a dispute; a late one warns', async () => {
    const hidden = await orderAt(app, 'TO_VISIT', {
      confidentiality: 'ANONYMOUS',
      contactName: '',
      contactPhone: '',
    });
    expect(await openRefused(visitor, hidden, 'visit', { form: 'SERVICE' })).toBe('NOT_REACHABLE');
    const id = await orderAt(app, 'TO_VISIT');
    const run = await open(visitor, id, 'visit');
    app.clock.set(later(app, 4));
    expect(await procedureSweep(app)).toBeGreaterThan(0);
    expect((await open(visitor, id, 'visit')).promises[0]?.late).toBe(true);
    await li.act(id, 'dispute', { reasonCode: 'NOT_SOLVED' });
    expect(await open(visitor, id, 'visit')).toMatchObject({ id: run.id, outcome: 'CANCELLED' });
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M20: a street’s own rules say who is called, and how often at least; a firm is called one to one whatever they say', async () => {
    await putInForce(app, 'visit', {
      rows: [
        { when: { requestType: 'SUGGEST' }, form: 'NONE', tries: 3, tryDays: 2 },
        { when: {}, form: 'SERVICE', tries: 1, tryDays: 1 },
      ],
    });
    const visits = async (id: string) =>
      (await procedures(desk, id)).items.filter(({ kind }) => kind === 'visit');
    const suggested = await orderAt(app, 'TO_VISIT', { requestType: 'SUGGEST' });
    expect(await visits(suggested)).toEqual([]);
    // Nobody calls; she may answer all the same, or close it by her silence.
    expect(
      (await li.act(suggested, 'rate', { solved: 'YES', process: 'SATISFIED', result: 'SATISFIED' })).state,
    ).toBe('CLOSED');
    const plain = await orderAt(app, 'TO_VISIT');
    const run = await open(visitor, plain, 'visit');
    await step(visitor, run.id, 'tried', { ...CALL, nextOn: later(app, 1).slice(0, 10) });
    // One call on one day is enough here; the product's own rule asks for three on two days.
    expect((await step(visitor, run.id, 'giveUp', CALL)).outcome).toBe('NOT_REACHED');
    const firm = await firmAtResult();
    const [own] = await visits(firm);
    expect((await open(visitor, firm, 'visit')).id).toBe(own?.id);
    expect(await stepRefused(visitor, own?.id ?? '', 'answer', { ...GOOD, afterwards: 'CLOSE' })).toBe(
      'VISIT_OFFICER',
    );
    expect(await brokenOrders(app)).toEqual([]);
  });
});
