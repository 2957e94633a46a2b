import { AT_GRID } from './bench.ts';
import { atDesk, deskScene } from './desk.ts';

const SERVICE = 'https://tiles.example.test';
const CREDIT = '底图 © 示例测绘院 审图号 GS(2026)0001号';
/** One grey pixel: a tile is as large as the map draws it. */
const TILE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

atDesk('a tile service under the maps', () => {
  let orderId = '';
  const desk = deskScene(
    'tiles',
    async (scene) => {
      orderId = (await scene.file('东门有人占道经营', { classCode: AT_GRID })).orderId;
    },
    { YIHU_TILE_URL: `${SERVICE}/{z}/{x}/{y}.png`, YIHU_TILE_CREDIT: CREDIT },
  );

  it('is drawn with its credit; what it lacks leaves outlines and pins as they are; no other place is asked', async () => {
    const clerk = await desk.seat('desk-chen', { at: '/orders?view=OPEN' });
    const { page } = clerk;
    let missing = 0;
    await page.route(`${SERVICE}/**`, async (route) => {
      const [x = 0, y = 0] =
        new URL(route.request().url()).pathname.match(/\d+/g)?.slice(1).map(Number) ?? [];
      const isMissing = (x + y) % 2 === 1;
      missing += isMissing ? 1 : 0;
      await route.fulfill(isMissing ? { status: 404 } : { contentType: 'image/png', body: TILE });
    });
    await clerk.go(`/orders?view=OPEN&id=${orderId}`);
    const map = page.locator('.bench-map .desk-map');
    await map.locator('img.leaflet-tile-loaded').first().waitFor();
    await map.getByText(CREDIT).waitFor();
    await map.locator('.desk-map-grid').first().waitFor();
    await map.locator('.desk-map-pin').first().waitFor();
    expect(await map.locator('img.leaflet-tile-loaded').count()).toBeGreaterThan(0);
    expect(missing).toBeGreaterThan(0);
    await clerk.shot('tiles');
    // Another map goes on over the same service.
    await clerk.go('/file');
    await page.locator('.call-map .desk-map-grid').first().waitFor();
    await page.locator('.call-map').getByText(CREDIT).waitFor();
    const elsewhere = await page.evaluate(
      (url) =>
        new Promise<string>((done) => {
          const image = new Image();
          image.onload = () => done('drawn');
          image.onerror = () => done('refused');
          image.src = url;
        }),
      'https://elsewhere.example.test/1/1/1.png',
    );
    expect(elsewhere).toBe('refused');
    await clerk.leave(/404 \(Not Found\)|violates the following Content Security Policy/);
  });
});
