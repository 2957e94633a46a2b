import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { built } from './built.ts';
import { launchChromium, NO_CHROMIUM, PHONE } from './chromium.ts';
import { fakeServer, ME, refusal } from './fake-server.ts';
import { openWeappPage } from './runtime/browser-page.ts';

const run = NO_CHROMIUM ? describe.skip : describe;
if (NO_CHROMIUM) console.warn(NO_CHROMIUM);

run('the WeChat build in a browser page', () => {
  const out = path.join(os.tmpdir(), `yihu-weapp-page-${process.pid}`);
  let server: Awaited<ReturnType<typeof fakeServer>>;
  let browser: Browser;

  beforeAll(async () => {
    execFileSync(process.execPath, [path.join(__dirname, 'runtime/build-page.mjs'), built('weapp'), out]);
    server = await fakeServer(({ url }) =>
      url === '/api/session/wechat'
        ? { status: 200, body: { token: 'T', me: ME } }
        : { status: 404, body: refusal('NOT_FOUND', '没有找到') },
    );
    browser = await launchChromium();
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    server.close();
    fs.rmSync(out, { recursive: true });
  });

  it('signs in over real HTTP, goes to a page by a touch and back by the title bar', async () => {
    const page = await browser.newPage(PHONE);
    const answer = async (name: string) => (name === 'login' ? { code: 'CODE-B' } : null);
    await openWeappPage(page, { out, server: server.origin, answer });
    await page.getByText('拍照反映').waitFor();
    await page.waitForFunction(() => window.weapp.host.storage.has('yihu.session'));
    const signIn = server.seen.find(({ url }) => url === '/api/session/wechat');
    expect(JSON.parse(String(signIn?.body))).toEqual({ code: 'CODE-B' });
    await page.locator('#file-text').tap();
    await page.waitForFunction(() => window.weapp.path === 'resident/file/index');
    await page.locator('#wx-back').tap();
    await page.waitForFunction(() => window.weapp.path === 'resident/home/index');
    const button = await page.locator('#file-photo').boundingBox();
    expect(button?.height).toBeGreaterThanOrEqual(44);
    await page.close();
  });
});
