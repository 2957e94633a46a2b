import { atDesk, deskScene } from './desk.ts';

const [AT_GRID, AT_SECTION] = ['010102', '010201'];

atDesk('the dashboards', () => {
  const desk = deskScene('figures', async (scene) => {
    for (let n = 1; n <= 5; n += 1) await scene.file(`东门第${n}个摊位占道`, { classCode: AT_GRID });
    for (let n = 1; n <= 2; n += 1) await scene.file(`${n}号楼顶搭了阳光房`, { classCode: AT_SECTION });
    await scene.file('说不清是哪一类的事', { classCode: null });
  });

  it('tells volumes in words, picture and table, and opens each number to its orders', async () => {
    const leader = await desk.seat('lead-fan', { at: '/figures?by=class', size: 'large' });
    const { page } = leader;
    const volume = page.locator('#volume');
    await leader.sees(/共收到 8 件;环比 无可比数据;同比 无可比数据;最多的是城市管理,7 件/);
    await volume.locator('svg').waitFor();
    await volume.locator('.ant-segmented-item', { hasText: '表格' }).click();
    await volume.getByRole('button', { name: '城市管理 收到 7件,看工单' }).click();
    await leader.sees('城市管理 收到 · 7 件');
    expect(await page.locator('#behind-orders li').count()).toBe(7);
    await page.keyboard.press('Escape');
    await volume.getByLabel('看下一级').selectOption({ label: '城市管理' });
    await leader.sees(/最多的是市容环境,5 件/);
    await volume.locator('.ant-segmented-item', { hasText: '按时段' }).click();
    await volume.locator('tbody tr').nth(23).waitFor();
    await leader.leave();
  });

  it('a press on a bar opens its orders; rates, links, units and heat open theirs', async () => {
    const leader = await desk.seat('lead-fan', { at: '/figures?by=grid', size: 'large' });
    const { page } = leader;
    const bar = page.locator('#volume svg path[fill]:not([fill="none"])');
    await bar.first().waitFor();
    const box = await page.locator('#volume .desk-chart-canvas').boundingBox();
    if (box === null) throw new Error('no chart');
    await page.mouse.click(box.x + box.width / 2, box.y + box.height * 0.47);
    await leader.sees('丁香01网格 收到 · 8 件');
    await page.keyboard.press('Escape');
    await page
      .locator('#units')
      .getByRole('button', { name: /丁香01网格承办 5/ })
      .click();
    await leader.sees('丁香01网格 承办 · 5 件');
    await page.keyboard.press('Escape');
    await page
      .locator('#rates')
      .getByRole('button', { name: /办结率分母 5/ })
      .click();
    await leader.sees('办结率的分母 · 5 件');
    await page.keyboard.press('Escape');
    await page
      .locator('#repeats')
      .getByRole('button', { name: /占道经营 5 件/ })
      .click();
    await leader.sees('丁香01网格 占道经营 · 5 件');
    await page.keyboard.press('Escape');
    await page.locator('#heat .desk-map-grid').first().waitFor();
    await page.locator('#heat [role="slider"]').focus();
    await page.keyboard.press('ArrowLeft');
    await leader.sees(/各网格共 0 件/);
    expect(await leader.axe()).toEqual([]);
    await leader.leave();
  });

  it('M45 per_1000: each community with its repeats and for every thousand residents; every number opens, a community to its classes', async () => {
    const leader = await desk.seat('lead-fan', { at: '/figures', size: 'large' });
    const { page } = leader;
    await leader.sees(/全街道诉求 8 件.*越少越好;重复诉求率 62\.50%.*每千人 0\.19 件/);
    const table = page.locator('#pressure-table');
    await table.getByRole('button', { name: '丁香社区重复诉求 5,看工单' }).click();
    await leader.sees('丁香社区 重复诉求 · 5 件');
    await page.keyboard.press('Escape');
    await table.getByRole('button', { name: '看丁香社区的各类' }).click();
    await leader.sees('减量明细 · 按类别');
    await table.getByRole('button', { name: '城市管理诉求 7,看工单' }).click();
    await leader.sees('城市管理 诉求 · 7 件');
    await page.keyboard.press('Escape');
    await page.locator('#pressure').getByRole('button', { name: '全街道' }).click();
    await page.locator('#pressure .ant-segmented-item', { hasText: '表格' }).click();
    await page.getByRole('button', { name: '丁香社区 诉求 8件,看工单' }).waitFor();
    expect(await leader.axe()).toEqual([]);
    await leader.leave();
  });

  it.each([
    ['light-small', { size: 'small' }],
    ['dark-large', { size: 'large', dark: true }],
  ] as const)('can be read: %s', async (name, look) => {
    const leader = await desk.seat('lead-fan', { at: '/figures', ...look });
    const { page } = leader;
    await page.locator('#volume svg').waitFor();
    await page.locator('#links svg').waitFor();
    await page.locator('#heat .desk-map-grid').first().waitFor();
    await leader.shot(name);
    await page.locator('#rates').scrollIntoViewIfNeeded();
    await page.locator('#desk-main').evaluate((main) => main.scrollBy(0, 500));
    await leader.shot(`${name}-middle`);
    await page.locator('#desk-main').evaluate((main) => main.scrollBy(0, 5000));
    await leader.shot(`${name}-end`);
    expect(await leader.axe()).toEqual([]);
    await leader.leave();
  });
});
