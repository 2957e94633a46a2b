import type { ItemSummary, ProcedureView } from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { type Persona, startApp, type TestApp } from './harness';
import { owed, step, stepRefused } from './procedure-steps';
import { ENGINES } from './spec-database';
import { brokenOrders, REPLY, unitId } from './walk';

const FINE = { LANES: 'YES', EQUIPMENT: 'YES', WIRES: 'YES', STAIRS: 'YES', FACILITIES: 'NA', POWER: 'YES' };

describe.each(ENGINES)('巡查 on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let grid: Persona;
  let sun: Persona;
  let head: Persona;
  let deputy: Persona;
  let gridId: string;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    desk = await app.as('desk-chen');
    grid = await app.as('grid-zhang');
    sun = await app.as('grid-sun');
    head = await app.as('head-dx');
    deputy = await app.as('dep-bai');
    gridId = await unitId(app, 'NQ-DX-01');
  });
  afterAll(() => app.close());

  const asked = (fields: Record<string, unknown>, homeId = gridId) => ({
    commandId: newId(),
    version: 0,
    homeId,
    fields: { purpose: 'HAZARD', patrolOn: '2026-11-27', ...fields },
  });
  /** Opens a patrol of the grid; answers it as the grid worker sees it. */
  async function patrol(who: Persona, fields: Record<string, unknown> = {}): Promise<ProcedureView> {
    const before = (await owed(grid)).map((line) => line.procedureId);
    await who.ok('POST', '/api/procedures/open/patrol', asked(fields));
    const fresh = (await owed(grid)).find(
      (line) => line.kind === 'patrol' && !before.includes(line.procedureId),
    );
    return grid.ok('GET', `/api/procedures/${fresh?.procedureId}`);
  }
  const shot = async (who: Persona, purpose = 'BEFORE') => [await who.upload(newId(), purpose)];
  const hazards = async () =>
    (await desk.ok<{ items: ItemSummary[] }>('GET', '/api/ledgers/hazard')).items.map((item) => item.title);
  const foundBy = (runId: string) =>
    app.db.read<{ id: string; source: string; state: string; class_code: string }>(
      `SELECT w.id, w.source, w.state, w.class_code FROM order_link l JOIN work_order w ON w.id = l.order_id
        WHERE l.target_id = ? AND l.rel = 'FOUND_BY' ORDER BY w.class_code`,
      [runId],
    );

  it('M26: each 否 is shown, said where, put on the hazard ledger, and an order where that is chosen', async () => {
    const run = await patrol(head);
    expect(run.promises.map((promise) => promise.dueText)).toEqual(['2026-11-27 24:00']);
    const checks = { ...FINE, LANES: 'NO', WIRES: 'NO' };
    const found = { checks, make: 'ORDER', where: '3号楼' };
    expect(await stepRefused(grid, run.id, 'finish', { ...found, checks: { LANES: 'NO' } })).toBe(
      'FIELD_INVALID',
    );
    expect(await stepRefused(grid, run.id, 'finish', found)).toBe('FIELD_INVALID');
    expect(await stepRefused(sun, run.id, 'finish', found)).toBe('ACTION_NOT_ALLOWED');
    const done = await step(grid, run.id, 'finish', { ...found, photos: await shot(grid) });
    expect(done).toMatchObject({ outcome: 'DONE' });
    expect(done.history.at(-1)?.photos).toHaveLength(1);
    expect(await hazards()).toEqual(
      expect.arrayContaining(['丁香01网格3号楼:消防通道占用', '丁香01网格3号楼:飞线充电']),
    );
    const orders = await foundBy(run.id);
    expect(orders.map((row) => [row.source, row.class_code])).toEqual([
      ['PROACTIVE', '100101'],
      ['PROACTIVE', '100103'],
    ]);
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M43: what a patrol found is handled like any order and closes with its approval, unrated', async () => {
    const run = await patrol(grid);
    const checks = { ...FINE, STAIRS: 'NO' };
    await step(grid, run.id, 'finish', { checks, make: 'ORDER', where: '5栋楼道', photos: await shot(grid) });
    const [order] = await foundBy(run.id);
    const id = order?.id ?? '';
    await grid.act(id, 'sign');
    await grid.act(id, 'reply', { outcome: 'SOLVED', publicText: REPLY, photos: await shot(grid, 'AFTER') });
    expect((await desk.act(id, 'approve', { publicText: REPLY })).state).toBe('CLOSED');
    expect(await desk.actRefused(id, 'rate', { solved: 'YES' })).toBe('ACTION_NOT_ALLOWED');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M26 M63: commitments are signed per shop with a photo, and household calls are counted', async () => {
    const run = await patrol(head, { purpose: 'HOUSEHOLD' });
    expect(await stepRefused(grid, run.id, 'commit', { shop: '丁香便利店' })).toBe('FIELD_INVALID');
    await step(grid, run.id, 'commit', { shop: '丁香便利店', photos: await shot(grid, 'ADD') });
    await step(grid, run.id, 'commit', { shop: '老王面馆', photos: await shot(grid, 'ADD') });
    await step(grid, run.id, 'household', { met: 'YES', note: '独居老人,煤气阀已检查' });
    await step(grid, run.id, 'household', { met: 'NO' });
    const done = await step(grid, run.id, 'finish', { checks: FINE, make: 'LEDGER' });
    expect(done.history.flatMap((entry) => entry.notes.map((note) => note.text))).toContain('老王面馆');
    const [row] = await app.db.read<{ coded: string }>('SELECT coded FROM procedure_run WHERE id = ?', [
      run.id,
    ]);
    expect(JSON.parse(row?.coded ?? '{}')).toMatchObject({
      commitments: 2,
      households: 2,
      householdsMet: 1,
      faults: 0,
    });
    expect(await foundBy(run.id)).toEqual([]);
  });

  it('M27: a joint patrol ends only with the deputy’s own finding and signature', async () => {
    const [station] = await app.db.read<{ unit_id: string }>(
      "SELECT unit_id FROM role_grant WHERE role = 'DEPUTY' AND person_id = ?",
      [deputy.personId],
    );
    const run = await patrol(head, { purpose: 'JOINT', deputyUnitId: station?.unit_id });
    expect((await owed(deputy)).map((line) => line.procedureId)).toContain(run.id);
    expect(await stepRefused(grid, run.id, 'finish', { checks: FINE, make: 'LEDGER' })).toBe('DEPUTY_FIRST');
    expect(await stepRefused(grid, run.id, 'finding', { finding: '我替代表写一条' })).toBe(
      'ACTION_NOT_ALLOWED',
    );
    const finding = { finding: '后厨灭火器已过期,请限期更换' };
    expect(await stepRefused(deputy, run.id, 'finding', finding)).toBe('FIELD_INVALID');
    await step(deputy, run.id, 'finding', { ...finding, photos: await shot(deputy, 'ADD') });
    const done = await step(grid, run.id, 'finish', { checks: FINE, make: 'LEDGER' });
    expect(done.history.map((entry) => entry.did)).toEqual([
      '安排了巡查',
      '记下了代表的发现',
      '报了巡查结果',
    ]);
  });

  it('M48: is for its own grid only, of a day that is not past, by whoever works there', async () => {
    const open = '/api/procedures/open/patrol';
    expect(await sun.refused('POST', open, asked({}))).toBe('ACTION_NOT_ALLOWED');
    expect(await (await app.as('li')).refused('POST', open, asked({}))).toBe('FORBIDDEN');
    expect(await grid.refused('POST', open, asked({}, app.streetId))).toBe('GRID_UNKNOWN');
    expect(await grid.refused('POST', open, asked({ patrolOn: '2026-11-22' }))).toBe('DAY_PAST');
    expect((await patrol(grid, { patrolOn: '2026-11-23', purpose: 'CAMPAIGN' })).stageLabel).toBe('待巡查');
    expect(await (await app.as('wang')).refused('GET', `/api/procedures/${(await patrol(head)).id}`)).toBe(
      'NOT_FOUND',
    );
  });
});
