import { addMinutes, dayStart } from '@yihu/shared';
import { startApp, type TestApp } from './harness';
import { firstDay, Month } from './replay/month';
import { verdictOnMonth } from './replay/verdict';
import { ENGINES } from './spec-database';

const PLAN = { from: firstDay(1), days: 30, seed: 20_261_122 };
/** The second engine proves the statements, not the statistics: a round trip per query makes a month long there. */
const ORDERS = { SQLite: 150, MariaDB: 45 } as const;

describe.each(ENGINES)('a replayed month on %s', (engine, serverUrl) => {
  const orders = ORDERS[engine === 'SQLite' ? 'SQLite' : 'MariaDB'];
  let app: TestApp;
  beforeAll(async () => {
    const now = addMinutes(dayStart(PLAN.from), -1);
    app = await startApp(serverUrl, { now, env: { YIHU_DEMO_TENANTS: 'all' } });
  });
  afterAll(() => app.close());

  it('M08 M20 M29 M67: seven streets file, hand out, return, extend, cohandle, visit and dispute, and nothing breaks', async () => {
    const log = await new Month(app, { ...PLAN, orders }).run();
    const { figures, problems } = await verdictOnMonth(app);
    expect(problems).toEqual([]);
    expect(log.filed).toBeGreaterThan(orders - 10);
    expect(figures).toHaveLength(7);
    const sum = (
      name: 'ended' | 'handled' | 'handledLate' | 'returned' | 'extended' | 'cohandled' | 'rated',
    ) => figures.reduce((total, each) => total + each[name], 0);
    expect(sum('ended')).toBeGreaterThan(log.filed / 2);
    expect(sum('handled')).toBeGreaterThan(log.filed / 2);
    if (engine === 'SQLite')
      for (const name of ['handledLate', 'returned', 'extended', 'cohandled', 'rated'] as const)
        expect([name, sum(name) > 0]).toEqual([name, true]);
  }, 600_000);
});
