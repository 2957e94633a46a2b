import type { NewStaff, StaffView, UnitPeopleAnswer } from '@yihu/shared';
import { startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { unitId } from './walk';

describe.each(ENGINES)('people of a unit on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(serverUrl, { env: { YIHU_DEMO_TENANTS: 'all' } });
  });
  afterAll(() => app.close());

  const peopleOf = async (code: string, as = 'desk-chen') => {
    const id = await unitId(app, code);
    return (await (await app.as(as)).ok<UnitPeopleAnswer>('GET', `/api/units/${id}/people`)).people;
  };
  const posts = async (code: string, as?: string) =>
    (await peopleOf(code, as)).map(({ name, roleLabel }) => `${name} ${roleLabel}`);

  it('names who has a post at exactly this unit, with what she is there, and nothing else of her', async () => {
    const zhang = await app.as('grid-zhang');
    expect(await peopleOf('NQ-DX-01')).toEqual([{ id: zhang.personId, name: '张敏', roleLabel: '网格员' }]);
    expect((await posts('NQ-RX')).sort()).toEqual(
      ['刘洋 坐席', '叶青 督办员', '林晓 回访员', '陈晓 坐席'].sort(),
    );
    // The community has a head; its grids' workers are not hers.
    expect(await posts('340104004001', 'grid-zhang')).toEqual(['方慧 社区负责人']);
  });

  it('names a person once with all her posts, and nobody who left', async () => {
    const security = await app.as('admin-sec');
    const grid = await unitId(app, 'NQ-HG-04');
    const { personId } = await security.ok<NewStaff>('POST', '/api/admin/staff', {
      login: 'he.hua',
      name: '何花',
      roles: [
        { role: 'GRID_WORKER', unitId: grid },
        { role: 'GRID_HEAD', unitId: grid },
      ],
    });
    expect((await posts('NQ-HG-04')).sort()).toEqual(['何花 网格员、网格长', '施展 网格员'].sort());
    await security.ok<StaffView>('POST', `/api/admin/staff/${personId}/disable`, {});
    expect(await posts('NQ-HG-04')).toEqual(['施展 网格员']);
  });

  it('is for staff of that street and of the district above it only', async () => {
    expect((await posts('GD-RX', 'jj-lead')).length).toBeGreaterThan(0);
    const id = await unitId(app, 'NQ-RX');
    for (const [code, said] of [
      ['gd-desk', 'NOT_FOUND'],
      ['by-grid', 'NOT_FOUND'],
      ['jj-lead', 'NOT_FOUND'],
      ['li', 'FORBIDDEN'],
    ] as const) {
      expect(await (await app.as(code)).refused('GET', `/api/units/${id}/people`)).toBe(said);
    }
    const chen = await app.as('desk-chen');
    expect(await chen.refused('GET', '/api/units/01KAJ0000000000000000ZZZZZ/people')).toBe('NOT_FOUND');
  });
});
