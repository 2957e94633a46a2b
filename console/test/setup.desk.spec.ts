import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../miniprogram/test/chromium.ts';
import { type Installation, install } from '../../miniprogram/test/installation.ts';
import { atDesk, builtConsole, SIZES } from './desk.ts';

const PERSONS = [
  ['系统管理员', '鲁明', 'lu.ming'],
  ['安全管理员', '韦安', 'wei.an'],
  ['审计管理员', '昌正', 'chang.zheng'],
] as const;

atDesk('the first day at the desk', () => {
  let server: Installation;
  let browser: Browser;
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'yihu-desk-setup-'));
  beforeAll(async () => {
    [server, browser] = await Promise.all([install({ YIHU_CONSOLE_DIR: builtConsole() }), launchChromium()]);
    console.info(`pictures: ${dir}`);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('founds the street and its three administrators once, with the printed code', async () => {
    const context = await browser.newContext({
      viewport: SIZES.small,
      locale: 'zh-CN',
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(`${server.url}/desk/`);
    await page.getByLabel('安装码').fill(server.setupCode);
    await page.locator('#setup-next').click();
    await page.getByText('请填写全称').waitFor();
    await page.getByLabel('街道全称').fill('合肥市蜀山区南七街道');
    await page.getByLabel(/^简称/).fill('南七街道');
    await page.getByLabel(/^编码/).fill('340104004');
    await page.getByLabel(/^工单号前缀/).fill('NQ');
    await page.screenshot({ path: path.join(dir, 'street.png') });
    await page.locator('#setup-next').click();
    for (const [role, name, login] of PERSONS) {
      await page.getByLabel(`${role}姓名`).fill(name);
      // Twice the same login is refused before anything is sent.
      await page.getByLabel(`${role}登录名`).fill(role === '审计管理员' ? 'wei.an' : login);
    }
    await page.locator('#setup-submit').click();
    await page
      .getByText(/须是三个人$/)
      .first()
      .waitFor();
    await page.getByLabel('审计管理员登录名').fill('chang.zheng');
    await page.screenshot({ path: path.join(dir, 'persons.png') });
    await page.locator('#setup-submit').click();
    await page.getByText('下面的首次密码只显示这一次').waitFor();
    await page.screenshot({ path: path.join(dir, 'passwords.png') });
    const password = await page.locator('tr', { hasText: 'wei.an' }).locator('code').textContent();
    await page.locator('#setup-done').click();
    await page.getByLabel('登录名').fill('wei.an');
    await page.getByLabel('密码', { exact: true }).fill(password?.trim() ?? '');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByLabel('设置自己的密码').waitFor();
    const state = await (await fetch(`${server.url}/api/setup`)).json();
    expect(state).toEqual({ open: false });
    await context.close();
  });
});
