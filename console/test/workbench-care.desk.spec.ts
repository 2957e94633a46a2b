import type { OrderView } from '@yihu/shared';
import { drawPictures } from '../../miniprogram/test/pictures.ts';
import { AT_GRID, AT_SECTION, act, Bench, photo, REPLY, toVisit } from './bench.ts';
import { atDesk, deskScene } from './desk.ts';

/** Full-width digits, an emoji and the ends of lines of Windows, up to 7,000 characters as people count them. */
const HEAD = '一、\uFF11\uFF12\uFF13\uFF14\uFF15来电😀\r\n二、\uFF21\uFF22\r\n';
const PASTED = HEAD + '丁'.repeat(7000 - [...HEAD].length);

atDesk('the workbench with care', () => {
  const desk = deskScene('care', async (scene) => {
    for (let n = 1; n <= 8; n += 1) {
      await scene.file(`${n}号楼顶有人搭建阳光房,晚上还在施工,请来看看`, { classCode: AT_SECTION });
    }
    const { blocked } = await drawPictures(scene.dir);
    await scene.file('楼道里有人吵架,说不清是什么事', { photoIds: [await photo(scene, blocked)] });
    await toVisit(scene, '东门第1个摊位占道经营');
    const { orderId } = await scene.file('西门摊位占道经营,轮椅过不去', { classCode: AT_GRID });
    await act(scene, 'grid-zhang', orderId, 'sign');
    await act(scene, 'grid-zhang', orderId, 'reply', { outcome: 'SOLVED', publicText: REPLY });
  });

  it('says who did what while a form was open, keeps what was written, and offers what is possible now', async () => {
    const clerk = await desk.seat('desk-chen', { at: '/orders?view=TO_CHECK' });
    const bench = new Bench(clerk);
    await bench.begins();
    const id = bench.id ?? '';
    await clerk.press('r');
    await bench.form();
    await bench.page.keyboard.insertText('缺少清理后的照片,请补拍摊位全景');
    await act(desk, 'desk-liu', id, 'approve', { publicText: REPLY });
    await clerk.press('Control+Enter');
    await bench.page.locator('#changed-meanwhile').waitFor();
    await clerk.sees(/热线办 刘洋 已于 .* 审核通过答复,工单现在是「待回访」/);
    await clerk.sees('您填写时这件变了,现在是「待回访」');
    await clerk.shot('conflict');
    expect(await bench.page.locator('#field-reason').inputValue()).toBe('缺少清理后的照片,请补拍摊位全景');
    expect(await clerk.axe()).toEqual([]);
    // What she wrote goes into what can be done now.
    await bench.page.locator('#changed-meanwhile').getByRole('button', { name: '发回重办' }).press('Enter');
    await bench.form();
    expect(await bench.page.locator('#field-reason').inputValue()).toBe('缺少清理后的照片,请补拍摊位全景');
    expect((await desk.call<OrderView>('desk-chen', 'GET', `/api/orders/${id}`)).state).toBe('TO_VISIT');
    await clerk.leave(/409/);
  });

  it('takes a paste of 7,000 characters, says what is too long, and loses nothing of it', async () => {
    const clerk = await desk.seat('desk-chen', { at: '/orders?view=TO_DISPATCH' });
    const bench = new Bench(clerk);
    await bench.begins();
    await clerk.press('d');
    await bench.form();
    const note = bench.page.locator('#field-note');
    await note.focus();
    await bench.page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      const box = document.activeElement;
      box?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
      document.execCommand('insertText', false, text);
    }, PASTED);
    await clerk.press('Control+Enter');
    await clerk.sees(/最多 500 个字,现在 \d+ 个/);
    await clerk.shot('pasted');
    const shown = await note.inputValue();
    expect(shown).toContain('\uFF11\uFF12\uFF13\uFF14\uFF15来电😀\n二、\uFF21\uFF22\n');
    expect([...shown]).toHaveLength([...PASTED.replaceAll('\r\n', '\n')].length);
    // Letters pressed while the form is open are text.
    expect(new URL(bench.page.url()).hash).toContain('view=TO_DISPATCH');
    await clerk.press('Escape');
    await bench.page.locator('#form-send').waitFor({ state: 'detached' });
    await bench.page.waitForFunction(() => document.activeElement?.id.startsWith('row-'));
    await clerk.press('d');
    await bench.form();
    expect(await note.inputValue()).toBe(shown);
    await note.fill('请先与物业核对图纸,12号楼😀');
    await clerk.press('Control+Enter');
    await bench.page.locator('#form-send').waitFor({ state: 'detached' });
    await clerk.leave();
  });

  it.each([
    ['light', 'small'],
    ['dark', 'small'],
    ['light', 'large'],
    ['dark', 'large'],
  ] as const)('looks right and is reachable in %s at %s', async (theme, size) => {
    const clerk = await desk.seat('desk-chen', { at: '/orders?view=OPEN', dark: theme === 'dark', size });
    const bench = new Bench(clerk);
    await bench.begins();
    await bench.page.locator('.desk-map path').first().waitFor();
    if (size === 'small') expect(await clerk.axe()).toEqual([]);
    await clerk.shot(`${theme}-${size}`);
    const wide = await bench.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await clerk.leave();
  });

  it('finds, says that nothing is found, and goes back by Esc', async () => {
    const clerk = await desk.seat('desk-chen', { at: '/orders?view=OPEN' });
    const bench = new Bench(clerk);
    await bench.begins();
    await clerk.press('/');
    await bench.page.keyboard.insertText('吵架');
    // Enter that only ends a composition searches for nothing.
    await bench.page.evaluate(() =>
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, keyCode: 229, bubbles: true }),
      ),
    );
    expect(new URL(bench.page.url()).hash).not.toContain('q=');
    await clerk.press('Enter');
    await clerk.sees(/按.*文字.*查找/);
    expect(await bench.page.locator('.bench-row').count()).toBe(1);
    expect(await bench.focus()).toMatch(/^row-/);
    await clerk.press('Enter');
    await bench.opened();
    await clerk.press('i');
    await bench.page.getByRole('dialog').locator('img').waitFor();
    await clerk.shot('photo');
    await clerk.press('Escape');
    await bench.page.getByRole('dialog').waitFor({ state: 'detached' });
    await clerk.press('m');
    await bench.page.locator('.bench-choice').first().waitFor();
    expect(await clerk.axe()).toEqual([]);
    await clerk.press('Escape');
    await bench.page.locator('.bench-choice').first().waitFor({ state: 'detached' });
    // Kept under a name, and found again.
    await clerk.press('s');
    await bench.page.waitForFunction(
      () => document.activeElement?.getAttribute('aria-label') === '筛选的名称',
    );
    await bench.page.keyboard.insertText('吵架的事');
    await clerk.press('Enter');
    await bench.page.getByRole('button', { name: '吵架的事', exact: true }).waitFor();
    await clerk.shot('filters');
    await clerk.press('Escape');
    await bench.page.waitForFunction(() => document.activeElement?.id.startsWith('row-'));
    await clerk.press('w');
    await bench.page.getByRole('combobox', { name: '网格' }).waitFor();
    expect(await clerk.axe()).toEqual([]);
    await clerk.shot('conditions');
    await clerk.press('Escape');
    await bench.page.waitForFunction(() => document.activeElement?.id.startsWith('row-'));
    await clerk.press('/');
    await bench.page.keyboard.insertText('绝没有这样的事');
    await clerk.press('Enter');
    await clerk.sees('没有符合条件的工单');
    await clerk.shot('nothing');
    await clerk.press('Escape');
    expect(await bench.focus()).toBe('bench-list');
    await clerk.go('/orders?id=01M82MYV14S596NJ6SYPY0KW9W');
    await clerk.sees('没有这件工单');
    await clerk.leave(/404/);
  });

  it('shows how a due time was reckoned, a number for a reason, and remembers its widths', async () => {
    const clerk = await desk.seat('desk-chen', { at: '/orders?view=TO_VISIT' });
    const bench = new Bench(clerk);
    await bench.begins();
    await bench.page.locator('.bench-promises button').first().focus();
    await clerk.sees(/怎样算出来的/);
    await clerk.press('Escape', 'p');
    await bench.form();
    await bench.page.keyboard.insertText('回访诉求人');
    await clerk.press('Control+Enter');
    await clerk.sees('13800138000');

    const bar = bench.page.getByRole('separator', { name: '列表宽度' });
    const width = async () => (await bench.page.locator('#bench-list').boundingBox())?.width ?? 0;
    const before = await width();
    await bar.press('ArrowRight');
    await bar.press('ArrowRight');
    const wider = await width();
    expect(wider).toBeGreaterThan(before);
    await bench.page.reload();
    await bench.page.locator('.bench-row').first().waitFor();
    expect(Math.abs((await width()) - wider)).toBeLessThan(2);
    await clerk.leave();
  });

  it('says that there is no network, keeps what is shown, and goes on when it is back', async () => {
    const clerk = await desk.seat('desk-chen', { at: '/orders?view=TO_ACCEPT' });
    const bench = new Bench(clerk);
    await bench.begins();
    const { id } = bench;
    await bench.page.locator('#act-accept').waitFor();
    await bench.page.context().setOffline(true);
    await clerk.press('a');
    await bench.page.locator('.bench-acts').getByText('网络不通').waitFor();
    expect(bench.id).toBe(id);
    await clerk.press(']');
    await bench.page.locator('.bench-list').getByText('网络不通').waitFor();
    await bench.page.getByRole('button', { name: '再试一次' }).waitFor();
    await clerk.shot('offline');
    // By itself, as soon as there is one.
    await bench.page.context().setOffline(false);
    await clerk.sees('「语音待听写」里没有工单');
    await clerk.press('[');
    // The one in hand before, once the list is that list again.
    await bench.page.locator(`#row-${id}`).waitFor();
    await bench.begins();
    await clerk.press('a');
    await bench.goneOn(id);
    await clerk.leave(/ERR_INTERNET_DISCONNECTED/);
  });
});
