import { atDesk, deskScene } from './desk.ts';

/** 违章搭建: accepted at once, 城管科 is proposed, a clerk dispatches. */
const AT_SECTION = '010201';

atDesk('the workbench', () => {
  const desk = deskScene('workbench', async ({ file }) => {
    for (let n = 1; n <= 3; n += 1) await file(`三号楼顶楼有人搭建阳光房,第${n}处,请来看看`, { classCode: AT_SECTION });
    for (let n = 1; n <= 3; n += 1) await file(`小区里的事情说不清楚,第${n}次来问`, { classCode: null });
  });

  it('shows list, order and history', async () => {
    const clerk = await desk.seat('desk-chen', { at: '/orders?view=TO_DISPATCH' });
    await clerk.page.locator('.bench-row').first().waitFor();
    await clerk.press('j');
    await clerk.shot('zero');
    await clerk.sees('经过');
    await clerk.page.locator('.bench-order').waitFor();
    await clerk.shot('first');
    expect(await clerk.axe()).toEqual([]);
    await clerk.leave();
  });
});
