// `node scripts/bench/first-paint.mjs http://127.0.0.1:3000` against `npm start` on a kept history: when a page first
// shows what it is for, with an empty cache and with a full one, on an office line and on a phone's.
import { withBrowser } from '../picture-browser.mjs';

const ROUNDS = 5;
/** Lines and machines people have: bytes a second, milliseconds of delay, how many times slower than this machine. */
const PLACES = {
  office: { bytes: 10e6 / 8, delay: 20, slower: 2, size: { width: 1366, height: 768 } },
  phone: { bytes: 1.6e6 / 8, delay: 150, slower: 4, size: { width: 375, height: 667 } },
};
/** @type {{ page: string, place: 'office' | 'phone', person: string | null, at: string, useful: string }[]} */
const PAGES = [
  { page: '工作台登录', place: 'office', person: null, at: '/desk/', useful: '#demo-desk-chen' },
  {
    page: '工作台列表',
    place: 'office',
    person: 'desk-chen',
    at: '/desk/#/orders?view=ALL_OPEN',
    useful: '.bench-row',
  },
  { page: '今日要情', place: 'office', person: 'lead-fan', at: '/desk/#/morning', useful: '#desk-main h2' },
  { page: '居民首页', place: 'phone', person: null, at: '/', useful: 'text=拍照反映' },
];

/** @param {any} context @param {typeof PAGES[number]} what @param {string} base */
async function once(context, what, base) {
  const { bytes, delay, slower } = PLACES[what.place];
  const page = await context.newPage();
  const line = await context.newCDPSession(page);
  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: delay,
    downloadThroughput: bytes,
    uploadThroughput: bytes,
  });
  await line.send('Emulation.setCPUThrottlingRate', { rate: slower });
  let received = 0;
  line.on('Network.loadingFinished', (/** @type {any} */ done) => {
    received += done.encodedDataLength;
  });
  const began = performance.now();
  await page.goto(base + what.at, { waitUntil: 'commit' });
  await page.locator(what.useful).first().waitFor();
  const useful = performance.now() - began;
  const paint = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  );
  await page.close();
  return { useful, paint, kb: received / 1024 };
}

/** A browser that is signed in but has nothing in its cache. @param {any} browser @param {typeof PAGES[number]} what
 * @param {string} base */
async function freshContext(browser, what, base) {
  const { size } = PLACES[what.place];
  const context = await browser.newContext({
    viewport: size,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  });
  if (what.person === null) return context;
  const page = await context.newPage();
  await page.goto(`${base}/desk/`);
  await page.locator(`#demo-${what.person}`).click();
  await page.locator('#desk-main').waitFor();
  const line = await context.newCDPSession(page);
  await line.send('Network.clearBrowserCache');
  await page.close();
  return context;
}

/** @param {number[]} values */
const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
/** @param {{ useful: number, paint: number, kb: number }[]} runs */
const told = (runs) =>
  [
    middle(runs.map((run) => run.paint)),
    middle(runs.map((run) => run.useful)),
    Math.max(...runs.map((run) => run.useful)),
    middle(runs.map((run) => run.kb)),
  ]
    .map((value) => Math.round(value))
    .join(' | ');

await withBrowser('node scripts/bench/first-paint.mjs http://127.0.0.1:3000', async (base, browser) => {
  console.log('| 页面 | 线路 | 缓存 | 首次绘制 ms | 有用内容 ms | 最慢 ms | 传输 KB |');
  console.log('| --- | --- | --- | ---: | ---: | ---: | ---: |');
  for (const what of PAGES) {
    const empty = [];
    const full = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const context = await freshContext(browser, what, base);
      empty.push(await once(context, what, base));
      full.push(await once(context, what, base));
      await context.close();
    }
    console.log(`| ${what.page} | ${what.place} | 空 | ${told(empty)} |`);
    console.log(`| ${what.page} | ${what.place} | 有 | ${told(full)} |`);
  }
});
