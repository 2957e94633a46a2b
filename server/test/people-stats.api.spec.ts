import {
  addMinutes,
  dayEnd,
  type FigureOrders,
  type PeopleAnswer,
  type PersonMeasure,
  type PersonRow,
  type ProcedureTaskLine,
} from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { type Persona, startApp, type TestApp } from './harness';
import { owed, step, stepRefused } from './procedure-steps';
import { ENGINES } from './spec-database';
import { brokenOrders, orderAt, REPLY, replied } from './walk';

const GROUND = '重办是因为诉求人又提了新的要求,不是答复的问题';
const MONTH = '2026-11';

describe.each(ENGINES)('人员统计 on %s', (_, serverUrl) => {
  let app: TestApp;
  let worker: Persona;
  let head: Persona;
  let clerk: Persona;
  let leader: Persona;
  let stranger: Persona;

  beforeAll(async () => {
    app = await startApp(serverUrl, { env: { YIHU_DEMO_TENANTS: 'all' } });
    app.clock.set('2026-11-24T01:00:00.000Z');
    worker = await app.as('grid-zhang');
    head = await app.as('head-dx');
    clerk = await app.as('desk-chen');
    leader = await app.as('lead-fan');
    stranger = await app.as('gd-desk');
  });
  afterAll(() => app.close());

  const stats = (who: Persona, month = MONTH) =>
    who.ok<PeopleAnswer>('GET', `/api/desk/people-stats?month=${month}`);
  const counts = ({ cells }: PersonRow, ...names: PersonMeasure[]) => names.map((name) => cells[name].count);
  const rowOf = async (who: Persona, personId: string) =>
    (await stats(who)).rows.find((row) => row.personId === personId);
  const orders = async (who: Persona, address: string) =>
    (await who.ok<FigureOrders>('GET', address)).items.map(({ orderId }) => orderId);
  const appeal = (homeId: string, orderNos: readonly string[], ground = GROUND) => ({
    ...{ commandId: newId(), version: 0, homeId },
    fields: { orders: orderNos, ground },
  });
  const OPEN = '/api/procedures/open/scoreAppeal';

  /** Answered, closed, and sent back to be done again. */
  async function reworked(): Promise<string> {
    const id = await orderAt(app, 'CLOSED');
    await clerk.act(id, 'rework', { reason: '现场核查又发现占道' });
    return id;
  }

  it('M94: what each did is counted from history, read by herself, whoever heads her, and the leaders', async () => {
    const id = await orderAt(app, 'REPLIED');
    await clerk.act(id, 'sendBack', { reason: '没有写明什么时候办' });
    await replied(app, id);
    await clerk.act(id, 'approve', { publicText: REPLY });
    const { mine, rows } = await stats(worker);
    expect(rows).toEqual([]);
    expect([mine.name, mine.unitName]).toEqual([expect.any(String), '丁香01网格']);
    expect(counts(mine, 'signed', 'replied', 'onTime', 'late', 'sentBack')).toEqual([1, 2, 2, 0, 1]);
    expect(counts((await stats(clerk)).mine, 'approved')).toEqual([2]);
    expect(await orders(worker, mine.cells.sentBack.opens)).toEqual([id]);
    // Nothing of another month, nothing of what the machine did.
    expect(counts((await stats(worker, '2026-10')).mine, 'signed')).toEqual([0]);
    expect((await rowOf(head, worker.personId))?.cells.replied.count).toBe(2);
    expect((await rowOf(leader, worker.personId))?.cells.replied.count).toBe(2);
    expect((await rowOf(leader, clerk.personId))?.cells.approved.count).toBe(2);
    expect(await orders(head, mine.cells.sentBack.opens)).toEqual([id]);
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M94: a colleague, another unit and another street read nothing of it', async () => {
    const { mine } = await stats(worker);
    expect((await stats(clerk)).rows).toEqual([]);
    expect((await stats(head)).rows.map(({ personId }) => personId)).not.toContain(clerk.personId);
    expect((await stats(stranger)).rows).toEqual([]);
    for (const who of [clerk, stranger]) {
      expect(await who.refused('GET', mine.cells.replied.opens)).toBe('NOT_FOUND');
      expect(await who.refused('POST', OPEN, appeal(mine.cells.reworked.scoreId, []))).toBe('NOT_FOUND');
    }
    expect(await worker.refused('POST', OPEN, appeal(mine.cells.replied.scoreId, []))).toBe('FIELD_INVALID');
    expect(await worker.refused('GET', '/api/desk/people-stats?month=2026-13')).toBe('FIELD_INVALID');
    expect(await (await app.as('li')).refused('GET', '/api/desk/people-stats')).toBe('FORBIDDEN');
  });

  it('M94: she appeals against a line of her own; upheld, the first value stays beside the final one', async () => {
    const [one, two] = [await reworked(), await reworked()];
    const { orderNo } = await clerk.view(one);
    const { mine } = await stats(worker);
    const { scoreId, count } = mine.cells.reworked;
    expect(count).toBe(2);
    expect(await orders(worker, mine.cells.reworked.opens)).toEqual([one, two].sort());
    expect(await worker.refused('POST', OPEN, appeal(scoreId, ['NQ20261124-9999']))).toBe('SCORE_WITHOUT');
    expect(await head.refused('POST', OPEN, appeal(scoreId, [orderNo]))).toBe('ACTION_NOT_ALLOWED');
    expect(await clerk.refused('POST', OPEN, appeal(scoreId, [orderNo]))).toBe('NOT_FOUND');
    await worker.ok('POST', OPEN, appeal(scoreId, [orderNo]));
    expect(await worker.refused('POST', OPEN, appeal(scoreId, [orderNo]))).toBe('PROCEDURE_OPEN');
    const asked = (await stats(worker)).mine.cells.reworked;
    expect(asked).toMatchObject({ count: 2, final: null, appeal: { stageLabel: '申诉待定', outcome: null } });
    const runId = asked.appeal?.procedureId ?? '';
    expect((await owed(leader)).map((line: ProcedureTaskLine) => line.procedureId)).toContain(runId);
    // Not her head, not a colleague: who decides for the office.
    expect(await clerk.refused('GET', `/api/procedures/${runId}`)).toBe('NOT_FOUND');
    expect(await stepRefused(clerk, runId, 'uphold', { opinion: '核实属实' })).toBe('ACTION_NOT_ALLOWED');
    await step(leader, runId, 'uphold', { opinion: '核实属实,重办不是答复的问题' });
    const settled = (await stats(worker)).mine.cells.reworked;
    expect(settled).toMatchObject({ count: 2, final: 1, appeal: { outcome: 'UPHELD' } });
    expect((await rowOf(head, worker.personId))?.cells.reworked).toMatchObject({ count: 2, final: 1 });
    expect(await worker.refused('POST', OPEN, appeal(scoreId, [orderNo]))).toBe('SCORE_APPEALED');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M94: until five workdays after the month, to the minute', async () => {
    const { mine } = await stats(worker);
    const { scoreId, opens } = mine.cells.replied;
    const [id = ''] = await orders(worker, opens);
    const { orderNo } = await clerk.view(id);
    // 30 November is a Monday: 1, 2, 3, 4 and 7 December.
    const border = dayEnd('2026-12-07');
    const start = app.clock.now();
    app.clock.set(addMinutes(border, 1));
    const late = await worker.refused('POST', OPEN, appeal(scoreId, [orderNo]));
    app.clock.set(border);
    const inTime = await worker.refused('POST', OPEN, appeal(scoreId, [orderNo]));
    app.clock.set(start);
    expect([late, inTime]).toEqual(['SCORE_APPEAL_LATE', 'none']);
  });

  it('M94: a training is an entry of the ledger with its day, its subject and who was there', async () => {
    const training = (attendees: readonly string[], title = '新版答复规范') => ({
      ...{ commandId: newId(), version: 0, rootId: app.streetId, orderNos: [] },
      fields: { title, form: 'TRAINING', heldOn: '2026-11-24', place: '街道三楼会议室', attendees },
    });
    const enter = '/api/ledgers/session';
    expect(await clerk.refused('POST', enter, training([stranger.personId]))).toBe('FIELD_INVALID');
    expect(await worker.refused('POST', enter, training([worker.personId]))).toBe('ACTION_NOT_ALLOWED');
    await clerk.ok('POST', enter, training([worker.personId, clerk.personId]));
    // A second subject on the same day is another training.
    await clerk.ok('POST', enter, training([clerk.personId], '调解流程'));
    expect((await stats(worker)).mine.trainings).toMatchObject([
      { title: '新版答复规范', heldOn: '2026-11-24' },
    ]);
    expect((await stats(clerk)).mine.trainings.map(({ title }) => title)).toEqual([
      '新版答复规范',
      '调解流程',
    ]);
    expect((await rowOf(head, worker.personId))?.trainings).toHaveLength(1);
  });
});
