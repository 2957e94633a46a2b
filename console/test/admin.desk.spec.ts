import { createHmac } from 'node:crypto';
import type { ClockPolicy, PolicyView } from '@yihu/shared';
import { atDesk, deskScene, type Seat } from './desk.ts';

const PASSWORD = 'mK7#pQ2z-Lian';
const PERIOD_MS = 30_000;

/** The six digits an authenticator shows at a moment (RFC 6238, SHA-1). */
function codeAt(secret: string, ms: number): string {
  const bits = [...secret.replace(/\s/g, '')]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(ms / PERIOD_MS)));
  const hash = createHmac('sha1', key).update(step).digest();
  const at = (hash.at(-1) ?? 0) & 0xf;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

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

  it('writes a rule by its form, has it agreed to by another, and asks what it would have done', async () => {
    const fan = await desk.seat('lead-fan', { at: '/policies?kind=clock', size: 'large' });
    await fan.sees('每一步多久算按时');
    await fan.shot('policies');
    expect(await fan.axe()).toEqual([]);
    await fan.page.locator('#policy-edit').click();
    // Behind a preset that takes every order, another can never be used: said at once.
    await choose(fan, '预设(写在前的优先)', '1235', '1235(按工作日)');
    await fan.page.keyboard.press('Escape');
    await fan.sees(/有 \d+ 处不对/);
    await fan.sees(/永远不会用到/);
    await fan.shot('policy-faults');
    await fan.page.getByRole('combobox', { name: '预设(写在前的优先)' }).press('Backspace');
    await fan.page.getByRole('button', { name: '加一行' }).click();
    await fan.page.locator('#policy-name').fill('南七企业到场');
    await fan.page.locator('#policy-amount').fill('3');
    await fan.shot('policy-row');
    await fan.page.locator('#row-save').click();
    await fan.sees('检查通过');
    await fan.shot('policy-edit');
    expect(await fan.axe()).toEqual([]);
    await fan.page.getByRole('tab', { name: '上个月按新规则会怎样' }).click();
    await fan.page.locator('#simulate').click();
    await fan.page.locator('#simulated').waitFor();
    await fan.shot('simulated');
    await fan.page.locator('#policy-save').click();
    await fan.page.getByLabel(/为什么改/).fill('按市里通知加 1235');
    await fan.page.locator('#policy-save-now').click();
    await fan.sees('还没有生效:须由另一位有权限的人复核');
    const { versions } = await desk.call<{ versions: PolicyView[] }>(
      'lead-fan',
      'GET',
      '/api/policies/kinds/clock',
    );
    expect(versions[0]?.state).toBe('PENDING');
    await fan.page.locator('#policy-approve').click();
    await fan.page.getByRole('button', { name: '同意', exact: true }).click();
    await fan.sees(/同一个人|另一位|本人/);
    await fan.leave(/409|403|422|Failed to load/);

    const peng = await desk.seat('lead-peng', { at: '/policies?kind=clock', dark: true });
    await peng.sees('等第二人复核');
    await peng.page.getByRole('button', { name: '看这一版' }).click();
    await peng.shot('policy-pending-dark');
    await peng.page.locator('#policy-approve').click();
    await peng.page.getByRole('button', { name: '同意', exact: true }).click();
    await peng.sees('已复核');
    expect(await peng.axe()).toEqual([]);
    const { versions: agreed } = await desk.call<{ versions: PolicyView[] }>(
      'lead-fan',
      'GET',
      '/api/policies/kinds/clock',
    );
    expect([agreed[0]?.state, agreed[0]?.approverName]).toEqual(['IN_FORCE', '彭建国']);
    const saved = await desk.call<PolicyView>('lead-fan', 'GET', `/api/policies/versions/${agreed[0]?.id}`);
    expect((saved.body as ClockPolicy).rows?.map(({ name, amount }) => [name, amount])).toEqual([
      ['南七企业到场', 3],
    ]);
    await peng.leave();
  });

  it('opens each figure of another set of promises to its orders', async () => {
    await desk.file('东门井盖松动,骑车经过很危险', { classCode: '010401' });
    const day = '2026-11-23';
    const chen = await desk.seat('desk-chen', { at: `/simulate?presets=1235&from=${day}&to=${day}` });
    await chen.page.locator('#simulate').click();
    await chen.sees('共 1 件。');
    await chen.sees('按时率');
    expect(await chen.axe()).toEqual([]);
    await chen.shot('simulate');
    await chen.leave();
  });

  it('draws every kind of rule and the calendar, in the dark too', async () => {
    const fan = await desk.seat('lead-fan', { at: '/policies?kind=route', dark: true });
    await fan.sees('哪一类、在哪里的事派给谁');
    await fan.sees('咨询由热线办直接答复');
    await fan.shot('duty-list-dark');
    for (const kind of ['class', 'calendar', 'limit', 'trigger', 'template', 'procedure']) {
      await fan.go(`/policies?kind=${kind}`);
      await fan.page.locator(`a[aria-current="page"][href*="kind=${kind}"]`).waitFor();
      await fan.page.locator('.desk-kind .ant-tabs-content').waitFor();
      expect(await fan.axe()).toEqual([]);
      await fan.shot(`kind-${kind}`);
    }
    await fan.leave();
  });

  it('shows the record whole, and the running of the product', async () => {
    const audit = await desk.seat('admin-audit', { at: '/audit' });
    await audit.sees('新建账号');
    await audit.press('v');
    await audit.sees('核验通过');
    await audit.sees(/重算 \d+ 条/);
    expect(await audit.axe()).toEqual([]);
    await audit.shot('audit');
    await audit.leave();
    const system = await desk.seat('admin-sys', { at: '/system' });
    await system.sees('数据核对');
    expect(await system.axe()).toEqual([]);
    await system.shot('health');
    for (const tab of ['没发出的', '微信', '保存期限']) {
      await system.page.getByRole('tab', { name: tab }).click();
      await system.page.getByRole('tabpanel').locator('table').first().waitFor();
      expect(await system.axe()).toEqual([]);
      await system.shot(`system-${tab}`);
    }
    await system.leave();
  });

  it('plans the watch of a week by keyboard and shows what is left open', async () => {
    const fan = await desk.seat('lead-fan', { at: '/duty' });
    await fan.sees(/段没有人盯守/);
    await fan.press('n');
    await choose(fan, '谁', '陈晓', '陈晓');
    await fan.page.getByRole('checkbox', { name: /周三/ }).check();
    await fan.page.getByRole('checkbox', { name: /周四/ }).check();
    await fan.shot('duty-add');
    await fan.page.locator('#duty-save').click();
    await fan.sees('陈晓 08:30–17:30');
    expect(await fan.page.getByText('陈晓 08:30–17:30').count()).toBe(2);
    expect(await fan.axe()).toEqual([]);
    await fan.shot('duty');
    await fan.page
      .getByRole('button', { name: /撤掉 .*陈晓/ })
      .first()
      .click();
    await fan.page.getByRole('button', { name: '撤掉', exact: true }).click();
    await fan.sees('已撤');
    await fan.leave();
  });
});
