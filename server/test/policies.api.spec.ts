import {
  addMinutes,
  type CalendarYear,
  type PolicyCheckAnswer,
  type PolicyKindsAnswer,
  type PolicyStartsAnswer,
  type PolicyVersion,
  type PolicyView,
  PRESETS,
  type Receipt,
} from '@yihu/shared';
import { Env } from '../src/config/env';
import { createApp } from '../src/configure-app';
import { file, filing, MONDAY, type Persona, startApp, type TestApp } from './harness';
import { newestOf, putInForce } from './policies.setup';
import { ENGINES } from './spec-database';
import { AT_GRID, AT_SECTION, brokenOrders, clockOf, orderAt, unitId } from './walk';

const DAY = 24 * 60;
const KIND = '/api/policies/kinds';
const NORMAL = PRESETS['2h2wd'].findLast((row) => row.from === 'order.dispatched');
/** A row of the street's own: everything is handled within so many workdays. */
const within = (amount: number, more: object = {}) => ({ ...NORMAL, name: 'own', amount, ...more });

describe.each(ENGINES)('policies on %s', (_, serverUrl) => {
  let app: TestApp;
  let main: Persona;
  let deputy: Persona;
  beforeAll(async () => {
    app = await startApp(serverUrl);
    main = await app.as('lead-peng');
    deputy = await app.as('lead-fan');
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    // Each begins on the same Monday, whatever is planned by then; the calendar comes last.
    app.clock.set(MONDAY);
    await app.db.inTransaction((tx) => tx.execute('DELETE FROM rate_hit'));
  });
  afterEach(async () => {
    expect(await brokenOrders(app)).toEqual([]);
  });

  const save = (body: object, more: object = {}) => ({
    unitId: app.streetId,
    base: 0,
    note: '',
    body,
    ...more,
  });

  it('shows every kind with the version in force, to those who may look', async () => {
    const { kinds, unitName } = await (await app.as('desk-chen')).ok<PolicyKindsAnswer>(
      'GET',
      '/api/policies',
    );
    expect(unitName).toBe('南七街道');
    const clock = kinds.find((kind) => kind.kind === 'clock');
    expect(clock).toMatchObject({
      title: '办理时限',
      needsSecond: true,
      inForce: { unitName: '全部街道', version: 1, state: 'IN_FORCE', authorName: '系统' },
    });
    expect(kinds.find((kind) => kind.kind === 'route')?.inForce).toMatchObject({ unitName: '南七街道' });
    expect(kinds.find((kind) => kind.kind === 'instruction')?.inForce).toBeNull();
    for (const code of ['li', 'grid-zhang', 'sec-cg'])
      expect(await (await app.as(code)).refused('GET', '/api/policies')).toBe('FORBIDDEN');
    for (const code of ['desk-chen', 'admin-audit'])
      expect(await (await app.as(code)).refused('POST', `${KIND}/limit`, save({ urgeHours: 12 }))).toBe(
        'FORBIDDEN',
      );
  });

  it('offers five practices to start from, each of which may be saved as it is', async () => {
    const { starts, presets } = await main.ok<PolicyStartsAnswer>('GET', '/api/policies/starts');
    expect(starts.map((start) => start.name).sort()).toEqual([
      '1235',
      '2110',
      'daninglu',
      'lvliang',
      'shandong',
    ]);
    expect(presets.map((preset) => preset.name)).toEqual(Object.keys(PRESETS));
    for (const start of starts) {
      for (const [kind, body] of Object.entries(start.policies)) {
        const answer = await main.ok<PolicyCheckAnswer>('POST', `${KIND}/${kind}/check`, { body });
        expect([start.name, kind, answer.faults]).toEqual([start.name, kind, []]);
      }
    }
  });

  it.each<[string, string, () => object, string]>([
    [
      'an inner limit longer than the outer one',
      'clock',
      () => ({
        presets: ['2h2wd'],
        rows: [
          within(1, { when: { urgency: 'L1' }, name: 'a' }),
          within(2, { when: { urgency: 'L2' }, name: 'b' }),
          within(8),
        ],
      }),
      '规则没有保存:第 3 行 handle: 内部时限 8 工作日长于上级时限 5 工作日',
    ],
    [
      'no length',
      'clock',
      () => ({ presets: [], rows: [within(0, { unit: 'hour' })] }),
      '规则没有保存:第 1 行 handle: 时限不可能: 0 小时',
    ],
    [
      'less than nothing',
      'clock',
      () => ({ presets: [], rows: [within(-2)] }),
      '规则没有保存:第 1 行 handle: 时限不可能: -2 工作日',
    ],
    [
      'a unit nobody knows',
      'clock',
      () => ({ presets: [], rows: [within(2, { unit: 'week' })] }),
      '规则没有保存:第 1 行 handle: 单位不认识: week',
    ],
    [
      'a class nobody has',
      'clock',
      () => ({ presets: [], rows: [within(2, { when: { classPrefix: '77' } })] }),
      '规则没有保存:第 1 行 when: 条件「classPrefix」没有以 77 开头的分类',
    ],
    [
      'two rows alike',
      'clock',
      () => ({
        presets: [],
        rows: [
          within(2, { when: { urgency: 'L1' }, name: 'a' }),
          within(3, { when: { urgency: 'L1' }, name: 'b' }),
        ],
      }),
      '规则没有保存:第 2 行 handle: 与前面的「a」条件相同,分不出先后',
    ],
    [
      'a preset nobody knows',
      'clock',
      () => ({ presets: ['9999'] }),
      '规则没有保存:presets: 应是预设之一(1235、2110、2h2wd、1235days、beijing、shandong、lvliang、daninglu、xiayang、base): 9999',
    ],
    [
      'too many days to call',
      'limit',
      () => ({ tries: 2, tryDays: 3 }),
      '规则没有保存:tryDays: 2 次联系分不到 3 天',
    ],
    [
      'a unit the street does not have',
      'route',
      () => [
        {
          when: { classPrefix: '05' },
          to: { unitCode: 'NQ-XX' },
          autoAccept: true,
          autoDispatch: true,
          reason: '噪声',
        },
        { when: {}, to: 'DESK', autoAccept: false, autoDispatch: false, reason: '其余' },
      ],
      '规则没有保存:第 1 行 to: 本街道没有编码为 NQ-XX 的单位',
    ],
    [
      'a class code used again',
      'class',
      () => ({ table: '01|城市管理\n0101|市容环境\n010101|other_matter|别的事|L3' }),
      '规则没有保存:第 3 行 code: 010101 已用于 street_vendors,不能改作他用',
    ],
    [
      'a card on the wrong side',
      'cards',
      () => ({ rows: [{ card: 'YELLOW', workdays: 1, tell: ['HANDLER'] }] }),
      '规则没有保存:第 1 行 workdays: 黄牌在到期前(负数),红牌在到期后(正数)',
    ],
    [
      'a procedure without end',
      'procedure',
      () => ({ rows: [{ procedure: 'return', milestone: 'judge', amount: 0, unit: 'hour' }], limits: [] }),
      '规则没有保存:第 1 行 amount: 时限不能为 0',
    ],
    [
      'rows in which one hides another',
      'instruction',
      () => ({
        rows: [
          { when: {}, by: 'LEADER_MAIN', later: false, reason: '全部' },
          { when: { urgency: 'L1' }, by: 'LEADER_DEPUTY', later: true, reason: '紧急' },
        ],
      }),
      '规则没有保存:第 2 行 when: 永远不会用到: 第 1 行已经包含它',
    ],
  ])('refuses %s, naming the row', async (_case, kind, body, words) => {
    // The route kind's body is a list: it is wrapped as the contract has it.
    const answer = await main.call<{ error: { code: string; message: string } }>(
      'POST',
      `${KIND}/${kind}`,
      save(body()),
    );
    expect([answer.status, answer.body.error.code, answer.body.error.message]).toEqual([
      400,
      'POLICY_FAULTS',
      words,
    ]);
    expect(
      await app.db.read('SELECT id FROM policy WHERE unit_id = ? AND kind = ? AND author_id IS NOT NULL', [
        app.streetId,
        kind,
      ]),
    ).toEqual([]);
  });

  it('waits for a second person, who is somebody else, and says who, when and what differs', async () => {
    const saved = await main.ok<PolicyView>(
      'POST',
      `${KIND}/clock`,
      save({ presets: ['shandong'] }, { note: '按市里新办法' }),
    );
    expect(saved).toMatchObject({
      state: 'PENDING',
      inForceFrom: null,
      version: 1,
      authorName: '彭建国',
      approverName: null,
      note: '按市里新办法',
      savedAt: MONDAY,
    });
    expect(saved.changes).toEqual([{ path: 'presets', before: null, after: '["shandong"]' }]);
    const before = clockOf(await main.view(await orderAt(app, 'DISPATCHED')), 'handle');
    expect(before.dueText).toBe('2026-11-25 24:00');
    expect(await main.refused('POST', `/api/policies/versions/${saved.id}/approve`, {})).toBe(
      'POLICY_SAME_PERSON',
    );
    app.clock.pass(30);
    const agreed = await deputy.ok<PolicyView>('POST', `/api/policies/versions/${saved.id}/approve`, {});
    expect(agreed).toMatchObject({
      state: 'IN_FORCE',
      approverName: '范书平',
      inForceFrom: addMinutes(MONDAY, 30),
    });
    expect(await deputy.refused('POST', `/api/policies/versions/${saved.id}/approve`, {})).toBe(
      'POLICY_DECIDED',
    );
    const next = await main.ok<PolicyView>(
      'POST',
      `${KIND}/clock`,
      save({ presets: ['shandong'], rows: [within(3)] }, { base: 1 }),
    );
    expect(next.changes).toEqual([{ path: 'rows', before: null, after: JSON.stringify([within(3)]) }]);
    const { versions } = await main.ok<{ versions: PolicyVersion[] }>('GET', `${KIND}/clock`);
    expect(versions.map(({ version, state }) => [version, state])).toEqual([
      [2, 'PENDING'],
      [1, 'IN_FORCE'],
    ]);
    const audit = await app.db.read<{ action: string; actor_id: string }>(
      "SELECT action, actor_id FROM audit WHERE subject_kind = 'POLICY' ORDER BY id",
    );
    expect(audit).toEqual([
      { action: 'policy.saved', actor_id: main.personId },
      { action: 'policy.approved', actor_id: deputy.personId },
      { action: 'policy.saved', actor_id: main.personId },
    ]);
  });

  it('lets one of two win who save at once, and answers a repeated command with what it made', async () => {
    const bodies = [{ urgeHours: 12 }, { urgeHours: 48 }];
    const answers = await Promise.all(
      [main, deputy].map((who, n) => who.call<PolicyView>('POST', `${KIND}/limit`, save(bodies[n] ?? {}))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await newestOf(app, 'limit')).toBe(1);
    const winner = answers.findIndex(({ status }) => status === 200);
    const again = await [main, deputy][winner]?.ok<PolicyView>(
      'POST',
      `${KIND}/limit`,
      save(bodies[winner] ?? {}),
    );
    expect(again?.id).toBe(answers[winner]?.body.id);
    expect(await newestOf(app, 'limit')).toBe(1);
  });

  it('begins on its day and never in the past', async () => {
    const past = save({ urgeHours: 12 }, { effectiveAt: addMinutes(MONDAY, -1) });
    expect(await main.refused('POST', `${KIND}/limit`, past)).toBe('POLICY_WHEN');
    const day = addMinutes(MONDAY, DAY);
    const planned = await putInForce(app, 'limit', { asksPerCycle: 0 }, { effectiveAt: day });
    expect(planned.state).toBe('PLANNED');
    const id = await orderAt(app, 'IN_PROGRESS');
    const worker = await app.as('grid-zhang');
    const question = { question: '请拍一张三号楼入口的照片' };
    expect((await worker.act(id, 'askInfo', question)).state).toBe('NEED_INFO');
    await (await app.as('li')).act(id, 'addInfo', { text: '在东门' });
    app.clock.set(addMinutes(day, -1));
    expect((await worker.view(id)).allowed).toContain('askInfo');
    app.clock.set(day);
    expect(await worker.actRefused(id, 'askInfo', question)).toBe('ASKS_USED_UP');
  });

  it('never rewrites a promise: open orders keep theirs to the end, new ones get the new', async () => {
    const promises = () => app.db.read('SELECT * FROM clock ORDER BY id');
    await putInForce(app, 'clock', { presets: ['2110', '2h2wd'] });
    const waiting = (await file(app, 'li', { classCode: AT_SECTION })).orderId;
    const handled = await orderAt(app, 'IN_PROGRESS');
    const before = JSON.stringify(await promises());
    app.clock.pass(1);
    await putInForce(app, 'clock', { presets: ['2110', 'shandong'] });
    await app.sweep();
    expect(JSON.stringify(await promises())).toBe(before);
    // Dispatched under the new rules, received under the old: the old ones say how long.
    const desk = await app.as('desk-chen');
    const view = await desk.act(waiting, 'dispatch', { leadUnitId: await unitId(app, 'NQ-CG') });
    expect(clockOf(view, 'handle').proof[0]).toContain('+2 工作日');
    const fresh = await orderAt(app, 'DISPATCHED');
    expect(clockOf(await desk.view(fresh), 'handle').proof[0]).toContain('+5 工作日');
    expect(clockOf(await desk.view(handled), 'handle').proof[0]).toContain('+2 工作日');
  });

  it('is seen by another server on the same data', async () => {
    const env = app.app.get(Env);
    const other = await createApp(env, app.clock);
    await other.listen(0, '127.0.0.1');
    try {
      app.clock.pass(2);
      await putInForce(app, 'clock', { presets: [], rows: [within(3)] });
      app.clock.pass(1);
      const { token } = (await (
        await fetch(`${await other.getUrl()}/api/session/demo`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ code: 'li' }),
        })
      ).json()) as { token: string };
      const response = await fetch(`${await other.getUrl()}/api/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(filing(app.streetId, { classCode: AT_GRID })),
      });
      const { orderId } = (await response.json()) as Receipt;
      expect(clockOf(await main.view(orderId), 'handle').proof[0]).toContain('+3 工作日');
    } finally {
      await other.close();
    }
  });

  it('changes where orders go with the duty list', async () => {
    const list = [
      {
        when: { classPrefix: AT_GRID },
        to: { unitCode: 'NQ-CG' },
        autoAccept: true,
        autoDispatch: true,
        reason: '占道由城管科办理',
      },
      { when: {}, to: 'DESK', autoAccept: false, autoDispatch: false, reason: '其余由热线办研判' },
    ];
    await putInForce(app, 'route', list);
    const { orderId } = await file(app, 'li', { classCode: AT_GRID });
    expect((await main.view(orderId)).leadUnitName).toBe('城管科');
  });

  it('fills the promises that waited for a year, which is loaded by one and corrected by two', async () => {
    const admin = await app.as('admin-sys');
    app.clock.set('2026-12-31T02:00:00.000Z');
    await putInForce(app, 'clock', { presets: ['2110', '2h2wd'] });
    const id = await orderAt(app, 'DISPATCHED');
    expect(clockOf(await main.view(id), 'handle').dueText).toBe('待 2027 年节假日安排公布');
    const offDays = Array.from({ length: 12 }, (_each, n) => `2027-02-${String(n + 5).padStart(2, '0')}`);
    const year: CalendarYear = {
      year: 2027,
      version: '国办(示例)',
      offDays: ['2027-01-01', ...offDays],
      workDays: [],
    };
    const body = (more: Partial<CalendarYear> = {}, base = 0) => ({
      base,
      note: '',
      body: { ...year, ...more },
    });
    const wrong = await admin.call<{ error: { message: string } }>(
      'POST',
      `${KIND}/calendar`,
      body({ workDays: ['2027-02-30'] }),
    );
    expect(wrong.body.error.message).toBe('规则没有保存:第 1 行 workDays: 「2027-02-30」不是日期');
    const loaded = await admin.ok<PolicyView>('POST', `${KIND}/calendar`, body());
    expect(loaded).toMatchObject({ state: 'IN_FORCE', name: '2027', unitName: '全部街道' });
    await app.sweep();
    // 12-31 counts from the next day: 01-01 is off, 01-04 and 01-05 work.
    expect(clockOf(await main.view(id), 'handle').dueText).toBe('2027-01-05 24:00');
    const correction = await admin.ok<PolicyView>(
      'POST',
      `${KIND}/calendar`,
      body({ offDays: [...year.offDays, '2027-01-04'] }, 1),
    );
    expect(correction.state).toBe('PENDING');
    const fresh = await orderAt(app, 'DISPATCHED');
    expect(clockOf(await main.view(fresh), 'handle').dueText).toBe('2027-01-05 24:00');
    await main.ok('POST', `/api/policies/versions/${correction.id}/approve`, {});
    expect(clockOf(await main.view(fresh), 'handle').dueText).toBe('2027-01-05 24:00');
    expect(clockOf(await main.view(await orderAt(app, 'DISPATCHED')), 'handle').dueText).toBe(
      '2027-01-06 24:00',
    );
  });
});

describe.each(ENGINES)('policies of several tenants on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(serverUrl, { env: { YIHU_DEMO_TENANTS: 'all' } });
  });
  afterAll(() => app.close());

  it('are changed by their own people only, and read by those below', async () => {
    const stranger = await app.as('by-admin-sys');
    const body = { unitId: app.streetId, base: 0, note: '', body: { urgeHours: 12 } };
    expect(await stranger.refused('POST', `${KIND}/limit`, body)).toBe('NOT_FOUND');
    expect(await stranger.refused('GET', `/api/policies?unitId=${app.streetId}`)).toBe('NOT_FOUND');
    const district = await unitId(app, '340207');
    const clerk = await app.as('gd-desk');
    const { kinds } = await clerk.ok<PolicyKindsAnswer>('GET', '/api/policies');
    expect(kinds.find(({ kind }) => kind === 'clock')?.inForce).toMatchObject({
      unitName: '鸠江区',
      unitId: district,
    });
    expect(await clerk.refused('GET', `/api/policies?unitId=${district}`)).toBe('none');
    expect(await clerk.refused('GET', `/api/policies?unitId=${app.streetId}`)).toBe('NOT_FOUND');
  });

  it('are not longer than what the unit above grants', async () => {
    const lead = await app.as('jj-lead');
    const [district, street] = [await unitId(app, '340207'), await unitId(app, 'GD')];
    const outer = {
      ...PRESETS.daninglu.find((row) => row.scope === 'OUTER'),
      name: 'own.outer',
      when: {},
      amount: 4,
    };
    const rows = [within(2), outer];
    const above = await lead.call('POST', `${KIND}/clock`, {
      unitId: district,
      base: 1,
      note: '',
      body: { presets: [], rows },
    });
    expect([above.status, above.body]).toEqual([200, expect.anything()]);
    // Until somebody else agrees to it, it binds nobody.
    const own = { unitId: street, body: { presets: ['shandong'] } };
    expect(await lead.ok('POST', `${KIND}/clock/check`, own)).toMatchObject({ ok: true });
    await app.db.inTransaction((tx) =>
      tx.execute(
        "UPDATE policy SET approver_id = 'OTHER', approved_at = ? WHERE unit_id = ? AND version = 2",
        [app.clock.now(), district],
      ),
    );
    app.clock.pass(1);
    const answer = await lead.ok<PolicyCheckAnswer>('POST', `${KIND}/clock/check`, own);
    expect(answer.faults.map(({ text }) => text)).toEqual([
      'presets: 「shandong.handle」内部时限 5 工作日长于上级时限 4 工作日(上级单位的规则)',
    ]);
  });
});
