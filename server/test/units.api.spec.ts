import type { DeskUnit, DeskUnitsAnswer, GridPlan, StreetUnitsAnswer } from '@yihu/shared';
import { file, type Persona, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { orderAt } from './walk';

describe.each(ENGINES)('units on %s', (_, serverUrl) => {
  let app: TestApp;
  let admin: Persona;
  beforeAll(async () => {
    app = await startApp(serverUrl, { env: { YIHU_DEMO_TENANTS: 'all' } });
    admin = await app.as('admin-sys');
  });
  afterAll(() => app.close());

  const list = async (who = admin) => (await who.ok<DeskUnitsAnswer>('GET', '/api/desk/units')).units;
  const unit = async (code: string): Promise<DeskUnit> => {
    const found = (await list()).find((each) => each.code === code);
    if (found === undefined) throw new Error(`no unit ${code}`);
    return found;
  };
  const choices = async () =>
    (await (await app.as('desk-chen')).ok<StreetUnitsAnswer>('GET', `/api/streets/${app.streetId}/units`))
      .units;
  const section = (more: Record<string, unknown> = {}) => ({
    ...{ kind: 'SECTION', parentId: app.streetId, code: 'NQ-WH', name: '文化站', shortName: '文化站' },
    ...more,
  });

  it('shows the tree with telephones and who works where', async () => {
    const community = await unit('340104004001');
    expect(community).toMatchObject({ kind: 'COMMUNITY', parentId: app.streetId, active: true });
    const grid = await unit('NQ-DX-01');
    expect([grid.parentId, grid.posts.map(({ name, roleLabel }) => `${name} ${roleLabel}`)]).toEqual([
      community.id,
      expect.arrayContaining(['张敏 网格员']),
    ]);
    await orderAt(app, 'IN_PROGRESS');
    expect((await unit('NQ-DX-01')).openOrders).toBe(1);
  });

  it('adds a unit that can be dispatched to at once, and changes what is said of it', async () => {
    await admin.ok(
      'POST',
      '/api/desk/units',
      section({ phone: '0551-62345678', dutyPhone: '0551-62345679' }),
    );
    const added = await unit('NQ-WH');
    expect(added).toMatchObject({ phone: '0551-62345678', dutyPhone: '0551-62345679', address: '' });
    expect((await choices()).map(({ code }) => code)).toContain('NQ-WH');
    const change = { version: added.version, name: '文化和旅游站', address: '望江西路 120 号' };
    await admin.ok('POST', `/api/desk/units/${added.id}`, change);
    expect(await unit('NQ-WH')).toMatchObject({
      ...{
        name: '文化和旅游站',
        shortName: '文化站',
        dutyPhone: '0551-62345679',
        address: '望江西路 120 号',
      },
    });
    expect(await admin.refused('POST', `/api/desk/units/${added.id}`, change)).toBe('UNIT_MOVED');
    expect(await admin.refused('POST', '/api/desk/units', section())).toBe('UNIT_CODE_TAKEN');
  });

  it('keeps the tree in shape: a kind stands only where it belongs', async () => {
    const [community, grid] = [await unit('340104004001'), await unit('NQ-DX-01')];
    for (const [kind, parentId] of [
      ['SECTION', community.id],
      ['COMMUNITY', grid.id],
      ['SERVICE_POINT', grid.id],
    ]) {
      const body = section({ kind, parentId, code: 'NQ-XX' });
      expect(await admin.refused('POST', '/api/desk/units', body)).toBe('UNIT_PARENT');
    }
    const street = section({ kind: 'STREET', code: 'NQ-XX' });
    expect(await admin.refused('POST', '/api/desk/units', street)).toBe('FIELD_INVALID');
    const phone = section({ code: 'NQ-XX', phone: '找老王' });
    expect(await admin.refused('POST', '/api/desk/units', phone)).toBe('FIELD_INVALID');
  });

  it('moves a grid below another community: its paths, its people and the next order go along', async () => {
    const [grid, to] = [await unit('NQ-DX-01'), (await list()).filter(({ kind }) => kind === 'COMMUNITY')[1]];
    if (to === undefined) throw new Error('one community only');
    await admin.ok('POST', `/api/desk/units/${grid.id}/move`, { version: grid.version, parentId: to.id });
    expect((await unit('NQ-DX-01')).parentId).toBe(to.id);
    const { orderId } = await file(app);
    const desk = await app.as('desk-chen');
    expect((await desk.view(orderId)).communityName).toBe(to.name);
    const worker = await app.as('grid-zhang');
    expect((await worker.view(orderId)).allowed.length).toBeGreaterThan(0);
  });

  it('ends a unit only when nothing is left under it or with it', async () => {
    const [community, added] = [await unit('340104004001'), await unit('NQ-WH')];
    const retire = ({ id, version }: DeskUnit) =>
      admin.refused('POST', `/api/desk/units/${id}/retire`, { version, reason: '机构调整' });
    expect(await retire(community)).toBe('UNIT_IN_USE');
    expect(await retire(await unit('NQ-DX-02'))).toBe('UNIT_UNKNOWN');
    expect(await retire(added)).toBe('none');
    expect((await choices()).map(({ code }) => code)).not.toContain('NQ-WH');
    expect((await unit('NQ-WH')).active).toBe(false);
  });

  it('writes each change into the audit, and is the own street’s administrator’s alone', async () => {
    const rows = await app.db.read<{ action: string }>(
      "SELECT DISTINCT action FROM audit WHERE action LIKE 'unit.%' ORDER BY action",
    );
    expect(rows.map(({ action }) => action)).toEqual(['unit.add', 'unit.change', 'unit.move', 'unit.retire']);
    const { id, version } = await unit('NQ-DX-02');
    const change = { version, name: '别人改的' };
    expect(await (await app.as('by-admin-sys')).refused('POST', `/api/desk/units/${id}`, change)).toBe(
      'UNIT_UNKNOWN',
    );
    expect(await (await app.as('admin-sec')).refused('POST', `/api/desk/units/${id}`, change)).toBe(
      'FORBIDDEN',
    );
    const stranger = await app.as('by-desk');
    expect(await stranger.refused('GET', `/api/desk/units?streetId=${app.streetId}`)).toBe('NOT_FOUND');
    const foreign = await list(stranger);
    expect(foreign.some(({ code }) => code.startsWith('NQ-'))).toBe(false);
  });

  it('notes a grid’s new name in its history', async () => {
    const { id, version } = await unit('NQ-DX-02');
    await admin.ok('POST', `/api/desk/units/${id}`, { version, name: '丁香社区二网格' });
    const { rows } = await admin.ok<{ rows: { change: string; reason: string }[] }>(
      'GET',
      `/api/desk/grids/${id}/history`,
    );
    expect(rows[0]).toMatchObject({ change: 'RENAMED', reason: expect.stringContaining('原名') });
    const plan = await admin.ok<GridPlan>('POST', `/api/desk/grids/${id}/retire`, {
      ...{ version: version + 1, reason: '试算', dryRun: true },
    });
    expect(plan.done).toBe(false);
  });
});
