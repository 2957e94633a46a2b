import {
  addMinutes,
  dayStart,
  type MorningCounts,
  type OrderSummary,
  type Page,
  toInstant,
  toMillis,
} from '@yihu/shared';
import { type Persona, startApp, type TestApp } from './harness';
import { opened, step } from './procedure-steps';
import { ENGINES } from './spec-database';
import { orderAt, unitId } from './walk';

const EXTENSION = { days: 2, level: 'UPPER', publicReason: '需等供电部门配合移表', told: 'PHONE' };
const NONE = {
  ...{ OVERNIGHT: 0, DUE_TODAY: 0, OVERDUE: 0, REPEAT: 0, UNHAPPY: 0, HOT: 0, HARD: 0, STUCK: 0 },
};
const after = (instant: string, ms: number) => toInstant(toMillis(instant) + ms);

describe.each(ENGINES)('the leader’s morning on %s', (_, serverUrl) => {
  let app: TestApp;
  let leader: Persona;

  beforeEach(async () => {
    app = await startApp(serverUrl);
    leader = await app.as('lead-fan');
  });
  afterEach(() => app.close());

  const counts = () => leader.ok<MorningCounts>('GET', '/api/orders/morning');
  const behind = async (view: string) => {
    const { items } = await leader.ok<Page<OrderSummary>>('GET', `/api/orders/desk?view=${view}`);
    return items.map((item) => item.id);
  };

  it('M46 M81: what came in before 22:00 and nobody touched lies over night; one look at it by staff ends that', async () => {
    const evening = addMinutes(dayStart('2026-11-24'), -120);
    app.clock.set(after(evening, -1));
    const early = await orderAt(app, 'DISPATCHED');
    app.clock.set(evening);
    await orderAt(app, 'DISPATCHED');
    expect((await counts()).OVERNIGHT).toBe(0);
    app.clock.set(dayStart('2026-11-24'));
    expect(await behind('OVERNIGHT')).toEqual([early]);
    expect((await counts()).OVERNIGHT).toBe(1);
    await (await app.as('grid-zhang')).act(early, 'sign');
    expect((await counts()).OVERNIGHT).toBe(0);
  });

  it('M46: due today until the very moment, overdue one millisecond later; each figure opens to its orders', async () => {
    expect(await counts()).toEqual(NONE);
    const id = await orderAt(app, 'IN_PROGRESS');
    const { dueAt } = await (await app.as('grid-zhang')).view(id);
    if (dueAt === null) throw new Error('no due time');
    expect((await counts()).DUE_TODAY).toBe(0);
    app.clock.set(after(dueAt, -1));
    expect(await behind('DUE_TODAY')).toEqual([id]);
    app.clock.set(after(dueAt, 1));
    expect(await counts()).toMatchObject({ DUE_TODAY: 0, OVERDUE: 1 });
    expect(await behind('OVERDUE')).toEqual([id]);
  });

  it('M19 M46: stuck after 24 hours of nothing, to the millisecond', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const dayLater = addMinutes(app.clock.now(), 24 * 60);
    app.clock.set(after(dayLater, -1));
    expect((await counts()).STUCK).toBe(0);
    app.clock.set(dayLater);
    expect(await behind('STUCK')).toEqual([id]);
  });

  it('M99: two dissatisfied answers make a repeat, one does not', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const set = (times: number) =>
      app.db.inTransaction((tx) => tx.execute('UPDATE work_order SET unhappy = ? WHERE id = ?', [times, id]));
    await set(1);
    expect((await counts()).UNHAPPY).toBe(0);
    await set(2);
    expect(await behind('UNHAPPY')).toEqual([id]);
  });

  it('shows another street nothing, and a handler no figures', async () => {
    expect(await (await app.as('grid-zhang')).refused('GET', '/api/orders/morning')).toBe('FORBIDDEN');
    expect(await leader.refused('GET', '/api/orders/desk?view=YESTERDAY')).toBe('FIELD_INVALID');
  });

  it('M30: staff read the open procedure on the order, the resident her plain state', async () => {
    const [grid, desk, li] = [await app.as('grid-zhang'), await app.as('desk-chen'), await app.as('li')];
    const id = await orderAt(app, 'IN_PROGRESS');
    expect((await desk.view(id)).stateLabel).toBe('办理中');
    const run = await opened(grid, id, 'extension', EXTENSION);
    await opened(grid, id, 'cohandle', { unitId: await unitId(app, 'NQ-CG'), part: '核实占道经营许可情况' });
    expect((await desk.view(id)).stateLabel).toBe('延期报上级');
    const { items } = await desk.ok<Page<OrderSummary>>('GET', '/api/orders/desk?view=HANDLING');
    expect(items.map((item) => item.stateLabel)).toEqual(['延期报上级']);
    expect((await li.view(id)).stateLabel).toBe('办理中');
    await step(desk, run.id, 'refuse', { opinion: '按期可以办完,不予延期' });
    expect((await desk.view(id)).stateLabel).toBe('协办中');
  });
});
