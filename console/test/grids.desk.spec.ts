import fs from 'node:fs';
import path from 'node:path';
import type { DeskGridsAnswer, OrderView, Position } from '@yihu/shared';
import { atDesk, deskScene, type Seat } from './desk.ts';

/** North of the demo street's grids: nobody's ground yet. */
const CORNERS: Position[] = [
  [117.2332, 31.8485],
  [117.2398, 31.8485],
  [117.2398, 31.8525],
  [117.2332, 31.8525],
];
const INSIDE = { lat: 31.8503, lng: 117.2365, datum: 'WGS84' } as const;

atDesk('grids at the desk', () => {
  const desk = deskScene('grids');
  const grids = () => desk.call<DeskGridsAnswer>('admin-sys', 'GET', '/api/desk/grids');

  /** Where on the screen a place is, told by two grids whose places are known. */
  async function onScreen({ page }: Seat, [lng, lat]: Position): Promise<{ x: number; y: number }> {
    const known = (await grids()).grids.flatMap(({ name, outline }) =>
      outline?.type === 'Polygon' ? [{ name, ring: outline.coordinates[0] ?? [] }] : [],
    );
    const boxes = await Promise.all(
      known.map(async ({ name, ring }) => {
        const box = await page.locator(`.desk-map-grid[aria-label="${name}"]`).first().boundingBox();
        return box === null ? [] : [{ box, ring }];
      }),
    );
    const corners = boxes.flat().flatMap(({ box, ring }) => {
      const [lngs, lats] = [ring.map(([x]) => x), ring.map(([, y]) => y)];
      return [
        { x: box.x, y: box.y, lng: Math.min(...lngs), lat: Math.max(...lats) },
        { x: box.x + box.width, y: box.y + box.height, lng: Math.max(...lngs), lat: Math.min(...lats) },
      ];
    });
    const by = (key: 'lng' | 'lat') => [...corners].sort((a, b) => a[key] - b[key]);
    const [west, east, south, north] = [by('lng')[0], by('lng').at(-1), by('lat')[0], by('lat').at(-1)];
    if (!west || !east || !south || !north) throw new Error('no grids on the screen');
    return {
      x: west.x + ((lng - west.lng) / (east.lng - west.lng)) * (east.x - west.x),
      y: north.y + ((north.lat - lat) / (north.lat - south.lat)) * (south.y - north.y),
    };
  }

  it('a grid drawn with the mouse takes the next order', async () => {
    const admin = await desk.seat('admin-sys', { at: '/grids', size: 'large' });
    const { page } = admin;
    await page.locator('.desk-map-grid').first().waitFor();
    await page.getByRole('button', { name: '缩小' }).click();
    await page.getByRole('button', { name: '缩小' }).click();
    await admin.shot('grids');
    expect(await admin.axe()).toEqual([]);
    await admin.press('n');
    await admin.sees('画新网格');
    for (const corner of [...CORNERS, ...CORNERS.slice(0, 1)]) {
      const { x, y } = await onScreen(admin, corner);
      await page.mouse.move(x, y, { steps: 4 });
      await page.mouse.click(x, y);
    }
    const text = await page.getByLabel('边界', { exact: true }).inputValue();
    expect(text.split('\n')).toHaveLength(4);
    await page.getByLabel('所属社区').click();
    await page.getByRole('option', { name: '丁香社区' }).waitFor({ state: 'attached' });
    await admin.press('Enter');
    await page.getByLabel('编号', { exact: true }).fill('NQ-DX-09');
    await page.getByLabel('名称', { exact: true }).fill('丁香新村网格');
    await page.getByLabel('简称(最多 6 字)').fill('丁香新村');
    await admin.shot('drawing');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await admin.sees('还没有安排人员');
    await admin.shot('plan');
    expect(await admin.axe()).toEqual([]);
    await page.getByRole('button', { name: '确认保存' }).click();
    await admin.sees('已画好');

    const { orderId } = await desk.file('新村门口路灯坏了', { point: INSIDE });
    const view = await desk.call<OrderView>('desk-chen', 'GET', `/api/orders/${orderId}`);
    expect(view.gridName).toBe('丁香新村');
    await admin.leave();
  });

  it('without a mouse: a line as text parts a grid, a crossing outline says where', async () => {
    const admin = await desk.seat('admin-sys', { at: '/grids', dark: true });
    const { page } = admin;
    const grid = (await grids()).grids.find(({ code }) => code === 'NQ-DX-09');
    await admin.go(`/grids?grid=${grid?.id}`);
    await page.getByRole('button', { name: /拆分/ }).waitFor();
    await admin.press('x');
    await page.getByLabel('分界线').fill('117.2365,31.84\n117.2365,31.86');
    await page.getByLabel('新网格的编号').fill('NQ-DX-10');
    await page.getByLabel('新网格的名称').fill('丁香新村东网格');
    await page.getByLabel('新网格的简称(最多 6 字)').fill('新村东');
    await admin.press('Control+Enter');
    await admin.sees('确认保存');
    await admin.shot('split-dark');
    await admin.press('Control+Enter');
    await admin.sees('已拆成 2 个网格');
    await admin.press('e');
    await page
      .getByLabel('边界', { exact: true })
      .fill('117.25,31.86\n117.252,31.862\n117.252,31.86\n117.25,31.862');
    await admin.press('Control+Enter');
    await admin.sees(/外环:自相交:第 1 段与第 3 段在 117\.251000,31\.861000 相碰/);
    await admin.shot('crossing-dark');
    expect(await admin.axe()).toEqual([]);
    await admin.leave(/400/);
  });

  it('a wrong file names feature, ring and reason, and writes nothing', async () => {
    const admin = await desk.seat('admin-sys', { at: '/grids' });
    const { page } = admin;
    const before = (await grids()).grids.length;
    const ring = [...CORNERS.map(([lng, lat]): Position => [lng, lat + 0.006])];
    const feature = (code: string, name: string, coordinates: unknown) => ({
      type: 'Feature',
      properties: { 编号: code, 名称: name, 社区: '丁香社区' },
      geometry: { type: 'Polygon', coordinates },
    });
    const good = feature('NQ-DX-21', '丁香北园网格', [[...ring, ring[0]]]);
    const file = (name: string, features: unknown[]) => {
      const at = path.join(desk.dir, name);
      fs.writeFileSync(at, JSON.stringify({ type: 'FeatureCollection', features }));
      return at;
    };
    await page.locator('.desk-map-grid').first().waitFor();
    await admin.press('i');
    const input = page.locator('input[type=file]');
    await input.setInputFiles(file('wrong.geojson', [good, feature('NQ-DX-22', '没闭合网格', [ring])]));
    await admin.sees('外环:没有闭合,最后一点须与第一点相同');
    await admin.shot('import-wrong');
    expect(await admin.axe()).toEqual([]);
    expect(await page.locator('#grid-import').isDisabled()).toBe(true);
    expect((await grids()).grids).toHaveLength(before);
    await input.setInputFiles(file('right.geojson', [good]));
    await admin.sees('新增 1');
    await page.getByRole('button', { name: '导入 1 个' }).click();
    await admin.sees('已导入 1 个网格');
    expect((await grids()).grids).toHaveLength(before + 1);
    await admin.leave();
  });
});
