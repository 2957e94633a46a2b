import type { StreetReport } from '@yihu/shared';
import { atDesk, deskScene } from './desk.ts';

atDesk('reports', () => {
  const desk = deskScene('reports', async (scene) => {
    for (let n = 1; n <= 3; n += 1) await scene.file(`东门第${n}个摊位占道`, { classCode: '010102' });
  });

  it('are made when asked for, read, opened number by number, printed on A4', async () => {
    const leader = await desk.seat('lead-fan', { at: '/reports' });
    const { page } = leader;
    await leader.sees('还没有报告');
    await page.locator('#make-report').click();
    await leader.sees('南七街道12345热线周快报');
    await leader.sees(/共收到诉求 3 件/);
    await leader.shot('light');
    await page.locator('#report').getByRole('button', { name: '占道经营 3 件,看工单' }).click();
    await leader.sees('集中在哪里 占道经营 · 3 件');
    await page.keyboard.press('Escape');
    expect(await leader.axe()).toEqual([]);
    const { items } = await desk.call<{ items: StreetReport[] }>('lead-fan', 'GET', '/api/desk/reports');
    expect(items.map(({ kind, version }) => [kind, version])).toEqual([['WEEKLY_FLASH', 1]]);
    await page.setViewportSize({ width: 794, height: 1123 });
    await page.emulateMedia({ media: 'print' });
    await leader.shot('print');
    expect(await page.locator('#make-report').isVisible()).toBe(false);
    await leader.leave();
  });

  it('look right in the dark', async () => {
    const leader = await desk.seat('lead-fan', { at: '/reports', dark: true, size: 'large' });
    await leader.page.locator('#reports button').first().click();
    await leader.sees(/共收到诉求 3 件/);
    await leader.shot('dark');
    expect(await leader.axe()).toEqual([]);
    await leader.leave();
  });
});
