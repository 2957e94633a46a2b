import fs from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { codeAt, stepAt } from '../../server/src/modules/accounts/rules/totp.ts';
import { built } from './built.ts';
import { launchChromium, NO_CHROMIUM, PHONE } from './chromium.ts';
import { type Installation, install } from './installation.ts';

const ROOT = path.resolve(__dirname, '../..');
const MAIN = path.join(ROOT, 'server/dist/main.js');
const NO_SERVER =
  process.env.CI === 'true' || fs.existsSync(MAIN)
    ? ''
    : 'skipped: the server is not built (node scripts/build.mjs shared server)';
const WHY_NOT = NO_CHROMIUM || NO_SERVER;
const PASSWORD = '长风破浪会有时-直挂云帆';

function fromBase32(text: string): Buffer {
  const bits = [...text.replace(/\s/g, '')]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

(WHY_NOT ? describe.skip : describe)(`the first day in a browser ${WHY_NOT}`, () => {
  let server: Installation;
  let browser: Browser;
  let page: Page;
  const renewals: number[] = [];

  beforeAll(async () => {
    server = await install({ YIHU_STATIC_DIR: built('h5') });
    browser = await launchChromium();
    page = await (await browser.newContext(PHONE)).newPage();
    page.on('response', (answer) => {
      if (answer.url().endsWith('/api/session/refresh')) renewals.push(answer.status());
    });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const type = (id: string, text: string) => page.locator(`#${id} input`).fill(text);
  const tap = (id: string) => page.locator(`#${id}`).tap();
  const fact = async (name: string, nth = 0) => {
    const facts = page.locator('.yh-fact').filter({ hasText: name });
    return (await facts.locator('.yh-fact__value').nth(nth).textContent()) ?? '';
  };
  const kept = async () => {
    const raw = await page.evaluate(() => localStorage.getItem('yihu.session'));
    return JSON.parse(JSON.parse(raw ?? '{}').data) as { token: string; refreshToken: string };
  };

  let initialPassword = '';

  it('founds the street with the code the server printed', async () => {
    await page.goto(`${server.url}/#/resident/setup/index`);
    await type('setup-code', server.setupCode);
    await type('setup-name', '合肥市蜀山区南七街道');
    await type('setup-shortName', '南七街道');
    await type('setup-areaCode', '340104004');
    await type('setup-prefix', 'NQ');
    const admins = { system: ['鲁明', 'lu.ming'], security: ['韦安', 'wei.an'], audit: ['昌正', 'lu.ming'] };
    for (const [key, [name = '', login = '']] of Object.entries(admins)) {
      await type(`setup-${key}-name`, name);
      await type(`setup-${key}-login`, login);
    }
    await tap('setup-submit');
    await page.getByText('须由三个人分别担任:登录名有重复').waitFor();
    await type('setup-audit-login', 'chang.zheng');
    await tap('setup-submit');
    await page.getByText('合肥市蜀山区南七街道已建立').waitFor();
    initialPassword = await fact('初始密码', 1);
    await tap('setup-leave');
  });

  it('lets the security administrator set her password and authenticator, and in', async () => {
    await type('staff-login', 'wei.an');
    await type('staff-password', initialPassword);
    await tap('staff-sign-in');
    await type('new-password', PASSWORD);
    await type('new-password-again', PASSWORD);
    const seed = fromBase32(await fact('密钥'));
    await type('new-code', codeAt(seed, stepAt(Date.now())));
    await tap('complete-staff');
    await page.getByText('请记下恢复码').waitFor();
    await tap('codes-noted');
    await page.waitForFunction(() => localStorage.getItem('yihu.session') !== null);
    expect((await kept()).refreshToken).toMatch(/^[\w-]{43}$/);
  });

  it('renews a session that ran out without the person noticing', async () => {
    const before = await kept();
    const stale = 'x'.repeat(43);
    await page.evaluate((token) => {
      const session = JSON.parse(JSON.parse(localStorage.getItem('yihu.session') ?? '{}').data);
      localStorage.setItem('yihu.session', JSON.stringify({ data: JSON.stringify({ ...session, token }) }));
    }, stale);
    await page.goto(`${server.url}/#/resident/sign-in/index`);
    await page.reload();
    await page.getByText('(本机)').waitFor();
    const after = await kept();
    expect(renewals).toEqual([200]);
    expect(after.token).not.toBe(stale);
    expect(after.refreshToken).not.toBe(before.refreshToken);
    expect(await page.getByText('韦安').first().isVisible()).toBe(true);
  });
});
