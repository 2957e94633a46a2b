import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addMinutes, CLASS_TABLE, PRESETS, type SimulateAnswer } from '@yihu/shared';
import { Env } from '../src/config/env';
import { Simulator } from '../src/modules/simulation/simulator.service';
import { runOps } from '../src/ops';
import { file, MONDAY, type Persona, startApp, type TestApp } from './harness';
import { putInForce } from './policies.setup';
import { ENGINES } from './spec-database';
import { AT_SECTION, orderAt, REPLY, replied, unitId } from './walk';

const HOUR = 60;
const DAY = 24 * HOUR;
const PATH = '/api/policies/simulate';
const NOVEMBER = { fromDay: '2026-11-01', toDay: '2026-11-30' };

describe.each(ENGINES)('simulate on %s', (_, serverUrl) => {
  let app: TestApp;
  let lead: Persona;
  /** What is in a month of the street, worked out by hand; see `livedMonth`. */
  const ids: Record<'inTime' | 'late' | 'never' | 'open' | 'section' | 'gone', string> = {
    inTime: '',
    late: '',
    never: '',
    open: '',
    section: '',
    gone: '',
  };
  beforeAll(async () => {
    app = await startApp(serverUrl);
    lead = await app.as('lead-peng');
    await livedMonth();
  });
  afterAll(() => app.close());

  /**
   * Promised under 2h2wd on Monday 11-23, so due 11-25 24:00; five workdays would have been 11-30 24:00.
   * inTime: replied on 11-24, shown to nobody · late: on 11-27 · never: not at all · section: 城管科 on 11-26 ·
   * gone: withdrawn · open: received on 11-30, due 12-02. It is 12-01 10:00.
   */
  async function livedMonth(): Promise<void> {
    for (const name of ['inTime', 'late', 'never', 'gone'] as const)
      ids[name] = await orderAt(app, 'IN_PROGRESS');
    ids.section = (await file(app, 'li', { classCode: AT_SECTION })).orderId;
    await (await app.as('desk-chen')).act(ids.section, 'dispatch', {
      leadUnitId: await unitId(app, 'NQ-CG'),
    });
    await (await app.as('sec-cg')).act(ids.section, 'sign');
    app.clock.pass(DAY);
    await replied(app, ids.inTime);
    await (await app.as('li')).act(ids.gone, 'withdraw', { reasonCode: 'SOLVED' });
    app.clock.pass(2 * DAY);
    await (await app.as('sec-cg')).act(ids.section, 'reply', { outcome: 'SOLVED', publicText: REPLY });
    app.clock.pass(DAY);
    await replied(app, ids.late);
    app.clock.pass(3 * DAY);
    ids.open = await orderAt(app, 'IN_PROGRESS');
    app.clock.pass(DAY + HOUR);
    await app.sweep();
  }

  const ask = (more: object, who = lead) => who.ok<SimulateAnswer>('POST', PATH, { ...NOVEMBER, ...more });
  /** Of each table a mark that any change of it changes. */
  const stored = async () => {
    const tables = ['work_order', 'event', 'clock', 'policy', 'audit', 'notice', 'task'];
    const marks = tables.map(async (table) => {
      const rows = await app.db.read(`SELECT * FROM ${table}`);
      return [table, createHash('sha256').update(JSON.stringify(rows)).digest('hex')] as const;
    });
    return Object.fromEntries(await Promise.all(marks));
  };

  it('says how the month was and how it would have been with five workdays, order by order', async () => {
    const before = await stored();
    const answer = await ask({ presets: ['shandong'] });
    expect(await stored()).toEqual(before);
    expect(answer).toMatchObject({
      orders: 6,
      unreadable: 0,
      asOf: addMinutes(MONDAY, 8 * DAY + HOUR),
      before: { orders: 6, onTime: 1, late: 3, open: 1, rate: 2_500 },
      after: { orders: 6, onTime: 3, late: 1, open: 1, rate: 7_500 },
      lateTotal: 3,
    });
    const side = (unitName: string) => answer.units.find((unit) => unit.unitName === unitName);
    expect(side('城管科')).toMatchObject({
      before: { orders: 1, onTime: 0, late: 1, rate: 0 },
      after: { orders: 1, onTime: 1, late: 0, rate: 10_000 },
    });
    expect(side('丁香01网格')).toMatchObject({
      before: { orders: 5, late: 2 },
      after: { orders: 5, late: 1 },
    });
    const late = new Map(answer.late.map((order) => [order.orderId, order]));
    expect([...late.keys()].sort()).toEqual([ids.late, ids.never, ids.section].sort());
    expect(late.get(ids.late)).toMatchObject({
      before: 'LATE',
      after: 'ON_TIME',
      dueBefore: '2026-11-25 24:00',
      dueAfter: '2026-11-30 24:00',
    });
    expect(late.get(ids.never)).toMatchObject({ before: 'LATE', after: 'LATE' });
    for (const { orderId, orderNo } of answer.late) expect((await lead.view(orderId)).orderNo).toBe(orderNo);
  });

  it('finds under the rules in force what was in fact', async () => {
    const { before, after, late } = await ask({ presets: ['2110', '2h2wd'] });
    expect(after).toEqual(before);
    for (const order of late) expect([order.after, order.dueAfter]).toEqual([order.before, order.dueBefore]);
  });

  it('takes other evidence for done: under 1235 a reply nobody was told of is not', async () => {
    const { after, late, milestones } = await ask({ presets: ['1235'] });
    // Received 11-23, three workdays: 11-26 24:00, and nobody was told anything.
    expect(after).toMatchObject({ onTime: 0, late: 4, open: 1, rate: 0 });
    expect(late.find(({ orderId }) => orderId === ids.inTime)).toMatchObject({
      before: 'ON_TIME',
      after: 'LATE',
      dueAfter: '2026-11-26 24:00',
    });
    expect(milestones.find(({ milestone }) => milestone === 'handle')).toMatchObject({
      before: { late: 3 },
      after: { late: 4 },
    });
  });

  it('counts by receipt, day by day', async () => {
    const only = (fromDay: string, toDay: string) => ask({ presets: ['shandong'], fromDay, toDay });
    expect((await only('2026-11-30', '2026-11-30')).orders).toBe(1);
    expect((await only('2026-11-24', '2026-11-29')).orders).toBe(0);
    expect((await only('2026-11-24', '2026-11-29')).before.rate).toBeNull();
    expect((await only('2026-11-23', '2026-11-23')).orders).toBe(5);
  });

  it('tells which acts other limits would have refused', async () => {
    const { refused, before, after } = await ask({ limit: { evidenceClasses: ['01'] } });
    expect(refused).toEqual([
      { action: 'reply', label: expect.any(String), times: 3, orders: expect.any(Array) },
    ]);
    expect([...(refused[0]?.orders ?? [])].sort()).toEqual([ids.inTime, ids.late, ids.section].sort());
    expect(after).toEqual(before);
  });

  it('lets the process do everything else meanwhile: it gives way after each order', async () => {
    let [turns, isOver] = [0, false];
    const turn = () => {
      turns += 1;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    const rows = null;
    const question = { streetIds: [app.streetId], from: MONDAY, to: app.clock.now(), rows, limits: null };
    const { orders } = await app.app
      .get(Simulator, { strict: false })
      .run({ ...question, nameOf: (id) => id });
    isOver = true;
    expect(orders).toBe(6);
    expect(turns).toBeGreaterThanOrEqual(orders);
  });

  it('refuses what cannot be asked', async () => {
    const refused = (body: object, who = lead) => who.refused('POST', PATH, body);
    expect(await refused({ ...NOVEMBER })).toBe('BAD_REQUEST');
    expect(await refused({ fromDay: '2026-11-31', toDay: '2026-12-01', presets: ['1235'] })).toBe(
      'BAD_REQUEST',
    );
    expect(await refused({ fromDay: '2026-12-01', toDay: '2026-11-01', presets: ['1235'] })).toBe(
      'BAD_REQUEST',
    );
    expect(await refused({ ...NOVEMBER, presets: ['9999'] })).toBe('FIELD_INVALID');
    expect(await refused({ ...NOVEMBER, clock: { presets: [], rows: [{ name: 'x' }] } })).toBe(
      'POLICY_FAULTS',
    );
    expect(await refused({ ...NOVEMBER, presets: ['1235'], unitId: '01KAJ0000000000000000ZZZZZ' })).toBe(
      'NOT_FOUND',
    );
    for (const code of ['li', 'grid-zhang', 'admin-sys', 'admin-audit'])
      expect(await refused({ ...NOVEMBER, presets: ['1235'] }, await app.as(code))).toBe('FORBIDDEN');
    expect((await ask({ presets: ['1235'] }, await app.as('desk-chen'))).orders).toBe(6);
  });

  it('answers at the terminal too', async () => {
    const { dataDir, databaseUrl } = app.app.get(Env);
    const env = {
      YIHU_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
      YIHU_DATA_DIR: dataDir,
      YIHU_CLOCK_OFFSET_MS: String(Date.parse(app.clock.now()) - Date.now()),
      LOG_LEVEL: 'fatal',
      ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
    };
    let said = '';
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
    const ops = (line: string) => runOps(line.split(' '), env);
    // A rule for a class only this street has: known once the street's own tree is in force.
    const [handle] = PRESETS['2h2wd'];
    const own = { ...handle, name: 'own.lift', when: { classPrefix: '0199', cycle: 0 } };
    const file = join(dataDir, 'lift.json');
    await writeFile(file, JSON.stringify({ presets: ['2h2wd'], rows: [own] }));
    try {
      expect(await ops('simulate 2026-11-01 2026-11-30 shandong')).toBe(0);
      expect(await ops('simulate 2026-11-01 2026-11-30 shandong NQ')).toBe(1);
      expect(await ops('simulate 2026-11-01 2026-11-31 shandong')).toBe(1);
      expect(await ops('simulate 2026-11-01 2026-11-30 9999')).toBe(1);
      expect(await ops('simulate 2026-11-01')).toBe(2);
      expect(await ops(`simulate 2026-11-01 2026-11-30 ${file}`)).toBe(1);
      expect(said).toContain('没有以 0199 开头的分类');
      const table = `${CLASS_TABLE}\n0199|老旧小区加装电梯\n019901|lift|加装电梯纠纷|L2|D|装电梯`;
      await putInForce(app, 'class', { table });
      expect(await ops(`simulate 2026-11-01 2026-11-30 ${file}`)).toBe(0);
    } finally {
      write.mockRestore();
    }
    expect(said).toContain('原规则: 按期 1 超期 3 在办 1 按期办结率 25.00%');
    expect(said).toContain('推演:   按期 3 超期 1 在办 1 按期办结率 75.00%');
    expect(said).toContain('没有编码为 NQ 的单位');
    expect(said).toContain('起止日期不对');
    expect(said).toContain('应是预设之一');
  });
});
