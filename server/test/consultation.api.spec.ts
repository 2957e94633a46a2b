import { OUTSIDE, type Persona, startApp, type TestApp } from './harness';
import {
  open,
  opened,
  openedOn,
  openOnRefused,
  openRefused,
  owed,
  procedureSweep,
  said,
  step,
  stepRefused,
} from './procedure-steps';
import { ENGINES } from './spec-database';
import { brokenOrders, clockOf, inbox, later, orderAt, unitId } from './walk';

describe.each(ENGINES)('会商 on %s', (_, serverUrl) => {
  let app: TestApp;
  let grid: Persona;
  let desk: Persona;
  let cg: Persona;
  let wy: Persona;
  let li: Persona;
  let units: Record<'cg' | 'wy' | 'jf', string>;
  let room: Record<string, unknown>;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    grid = await app.as('grid-zhang');
    desk = await app.as('desk-chen');
    cg = await app.as('sec-cg');
    wy = await app.as('sec-wy');
    li = await app.as('li');
    units = {
      cg: await unitId(app, 'NQ-CG'),
      wy: await unitId(app, 'NQ-WY'),
      jf: await unitId(app, 'NQ-JF'),
    };
    room = {
      form: 'ROOM',
      unitIds: [units.cg, units.wy],
      heldOn: '2026-11-25',
      place: '热线会商室',
      agenda: '占道摊位由谁牵头整治',
    };
  });
  afterAll(() => app.close());
  afterEach(async () => {
    expect(await brokenOrders(app)).toEqual([]);
  });

  const conclusion = (more: Record<string, unknown> = {}) => ({
    conclusion: '由城管科牵头,物业办配合划定摊位线',
    leadUnitId: units.cg,
    supportUnitIds: [units.wy],
    untilDay: '2026-11-27',
    followUnitIds: [units.cg, units.wy],
    ...more,
  });

  it('M03: called, checked in, written down; one conclusion sets lead, helper and deadline, never past the outer due', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    expect(await openRefused(grid, id, 'consultation', { ...room, heldOn: '2026-11-22' })).toBe('DAY_PAST');
    const run = await opened(grid, id, 'consultation', room);
    expect((await said(li, id))[0]).toBe('丁香01网格请城管科、物业办于11月25日一起会商这件事');
    expect(await openRefused(desk, id, 'consultation', room)).toBe('PROCEDURE_EXCLUDED');
    expect((await owed(cg)).map((line) => line.taskLabel)).toContain('参加会商');
    await step(cg, run.id, 'checkIn', {});
    expect(await stepRefused(cg, run.id, 'checkIn', {})).toBe('ACTION_NOT_ALLOWED');
    expect(await stepRefused(wy, run.id, 'hold', { minutes: '不是召集单位,不能记录' })).toBe(
      'ACTION_NOT_ALLOWED',
    );
    const held = await step(grid, run.id, 'hold', { minutes: '城管科、物业办到会,议定划线规范' });
    expect(held.tasks.map((task) => [task.role, task.unitName, task.state])).toEqual(
      expect.arrayContaining([
        ['ATTEND', '城管科', 'DONE'],
        ['ATTEND', '物业办', 'RELEASED'],
        ['CONVENE', '丁香01网格', 'DONE'],
        ['CONCLUDE', '热线办', 'OPEN'],
      ]),
    );
    expect(await stepRefused(grid, run.id, 'conclude', conclusion())).toBe('ACTION_NOT_ALLOWED');
    // 5 workdays from 11-23 end on 11-30, and so does what the street was given: the day after is refused whole.
    expect(await stepRefused(desk, run.id, 'conclude', conclusion({ untilDay: '2026-12-01' }))).toBe(
      'DUE_PAST_OUTER',
    );
    expect((await desk.view(id)).leadUnitId).not.toBe(units.cg);
    await step(desk, run.id, 'conclude', conclusion());
    const view = await desk.view(id);
    expect([view.leadUnitId, clockOf(view, 'handle').dueAt]).toEqual([units.cg, '2026-11-27T16:00:00.000Z']);
    expect((await open(desk, id, 'cohandle')).tasks.map((task) => task.unitName)).toEqual(['物业办']);
    expect(await said(li, id)).toContainEqual('会商已有结论,由城管科办理,11月27日前答复您');
  });

  it('M39: on site with parties; what was agreed becomes a task of each unit, and ends when all have done it', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const run = await opened(grid, id, 'consultation', {
      ...room,
      form: 'ONSITE',
      place: '丁香家园3号楼前',
      parties: '施工方、业主代表4人',
    });
    const draft = '01KAJ0000000000000000PH0T0';
    const photo = await grid.upload(draft, 'ADD');
    await step(grid, run.id, 'hold', { minutes: '施工方承诺夜间不施工,业主认可', photos: [photo] });
    const shown = (await desk.view(id)).timeline.flatMap((entry) => entry.photos.map((each) => each.id));
    expect(shown).toContain(photo);
    await step(desk, run.id, 'conclude', {
      conclusion: '夜间不施工,物业每晚巡查',
      followUnitIds: [units.cg, units.wy],
    });
    const done = { result: '已与施工方签承诺书' };
    expect(
      (await owed(wy)).filter((line) => line.procedureId === run.id).map((line) => line.taskLabel),
    ).toEqual(['落实会商事项']);
    expect(await stepRefused(grid, run.id, 'done', done)).toBe('ACTION_NOT_ALLOWED');
    expect((await step(cg, run.id, 'done', done)).stage).toBe('following');
    expect(await stepRefused(cg, run.id, 'done', done)).toBe('ACTION_NOT_ALLOWED');
    const ended = await step(wy, run.id, 'done', { result: '当晚起每日22时巡查' });
    expect(ended).toMatchObject({ stage: 'concluded', outcome: 'CONCLUDED' });
    expect(ended.history.flatMap((entry) => entry.notes.map((note) => note.text))).toEqual(
      expect.arrayContaining(['施工方、业主代表4人', '施工方承诺夜间不施工,业主认可', '当晚起每日22时巡查']),
    );
  });

  it('M53: who checks in on the spot does so with the distance from it', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const run = await opened(grid, id, 'consultation', { ...room, form: 'EXPERT' });
    const here = await step(cg, run.id, 'checkIn', { point: OUTSIDE });
    expect(here.history.at(-1)?.answers[0]?.text).toMatch(/^距反映地点 \d{5} 米$/);
  });

  it('M03: several orders at once: texts lie with the run, helpers and lead on each order, all or nothing', async () => {
    const ids = [
      await orderAt(app, 'IN_PROGRESS'),
      await orderAt(app, 'IN_PROGRESS'),
      await orderAt(app, 'IN_PROGRESS'),
    ];
    const [first = '', second = '', third = ''] = ids;
    const run = await openedOn(desk, ids, 'consultation', room);
    expect(run.orders.map((order) => order.id).sort()).toEqual([...ids].sort());
    for (const id of ids) {
      expect((await open(cg, id, 'consultation')).id).toBe(run.id);
      expect((await said(li, id))[0]).toMatch(/^热线办请城管科、物业办于11月25日一起会商/);
    }
    const [texts] = await app.db.read<{ run: number; orders: number }>(
      `SELECT SUM(CASE WHEN stream_id = ? THEN 1 ELSE 0 END) AS run,
              SUM(CASE WHEN stream_id <> ? AND field = 'agenda' THEN 1 ELSE 0 END) AS orders FROM event_text
        WHERE stream_id IN (?, ?)`,
      [run.id, run.id, run.id, first],
    );
    expect([Number(texts?.run), Number(texts?.orders)]).toEqual([2, 0]);
    await li.act(third, 'withdraw', { reasonCode: 'SOLVED' });
    await step(desk, run.id, 'hold', { minutes: '逐件议定,同一处占道一并整治' });
    await step(desk, run.id, 'conclude', conclusion());
    for (const id of [first, second]) {
      const view = await desk.view(id);
      expect([view.leadUnitId, clockOf(view, 'handle').dueAt]).toEqual([
        units.cg,
        '2026-11-27T16:00:00.000Z',
      ]);
      expect((await open(desk, id, 'cohandle')).stage).toBe('asked');
    }
    expect((await desk.view(third)).state).toBe('WITHDRAWN');
    for (const who of [cg, wy]) await step(who, run.id, 'done', { result: '划线完成,摊位入市' });
    const [left] = await app.db.read<{ procedures: string; helpers: string }>(
      'SELECT procedures, helpers FROM work_order WHERE id = ?',
      [second],
    );
    expect(left?.procedures).not.toContain(run.id);
    expect(left?.helpers.split(' ')).toHaveLength(1);
  });

  it('M03: of several, one that cannot be moved keeps all as they were; the last to end ends it', async () => {
    const [one, other] = [await orderAt(app, 'IN_PROGRESS'), await orderAt(app, 'IN_PROGRESS')];
    const run = await openedOn(desk, [one, other], 'consultation', room);
    await step(desk, run.id, 'hold', { minutes: '两件一并议定,由城管科牵头' });
    await grid.act(other, 'reply', { outcome: 'SOLVED', publicText: '丁香01网格已于11月23日劝离摊位3处。' });
    expect(await stepRefused(desk, run.id, 'conclude', conclusion())).toBe('ACTION_WRONG_STATE');
    expect((await grid.view(one)).leadUnitName).toBe('丁香01网格');
    await desk.act(other, 'sendBack', { reason: '请按会商结论办' });
    await li.act(one, 'withdraw', { reasonCode: 'SOLVED' });
    expect((await open(desk, other, 'consultation')).endedAt).toBeNull();
    await li.act(other, 'withdraw', { reasonCode: 'SOLVED' });
    expect(await open(desk, other, 'consultation')).toMatchObject({ outcome: 'CANCELLED' });
    expect((await owed(desk)).map((line) => line.procedureId)).not.toContain(run.id);
  });

  it('M19: a meeting with an agenda takes orders on from the lists; a missed day is told once', async () => {
    const ids = [await orderAt(app, 'DISPATCHED'), await orderAt(app, 'IN_PROGRESS')];
    const run = await openedOn(await app.as('lead-fan'), ids, 'consultation', {
      ...room,
      form: 'MEETING',
      agenda: '本周热点、难点、堵点调度',
    });
    expect(run.history[0]?.answers).toContainEqual({ label: '形式', text: '例会、调度会' });
    expect(run.history[0]?.notes).toContainEqual({ label: '议什么', text: '本周热点、难点、堵点调度' });
    const start = app.clock.now();
    app.clock.set(later(app, 3, 0));
    expect(await procedureSweep(app)).toBeGreaterThan(0);
    expect(await procedureSweep(app)).toBe(0);
    expect((await inbox(cg, run.id)).filter((text) => text.startsWith('已超期'))).toHaveLength(1);
    app.clock.set(start);
    expect((await step(desk, run.id, 'callOff', { opinion: '并入下周例会' })).outcome).toBe('CALLED_OFF');
  });

  it('M03: is one of two called at once; not of another street, not of strangers', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const codes = await Promise.all([
      openOnRefused(desk, [id], 'consultation', room),
      openOnRefused(await app.as('desk-liu'), [id], 'consultation', room),
    ]);
    expect(codes.sort()).toEqual(['PROCEDURE_EXCLUDED', 'none']);
    expect(await openOnRefused(cg, [await orderAt(app, 'IN_PROGRESS')], 'consultation', room)).toBe(
      'NOT_FOUND',
    );
    const point = await unitId(app, 'NQ-TJ');
    const free = await orderAt(app, 'IN_PROGRESS');
    expect(await openOnRefused(desk, [free], 'consultation', { ...room, unitIds: [point] })).toBe(
      'UNIT_UNKNOWN',
    );
    expect(await openOnRefused(desk, [free, id], 'cohandle', { unitId: units.jf, part: '配合整治' })).toBe(
      'FIELD_INVALID',
    );
  });
});
