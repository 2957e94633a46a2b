// `node scripts/desk-screenshots.mjs http://127.0.0.1:3000` against `npm start` on a kept history
// (`node scripts/replay/main.ts --keep DIR`, then `YIHU_DATA_DIR=DIR npm start`): the README's pictures of the desk.
import { join } from 'node:path';
import { OUT, takePictures } from './picture-browser.mjs';

/** @type {{ name: string, person: string, at: string, dark?: boolean, size: [number, number], keys?: string[] }[]} */
const PICTURES = [
  {
    name: 'desk-workbench',
    person: 'desk-chen',
    at: '/orders?view=ALL_OPEN',
    size: [1366, 768],
    keys: ['j'],
  },
  { name: 'desk-file', person: 'desk-chen', at: '/file', size: [1366, 768] },
  { name: 'desk-morning', person: 'lead-fan', at: '/morning', dark: true, size: [1366, 768] },
  { name: 'desk-figures', person: 'lead-fan', at: '/figures', size: [1920, 1080] },
];
/** Charts and maps draw themselves after their figures are here. */
const DRAWN_MS = 3_000;

await takePictures('node scripts/desk-screenshots.mjs http://127.0.0.1:3000', async (base, browser) => {
  for (const { name, person, at, dark = false, size, keys = [] } of PICTURES) {
    const [width, height] = size;
    const context = await browser.newContext({
      viewport: { width, height },
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    await page.goto(`${base}/desk/#${at}`);
    await page.locator(`#demo-${person}`).click();
    await page.locator('#desk-main').waitFor();
    await page.waitForTimeout(DRAWN_MS);
    for (const key of keys) await page.keyboard.press(key);
    await page.waitForTimeout(DRAWN_MS);
    await page.screenshot({ path: join(OUT, `${name}.png`) });
    console.log(`${name}.png`);
    await context.close();
  }
});
