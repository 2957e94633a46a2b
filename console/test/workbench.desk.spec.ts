import type { OrderView } from '@yihu/shared';
import { AT_SECTION, Bench, openRun, toVisit } from './bench.ts';
import { atDesk, deskScene } from './desk.ts';

const [TO_ACCEPT, TO_DISPATCH, TO_VISIT] = [20, 20, 5];

atDesk("a clerk's morning without a mouse", () => {
  const sections: string[] = [];
  const desk = deskScene('workbench', async (scene) => {
    for (let n = 1; n <= TO_ACCEPT; n += 1) await scene.file(`想问一件说不清的事,第${n}件`);
    for (let n = 1; n <= TO_DISPATCH; n += 1) {
      const { orderId } = await scene.file(`${n}号楼顶有人搭建阳光房,请来看看`, { classCode: AT_SECTION });
      sections.push(orderId);
    }
    for (let n = 1; n <= TO_VISIT; n += 1) await toVisit(scene, `东门第${n}个摊位占道经营`);
  });
  const stateOf = async (id: string) =>
    (await desk.call<OrderView>('desk-chen', 'GET', `/api/orders/${id}`)).state;

  it('accepts 20, dispatches 20 to the unit proposed, judges a return, calls back 5', async () => {
    const clerk = await desk.seat('desk-chen', { at: '/orders?view=TO_ACCEPT' });
    const bench = new Bench(clerk);
    await bench.begins();
    for (let n = 0; n < TO_ACCEPT; n += 1) {
      const { id } = bench;
      await bench.page.locator('#act-accept').waitFor();
      await clerk.press('a');
      await bench.goneOn(id);
      if (n < TO_ACCEPT - 1) {
        await bench.opened();
        expect(await bench.focus()).toBe(`row-${bench.id}`);
      }
    }
    await clerk.sees('「待受理」里没有工单');
    await clerk.press(']', ']');
    await bench.begins();
    for (let n = 0; n < TO_DISPATCH; ) {
      const { id } = bench;
      if (!(await bench.offers('派单'))) {
        await clerk.press('j');
        await bench.opened();
        continue;
      }
      await clerk.press('d');
      await bench.form();
      if (n === 0) await clerk.shot('dispatch');
      await clerk.press('Control+Enter');
      await bench.goneOn(id);
      await bench.opened();
      n += 1;
    }
    for (const id of sections) expect(await stateOf(id)).toBe('DISPATCHED');

    // 城管科 gives one back meanwhile.
    const returned = sections[0] ?? '';
    await openRun(desk, 'sec-cg', returned, 'return', {
      reasonCode: 'RIGHTS',
      ground: '该处属于物业管理范围,应由小区物业处理',
    });
    await clerk.go('/orders?view=RETURNS');
    await bench.begins();
    expect(bench.id).toBe(returned);
    await bench.page.locator('.bench-acts').getByRole('button', { name: '不同意' }).waitFor();
    await clerk.press('r', '2');
    await bench.form();
    await bench.page.keyboard.insertText('经核对属于综合执法职责,请继续办理');
    await clerk.shot('return');
    await clerk.press('Control+Enter');
    await bench.goneOn(returned);

    await clerk.go('/orders?view=TO_VISIT');
    await bench.begins();
    for (let n = 0; n < TO_VISIT; n += 1) {
      const { id } = bench;
      await bench.page.locator('.bench-acts').getByRole('button', { name: '登记回访' }).waitFor();
      await clerk.press('v', '1');
      await bench.form();
      // By telephone; contacted, solved, both satisfied; then what follows.
      await clerk.press('Space', 'Tab', 'Space', 'Tab', 'Space', 'Tab', 'Space', 'Tab', 'Space');
      await clerk.press('Tab', 'Space', 'Tab', 'Space');
      if (n === 0) await clerk.shot('visit');
      await clerk.press('Control+Enter');
      await bench.goneOn(id);
      if (id !== null) expect(await stateOf(id)).toBe('CLOSED');
    }
    await clerk.leave();
  }, 150_000);
});
