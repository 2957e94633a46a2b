import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { weappDist } from './build-weapp.ts';
import { launchChromium, NO_CHROMIUM, PHONE } from './chromium.ts';
import { openWeappPage } from './runtime/browser-page.ts';

const ME = {
  personId: 'P1',
  name: '王秀兰',
  staff: false,
  roles: [],
  permissions: ['order:file'],
  street: null,
};
const out = path.join(os.tmpdir(), `yihu-weapp-page-${process.pid}`);
let server: http.Server;
let origin = '';
let browser: Browser;
const bodies: string[] = [];

const run = NO_CHROMIUM ? describe.skip : describe;
if (NO_CHROMIUM) console.warn(NO_CHROMIUM);

run('the WeChat build in a browser page', () => {
  beforeAll(async () => {
    execFileSync(process.execPath, [path.join(__dirname, 'runtime/build-page.mjs'), weappDist(), out]);
    server = http.createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      bodies.push(`${request.method} ${request.url} ${Buffer.concat(chunks).toString()}`);
      const known = request.url === '/api/session/wechat';
      response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(
          known
            ? { token: 'T', me: ME }
            : { error: { code: 'NOT_FOUND', message: '没有找到', requestId: 'r' } },
        ),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launchChromium();
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    server.close();
    fs.rmSync(out, { recursive: true });
  });

  it('signs in over real HTTP, goes to a page by a touch and back by the title bar', async () => {
    const page = await browser.newPage(PHONE);
    await openWeappPage(page, {
      out,
      server: origin,
      answer: async (name) => (name === 'login' ? { code: 'CODE-B' } : null),
    });
    await page.getByText('拍照反映').waitFor();
    await page.waitForFunction(() => window.weapp.host.storage.has('yihu.session'));
    expect(bodies).toContain('POST /api/session/wechat {"code":"CODE-B"}');
    await page.locator('#file-text').tap();
    await page.waitForFunction(() => window.weapp.path === 'resident/file/index');
    await page.locator('#wx-back').tap();
    await page.waitForFunction(() => window.weapp.path === 'resident/home/index');
    const button = await page.locator('#file-photo').boundingBox();
    expect(button?.height).toBeGreaterThanOrEqual(44);
    if (process.env.SHOTS) await page.screenshot({ path: path.join(process.env.SHOTS, 'weapp-home.png') });
    await page.close();
  });
});
