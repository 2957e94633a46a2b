import { atDesk, deskScene, type Seat } from './desk.ts';
import { codeAt } from './totp.ts';

const PASSWORD = 'mK7#pQ2z-Lian';

atDesk('administrators at the desk', () => {
  const desk = deskScene('admin');

  const choose = async ({ page }: Seat, box: string, typed: string, option: string) => {
    await page.getByRole('combobox', { name: box, exact: true }).fill(typed);
    await page.locator('.ant-select-item-option', { hasText: option }).first().click();
  };

  it('opens an account, and its owner signs in with a password and a code of her own', async () => {
    const security = await desk.seat('admin-sec', { at: '/people' });
    const { page } = security;
    await security.sees('建账号、定角色、停用和重置');
    expect(await security.axe()).toEqual([]);
    await security.shot('people');
    await security.press('n');
    await page.getByLabel('姓名', { exact: true }).fill('何花');
    await page.getByLabel('登录名', { exact: true }).fill('he.hua');
    await page.getByRole('button', { name: '加一个角色' }).click();
    await choose(security, '第 1 个角色', '坐席', '坐席');
    await choose(security, '坐席所在单位', '热线', '热线');
    await page.keyboard.press('Escape');
    await security.shot('new-staff');
    await page.locator('#staff-save').click();
    const first = (await page.locator('#first-password').textContent()) ?? '';
    await page.keyboard.press('Escape');
    await security.sees('等她首次登录');

    await page.getByRole('button', { name: /韦安/ }).click();
    await page.getByRole('menuitem', { name: '退出登录' }).click();
    await page.getByLabel('登录名').fill('he.hua');
    await page.getByLabel('密码').fill(first);
    await page.getByRole('button', { name: '登录' }).click();
    const asked = await page.getByText(/手动添加密钥/).textContent();
    const secret = asked?.split(/[::]/).at(-1)?.trim() ?? '';
    await page.getByLabel('设置自己的密码').fill(PASSWORD);
    await page.getByLabel('验证器显示的 6 位数字').fill(codeAt(secret, Date.now() + desk.street.clockShift));
    await page.getByRole('button', { name: '完成' }).click();
    await page.getByRole('button', { name: /已抄好/ }).click();
    await page.locator('#desk-main').waitFor();
    await page.getByRole('button', { name: /何花/ }).click();
    await page.getByRole('menuitem', { name: '我的账号' }).click();
    await security.sees('我在哪里登录着');
    await security.sees('这一处');
    expect(await security.axe()).toEqual([]);
    await security.shot('me');
    await security.leave();
  });

  it('shows each administrator her own part only', async () => {
    const system = await desk.seat('admin-sys', { at: '/people' });
    await system.sees('安排人员所在单位');
    expect(await system.page.locator('#add-staff').count()).toBe(0);
    await system.page.getByRole('button', { name: '张敏的操作' }).click();
    await system.page.getByRole('menuitem', { name: '换单位' }).click();
    await choose(system, '网格员所在单位', '丁香02', '丁香');
    await system.page.keyboard.press('Escape');
    await system.page.locator('#place-save').click();
    await system.page.locator('#place-save').waitFor({ state: 'detached' });
    await system.leave();
    const audit = await desk.seat('admin-audit', { at: '/people' });
    await audit.sees('只看;');
    expect(await audit.page.getByRole('button', { name: /的操作/ }).count()).toBe(0);
    await audit.leave();
  });
});
