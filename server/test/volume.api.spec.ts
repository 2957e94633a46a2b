import {
  type DeskOrders,
  NOTHING_TO_COMPARE,
  type RatesAnswer,
  type TrendAnswer,
  type UnitTable,
  type VolumeAnswer,
} from '@yihu/shared';
import { NightlyService } from '../src/modules/ops/nightly.service';
import { TallyKeeper } from '../src/modules/tallies/tally-keeper.service';
import { verifyTallies } from '../src/ops/checks';
import type { OpsContext } from '../src/ops/context';
import { file, MONDAY, OUTSIDE, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { AT_GRID, AT_SECTION, addForeignStreet, orderAt, unitId } from './walk';

/** 23 November 2026, 09:00 in the street. */
const WEEK = 'fromDay=2026-11-23&toDay=2026-11-29';

describe.each(ENGINES)('volume on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeEach(async () => {
    // Long before, so that there is something to look back on.
    app = await startApp(serverUrl, { now: '2025-10-31T01:00:00.000Z' });
    app.clock.set(MONDAY);
  });
  afterEach(() => app.close());

  const get = async <T>(path: string, code = 'lead-fan') => (await app.as(code)).ok<T>('GET', path);
  const volume = (query: string) => get<VolumeAnswer>(`/api/desk/volume?${query}`);
  const shown = ({ rows }: VolumeAnswer) =>
    rows
      .filter(({ count, proactive }) => count + proactive > 0)
      .map(({ label, count }) => `${label} ${count}`);
  const behind = async (opens: string) =>
    (await get<DeskOrders>(opens)).items.map(({ orderId }) => orderId).sort();
  const fold = () => app.app.get(TallyKeeper).tick(app.clock.now());
  const proactive = (ids: readonly string[]) =>
    app.db.inTransaction(async (tx) => {
      for (const id of ids) await tx.execute("UPDATE work_order SET source = 'PROACTIVE' WHERE id = ?", [id]);
    });

  it('counts by day, hour, class, grid and channel, the same before and after adding up; each opens to its orders', async () => {
    const first = await orderAt(app, 'DISPATCHED');
    const second = await orderAt(app, 'DISPATCHED', { classCode: AT_SECTION });
    app.clock.set('2026-11-24T15:59:59.999Z');
    const { orderId: third } = await file(app, 'li', { point: OUTSIDE, classCode: null });
    const look = async () => {
      const all = await Promise.all(
        ['day', 'hour', 'class', 'grid', 'channel'].map((by) => volume(`${WEEK}&by=${by}`)),
      );
      expect(all.map(({ count, proactive: found }) => [count, found])).toEqual(all.map(() => [3, 0]));
      expect(all[0]?.rows).toHaveLength(7);
      expect(all[1]?.rows).toHaveLength(24);
      expect(all.map(shown)).toEqual([
        ['11月23日 2', '11月24日 1'],
        ['9时 2', '23时 1'],
        ['待分类 1', '城市管理 2', '市容环境 1', '占道经营 1', '违法建设 1', '违章搭建 1'],
        ['丁香01网格 2', '不在网格内 1'],
        ['微信小程序 3'],
      ]);
      const opens = (at: number, label: string) =>
        behind(all[at]?.rows.find((row) => row.label === label)?.opens ?? '');
      expect(await opens(0, '11月24日')).toEqual([third]);
      expect(await opens(1, '23时')).toEqual([third]);
      expect(await opens(2, '城市管理')).toEqual([first, second].sort());
      expect(await opens(2, '待分类')).toEqual([third]);
      expect(await opens(3, '丁香01网格')).toEqual([first, second].sort());
      expect(await opens(4, '微信小程序')).toEqual([first, second, third].sort());
      const grid = await unitId(app, 'NQ-DX-01');
      expect(shown(await volume(`${WEEK}&by=class&gridId=${grid}&classCode=0102`))).toEqual([
        ...['城市管理 1', '违法建设 1', '违章搭建 1'],
      ]);
      expect(shown(await volume(`${WEEK}&by=day&gridId=${grid}`))).toEqual(['11月23日 2']);
      expect(shown(await volume(`${WEEK}&by=hour&classCode=01`))).toEqual(['9时 2']);
      expect(shown(await volume(`${WEEK}&by=day&channel=WINDOW`))).toEqual([]);
    };
    await look();
    expect(await fold()).toBe(3);
    expect(await fold()).toBe(0);
    await look();
  });

  it('a class that is corrected is counted anew; a nightly count finds what differs and the rebuild puts it right', async () => {
    const id = await orderAt(app, 'DISPATCHED', { classCode: AT_SECTION });
    await fold();
    await (await app.as('desk-chen')).act(id, 'classify', { classCode: AT_GRID });
    expect(shown(await volume(`${WEEK}&by=class`))).toEqual(['城市管理 1', '市容环境 1', '占道经营 1']);
    await fold();
    expect(shown(await volume(`${WEEK}&by=class`))).toEqual(['城市管理 1', '市容环境 1', '占道经营 1']);
    const nightly = async () =>
      (await app.app.get(NightlyService).check(app.clock.now())).violations.filter(
        ({ name }) => name === 'I10.tally',
      );
    expect(await nightly()).toEqual([]);
    await app.db.inTransaction((tx) =>
      tx.execute("UPDATE order_tally SET n = n + 2 WHERE dim = 'dALL' AND period = '2026-11-23'"),
    );
    expect(await nightly()).toMatchObject([
      { count: 1, subjects: [`${app.streetId}|dALL|2026-11-23||MINI_PROGRAM|RESIDENT`] },
    ]);
    const context = { db: app.db } as OpsContext;
    const run = (rebuild: boolean) => verifyTallies(context, app.clock.now(), rebuild);
    expect(await run(false)).toMatchObject({ differing: [expect.any(String)], repaired: null });
    expect((await run(true)).repaired).toBe(1);
    expect(await run(true)).toEqual({ differing: [], repaired: null });
    expect((await volume(`${WEEK}&by=day`)).count).toBe(1);
  });

  it('what was filed before anything was counted is counted by the first round; proactive orders stand apart', async () => {
    const ids = [await orderAt(app, 'DISPATCHED'), await orderAt(app, 'DISPATCHED')];
    const [found = ''] = ids;
    await app.db.inTransaction((tx) => tx.execute('DELETE FROM tally_entry'));
    await proactive([found]);
    expect((await volume(WEEK)).count).toBe(0);
    await fold();
    const answer = await volume(`${WEEK}&by=channel`);
    expect([answer.count, answer.proactive]).toEqual([1, 1]);
    expect(await behind(answer.opensProactive)).toEqual([found]);
    expect(await behind(answer.opens)).toEqual(ids.slice(1));
    const only = await volume(`${WEEK}&by=day&source=PROACTIVE`);
    expect([only.count, only.proactive]).toEqual([0, 1]);
  });

  it('M14 M56: beside the period before and a year earlier, in points for rates; without any there is nothing to compare', async () => {
    const then = ['2025-11-02', '2025-11-24', '2026-10-03', '2026-10-23', '2026-10-30'];
    for (const day of then) {
      app.clock.set(`${day}T02:00:00.000Z`);
      await orderAt(app, 'CLOSED');
    }
    app.clock.set('2026-11-24T02:00:00.000Z');
    await orderAt(app, 'CLOSED');
    await orderAt(app, 'IN_PROGRESS');
    await orderAt(app, 'IN_PROGRESS');
    const month = await volume('by=grid');
    expect(month).toMatchObject({
      ...{ fromDay: '2026-11-01', toDay: '2026-11-24', count: 3 },
      previous: { fromDay: '2026-10-01', toDay: '2026-10-24', count: 2, change: '+50.0%' },
      // November 2025 began before anything was kept.
      lastYear: { fromDay: '2025-11-01', toDay: '2025-11-24', count: null, change: NOTHING_TO_COMPARE },
    });
    expect(month.rows[0]).toMatchObject({ previous: 2, lastYear: null });
    const day = await volume('fromDay=2026-11-24&toDay=2026-11-24');
    expect(day.lastYear).toMatchObject({ fromDay: '2025-11-24', count: 1, change: '+200.0%' });
    expect(day.previous).toMatchObject({ count: 0, change: NOTHING_TO_COMPARE });
    const trend = await get<TrendAnswer>('/api/desk/trend?months=2');
    expect(trend.rows.map(({ month: name, count, previous }) => [name, count, previous.change])).toEqual([
      ['2026-10', 3, NOTHING_TO_COMPARE],
      ['2026-11', 3, '+50.0%'],
    ]);
    expect(await behind(trend.rows[0]?.opens ?? '')).toHaveLength(3);
    const { rates, previous } = await get<RatesAnswer>('/api/desk/rates');
    expect(previous).toEqual({ fromDay: '2026-10-01', toDay: '2026-10-24' });
    expect(rates.map(({ name }) => name)).toEqual(['response', 'completion', 'solved', 'process', 'result']);
    expect(rates[1]).toMatchObject({
      after: { num: 1, den: 3, text: '33.33%' },
      previous: { text: '100.00%', points: '-66.7 个百分点' },
    });
  });

  it('M56: units side by side with their place now and before; each number opens to its orders', async () => {
    app.clock.set('2026-10-20T02:00:00.000Z');
    await orderAt(app, 'CLOSED');
    app.clock.set('2026-11-23T01:00:00.000Z');
    const closed = await orderAt(app, 'TO_VISIT');
    const open = await orderAt(app, 'DISPATCHED', { classCode: AT_SECTION });
    const cg = await unitId(app, 'NQ-CG');
    await (await app.as('desk-chen')).act(open, 'dispatch', { leadUnitId: cg });
    const { rows } = await get<UnitTable>('/api/desk/unit-table?fromDay=2026-11-01&toDay=2026-11-30');
    expect(
      rows.map(({ unitName, received, completion, rank, previousRank, minutes }) => [
        ...[unitName, received, completion.text, rank, previousRank, minutes],
      ]),
    ).toEqual([
      ['丁香01网格', 1, '100.00%', 1, 1, 0],
      ['城管科', 1, '0.00%', 2, null, null],
    ]);
    expect(await behind(rows[0]?.opens.completion ?? '')).toEqual([closed]);
    expect(await behind(rows[1]?.opens.received ?? '')).toEqual([open]);
  });

  it('refuses what there is not, hides it from who may not, and keeps streets apart', async () => {
    await orderAt(app, 'DISPATCHED');
    const fan = await app.as('lead-fan');
    for (const query of [
      'by=mood',
      'fromDay=2026-02-30',
      'fromDay=2026-11-30&toDay=2026-11-01',
      'classCode=77',
    ]) {
      expect(await fan.refused('GET', `/api/desk/volume?${query}`)).toBe('FIELD_INVALID');
    }
    expect(await fan.refused('GET', '/api/desk/volume?fromDay=2025-01-01&toDay=2026-11-01')).toBe(
      'FIELD_INVALID',
    );
    expect(await fan.refused('GET', '/api/desk/volume/orders?key=1&by=mood')).toBe('FIELD_INVALID');
    expect(await fan.refused('GET', '/api/desk/trend?months=0')).toBe('FIELD_INVALID');
    expect(await (await app.as('grid-zhang')).refused('GET', '/api/desk/volume')).toBe('FORBIDDEN');
    const { street } = await addForeignStreet(app);
    await app.db.inTransaction((tx) => tx.execute('UPDATE tally_entry SET root_id = ?', [street]));
    await app.db.inTransaction((tx) => tx.execute('UPDATE work_order SET root_id = ?', [street]));
    for (const query of ['', '&classCode=01']) {
      expect((await volume(`${WEEK}${query}`)).count).toBe(0);
    }
    expect(await behind(`/api/desk/volume/orders?${WEEK}`)).toEqual([]);
  });
});
