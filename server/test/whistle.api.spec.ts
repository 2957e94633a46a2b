import { IN_DX01, OUTSIDE, type Persona, startApp, type TestApp } from './harness';
import {
  at,
  justAfter,
  open,
  opened,
  openRefused,
  owed,
  procedureSweep,
  procedures,
  said,
  step,
  stepRefused,
} from './procedure-steps';
import { ENGINES } from './spec-database';
import { brokenOrders, clockOf, inbox, orderAt, unitId } from './walk';

describe.each(ENGINES)('吹哨 on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let deputyLeader: Persona;
  let mainLeader: Persona;
  let bureau: Persona;
  let li: Persona;
  let bureauId: string;
  let call: Record<string, unknown>;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    desk = await app.as('desk-chen');
    deputyLeader = await app.as('lead-fan');
    mainLeader = await app.as('lead-peng');
    bureau = await app.as('ext-zj');
    li = await app.as('li');
    bureauId = await unitId(app, 'NQ-W-ZJ');
    call = {
      unitId: bureauId,
      level: 'ORDINARY',
      groundCode: 'NO_POWER',
      place: '丁香家园3号楼前',
      what: '请认定违法搭建并出具意见',
    };
  });
  afterAll(() => app.close());
  afterEach(async () => {
    expect(await brokenOrders(app)).toEqual([]);
  });

  const blown = async (level = 'ORDINARY') => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const run = await opened(desk, id, 'whistle', { ...call, level });
    return { id, run: await step(level === 'HARD' ? mainLeader : deputyLeader, run.id, 'blow') };
  };
  const promise = async (id: string, label: string) => {
    const run = await open(desk, id, 'whistle');
    const found = run.promises.find((each) => each.label === label);
    if (found?.dueAt == null) throw new Error(`no ${label}`);
    return { ...found, dueAt: found.dueAt };
  };

  it('M50 R11: the leader in charge blows for an ordinary matter, only the main leader for a hard one', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const grid = await app.as('grid-zhang');
    expect(await openRefused(grid, id, 'whistle', call)).toBe('ACTION_NOT_ALLOWED');
    expect(await openRefused(desk, id, 'whistle', { ...call, groundCode: undefined })).toBe('FIELD_INVALID');
    // A whistle calls from outside the street; its own sections are helpers.
    expect(await openRefused(desk, id, 'whistle', { ...call, unitId: await unitId(app, 'NQ-CG') })).toBe(
      'UNIT_UNKNOWN',
    );
    const ordinary = await opened(desk, id, 'whistle', call);
    expect(await stepRefused(desk, ordinary.id, 'blow')).toBe('ACTION_NOT_ALLOWED');
    expect(await stepRefused(bureau, ordinary.id, 'blow')).toBe('NOT_FOUND');
    expect(await openRefused(deputyLeader, id, 'whistle', call)).toBe('PROCEDURE_OPEN');
    expect((await step(deputyLeader, ordinary.id, 'blow')).stageLabel).toBe('已吹哨');
    expect((await said(li, id))[0]).toBe('热线办已请区住建局到场一起处理');
    const hard = await opened(desk, id, 'whistle', {
      ...call,
      unitId: await unitId(app, 'NQ-W-GD'),
      level: 'HARD',
    });
    expect(await stepRefused(deputyLeader, hard.id, 'blow')).toBe('ACTION_NOT_ALLOWED');
    const no = await step(mainLeader, hard.id, 'refuse', { opinion: '先由城管科核实' });
    expect(no.outcome).toBe('REFUSED');
    expect(await inbox(desk, id)).toContainEqual('未同意 · 领导未同意吹哨');
  });

  it('M50: an hour to sign, a day to make contact, three workdays to arrive or five; late from the next millisecond', async () => {
    const [inTime, late, hard] = [await blown(), await blown(), await blown('HARD')];
    const due = async (id: string) =>
      (await open(desk, id, 'whistle')).promises.map(({ label, dueText }) => `${label} ${dueText}`);
    expect(await due(inTime.id)).toEqual([
      expect.stringMatching(/^应哨 .*10:00/),
      expect.stringMatching(/^联系街道 .*11-24|^联系街道 .*11月24日/),
      expect.stringMatching(/^到场 .*11-26.*24:00|^到场 .*11月26日/),
    ]);
    expect((await due(hard.id))[2]).toMatch(/11-30|11月30日/);
    const [sign, contact, arrive] = [
      (await promise(inTime.id, '应哨')).dueAt,
      (await promise(inTime.id, '联系街道')).dueAt,
      (await promise(inTime.id, '到场')).dueAt,
    ];
    const both = async (moment: string, name: string, label: string, fields: Record<string, unknown>) => {
      await at(app, moment, () => step(bureau, inTime.run.id, name, fields));
      await at(app, justAfter(moment), () => step(bureau, late.run.id, name, fields));
      return [(await promise(inTime.id, label)).late, (await promise(late.id, label)).late];
    };
    expect(await both(sign, 'sign', '应哨', {})).toEqual([false, true]);
    const agreed = { agreed: '到现场认定搭建性质', meetOn: '2026-11-26' };
    expect(
      await at(app, contact, () =>
        stepRefused(bureau, inTime.run.id, 'contact', { ...agreed, meetOn: '2026-11-23' }),
      ),
    ).toBe('DAY_PAST');
    expect(await both(contact, 'contact', '联系街道', agreed)).toEqual([false, true]);
    expect((await said(li, inTime.id))[0]).toBe('区住建局约定11月26日到场');
    expect(await both(arrive, 'arrive', '到场', { point: IN_DX01 })).toEqual([false, true]);
  });

  it('M50: checks in with the distance from the place; minutes, help asked for, and a mark by the street', async () => {
    const { id, run } = await blown();
    const due = clockOf(await desk.view(id), 'handle').dueAt;
    await step(bureau, run.id, 'sign');
    expect(await stepRefused(bureau, run.id, 'arrive', {})).toBe('FIELD_INVALID');
    await step(bureau, run.id, 'arrive', { point: OUTSIDE });
    const arrived = await open(desk, id, 'whistle');
    const [place] = arrived.history.at(-1)?.answers ?? [];
    expect(place?.label).toBe('位置');
    expect(Number(/^距反映地点 (\d+) 米$/.exec(place?.text ?? '')?.[1])).toBeGreaterThan(10_000);
    expect((await said(li, id))[0]).toBe('区住建局已到现场');
    expect(await stepRefused(bureau, run.id, 'minutes', { minutes: '自己记自己的结果' })).toBe(
      'ACTION_NOT_ALLOWED',
    );
    await step(desk, run.id, 'minutes', { minutes: '认定为违法搭建,区住建局出具意见书', helps: true });
    expect((await open(desk, id, 'cohandle')).tasks.map((task) => task.unitName)).toEqual(['区住建局']);
    expect(await stepRefused(bureau, run.id, 'mark', { mark: 'GOOD' })).toBe('ACTION_NOT_ALLOWED');
    const rated = await step(desk, run.id, 'mark', { mark: 'FAIR' });
    expect([rated.outcome, rated.history.at(-1)?.answers]).toEqual([
      'RATED',
      [{ label: '应哨情况', text: '一般' }],
    ]);
    expect(clockOf(await desk.view(id), 'handle').dueAt).toBe(due);
  });

  it('M50: who refuses to come answers to the main leader, whose ruling starts the clocks again', async () => {
    const { id, run } = await blown();
    expect(await stepRefused(bureau, run.id, 'decline', {})).toBe('FIELD_INVALID');
    await step(bureau, run.id, 'decline', { ground: '该处属历史遗留,归规划部门' });
    expect((await owed(mainLeader)).map((line) => [line.taskLabel, line.orderId])).toContainEqual([
      '定是否应哨',
      id,
    ]);
    expect(await stepRefused(deputyLeader, run.id, 'insist', { opinion: '权责清单写明须到场' })).toBe(
      'ACTION_NOT_ALLOWED',
    );
    const again = await step(mainLeader, run.id, 'insist', { opinion: '权责清单第8条,须到场' });
    expect([again.stage, again.promises.filter((each) => each.isLive).length]).toEqual(['blown', 3]);
    await step(bureau, run.id, 'decline', { ground: '规划部门已于今日到场处理' });
    expect((await step(mainLeader, run.id, 'release', { opinion: '规划部门已到场' })).outcome).toBe(
      'RELEASED',
    );
    expect(await inbox(desk, id)).toContainEqual('免予应哨 · 该单位不必到场');
  });

  it('M50: nobody arrived: told once to the unit and the leaders, and nothing happens by silence', async () => {
    const { id } = await blown();
    const { dueAt } = await promise(id, '到场');
    await at(app, dueAt, async () => {
      expect(await procedureSweep(app)).toBeGreaterThan(0);
      expect(await procedureSweep(app)).toBe(0);
    });
    for (const person of [bureau, deputyLeader, mainLeader])
      expect((await inbox(person, id)).filter((text) => text.startsWith('已超期'))).toEqual([
        '已超期 · 吹哨中已到期未办,请处理',
      ]);
    expect((await open(desk, id, 'whistle')).stage).toBe('blown');
  });

  it('M50: ends with its order', async () => {
    const { id } = await blown();
    await li.act(id, 'withdraw', { reasonCode: 'SOLVED' });
    expect(await open(desk, id, 'whistle')).toMatchObject({ outcome: 'CANCELLED' });
    expect((await owed(bureau)).map((line) => line.orderId)).not.toContain(id);
    expect((await procedures(li, id)).openable).toEqual([]);
  });
});
