import type { FigureOrders, ReportBrief, StreetReport } from '@yihu/shared';
import { ReportsService } from '../src/modules/figures/reports.service';
import { EVERYWHERE, PoliciesService } from '../src/modules/policies/policies.service';
import { MONDAY, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { addForeignStreet, orderAt } from './walk';

describe.each(ENGINES)('reports on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startApp(serverUrl);
    app.clock.set(MONDAY);
  });
  afterEach(() => app.close());

  const get = async <T>(path: string) => (await app.as('lead-fan')).ok<T>('GET', path);
  const tick = (at: string) => {
    app.clock.set(at);
    return app.app.get(ReportsService).tick(at);
  };
  const list = async () => (await get<{ items: ReportBrief[] }>('/api/desk/reports')).items;
  const told = (items: readonly ReportBrief[]) =>
    items.map(({ label, fromDay, toDay, version, madeBy }) => [label, fromDay, toDay, version, madeBy]);
  const section = ({ sections }: StreetReport, title: string) =>
    sections.find((each) => each.title === title);

  it('M32 M47: of day, week and month on schedule, each once; the day counts, the week judges units, the month finds causes', async () => {
    expect(await tick('2026-11-23T01:00:00.000Z')).toBe(0);
    const closed = await orderAt(app, 'CLOSED');
    await (await app.as('desk-chen')).act(closed, 'analyse', { causeCode: 'FACILITY' });
    await orderAt(app, 'IN_PROGRESS');
    expect(await tick('2026-11-23T23:39:59.999Z')).toBe(0);
    expect(await tick('2026-11-23T23:40:00.000Z')).toBe(1);
    expect(await tick('2026-11-23T23:45:00.000Z')).toBe(0);
    // Made up for after days of sleep: the last day, the week that ended on Sunday, the month.
    expect(await tick('2026-12-01T03:00:00.000Z')).toBe(3);
    const items = await list();
    expect(told(items).sort()).toEqual([
      ['周快报', '2026-11-23', '2026-11-29', 1, null],
      ['日小结', '2026-11-23', '2026-11-23', 1, null],
      ['日小结', '2026-11-30', '2026-11-30', 1, null],
      ['月通报', '2026-11-01', '2026-11-30', 1, null],
    ]);
    const open = async (kind: string, fromDay: string) => {
      const brief = items.find((item) => item.kind === kind && item.fromDay === fromDay);
      return get<StreetReport>(`/api/desk/reports/${brief?.id}`);
    };
    const day = await open('DAILY_NOTE', '2026-11-23');
    expect(day.sections.map(({ title }) => title)).toEqual(['诉求量', '集中在哪里', '五率', '在办情况']);
    expect(section(day, '诉求量')?.text).toBe(
      '11月23日共收到诉求 2 件,环比:无可比数据,同比:无可比数据;另有主动治理 0 件。',
    );
    expect(section(day, '集中在哪里')?.text).toBe('最多的类别:占道经营 2 件;最多的网格:丁香01网格 2 件。');
    const week = await open('WEEKLY_FLASH', '2026-11-23');
    expect(section(week, '各单位')?.lines).toMatchObject([
      { label: '丁香01网格', text: expect.stringMatching(/^第 1 名,承办 2 件次,办结率 50\.00%/) },
    ]);
    const month = await open('MONTHLY_BULLETIN', '2026-11-01');
    const [cause] = section(month, '成因')?.lines ?? [];
    expect(cause).toMatchObject({ label: '设施老化或缺少', text: '1 件' });
    const { items: behind } = await get<FigureOrders>(cause?.opens ?? '');
    expect(behind.map(({ orderId }) => orderId)).toEqual([closed]);
    // Every number opens.
    const opens = month.sections.flatMap(({ lines }) => lines.flatMap((line) => line.opens ?? []));
    expect(opens.length).toBeGreaterThan(15);
    for (const address of opens) expect((await get<FigureOrders>(address)).items).toBeDefined();
  });

  it('M32: made again it is another version, and the earlier one stays as it was', async () => {
    const leader = await app.as('lead-fan');
    const make = (kind: string, day: string, streetId = app.streetId) =>
      leader.call<StreetReport>('POST', '/api/desk/reports', { streetId, kind, day });
    await orderAt(app, 'DISPATCHED');
    const first = (await make('WEEKLY_FLASH', '2026-11-23')).body;
    expect([first.fromDay, first.toDay, first.version, first.madeBy]).toEqual([
      ...['2026-11-23', '2026-11-23', 1, '范书平'],
    ]);
    await orderAt(app, 'DISPATCHED');
    const second = (await make('WEEKLY_FLASH', '2026-11-23')).body;
    expect(second.version).toBe(2);
    const again = await get<StreetReport>(`/api/desk/reports/${first.id}`);
    expect(again).toEqual(first);
    expect([first, second].map((report) => section(report, '诉求量')?.lines[0]?.text)).toEqual([
      '1 件',
      '2 件',
    ]);
    expect((await make('YEARLY', '2026-11-23')).status).toBe(400);
    expect((await make('DAILY_NOTE', '2026-11-24')).status).toBe(400);
    const { street } = await addForeignStreet(app);
    expect((await make('DAILY_NOTE', '2026-11-23', street)).status).toBe(404);
    expect(await (await app.as('grid-zhang')).refused('GET', '/api/desk/reports')).toBe('FORBIDDEN');
    await app.db.inTransaction((tx) => tx.execute('UPDATE street_report SET root_id = ?', [street]));
    expect(await list()).toEqual([]);
    expect(await leader.refused('GET', `/api/desk/reports/${first.id}`)).toBe('NOT_FOUND');
  });

  it('goes by the times the street set', async () => {
    const policies = app.app.get(PoliciesService);
    const { personId: authorId } = await app.as('admin-sys');
    const body = { rows: [{ report: 'DAILY_NOTE', at: '18:00', readers: ['LEADER_DEPUTY'] }] };
    await app.db.inTransaction((tx) =>
      policies.add(tx, {
        ...{ unitId: EVERYWHERE, kind: 'schedule', name: 'default', authorId, body },
        effectiveAt: app.clock.now(),
      }),
    );
    await policies.reload();
    await orderAt(app, 'DISPATCHED');
    expect(await tick('2026-11-23T09:59:59.999Z')).toBe(0);
    expect(await tick('2026-11-23T10:00:00.000Z')).toBe(1);
    expect(told(await list())).toEqual([['日小结', '2026-11-23', '2026-11-23', 1, null]]);
  });
});
