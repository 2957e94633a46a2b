import type { Browser } from 'playwright-core';
import { built } from './built.ts';
import { launchChromium, NO_CHROMIUM, PHONE } from './chromium.ts';
import { fakeServer, ME, type Reply, refusal } from './fake-server.ts';

const run = NO_CHROMIUM ? describe.skip : describe;
if (NO_CHROMIUM) console.warn(NO_CHROMIUM);

run('the H5 build', () => {
  let server: Awaited<ReturnType<typeof fakeServer>>;
  let browser: Browser;
  let signIn: Reply;

  beforeAll(async () => {
    server = await fakeServer(
      ({ url, method }) =>
        url === '/api/session/demo' && method === 'POST'
          ? signIn
          : { status: 404, body: refusal('NOT_FOUND', '没有找到') },
      built('h5'),
    );
    browser = await launchChromium();
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  it('signs in by code; says what is wrong with a bad code and behind a sign-on page', async () => {
    const page = await browser.newPage(PHONE);
    await page.goto(`${server.origin}/#/resident/sign-in/index`);
    const code = page.locator('#sign-in-code input');
    await code.fill(' wang ');
    signIn = { status: 401, body: refusal('SIGN_IN_CODE_INVALID', '登录码不正确或已失效') };
    await page.locator('#sign-in').tap();
    await page.getByText('登录码不正确或已失效').waitFor();
    signIn = { status: 200, body: '<html>请先登录酒店无线网</html>' };
    await page.locator('#sign-in').tap();
    await page.getByText('网络被登录页或代理拦住了').waitFor();
    signIn = { status: 200, body: { token: 'T', me: ME } };
    await page.locator('#sign-in').tap();
    await page.locator('#file-photo').waitFor();
    expect(server.seen.map(({ body }) => String(body))).toContain('{"code":"wang"}');
    expect(await page.evaluate(() => localStorage.getItem('yihu.session'))).toContain(ME.name);
    await page.close();
  });

  it('has targets a thumb can hit and no sideways scrolling', async () => {
    const page = await browser.newPage(PHONE);
    await page.goto(server.origin);
    const box = await page.locator('#file-photo').boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(44);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.viewport.width);
    await page.close();
  });
});
