import type { DeskGridsAnswer, ServiceCard, StickersAnswer } from '@yihu/shared';
import { atDesk, deskScene, type Seat } from './desk.ts';

atDesk('print and hand out', () => {
  const desk = deskScene('print');
  const firstGrid = async () => {
    const { grids } = await desk.call<DeskGridsAnswer>('desk-chen', 'GET', '/api/desk/grids');
    const grid = grids.find(({ code }) => code === 'NQ-DX-01');
    if (grid === undefined) throw new Error('no grid NQ-DX-01');
    return grid;
  };
  /** How many A4 pages the printer would get, and what they look like. */
  const printed = async ({ page }: Seat, name: string) => {
    const pdf = await page.pdf({
      path: `${desk.dir}/${name}.pdf`,
      preferCSSPageSize: true,
      printBackground: true,
    });
    await page.emulateMedia({ media: 'print', colorScheme: 'light' });
    await page.screenshot({ path: `${desk.dir}/${name}.png`, fullPage: true });
    await page.emulateMedia({ media: null, colorScheme: null });
    return pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length ?? 0;
  };

  it('M36: a card with people and codes, a sheet on one page, eight codes on another', async () => {
    const grid = await firstGrid();
    const clerk = await desk.seat('desk-chen', { at: `/print?grid=${grid.id}&what=codes`, size: 'large' });
    const { page } = clerk;
    await page.getByLabel('贴在哪里').fill('丁香家园');
    await page.getByRole('button', { name: '制作一批' }).click();
    await clerk.sees('已做 8 张');
    await page.locator('.paper-sticker').nth(7).waitFor();
    expect(await clerk.axe()).toEqual([]);
    await clerk.shot('codes');
    expect(await printed(clerk, 'codes-print')).toBe(1);

    const code = await page.locator('.paper-code').first().screenshot();
    await page.getByRole('tab', { name: '服务卡' }).click();
    await page.getByLabel('网格长', { exact: true }).fill('何伟');
    await page.getByLabel('网格长电话').fill('0551-63001101');
    await page.getByLabel('社区书记', { exact: true }).fill('秦芳');
    await page.getByLabel('社区书记电话').fill('0551-63001100');
    await page.getByRole('button', { name: '加一位志愿者' }).click();
    await page.getByLabel('志愿者 1', { exact: true }).fill('老周');
    await page.getByLabel('备注(印在卡上)').fill('每周三上午在丁香党群服务站值班');
    await page
      .getByLabel('微信码', { exact: true })
      .setInputFiles({ name: 'wx.png', mimeType: 'image/png', buffer: code });
    await clerk.sees('已上传,保存后生效');
    expect(await page.locator('.print-file').first().isVisible()).toBe(false);
    await page.getByRole('button', { name: '保存服务卡' }).click();
    await clerk.sees('的服务卡已保存');
    await page.getByAltText('的加微信码').first().waitFor();
    expect(await clerk.axe()).toEqual([]);
    await clerk.shot('card');
    expect(await printed(clerk, 'card-print')).toBe(1);
    const card = await desk.call<ServiceCard>('li', 'GET', `/api/places/cards/${grid.id}`);
    expect([card.leader.phone, card.volunteers, card.wechatUrl === null]).toEqual([
      '0551-63001101',
      [{ name: '老周', phone: '' }],
      false,
    ]);

    await page.getByRole('tab', { name: '明白纸' }).click();
    await clerk.sees('诉求服务明白纸');
    await clerk.shot('sheet');
    expect(await printed(clerk, 'sheet-print')).toBe(1);
    await clerk.leave();
  });

  it('M36: scans are counted, a revoked batch opens nothing; on paper all is light in the dark', async () => {
    const grid = await firstGrid();
    const { items } = await desk.call<StickersAnswer>(
      'desk-chen',
      'GET',
      `/api/admin/stickers?gridId=${grid.id}`,
    );
    const [sticker] = items;
    const open = async () => (await fetch(`${desk.street.url}/api/places/stickers/${sticker?.id}`)).status;
    expect([await open(), await open()]).toEqual([200, 200]);
    const clerk = await desk.seat('desk-chen', { at: `/print?grid=${grid.id}&what=codes`, dark: true });
    const { page } = clerk;
    const row = page.locator('.print-batches tbody tr').first();
    await row.waitFor();
    expect(await row.locator('td').nth(2).textContent()).toBe('2');
    await clerk.shot('codes-dark');
    expect(await clerk.axe()).toEqual([]);
    await row.getByRole('button', { name: '作废' }).click();
    await page.locator('.ant-popconfirm').getByRole('button', { name: '作废' }).click();
    await clerk.sees('已作废 8 张');
    expect(await open()).toBe(404);
    await clerk.sees('没有可打印的码');
    await clerk.leave();
  });
});
