import { atDesk, deskScene } from './desk.ts';

const AT_GRID = '010102';

atDesk('服务质量', () => {
  const desk = deskScene('quality', async (scene) => {
    for (let n = 1; n <= 3; n += 1) await scene.file(`东门第${n}个流动摊贩占道经营`, { classCode: AT_GRID });
    await scene.file('三号楼楼顶有人违章搭建,楼顶加盖了一间', { classCode: null });
  });

  it('the desk reads class and unit proposed with how sure it is, and fills in calls', async () => {
    const bench = await desk.seat('desk-chen', { at: '/orders?view=TO_ACCEPT' });
    await bench.page.locator('[id^="row-"]').first().click();
    await bench.page.locator('#proposed-class').waitFor();
    await bench.sees(/建议分类 违章搭建/);
    await bench.sees(/把握 \d+% · 说到:违章搭建、楼顶加盖/);
    await bench.shot('proposed');
    await bench.page.getByRole('button', { name: '按建议分类' }).click();
    await bench.page.locator('#form-send').click();
    await bench.page.locator('#proposed-class').waitFor({ state: 'detached' });

    await bench.leave();

    const clerk = await desk.seat('desk-chen', { at: '/quality' });
    const { page } = clerk;
    await clerk.sees('未填报');
    await page.locator('#fill-calls').click();
    const day = await page.evaluate(() => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));
    await page.locator('#calls-text').fill(`${day},总机,40,39,390`);
    await clerk.sees('第 1 行:没有「总机」这条线路');
    await page.locator('#calls-text').fill(`${day},12345热线,40,39,390`);
    await page.locator('#calls-send').click();
    await clerk.sees('97.50%');
    await clerk.sees('10 秒');
    await clerk.leave();
  });

  it('aims, proposals and persons open to their orders; a person appeals against her own line', async () => {
    const leader = await desk.seat('lead-fan', { at: '/quality?tab=accuracy', size: 'large' });
    const { page } = leader;
    await page
      .locator('#proposed-unit')
      .getByRole('button', { name: /合计 采纳 3/ })
      .click();
    await leader.sees('承办单位 合计 采纳 · 3 件');
    await page.keyboard.press('Escape');
    await page.locator('#hot-list').waitFor();
    expect(await leader.axe()).toEqual([]);
    await leader.leave();

    const clerk = await desk.seat('desk-chen', { at: '/quality?tab=people' });
    await clerk.page.getByRole('button', { name: '对分类提出申诉' }).click();
    await clerk.sees(/写明哪几件不该算/);
    expect(await clerk.axe()).toEqual([]);
    await clerk.leave();
  });

  it.each([
    ['light', {}],
    ['dark', { dark: true }],
  ] as const)('can be read: %s', async (name, look) => {
    const leader = await desk.seat('lead-fan', { at: '/quality', size: 'small', ...look });
    const { page } = leader;
    await page.locator('#aim-done').waitFor();
    await leader.shot(`${name}-aims`);
    expect(await leader.axe()).toEqual([]);
    await page.getByRole('tab', { name: '派单准确率' }).click();
    await page.locator('#proposed-class').waitFor();
    await leader.shot(`${name}-accuracy`);
    await page.getByRole('tab', { name: '人员统计' }).click();
    await page.locator('#people-stats').waitFor();
    await leader.shot(`${name}-people`);
    expect(await leader.axe()).toEqual([]);
    await leader.leave();
  });
});
