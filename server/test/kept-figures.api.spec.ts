import { addDays, dayOf, type FiguresAnswer, type InvariantRun } from '@yihu/shared';
import { FoldedFigures } from '../src/modules/figures/folded.service';
import { FigureKeeper } from '../src/modules/figures/kept/keeper.service';
import { KeptFigures } from '../src/modules/figures/kept/kept.query';
import { KeptStore } from '../src/modules/figures/kept/kept.store';
import { KeptCheck } from '../src/modules/figures/kept/kept-check.service';
import { Reckoner } from '../src/modules/figures/kept/reckoner.service';
import { periodOf } from '../src/modules/figures/period';
import { type Measures, ORDER_MEASURES, TURN_MEASURES } from '../src/modules/figures/rules/measures';
import { NightlyService } from '../src/modules/ops/nightly.service';
import { AppError } from '../src/platform/errors';
import { startApp, type TestApp } from './harness';
import { opened, step } from './procedure-steps';
import { pick, randomFrom } from './seeded';
import { ENGINES } from './spec-database';
import { effect, orderAt, REPLY, unitId } from './walk';

const GROUND = { reasonCode: 'PLACE', ground: '该点位在丁岗社区辖区,附界线图' };
const inFull = (names: readonly string[], measures: Measures = {}) =>
  Object.fromEntries(names.map((name) => [name, measures[name] ?? 0]));

