import { addMinutes, dayStart } from '@yihu/shared';
import { startApp, type TestApp } from './harness';
import { firstDay, Month } from './replay/month';
import { verdictOnMonth } from './replay/verdict';
import { ENGINES } from './spec-database';

const PLAN = { orders: 150, from: firstDay(1), days: 30, seed: 20_261_122 };

describe.each(ENGINES)('a replayed month on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    const now = addMinutes(dayStart(PLAN.from), -1);
    app = await startApp(serverUrl, { now, env: { YIHU_DEMO_TENANTS: 'all' } });
  });
  afterAll(() => app.close());

  it('M08 M20 M29 M67: seven streets file, hand out, return, extend, cohandle, visit and dispute, and nothing breaks', async () => {
    const log = await new Month(app, PLAN).run();
    const { figures, problems } = await verdictOnMonth(app);
    expect(problems).toEqual([]);
    expect(log.filed).toBeGreaterThan(140);
    expect(figures).toHaveLength(7);
    const sum = (
      name: 'ended' | 'handled' | 'handledLate' | 'returned' | 'extended' | 'cohandled' | 'rated',
    ) => figures.reduce((total, each) => total + each[name], 0);
    expect(sum('ended')).toBeGreaterThan(log.filed / 2);
    expect(sum('handled')).toBeGreaterThan(log.filed / 2);
    for (const name of ['handledLate', 'returned', 'extended', 'cohandled', 'rated'] as const)
      expect([name, sum(name) > 0]).toEqual([name, true]);
  }, 600_000);
});
