import type { ProcedureTaskLine } from '@yihu/shared';
import { newKey } from '@yihu/shared';
import { atDesk, deskScene } from './desk.ts';

const AT_GRID = '010102';

atDesk("a leader's morning", () => {
  const desk = deskScene('morning', async (scene) => {
    for (let n = 1; n <= 4; n += 1) await scene.file(`东门第${n}个摊位占了人行道`, { classCode: AT_GRID });
  });
  const tasks = async (person: string) =>
    (await desk.call<{ items: ProcedureTaskLine[] }>(person, 'GET', '/api/procedures/inbox')).items.filter(
      ({ kind }) => kind === 'directive' || kind === 'charge',
    );

  it('opens a figure to its orders, writes an instruction, which is a task of the person named', async () => {
    const leader = await desk.seat('lead-fan', { at: '/morning' });
    const { page } = leader;
    await leader.sees('今日要情');
    const hot = page.locator('#morning-figures button', { hasText: '热点' });
    await hot.waitFor();
    expect(await hot.textContent()).toContain('4');
    await hot.click();
    await page.locator('#behind-orders li').nth(3).waitFor();
    await leader.shot('behind');
    expect(await leader.axe()).toEqual([]);
    await page.locator('#behind-orders a').first().click();
    await page.waitForURL(/orders\?.*id=/);
    await page.goBack();
    await page.locator('#behind-orders li').first().waitFor();
    await page.keyboard.press('Escape');
    await page
      .locator('.morning-line', { hasText: '占道经营' })
      .getByRole('button', { name: '批示' })
      .click();
    const words = page.locator('#instruct-words');
    expect(await words.inputValue()).toContain('占道经营 4 件');
    await words.fill('四个摊位今天一起劝离,明早报我');
    await page.locator('#instruct-person').click();
    await page.locator('.ant-select-dropdown').getByText(/^张敏/).click();
    await leader.shot('instruction');
    await page.locator('#instruct-send').click();
    await leader.sees(/已交给丁香01网格,/);
    expect(await tasks('grid-zhang')).toMatchObject([{ taskLabel: '落实批示', unitName: '丁香01网格' }]);
    await leader.leave();
  });

  it('shows what was reported until the leader has read it', async () => {
    const [task] = await tasks('grid-zhang');
    const at = `/api/procedures/${task?.procedureId}/steps/answer`;
    const fields = { answer: '四个摊位都已劝离,约好早市去疏导点' };
    await desk.call('grid-zhang', 'POST', at, { commandId: newKey(), version: 1, fields });
    const leader = await desk.seat('lead-fan', { at: '/morning' });
    await leader.sees('四个摊位都已劝离');
    await leader.page.locator('#awaiting').getByRole('button', { name: '已阅' }).click();
    await leader.sees('没有等您看的');
    expect(await tasks('lead-fan')).toEqual([]);
    await leader.leave();
  });

  it.each([
    ['light-small', { size: 'small' }],
    ['dark-large', { size: 'large', dark: true }],
  ] as const)('can be read: %s', async (name, look) => {
    const leader = await desk.seat('lead-fan', { at: '/morning', ...look });
    await leader.page.locator('#morning-figures button').first().waitFor();
    await leader.page.locator('#instruction').waitFor();
    await leader.sees('没有等您看的');
    await leader.shot(name);
    expect(await leader.axe()).toEqual([]);
    await leader.leave();
  });

  it('fits a telephone and a sheet of A4', async () => {
    const leader = await desk.seat('lead-fan', { at: '/morning' });
    const { page } = leader;
    await page.locator('#morning-figures button').first().waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await leader.sees('没有等您看的');
    await leader.shot('phone');
    const wide = await page.locator('#desk-main').evaluate((main) => main.scrollWidth - main.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 794, height: 1123 });
    await page.emulateMedia({ media: 'print' });
    await leader.shot('print');
    expect(await page.locator('#instruct-send').isVisible()).toBe(false);
    expect(await page.locator('.desk-sider').isVisible()).toBe(false);
    await leader.leave();
  });
});
