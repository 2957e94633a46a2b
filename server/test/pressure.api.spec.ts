import type { DeskOrders, DeskUnitsAnswer, PressureAnswer, PressureRow, SubmitOrder } from '@yihu/shared';
import { NOTHING_TO_COMPARE } from '@yihu/shared';
import { FigureKeeper } from '../src/modules/figures/kept/keeper.service';
import { PressureQuery } from '../src/modules/figures/pressure.query';
import { together } from '../src/modules/figures/rules/pressure';
import { FoundOrders } from '../src/modules/orders/found-orders.service';
import { newId } from '../src/platform/ids';
import { file, MONDAY, OUTSIDE, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { AT_GRID, AT_SECTION, addForeignStreet, effect, orderAt } from './walk';

const NOVEMBER = 'fromDay=2026-11-01&toDay=2026-11-30';
/** Of 丁香社区 as the demo has it, and of the whole street. */
const [IN_DX, IN_STREET] = [10_530, 42_010];

describe.each(ENGINES)('pressure on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeEach(async () => {
    // Long before, so that there is something to look back on.
    app = await startApp(serverUrl, { now: '2025-10-31T01:00:00.000Z' });
    app.clock.set(MONDAY);
  });
  afterEach(() => app.close());

  const get = async <T>(path: string, code = 'lead-fan') => (await app.as(code)).ok<T>('GET', path);
  const pressure = (query = NOVEMBER) => get<PressureAnswer>(`/api/desk/pressure?${query}`);
  const row = (rows: readonly PressureRow[], label: string) => {
    const found = rows.find((each) => each.label === label);
    if (found === undefined) throw new Error(`no row ${label}`);
    return found;
  };
  const behind = async (opens: string) =>
    (await get<DeskOrders>(opens)).items.map(({ orderId }) => orderId).sort();
  const filed = async (more: Partial<SubmitOrder> = {}, code = 'li') =>
    (await file(app, code, { classCode: AT_GRID, ...more })).orderId;
  /** What the street found itself, at the place of another order. */
  const found = (orderId: string) =>
    app.db.inTransaction((tx) =>
      app.app.get(FoundOrders).file(tx, {
        found: { classCode: AT_GRID, text: '巡查时发现占道摊位' },
        ...{ orderId, runId: newId(), rootId: app.streetId, gridId: null },
        ...{ actorId: newId(), now: app.clock.now() },
      }),
    );
  const onDay = (day: string) => app.clock.set(`${day}T02:00:00.000Z`);

  it('M45 volume: by community and class beside the month before and the year before, fewer is better; found orders are not counted', async () => {
    for (const day of ['2025-10-31', '2025-11-10']) {
      onDay(day);
      await filed();
    }
    for (const day of ['2026-10-05', '2026-10-06', '2026-10-07']) {
      onDay(day);
      await filed();
    }
    onDay('2026-11-23');
    const [here, there, outside] = [
      await filed(),
      await filed({ classCode: '100101' }),
      await filed({ point: OUTSIDE }),
    ];
    await found(here);
    const look = async () => {
      const answer = await pressure();
      expect(answer).toMatchObject({
        previous: { fromDay: '2026-10-01', toDay: '2026-10-31' },
        lastYear: { fromDay: '2025-11-01', toDay: '2025-11-30' },
        total: { filed: 3, previous: { filed: 3, change: '0.0%', better: null } },
      });
      const dx = row(answer.communities, '丁香社区');
      expect(dx.filed).toBe(2);
      expect(dx.previous).toMatchObject({ filed: 3, change: '-33.3%', better: true });
      expect(dx.lastYear).toMatchObject({ filed: 1, change: '+100.0%', better: false });
      expect(await behind(dx.opens.filed)).toEqual([here, there].sort());
      expect(await behind(row(answer.communities, '不在社区内').opens.filed)).toEqual([outside]);
      expect(answer.classes.map(({ key, filed: n, previous }) => [key, n, previous.filed])).toEqual([
        ['01', 2, 3],
        ['10', 1, 0],
      ]);
      expect(await behind(answer.classes[1]?.opens.filed ?? '')).toEqual([there]);
      const only = await pressure(`${NOVEMBER}&communityId=${dx.key}&classTop=01`);
      expect([only.total.filed, only.communities.find(({ key }) => key === dx.key)?.filed]).toEqual([1, 1]);
    };
    await look();
    await app.app.get(FigureKeeper).tick();
    await look();
    const early = await pressure('fromDay=2025-10-31&toDay=2025-11-30');
    expect(early.total.lastYear).toEqual({
      filed: null,
      change: NOTHING_TO_COMPARE,
      points: NOTHING_TO_COMPARE,
      better: null,
    });
  });

  it('M45 repeat_rate: the same person and the same class within a year, to the instant; before and after exclusion', async () => {
    app.clock.set('2025-11-20T02:00:00.000Z');
    await filed();
    await filed({ classCode: AT_SECTION });
    app.clock.set('2026-11-20T02:00:00.000Z');
    const aYearLater = await orderAt(app, 'CLOSED');
    await filed({ confidentiality: 'ANONYMOUS', contactName: '', contactPhone: '' });
    app.clock.set('2026-11-20T02:00:00.001Z');
    const tooLate = await filed({ classCode: AT_SECTION });
    const rates = async () => {
      const { filed: all, repeats, repeatsAfter, opens } = (await pressure()).total;
      const ids = await Promise.all([opens.repeats, opens.repeatsAfter].map(behind));
      return { all, texts: [repeats.text, repeatsAfter.text], ids };
    };
    expect(await rates()).toEqual({ all: 3, texts: ['33.33%', '33.33%'], ids: [[aYearLater], [aYearLater]] });
    app.clock.pass(24 * 60);
    const again = await filed({ classCode: AT_SECTION });
    const both = [aYearLater, again].sort();
    expect(await rates()).toEqual({ all: 4, texts: ['50.00%', '50.00%'], ids: [both, both] });
    await effect(app, aYearLater, 'exclude', { figures: ['solved'] });
    expect(await rates()).toEqual({ all: 4, texts: ['50.00%', '33.33%'], ids: [both, [again]] });
    // Taken back, an order is no matter of its own any more: what came after it does not repeat it.
    await app.app.get(FigureKeeper).tick();
    await (await app.as('li')).act(tooLate, 'withdraw', { reasonCode: 'SOLVED' });
    expect(await rates()).toEqual({ all: 4, texts: ['25.00%', '0.00%'], ids: [[aYearLater], []] });
    const counted = await app.app
      .get(PressureQuery)
      .counted([app.streetId], { fromDay: '2026-11-01', toDay: '2026-11-30' });
    expect(together(counted)).toEqual({ filed: 4, filedAfter: 3, repeats: 1, repeatsAfter: 0 });
  });

  it('M45 per_1000: by the population entered for each community, the street by those that have one; none is said and is not 0', async () => {
    await filed();
    await filed({ classCode: AT_SECTION });
    await filed({ point: OUTSIDE });
    const look = async () => {
      const { total, communities, withoutPopulation } = await pressure();
      return {
        dx: row(communities, '丁香社区').perThousand?.text ?? null,
        outside: row(communities, '不在社区内').perThousand,
        street: total.perThousand,
        withoutPopulation,
      };
    };
    const street = { num: 2, den: IN_STREET, text: '0.05' };
    expect(await look()).toEqual({ dx: '0.19', outside: null, street, withoutPopulation: [] });
    const admin = await app.as('admin-sys');
    const { key: id } = row((await pressure()).communities, '丁香社区');
    const enter = async (population: number | null) => {
      const { units } = await admin.ok<DeskUnitsAnswer>('GET', '/api/desk/units');
      const version = units.find((unit) => unit.id === id)?.version;
      await admin.ok('POST', `/api/desk/units/${id}`, { version, population });
    };
    await enter(1600);
    // 1.25, and half of a hundredth is rounded up: 2 ÷ 42,010 − 10,530 + 1,600.
    expect(await look()).toMatchObject({ dx: '1.25', street: { num: 2, den: IN_STREET - IN_DX + 1600 } });
    for (const none of [null, 0]) {
      await enter(none);
      expect(await look()).toEqual({
        ...{ dx: null, outside: null, withoutPopulation: ['丁香社区'] },
        street: { num: 0, den: IN_STREET - IN_DX, text: '0.00' },
      });
    }
  });

  it('M45 volume: what there is not is refused; another street and who may not see nothing', async () => {
    const id = await filed();
    const fan = await app.as('lead-fan');
    for (const query of ['classTop=9', 'communityId=nowhere', 'fromDay=2026-11-30&toDay=2026-11-01']) {
      expect(await fan.refused('GET', `/api/desk/pressure?${query}`)).toBe('FIELD_INVALID');
    }
    expect(await fan.refused('GET', '/api/desk/pressure/orders?part=mood')).toBe('FIELD_INVALID');
    expect(await (await app.as('grid-zhang')).refused('GET', '/api/desk/pressure')).toBe('FORBIDDEN');
    const { street } = await addForeignStreet(app);
    await app.app.get(FigureKeeper).tick();
    await app.db.inTransaction(async (tx) => {
      await tx.execute('UPDATE order_sum SET root_id = ?', [street]);
      await tx.execute('UPDATE figure_order SET root_id = ? WHERE order_id = ?', [street, id]);
    });
    expect((await pressure()).total).toMatchObject({ filed: 0, repeats: { text: '—' } });
  });
});
