import type { ClockPolicy, PolicyView } from '@yihu/shared';
import { atDesk, deskScene, type Seat } from './desk.ts';

atDesk('rules at the desk', () => {
  const desk = deskScene('policies');

  const choose = async ({ page }: Seat, box: string, typed: string, option: string) => {
    await page.getByRole('combobox', { name: box, exact: true }).fill(typed);
    await page.locator('.ant-select-item-option', { hasText: option }).first().click();
  };

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
    // Another page and back: what was written is still there.
    await fan.go('/duty');
    await fan.sees('夜间和节假日也要有人');
    await fan.go('/policies?kind=clock');
    await fan.sees('南七企业到场');
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
      // The tables are all drawn by one component: looked through where a page has something of its own.
      if (['calendar', 'limit'].includes(kind)) expect(await fan.axe()).toEqual([]);
      await fan.shot(`kind-${kind}`);
    }
    await fan.leave();
  });
});
