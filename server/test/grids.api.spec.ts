import type {
  DeskGrid,
  DeskGridsAnswer,
  GridHistoryAnswer,
  GridPlan,
  ImportAnswer,
  Outline,
  PlaceAnswer,
  Position,
  StickerAnswer,
  StickerBatchesAnswer,
  StickersAnswer,
} from '@yihu/shared';
import { DirectoryQuery } from '../src/modules/directory/directory.query';
import { DirectoryService } from '../src/modules/directory/directory.service';
import { Logger } from '../src/platform/logger';
import { file, IN_DX01, type Persona, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { orderAt } from './walk';

/** North of the demo street's grids: nobody's ground yet. */
const FREE = { west: 117.2332, south: 31.8485, east: 117.2398, north: 31.8525 };
const IN_FREE = { lat: 31.85, lng: 117.236, datum: 'WGS84' } as const;

function box({ west, south, east, north }: typeof FREE): Outline {
  const ring: Position[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [ring] };
}
const feature = (code: string, name: string, geometry: unknown, community = '丁香社区') => ({
  type: 'Feature',
  properties: { 编号: code, 名称: name, 社区: community },
  geometry,
});
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features });
const mapping = { code: '编号', name: '名称', community: '社区' };

describe.each(ENGINES)('grids on %s', (_, serverUrl) => {
  let app: TestApp;
  let admin: Persona;
  let community: string;
  beforeAll(async () => {
    app = await startApp(serverUrl, { env: { YIHU_DEMO_TENANTS: 'all' } });
    admin = await app.as('admin-sys');
    community = (await grid('NQ-DX-01')).community?.id ?? '';
  });
  afterAll(() => app.close());

  const list = (who = admin) => who.ok<DeskGridsAnswer>('GET', '/api/desk/grids');
  const grid = async (code: string): Promise<DeskGrid> => {
    const found = (await list()).grids.find((each) => each.code === code);
    if (found === undefined) throw new Error(`no grid ${code}`);
    return found;
  };
  const draw = (code: string, name: string, outline: unknown, more: Record<string, unknown> = {}) => ({
    ...{ code, name, shortName: name.slice(0, 6), communityId: community, outline },
    ...more,
  });
  const at = async (lat: number, lng: number) => {
    const place = await admin.ok<PlaceAnswer>('GET', `/api/places/locate?lat=${lat}&lng=${lng}&datum=WGS84`);
    return place.inside ? place.grid.code : null;
  };
  const problem = async (path: string, body: unknown) =>
    (
      await admin.call<{ error: { code: string; message: string; details: Record<string, unknown> } }>(
        'POST',
        path,
        body,
      )
    ).body.error;

  it('a drawn grid takes the next order; a dry run writes nothing', async () => {
    const before = await file(app, 'li', { point: IN_FREE });
    const tried = await admin.ok<GridPlan>(
      'POST',
      '/api/desk/grids',
      draw('NQ-DX-09', '丁香新村网格', box(FREE), { dryRun: true }),
    );
    expect([tried.done, tried.results[0]?.gridId, tried.overlaps]).toEqual([false, null, []]);
    expect(tried.results[0]?.areaM2).toBeGreaterThan(200_000);
    expect(await at(IN_FREE.lat, IN_FREE.lng)).toBeNull();

    const done = await admin.ok<GridPlan>(
      'POST',
      '/api/desk/grids',
      draw('NQ-DX-09', '丁香新村网格', box(FREE)),
    );
    expect(done.done).toBe(true);
    expect(await at(IN_FREE.lat, IN_FREE.lng)).toBe('NQ-DX-09');
    const after = await file(app, 'li', { point: IN_FREE });
    const desk = await app.as('desk-chen');
    expect((await desk.view(after.orderId)).gridName).toBe('丁香新村网格');
    expect((await desk.view(before.orderId)).gridName ?? '').not.toBe('丁香新村网格');
    // Its code answers like any other on a poster.
    expect(await admin.ok('GET', '/api/places/codes/nq-dx-09')).toMatchObject({
      grid: { name: '丁香新村网格' },
    });
  });

  it('names ring and reason of a wrong outline, with the point where it crosses itself', async () => {
    const cross: Outline = {
      type: 'Polygon',
      coordinates: [
        [
          [117.25, 31.86],
          [117.252, 31.862],
          [117.252, 31.86],
          [117.25, 31.862],
          [117.25, 31.86],
        ],
      ],
    };
    expect(await problem('/api/desk/grids', draw('NQ-DX-10', '交叉网格', cross))).toMatchObject({
      code: 'OUTLINE_INVALID',
      message: expect.stringContaining('外环:自相交:第 1 段与第 3 段在 117.251000,31.861000 相碰'),
      details: { fault: 'SELF_CROSSING', ring: '外环', feature: null, at: { lng: 117.251, lat: 31.861 } },
    });
    const swapped = {
      type: 'Polygon',
      coordinates: [(box(FREE).coordinates[0] as Position[]).map(([a, b]) => [b, a])],
    };
    expect((await problem('/api/desk/grids', draw('NQ-DX-10', '写反网格', swapped))).details.fault).toBe(
      'SWAPPED',
    );
    const far = box({ west: 116.1, south: 31.2, east: 116.2, north: 31.3 });
    expect(await problem('/api/desk/grids', draw('NQ-DX-10', '远方网格', far))).toMatchObject({
      code: 'OUTLINE_INVALID',
      details: { fault: 'OUTSIDE_STREET' },
    });
  });

  it('asks before grids overlap, saying with which and how much', async () => {
    const over = box({ ...FREE, west: FREE.west + 0.005, east: FREE.east + 0.005 });
    const body = draw('NQ-DX-11', '丁香重叠网格', over);
    const refused = await problem('/api/desk/grids', body);
    expect(refused.code).toBe('GRID_OVERLAP');
    expect(refused.message).toMatch(/「丁香新村网格」.*\d+ 平方米/);
    const plan = await admin.ok<GridPlan>('POST', '/api/desk/grids', { ...body, confirmOverlap: true });
    expect(plan.overlaps).toHaveLength(1);
    // On shared ground the smaller code wins, as ever.
    expect(await at(31.85, 117.239)).toBe('NQ-DX-09');
    const { version, id } = await grid('NQ-DX-11');
    await admin.ok('POST', `/api/desk/grids/${id}/retire`, { version, reason: '画错了' });
    expect((await list()).overlaps).toEqual([]);
  });

  it('parts a grid along a line: the larger piece keeps its number, the next order knows both', async () => {
    const { id, version, areaM2 } = await grid('NQ-DX-09');
    const line = [
      [117.238, 31.84],
      [117.238, 31.86],
    ];
    const parts = [{ code: 'NQ-DX-12', name: '丁香新村东网格', shortName: '新村东网格' }];
    const split = (more: Record<string, unknown>) => ({ version, line, parts, ...more });
    const path = `/api/desk/grids/${id}/split`;
    expect((await problem(path, split({ line: [line[0], [117.238, 31.85]] }))).code).toBe('GRID_NOT_PARTED');
    expect((await problem(path, split({ parts: [] }))).message).toContain('2 块');
    const tried = await admin.ok<GridPlan>('POST', path, split({ dryRun: true, parts: [] }));
    expect(tried.results.map(({ change }) => change)).toEqual(['SPLIT', 'SPLIT']);
    const done = await admin.ok<GridPlan>('POST', path, split({}));
    expect(Math.abs(done.results.reduce((sum, each) => sum + each.areaM2, 0) - areaM2)).toBeLessThan(5);
    expect([await at(31.85, 117.235), await at(31.85, 117.239)]).toEqual(['NQ-DX-09', 'NQ-DX-12']);
    expect(await admin.refused('POST', path, split({}))).toBe('UNIT_MOVED');
    const { rows } = await admin.ok<GridHistoryAnswer>('GET', `/api/desk/grids/${id}/history`);
    expect(rows.map(({ change, outlineVersion }) => [change, outlineVersion])).toEqual([
      ['SPLIT', 2],
      ['DRAWN', 1],
    ]);
  });

  it('joins grids: old orders keep their grid, are dispatched to the new one, and the next lands in it', async () => {
    const orderId = await orderAt(app, 'DISPATCHED');
    const [gone, into] = [await grid('NQ-DX-01'), await grid('NQ-DX-02')];
    expect(gone.openOrders).toBeGreaterThan(0);
    const body = { version: into.version, others: [{ id: gone.id, version: gone.version }] };
    const plan = await admin.ok<GridPlan>('POST', `/api/desk/grids/${into.id}/merge`, body);
    expect(plan.results.map(({ change }) => change)).toEqual(['MERGED', 'MERGED']);
    expect(plan.notes.join()).toMatch(new RegExp(`还有 \\d+ 件在办.*张敏转到「${into.name}」`));
    // Her roles went with the ground: nobody is left on a grid that has ended.
    expect((await grid('NQ-DX-01')).posts).toEqual([]);
    expect((await grid('NQ-DX-02')).posts.map(({ name }) => name)).toContain('张敏');
    expect(Math.abs((plan.results[0]?.areaM2 ?? 0) - gone.areaM2 - into.areaM2)).toBeLessThan(5);
    expect(await at(IN_DX01.lat, IN_DX01.lng)).toBe('NQ-DX-02');
    const desk = await app.as('desk-chen');
    expect((await desk.view(orderId)).gridName).toBe(gone.shortName);
    await desk.act(orderId, 'takeBack', { reason: '网格已合并' });
    const again = await desk.act(orderId, 'dispatch', { leadUnitId: into.id });
    expect([again.state, again.gridName]).toEqual(['DISPATCHED', gone.shortName]);
    const next = await file(app, 'li');
    expect((await desk.view(next.orderId)).gridName).toBe(into.shortName);
  });

  it('imports a file: what is new, changed, unchanged or wrong, all of it or nothing', async () => {
    const known = await grid('NQ-DX-03');
    const east = box({ west: 117.2265, south: 31.833, east: 117.2295, north: 31.836 });
    const open = { type: 'Polygon', coordinates: [(east.coordinates[0] as Position[]).slice(0, 4)] };
    const streetId = app.streetId;
    const good = collection(
      feature('NQ-DX-20', '丁香西园网格', east),
      feature('NQ-DX-03', known.name, known.outline),
      feature('NQ-DX-12', '丁香东苑网格', (await grid('NQ-DX-12')).outline),
    );
    const bad = collection(
      ...good.features,
      feature('NQ-DX-21', '没闭合网格', open),
      feature('', '无号', east),
      {
        type: 'Feature',
        properties: { 编号: 'NQ-DX-22', 名称: '无社区', 社区: '桃源社区' },
        geometry: east,
      },
    );
    const send = (geojson: unknown, dryRun: boolean) => ({ streetId, geojson, mapping, dryRun });
    const tried = await admin.ok<ImportAnswer>('POST', '/api/desk/grids/import', send(bad, true));
    expect(tried.rows.map(({ outcome }) => outcome)).toEqual([
      'NEW',
      'UNCHANGED',
      'CHANGED',
      'ERROR',
      'ERROR',
      'ERROR',
    ]);
    expect(tried.rows[3]?.problem).toMatchObject({ feature: 4, ring: '外环', fault: 'NOT_CLOSED' });
    expect(tried.rows[5]?.problem).toMatchObject({ reason: expect.stringContaining('桃源社区') });
    const refused = await problem('/api/desk/grids/import', send(bad, false));
    expect([refused.code, refused.message]).toEqual([
      'GRID_IMPORT',
      '没有导入:有 3 处错误。第 4 个网格「没闭合网格」的外环:没有闭合,最后一点须与第一点相同',
    ]);
    expect((await list()).grids.some(({ code }) => code === 'NQ-DX-20')).toBe(false);
    const done = await admin.ok<ImportAnswer>('POST', '/api/desk/grids/import', send(good, false));
    expect([done.done, (await grid('NQ-DX-12')).name, await at(31.8345, 117.228)]).toEqual([
      true,
      '丁香东苑网格',
      'NQ-DX-20',
    ]);
    for (const [geojson, reason] of [
      [{ type: 'Feature' }, 'FeatureCollection'],
      [collection(), '没有网格'],
      [{ ...good, crs: { properties: { name: 'EPSG:4490' } } }, 'WGS-84'],
    ] as const) {
      expect((await problem('/api/desk/grids/import', send(geojson, true))).message).toContain(reason);
    }
  });

  it('is seen by another process when it looks next, and shows ground that no grid holds', async () => {
    // As another server holds it: its own snapshot of the same database.
    const other = new DirectoryService(new DirectoryQuery(app.db), app.clock, app.app.get(Logger));
    await other.onModuleInit();
    const spot = { lat: 31.8345, lng: 117.228, datum: 'WGS84' } as const;
    expect(other.locate(spot)).toMatchObject({ inside: true, grid: { code: 'NQ-DX-20' } });
    const { id, version } = await grid('NQ-DX-20');
    const east = box({ west: 117.2262, south: 31.833, east: 117.2275, north: 31.836 });
    await admin.ok('POST', `/api/desk/grids/${id}/reshape`, { version, outline: east });
    expect(other.locate(spot).inside).toBe(true);
    await other.refresh();
    expect(other.locate(spot).inside).toBe(false);

    const { street } = await list();
    const whole = box({ west: 117.22, south: 31.83, east: 117.262, north: 31.855 });
    const redraw = { version: street.version, outline: whole };
    const path = `/api/desk/grids/${street.id}/reshape`;
    const plan = await admin.ok<GridPlan>('POST', path, { ...redraw, dryRun: true });
    expect(plan.gaps[0]?.m2).toBeGreaterThan(1_000_000);
    // From now on a grid has to lie in the street.
    await admin.ok('POST', path, redraw);
    const over = box({ west: 117.255, south: 31.85, east: 117.27, north: 31.854 });
    expect((await problem('/api/desk/grids', draw('NQ-DX-30', '越界网格', over))).message).toMatch(
      /外环:有 \d+ 平方米在本街道边界之外/,
    );
    expect((await list()).gaps.length).toBeGreaterThan(0);
  });

  it('leaves an audit row for each change, and lets nobody else change anything', async () => {
    const rows = await app.db.read<{ action: string }>(
      "SELECT DISTINCT action FROM audit WHERE action LIKE 'grid.%'",
    );
    expect(rows.map(({ action }) => action).sort()).toEqual([
      'grid.draw',
      'grid.import',
      'grid.merge',
      'grid.reshape',
      'grid.retire',
      'grid.split',
    ]);
    const { id, version } = await grid('NQ-DX-20');
    const retire = { version, reason: '试试' };
    expect(await (await app.as('desk-chen')).refused('POST', `/api/desk/grids/${id}/retire`, retire)).toBe(
      'FORBIDDEN',
    );
    expect(await (await app.as('by-admin-sys')).refused('POST', `/api/desk/grids/${id}/retire`, retire)).toBe(
      'GRID_UNKNOWN',
    );
    const stranger = await app.as('by-desk');
    expect(await stranger.refused('GET', `/api/desk/grids?streetId=${app.streetId}`)).toBe('NOT_FOUND');
    expect(await stranger.refused('GET', `/api/desk/grids/${id}/history`)).toBe('NOT_FOUND');
    const own = await list(stranger);
    expect(own.street.id).not.toBe(app.streetId);
    const desk = await list(await app.as('desk-chen'));
    expect([desk.canManage, desk.grids.length > 18]).toEqual([false, true]);
  });

  it('sends people where they are needed: to a new piece, on retirement, and later', async () => {
    const before = await grid('NQ-DX-02');
    const zhang = before.posts.find(({ name }) => name === '张敏')?.personId ?? '';
    const middle = before.outline?.coordinates.flat(2) as unknown as number[];
    const lngs = middle.filter((_, n) => n % 2 === 0);
    const cut = (Math.min(...lngs) + Math.max(...lngs)) / 2;
    const line = [
      [cut, 31.7],
      [cut, 31.95],
    ];
    const part = { code: 'NQ-DX-30', name: '丁香新分网格', shortName: '新分' };
    const split = (people: string[]) => ({
      ...{ version: before.version, line, parts: [{ ...part, people }] },
    });
    const path = `/api/desk/grids/${before.id}/split`;
    const stranger = (await app.as('lead-peng')).personId;
    expect((await problem(path, split([stranger]))).message).toContain('只能选原网格里的人');
    const plan = await admin.ok<GridPlan>('POST', path, split([zhang]));
    expect(plan.notes).toEqual(['张敏转到「丁香新分网格」,须重新登录']);
    const fresh = await grid('NQ-DX-30');
    expect(fresh.posts.map(({ name }) => name)).toEqual(['张敏']);
    expect((await grid('NQ-DX-02')).posts.map(({ name }) => name)).not.toContain('张敏');
    const end = { version: fresh.version, reason: '不再单设' };
    const retire = `/api/desk/grids/${fresh.id}/retire`;
    expect(await admin.refused('POST', retire, { ...end, peopleTo: fresh.id })).toBe('UNIT_UNKNOWN');
    // Nobody said where she goes: the plan asks, and she can be sent on afterwards.
    const asked = await admin.ok<GridPlan>('POST', retire, { ...end, dryRun: true });
    expect(asked.notes.join()).toContain('张敏仍在「丁香新分网格」');
    await admin.ok('POST', retire, end);
    expect((await grid('NQ-DX-30')).posts.map(({ name }) => name)).toEqual(['张敏']);
    const move = `/api/desk/grids/${fresh.id}/people`;
    const by = await app.as('by-admin-sys');
    expect(await by.refused('POST', move, { to: community })).toBe('GRID_UNKNOWN');
    expect(await admin.ok('POST', move, { to: before.id })).toEqual({ moved: ['张敏'] });
    expect((await grid('NQ-DX-30')).posts).toEqual([]);
  });

  it('keeps what hangs in a grid that has ended in sight, one by one', async () => {
    const ended = await grid('NQ-DX-20');
    const { items } = await admin.ok<StickersAnswer>('POST', '/api/admin/stickers', {
      ...{ gridId: ended.id, count: 2 },
    });
    const [one] = items;
    await admin.ok('POST', `/api/desk/grids/${ended.id}/retire`, { version: ended.version, reason: '试试' });
    expect(await admin.refused('GET', `/api/places/stickers/${one?.id}`)).toBe('STICKER_UNKNOWN');
    const hanging = await admin.ok<StickersAnswer>('GET', `/api/admin/stickers?gridId=${ended.id}`);
    expect(hanging.items).toHaveLength(2);
    const { items: batches } = await admin.ok<StickerBatchesAnswer>('GET', '/api/admin/stickers/batches');
    expect(batches.find(({ gridId }) => gridId === ended.id)?.count).toBe(2);
    const to = (await grid('NQ-DX-02')).id;
    await admin.ok('POST', `/api/admin/stickers/${one?.id}`, { gridId: to });
    const opened = await admin.ok<StickerAnswer>('GET', `/api/places/stickers/${one?.id}`);
    expect(opened.grid.id).toBe(to);
    expect(await admin.refused('POST', `/api/admin/stickers/${one?.id}`, { gridId: ended.id })).toBe(
      'GRID_UNKNOWN',
    );
  });
});
