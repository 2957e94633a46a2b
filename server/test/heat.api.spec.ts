import type { DeskOrders, GridHeat } from '@yihu/shared';
import { EVERYWHERE, PoliciesService } from '../src/modules/policies/policies.service';
import { TallyKeeper } from '../src/modules/tallies/tally-keeper.service';
import { MONDAY, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { addForeignStreet, orderAt, unitId } from './walk';

describe.each(ENGINES)('heat of grids on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeEach(async () => {
    // Long before, so that there is something to look back on.
    app = await startApp(serverUrl, { now: '2025-10-31T01:00:00.000Z' });
    app.clock.set(MONDAY);
  });
  afterEach(() => app.close());

  const heat = async (query = '') =>
    (await app.as('lead-fan')).ok<GridHeat>('GET', `/api/desk/grid-heat?${query}`);
  const countsOf = async ({ grids }: GridHeat) => {
    const id = await unitId(app, 'NQ-DX-01');
    return grids.find(({ gridId }) => gridId === id)?.counts;
  };
  const fileOn = async (...days: string[]) => {
    const ids: string[] = [];
    for (const day of days) {
      app.clock.set(`${day}T02:00:00.000Z`);
      ids.push(await orderAt(app, 'DISPATCHED'));
    }
    return ids;
  };

  it('M46: counts each grid week by week from Monday to Sunday, with or without anything added up', async () => {
    await fileOn('2026-11-08', '2026-11-09', '2026-11-15', '2026-11-16');
    app.clock.set('2026-11-23T15:00:00.000Z');
    const first = await heat('weeks=4');
    expect(first.weeks).toEqual(['2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23']);
    expect(await countsOf(first)).toEqual([1, 2, 1, 0]);
    expect(first.grids.length).toBeGreaterThan(5);
    await app.app.get(TallyKeeper).tick(app.clock.now());
    expect(await countsOf(await heat('weeks=4'))).toEqual([1, 2, 1, 0]);
  });

  it('M19 M46: three of one class in one place in 30 days are a repeat, until the week in which one is too old', async () => {
    const ids = await fileOn('2026-10-01', '2026-10-20', '2026-11-12', '2026-11-14');
    app.clock.set('2026-11-23T15:00:00.000Z');
    const then = await heat('week=2026-11-09');
    expect(then.repeats).toMatchObject([
      { placeName: '丁香01网格', className: '占道经营', count: 3, before: 1 },
    ]);
    const fan = await app.as('lead-fan');
    const { items } = await fan.ok<DeskOrders>('GET', then.repeats[0]?.opens ?? '');
    expect(items.map(({ orderId }) => orderId).sort()).toEqual(ids.slice(1).sort());
    expect((await heat()).repeats).toEqual([]);
    expect((await heat('week=2026-11-02')).repeats).toEqual([]);
  });

  it('goes by the number and the days the street set', async () => {
    const policies = app.app.get(PoliciesService);
    await fileOn('2026-11-20', '2026-11-21');
    app.clock.set('2026-11-22T02:00:00.000Z');
    expect((await heat()).rule).toEqual({ times: 3, days: 30 });
    expect((await heat()).repeats).toEqual([]);
    const { personId: authorId } = await app.as('admin-sys');
    const body = { rows: [{ name: 'cluster', on: true, times: 2, within: 7, unit: 'day' }] };
    const effectiveAt = app.clock.now();
    await app.db.inTransaction((tx) =>
      policies.add(tx, { unitId: EVERYWHERE, kind: 'trigger', name: 'default', effectiveAt, body, authorId }),
    );
    await policies.reload();
    const answer = await heat();
    expect(answer.rule).toEqual({ times: 2, days: 7 });
    expect(answer.repeats).toMatchObject([{ count: 2 }]);
  });

  it('refuses weeks there are not, and shows another street nothing', async () => {
    const [id = ''] = await fileOn('2026-11-20');
    const fan = await app.as('lead-fan');
    expect(await fan.refused('GET', '/api/desk/grid-heat?weeks=99')).toBe('FIELD_INVALID');
    expect(await fan.refused('GET', '/api/desk/grid-heat?week=2020-01-06')).toBe('FIELD_INVALID');
    expect(await fan.refused('GET', '/api/desk/grid-heat/orders?upto=now')).toBe('FIELD_INVALID');
    expect(await (await app.as('li')).refused('GET', '/api/desk/grid-heat')).toBe('FORBIDDEN');
    const { street } = await addForeignStreet(app);
    const grid = await unitId(app, 'NQ-DX-01');
    const opens = `/api/desk/grid-heat/orders?gridId=${grid}&classCode=010102`;
    expect((await fan.ok<DeskOrders>('GET', opens)).items.map(({ orderId }) => orderId)).toEqual([id]);
    await app.db.inTransaction((tx) => tx.execute('UPDATE work_order SET root_id = ?', [street]));
    expect((await fan.ok<DeskOrders>('GET', opens)).items).toEqual([]);
  });
});
