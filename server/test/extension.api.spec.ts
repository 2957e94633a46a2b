import { type Persona, startApp, type TestApp } from './harness';
import { opened, openRefused, step, stepRefused } from './procedure-steps';
import { ENGINES } from './spec-database';
import { brokenOrders, clockOf, inbox, orderAt } from './walk';

const ASK = { days: 2, level: 'UNIT', publicReason: '需等供电部门配合移表', told: 'PHONE' };

describe.each(ENGINES)('延期 on %s', (_, serverUrl) => {
  let app: TestApp;
  let grid: Persona;
  let desk: Persona;
  let li: Persona;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    grid = await app.as('grid-zhang');
    desk = await app.as('desk-chen');
    li = await app.as('li');
  });
  afterAll(() => app.close());

  const dueOf = async (id: string) => clockOf(await desk.view(id), 'handle');

  it('R4: explained to the resident before the old due time; granted, counted from the old due day, told again', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const before = await dueOf(id);
    const run = await opened(grid, id, 'extension', ASK);
    const asked = (await li.view(id)).timeline[0]?.text ?? '';
    expect(asked).toMatch(/申请延长 2 个工作日:需等供电部门配合移表。现在的答复日期仍是\d+月\d+日/);
    expect((await dueOf(id)).dueAt).toBe(before.dueAt);
    expect(await stepRefused(grid, run.id, 'approve')).toBe('ACTION_NOT_ALLOWED');
    const outer = clockOf(await desk.view(id), 'handle', 0, 'OUTER');
    const refused = await stepRefused(desk, run.id, 'approve');
    // Past what the upper platform gave, only the upper platform decides.
    expect(outer.dueAt !== null && before.dueAt !== null).toBe(true);
    expect(['DUE_PAST_OUTER', 'none']).toContain(refused);
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('R4: past the street’s outer limit it takes the upper platform’s word, recorded with its reference', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const before = await dueOf(id);
    const run = await opened(grid, id, 'extension', { ...ASK, days: 5, level: 'UPPER' });
    expect(run.stage).toBe('upper');
    await step(desk, run.id, 'grantedByUpper', { upperReference: '合热线延〔2026〕18号' });
    const after = await dueOf(id);
    expect(after.dueAt && before.dueAt && after.dueAt > before.dueAt).toBe(true);
    expect(after.proof.join()).toContain('+5 工作日');
    expect((await li.view(id)).timeline[0]?.text).toMatch(/\d+月\d+日/);
    expect(await inbox(li, id)).toContainEqual(expect.stringContaining('时限调整 · 新的答复时间为'));
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('R4: asked one millisecond after the due time it is refused with the moment; asked in time it may be granted late', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const other = await orderAt(app, 'IN_PROGRESS');
    const start = app.clock.now();
    const { dueAt } = await dueOf(id);
    if (dueAt === null) throw new Error('no due');
    app.clock.set(dueAt);
    const inTime = await opened(grid, id, 'extension', { ...ASK, level: 'UPPER' });
    app.clock.set(new Date(Date.parse(dueAt) + 1).toISOString());
    expect(await openRefused(grid, other, 'extension', ASK)).toBe('EXTENSION_TOO_LATE');
    await step(desk, inTime.id, 'grantedByUpper', { upperReference: '合热线延〔2026〕19号' });
    expect((await dueOf(id)).late).toBe(false);
    expect(await brokenOrders(app)).toEqual([]);
    app.clock.set(start);
  });

  it('R4: refused is final for that due time; never more than the policy allows', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    expect(await openRefused(grid, id, 'extension', { ...ASK, days: 6 })).toBe('EXTENSION_TOO_LONG');
    const run = await opened(grid, id, 'extension', ASK);
    await step(desk, run.id, 'refuse', { opinion: '当日即可办结' });
    expect((await li.view(id)).timeline[0]?.text).toMatch(/没有同意延期.*\d+月\d+日前答复您/);
    expect(await openRefused(grid, id, 'extension', ASK)).toBe('EXTENSION_REFUSED_BEFORE');
  });
});
