import { approve, file, handle } from './main-job-steps.ts';
import { ELDER_NEEDS, type Reading, read } from './readable.ts';
import { type Build, inBrowser, scene } from './scene.ts';
import type { Screen } from './screens.ts';

/** Sizes of the elder view with the px of a page's own words. */
const SIZES = { large: 18, larger: 24, largest: 30 } as const;

inBrowser('长辈版 as a browser computes it, against the real server', () => {
  let orderNo = '';
  const on = scene('elder', {
    builds: ['h5', 'weapp'],
    prepare: async ({ phone, pictures }) => {
      const li = await phone('h5', 'li');
      await li.tap('#elder-switch');
      orderNo = await file(li, pictures.blocked, () => li.tap('#place-gps'));
      await li.close();
      await handle(await phone('h5', 'grid-zhang'), orderNo, pictures);
      await approve(await phone('h5', 'desk-chen'), orderNo);
    },
  });
  const { phone } = on;

  /** Back by the build's own way, until the home page's switch is in sight. */
  async function home(li: Screen, build: Build) {
    for (let i = 0; i < 3 && !(await li.at('#wx-tabs, .weui-tabbar').isVisible()); i += 1) {
      if (build === 'weapp') await li.tap('#wx-back');
      else await li.page.goBack();
      await li.page.waitForTimeout(400); // the page leaves by an animation
    }
    await li.tab('首页');
    await li.at('#elder-switch').waitFor();
  }

  /** Home, settings, form, order and questions, one after the other, each measured and kept as a picture. */
  async function walk(
    li: Screen,
    build: Build,
    name: string,
    needs = ELDER_NEEDS,
  ): Promise<Record<string, Reading>> {
    const pages: Record<string, Reading> = {};
    const look = async (page: string) => {
      await li.page.waitForTimeout(350);
      pages[page] = await read(li, needs);
      await li.shot(`${name}-${page}`);
    };
    await li.sees('正在办的');
    await look('home');
    await li.tap('#home-me');
    await li.at('#my-data').waitFor();
    await look('me');
    await home(li, build);
    await li.tap('#file-text');
    await li.at('#file-submit').waitFor();
    await look('file');
    await home(li, build);
    await li.tab('我的诉求');
    await li.at('#elder-switch').waitFor({ state: 'hidden' }); // the home page lists the same order
    await li.tapText(orderNo);
    await li.at('#do-rate').waitFor();
    await look('order');
    await li.tap('#do-rate');
    await li.at('#rate-submit').waitFor();
    await li.tap('#solved-NO');
    await look('rate');
    await home(li, build);
    return pages;
  }

  // Both builds are drawn from the same styles: every size on one, on the other the one that has least room.
  it.each([
    ['h5', ['large', 'larger', 'largest']],
    ['weapp', ['largest']],
  ] as const)('is large, wide and dark enough on %s: %j', async (build, sizes) => {
    const li = await phone(build, 'li');
    await li.sees('正在办的');
    expect((await read(li)).main).toBe(16);
    await li.tap('#elder-switch');
    const faults: string[] = [];
    for (const size of sizes) {
      const main = SIZES[size];
      await li.tap(`#elder-${size}`);
      for (const [page, reading] of Object.entries(await walk(li, build, size))) {
        faults.push(...reading.faults.map((fault) => `${size} ${page}: ${fault}`));
        expect(reading.main).toBe(main);
        expect(reading.largest).toBeGreaterThanOrEqual(main);
        expect(reading.texts).toBeGreaterThan(5);
        expect(reading.targets).toBeGreaterThan(1);
      }
    }
    expect(faults).toEqual([]);
    await li.close();
  });

  it.each([
    ['h5', []],
    ['weapp', ['large']],
  ] as const)('stands out from the dark as well on %s', async (build, sizes) => {
    const li = await phone(build, 'li', { dark: true });
    await li.sees('正在办的');
    const ground = await li.page.evaluate(
      () => getComputedStyle(document.querySelector('.yh-page') ?? document.body).backgroundColor,
    );
    expect(ground).toBe('rgb(16, 22, 31)');
    const ordinary = { font: 0, target: 44, line: 1.2, contrast: 4.5 };
    const faults: string[] = [];
    for (const [page, reading] of Object.entries(await walk(li, build, 'ordinary', ordinary))) {
      faults.push(...reading.faults.map((fault) => `${page}: ${fault}`));
    }
    for (const size of sizes) {
      await li.tap('#elder-switch');
      for (const [page, reading] of Object.entries(await walk(li, build, size))) {
        faults.push(...reading.faults.map((fault) => `${size} ${page}: ${fault}`));
      }
    }
    expect(faults).toEqual([]);
    await li.close();
  });

  it('is switched on the settings page too, two taps from the first', async () => {
    const li = await phone('h5', 'li');
    await li.tap('#home-me');
    await li.at('#my-data').waitFor();
    await li.tap('.yh-card #elder-switch');
    expect((await read(li)).main).toBe(18);
    await li.tap('.yh-card #elder-switch');
    expect((await read(li)).main).toBe(16);
    await li.close();
  });

  it('is remembered, and switched off again', async () => {
    const li = await phone('h5', 'li');
    await li.tap('#elder-switch');
    await li.tap('#elder-larger');
    await li.page.reload();
    await li.sees('正在办的');
    expect((await read(li)).main).toBe(24);
    expect(await li.at('#elder-larger').getAttribute('aria-checked')).toBe('true');
    await li.tap('#elder-switch');
    await li.page.reload();
    await li.sees('正在办的');
    expect((await read(li)).main).toBe(16);
    await li.close();
  });
});
