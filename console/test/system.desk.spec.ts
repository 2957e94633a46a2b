import type { DeskUnitsAnswer, StreetsAnswer } from '@yihu/shared';
import { atDesk, deskScene, type Seat } from './desk.ts';

atDesk('record, running and roster at the desk', () => {
  const desk = deskScene('system');

  const choose = async ({ page }: Seat, box: string, typed: string, option: string) => {
    await page.getByRole('combobox', { name: box, exact: true }).fill(typed);
    await page.locator('.ant-select-item-option', { hasText: option }).first().click();
  };

  const officeId = async () => {
    const { streets } = await desk.call<StreetsAnswer>('admin-sec', 'GET', '/api/streets');
    const at = `/api/desk/units?streetId=${streets[0]?.id}`;
    const { units } = await desk.call<DeskUnitsAnswer>('admin-sec', 'GET', at);
    return units.find(({ kind }) => kind === 'HOTLINE_OFFICE')?.id;
  };

  it('shows the record whole, and the running of the product', async () => {
    await desk.call('admin-sec', 'POST', '/api/admin/staff', {
      name: '何花',
      login: 'he.hua',
      roles: [{ role: 'CLERK', unitId: await officeId() }],
    });
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
