import type { DeskUnitsAnswer, ServicePointsAnswer } from '@yihu/shared';
import { atDesk, deskScene } from './desk.ts';

atDesk('units and service points at the desk', () => {
  const desk = deskScene('units');

  it('a service point put on the map is read by everybody; a unit is renamed and ended', async () => {
    const admin = await desk.seat('admin-sys', { at: '/units' });
    const { page } = admin;
    const { streetId } = await desk.call<DeskUnitsAnswer>('admin-sys', 'GET', '/api/desk/units');
    const points = async () =>
      (await desk.call<ServicePointsAnswer>('li', 'GET', `/api/streets/${streetId}/points`)).points;
    await page.locator('.desk-map-grid').first().waitFor();
    await admin.press('n');
    await page.getByLabel('编号', { exact: true }).fill('NQ-FW-8');
    await page.getByLabel('名称', { exact: true }).fill('南七养老服务中心');
    await page.getByLabel('简称(最多 6 字)').fill('养老中心');
    await page.getByLabel('电话', { exact: true }).fill('0551-63009999');
    await page.getByLabel('地址').fill('望江西路 66 号');
    await page.getByLabel('开放时间').fill('工作日 9:00–17:00');
    await page.getByLabel('服务点和调解点').click();
    await page.locator('.desk-map-pin-self').waitFor();
    await admin.shot('new-point');
    expect(await admin.axe()).toEqual([]);
    await page.locator('#unit-save').click();
    await admin.sees('已新增「南七养老服务中心」');
    const made = (await points()).find(({ code }) => code === 'NQ-FW-8');
    expect(made).toMatchObject({
      address: '望江西路 66 号',
      hours: '工作日 9:00–17:00',
      phone: '0551-63009999',
    });
    expect(made?.at?.lat).toBeCloseTo(31.84, 1);

    await page.locator(`#unit-row-${made?.id}`).click();
    await page.getByLabel('名称', { exact: true }).fill('南七居家养老服务中心');
    await page.locator('#unit-save').click();
    await admin.sees('「南七居家养老服务中心」已保存');
    await admin.shot('point');
    await page.getByLabel('停用原因').fill('搬到社区');
    await page.getByRole('button', { name: '停用', exact: true }).click();
    await admin.sees('已停用');
    expect((await points()).some(({ code }) => code === 'NQ-FW-8')).toBe(false);
    await admin.leave();
  });

  it('looks right in the dark', async () => {
    const admin = await desk.seat('admin-sys', { at: '/units', dark: true, size: 'large' });
    await admin.page.locator('.desk-map-grid').first().waitFor();
    await admin.press('j', 'j', 'j');
    expect(await admin.axe()).toEqual([]);
    await admin.shot('dark');
    await admin.leave();
  });
});