describe.each(ENGINES)('kept figures on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startApp(serverUrl);
  });
  afterEach(() => app.close());

  /** One thing that may happen to an order, whoever does it; what is not allowed just now is refused. */
  async function something(random: () => number, id: string): Promise<void> {
    const [zhang, chen, li] = await Promise.all([app.as('grid-zhang'), app.as('desk-chen'), app.as('li')]);
    const section = await unitId(app, 'NQ-CG');
    const acts: (() => Promise<unknown>)[] = [
      () => zhang.act(id, 'sign'),
      () => zhang.act(id, 'contact', { way: 'PHONE', reached: true }),
      () => zhang.act(id, 'reply', { outcome: 'SOLVED', publicText: REPLY }),
      () => chen.act(id, 'approve', { publicText: REPLY }),
      () => chen.act(id, 'takeBack', { reason: '派错了单位,收回重派' }),
      () => chen.act(id, 'dispatch', { leadUnitId: section }),
      () => li.act(id, 'rate', { solved: 'NO', process: 'SATISFIED', result: 'UNSATISFIED' }),
      () => effect(app, id, 'exclude', { figures: ['solved', 'satisfied'] }),
      async () => step(chen, (await opened(zhang, id, 'return', GROUND)).id, 'accept'),
    ];
    await pick(random, acts)().catch((error: Error) => {
      if (!(error instanceof AppError) && !/: 4\d\d /.test(error.message)) throw error;
    });
  }

  it('M58 rates: whatever happened, and whenever it was added up, the sums are what the histories say', async () => {
    const random = randomFrom(20261123);
    const keeper = app.app.get(FigureKeeper);
    const first = dayOf(app.clock.now());
    const ids: string[] = [];
    // One that two units lead, a day apart.
    const moved = await orderAt(app, 'DISPATCHED');
    const [zhang, chen] = await Promise.all([app.as('grid-zhang'), app.as('desk-chen')]);
    await step(chen, (await opened(zhang, moved, 'return', GROUND)).id, 'accept');
    app.clock.pass(24 * 60);
    await chen.act(moved, 'dispatch', { leadUnitId: await unitId(app, 'NQ-CG') });
    for (let turn = 0; turn < 24; turn += 1) {
      if (ids.length < 2 || random() < 0.2)
        ids.push(await orderAt(app, pick(random, ['DISPATCHED', 'IN_PROGRESS'] as const)));
      await something(random, pick(random, ids));
      app.clock.pass(Math.floor(random() * 14 * 60));
      if (random() < 0.3) await keeper.tick();
    }
    await keeper.tick();
    const [kept, folded] = [app.app.get(KeptFigures), app.app.get(FoldedFigures)];
    const roots = [app.streetId];
    const units = [null, await unitId(app, 'NQ-CG'), await unitId(app, 'NQ-DX-01')];
    let turns = 0;
    for (let n = 0; n < 8; n += 1) {
      const fromDay = addDays(first, Math.floor(random() * 12));
      const period = periodOf(
        { fromDay, toDay: addDays(fromDay, Math.floor(random() * 8)) },
        app.clock.now(),
      );
      for (const unit of units) {
        const own = await kept.measures(roots, period, unit);
        const wanted = await folded.measures(roots, period, unit === null ? null : new Set([unit]));
        expect(inFull(TURN_MEASURES, own)).toEqual(inFull(TURN_MEASURES, wanted));
        turns += wanted.hops_num ?? 0;
      }
      const byUnit = await kept.byUnit(roots, period);
      for (const [unit, wanted] of await folded.byUnit(roots, period)) {
        expect(inFull(TURN_MEASURES, byUnit.get(unit))).toEqual(inFull(TURN_MEASURES, wanted));
      }
      const links = await kept.received(roots, period);
      const linked = ORDER_MEASURES.filter((name) => !name.startsWith('repeats'));
      expect(inFull(linked, links)).toEqual(inFull(linked, await folded.received(roots, period)));
      const which = {
        name: pick(random, ['overdue', 'onTime', 'hops', 'solved'] as const),
        part: 'num',
        isAfter: false,
      } as const;
      const opens = await kept.ordersOf(roots, period, null, which);
      expect([...opens].sort()).toEqual(
        [...new Set(await folded.ordersOf(roots, period, null, which))].sort(),
      );
    }
    expect(turns).toBeGreaterThan(8);
    // Orders that two units led on different days: what the units count twice is put right once.
    const [across] = await app.db.read<{ n: number }>(
      "SELECT COUNT(*) AS n FROM figure_turn WHERE unit_id = ''",
    );
    expect(Number(across?.n)).toBeGreaterThan(0);
    const check = app.app.get(KeptCheck);
    expect([await check.differingSums(), (await check.differingOrders('', 100)).differing]).toEqual([[], []]);
  });

  it('M58 rates: orders from before are reckoned once, a wrong sum is found at night and put right', async () => {
    await orderAt(app, 'CLOSED');
    await orderAt(app, 'IN_PROGRESS');
    const ask = async () =>
      (await app.as('lead-fan')).ok<FiguresAnswer>('GET', '/api/figures?fromDay=2026-11-01&toDay=2026-11-30');
    const before = await ask();
    await app.db.inTransaction(async (tx) => {
      for (const table of [
        'figure_due',
        'figure_order',
        'figure_turn',
        'figure_open',
        'order_sum',
        'turn_sum',
      ])
        await tx.execute(`DELETE FROM ${table}`);
      await tx.execute("DELETE FROM shared_value WHERE name = 'figures.built'");
    });
    // As the first server of this version finds it.
    await new FigureKeeper(app.db, app.app.get(KeptStore), app.app.get(Reckoner)).tick();
    expect(await ask()).toEqual(before);
    expect(before.turns).toBe(2);
    await app.db.inTransaction(async (tx) => {
      await tx.execute('UPDATE turn_sum SET completion_num = completion_num + 3');
      await tx.execute(
        "UPDATE figure_order SET link0_times = 7 WHERE link0_orders = 1 AND day = '2026-11-23'",
      );
    });
    const night = (run: InvariantRun) => run.violations.filter(({ name }) => name === 'I10.figures');
    expect(night(await app.app.get(NightlyService).check(app.clock.now()))).toHaveLength(1);
    expect(await app.app.get(KeptCheck).rebuild()).toBeGreaterThan(0);
    expect(night(await app.app.get(NightlyService).check(app.clock.now()))).toEqual([]);
    expect(await ask()).toEqual(before);
  });
});
