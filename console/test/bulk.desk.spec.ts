import { BULK_HOLD_SECONDS, type OrderView } from '@yihu/shared';
import { AT_GRID, AT_SECTION, act, Bench, REPLY } from './bench.ts';
import { atDesk, type DeskScene, deskScene, type Seat } from './desk.ts';

const COUNT = 6;

/** An order whose answer waits to be looked at. */
async function replied(scene: DeskScene): Promise<string> {
  const { orderId } = await scene.file('东门有人占道经营', { classCode: AT_GRID });
  await act(scene, 'grid-zhang', orderId, 'sign');
  await act(scene, 'grid-zhang', orderId, 'reply', { outcome: 'SOLVED', publicText: REPLY });
  return orderId;
}

atDesk('many orders at once, and several people at one', () => {
  const ids: string[] = [];
  let answered = '';
  const desk = deskScene('bulk', async (scene) => {
    for (let n = 1; n <= COUNT; n += 1) {
      const { orderId } = await scene.file(`${n}号楼顶有人搭建阳光房`, { classCode: AT_SECTION });
      ids.push(orderId);
    }
    answered = await replied(scene);
  });
  const order = (id: string) => desk.call<OrderView>('desk-chen', 'GET', `/api/orders/${id}`);
  const stateOf = async (id: string) => (await order(id)).state;

  /** Chooses all that are listed and asks to dispatch them to 城管科, as far as the dry run. */
  async function dryRun(clerk: Seat): Promise<void> {
    await clerk.press('Shift+X', 'b');
    await clerk.page.locator('#bulk-dispatch').press('Enter');
    await clerk.page.locator('#field-leadUnitId').fill('城管');
    await clerk.press('Enter', 'Control+Enter');
    await clerk.page.locator('#bulk-summary').waitFor();
  }

  it('says before which two are refused and why, and undoes the rest in time', async () => {
    const clerk = await desk.seat('desk-chen', { at: '/orders?view=TO_DISPATCH' });
    await new Bench(clerk).begins();
    await clerk.press('Shift+X');
    await clerk.sees(`已选 ${COUNT} 件`);
    await clerk.shot('chosen');
    const { suggestedUnit } = await order(ids[0] ?? '');
    for (const id of ids.slice(0, 2)) {
      await act(desk, 'desk-liu', id, 'dispatch', { leadUnitId: suggestedUnit?.unitId });
    }
    // Nobody reloads: they leave the list by themselves, and stay chosen.
    await clerk.page.locator(`#row-${ids[0]}`).waitFor({ state: 'detached' });
    await dryRun(clerk);
    expect(await clerk.page.locator('#bulk-summary').textContent()).toMatch(/^4 可办,2 不可/);
    await clerk.sees(/热线办 刘洋 已于 .* 派单/);
    await clerk.shot('dry-run');
    await clerk.page.locator('#bulk-send').press('Enter');
    await clerk.sees(/派单 4 件,\d+ 秒后执行/);
    await clerk.shot('held');
    await clerk.press('Control+z');
    await clerk.sees('派单:已撤销,4 件都没有改动');
    for (const id of ids.slice(2)) expect(await stateOf(id)).toBe('ACCEPTED');
    expect(await clerk.axe()).toEqual([]);
    await clerk.leave();
  });

  it('carries the rest out, shows meanwhile who else is there, and keeps what was begun', async () => {
    const clerk = await desk.seat('desk-chen', { at: '/orders?view=TO_DISPATCH', dark: true });
    await new Bench(clerk).begins();
    await dryRun(clerk);
    await clerk.page.locator('#bulk-send').press('Enter');
    await clerk.sees(/派单 4 件,\d+ 秒后执行/);
    // Between the dry run and the run somebody asks for one of them back.
    await act(desk, 'desk-liu', ids[2] ?? '', 'merge', { targets: [(await order(ids[3] ?? '')).orderNo] });

    await clerk.go(`/orders?view=TO_CHECK&id=${answered}`);
    const other = await desk.seat('desk-liu', { at: `/orders?view=TO_CHECK&id=${answered}` });
    await clerk.sees('热线办刘洋也在看');
    await other.sees('热线办陈晓也在看');
    await other.press('a');
    await other.page.locator('#field-publicText').waitFor();
    await clerk.sees('热线办刘洋正在填写');
    await clerk.shot('presence');

    const saved = other.page.waitForResponse(
      (answer) => answer.url().includes('/api/desk/drafts/') && answer.request().method() === 'POST',
    );
    await other.page.locator('#templates-publicText').click();
    await other.page.getByRole('menuitem', { name: /答复·已解决/ }).click();
    await other.sees(/还有 3 处空白要填/);
    await other.press('Control+Enter');
    await other.sees(/里还有空没有填/);
    await other.shot('blank');
    await saved;
    // Her session is ended elsewhere: she signs in again and finds what she had begun.
    const { sessions } = await desk.call<{ sessions: { id: string }[] }>('desk-liu', 'GET', '/api/sessions');
    for (const { id } of sessions)
      await desk.call('desk-liu', 'DELETE', `/api/sessions/${id}`).catch(() => null);
    await other.page.locator('#demo-desk-liu').click();
    await other.page.locator('#act-approve').waitFor();
    await other.press('a');
    await other.page.locator('#field-publicText').waitFor();
    expect(await other.page.locator('#field-publicText').inputValue()).toContain('丁香01网格已于____月');
    await other.leave(/40[01]/);

    // The half minute it is held passes for the server.
    desk.street.pass(BULK_HOLD_SECONDS * 1000);
    await clerk.sees('派单:3 件已办,1 件没有办成');
    await clerk.shot('done');
    expect(await clerk.axe()).toEqual([]);
    await clerk.leave();
    const [merged, ...rest] = ids.slice(2);
    expect(await stateOf(merged ?? '')).toBe('MERGED');
    for (const id of rest) expect(await stateOf(id)).toBe('DISPATCHED');
  }, 60_000);
});
