import { answer, approve, file, handle, pickOnOutlines } from './main-job-steps.ts';
import { inBrowser, scene } from './scene.ts';
import type { Screen } from './screens.ts';
import { OUTSIDE } from './street.ts';

inBrowser('the main job in a browser, against the real server', () => {
  const on = scene('screens', { builds: ['h5', 'weapp'] });
  const { phone } = on;

  it('is done on H5: by GPS, from a photo to the last answer', async () => {
    const li = await phone('h5', 'li');
    const orderNo = await file(li, on.pictures.blocked, () => li.tap('#place-gps'));
    await li.shot('receipt');
    await handle(await phone('h5', 'grid-zhang'), orderNo, on.pictures);
    await approve(await phone('h5', 'desk-chen'), orderNo);
    await answer(li);
    await li.close();
  });

  it('is done on the WeChat build: by the outlines, from a photo to the last answer', async () => {
    const wang = await phone('weapp', 'wang');
    const orderNo = await file(wang, on.pictures.blocked, () => pickOnOutlines(wang, on.street.url));
    await wang.tap('#subscribe');
    await wang.sees('有进展会发微信服务通知给您');
    await wang.shot('receipt');
    // A photo is evidence of one order only.
    const { again: blocked, clearedAgain: cleared } = on.pictures;
    await handle(await phone('weapp', 'grid-zhang'), orderNo, { ...on.pictures, blocked, cleared });
    await approve(await phone('weapp', 'desk-chen'), orderNo);
    expect((await on.street.messages('wang', 1)).join()).toContain(orderNo);
    await answer(wang);
    await wang.close();
  });

  it.each([
    ['h5', 'resident/file/index?g=NQ-DX-01'],
    ['weapp', 'resident/file/index?scene=g%3DNQ-DX-01'],
  ] as const)('takes the place from a scanned sticker on %s', async (build, start) => {
    const li = await phone(build, 'li', { start });
    if (build === 'h5') {
      await li.tap('#go-sign-in');
      await li.signIn();
    }
    await li.sees('按网格编号');
    await li.sees(/丁香社区.*01网格/);
    await li.type('file-text', '楼道灯不亮');
    await li.tap('#file-submit');
    await li.sees('已收到您的反映');
    await li.close();
  });

  it('says 辖区外 to the resident and to the desk', async () => {
    const li = await phone('h5', 'li', { at: OUTSIDE });
    await li.tap('#file-text');
    await li.type('file-text', '路口井盖松了,车一过就响');
    await li.tap('#place-gps');
    await li.sees('不在合肥市蜀山区南七街道的网格内');
    await li.shot('outside');
    await li.tap('#file-submit');
    await li.sees('地点在辖区外');
    const orderNo = (await li.at('#receipt-no').textContent()) ?? '';
    await li.shot('outside-receipt');
    await li.close();
    const chen = await phone('h5', 'desk-chen');
    await chen.tap('#tab-TO_ACCEPT');
    await chen.tapText(orderNo);
    await chen.at('.staff-tags').getByText('辖区外').waitFor();
    await chen.shot('outside-order');
    await chen.close();
  });

  it('files 7,000 characters, and says how many are too many', async () => {
    const li = await phone('h5', 'li');
    const text = '夜里施工太吵。'.repeat(1000);
    await li.tap('#file-text');
    await li.type('file-text', `${text}吵`);
    await li.sees('多了 1 个字');
    await li.tap('#place-unsure');
    await li.tap('#file-submit');
    await li.sees(/最多.*7000/);
    await li.type('file-text', text);
    await li.tap('#file-submit');
    await li.tap('#receipt-progress');
    await li.tapText('看全文');
    const shown = (
      await li.page.getByText('夜里施工太吵').filter({ visible: true }).allTextContents()
    ).join();
    expect(shown.split('夜里施工太吵。').length - 1).toBeGreaterThanOrEqual(1000);
    expect(await li.page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
    await li.close();
  });

  it('keeps the draft through a session that ended', async () => {
    const li = await phone('h5', 'li');
    await li.tap('#file-text');
    await li.type('file-text', '广场舞音响一直放到十一点');
    await li.tap('#place-gps');
    await li.sees('按手机定位');
    await endSessionElsewhere(li);
    await li.tap('#file-submit');
    await li.tap('#go-sign-in');
    await li.signIn();
    expect(await li.field('file-text').inputValue()).toBe('广场舞音响一直放到十一点');
    await li.tap('#file-submit');
    await li.sees('已收到您的反映');
    await li.close(/401/);
  });

  /** What happens when the same person signs out on another device that shares the session. */
  async function endSessionElsewhere({ page }: Screen) {
    await page.evaluate(async () => {
      const kept = JSON.parse(localStorage.getItem('yihu.session') ?? '{}').data;
      const headers = { authorization: `Bearer ${JSON.parse(kept).token}` };
      await fetch('/api/session', { method: 'DELETE', headers });
    });
  }

  it('counts one draft once, although two tabs sent it', async () => {
    const li = await phone('h5', 'li');
    await li.tap('#file-text');
    await li.type('file-text', '小区门口的路灯坏了');
    await li.tap('#place-gps');
    await li.sees('按手机定位');
    const tab = await li.secondTab('resident/file/index');
    await tab.sees('没提交的内容');
    await li.tap('#file-submit');
    await li.sees('已收到您的反映');
    const orderNo = (await li.at('#receipt-no').textContent()) ?? '';
    await tab.type('file-text', '小区门口的路灯坏了,第三天了');
    await tab.tap('#file-submit');
    await tab.sees('这份草稿之前已提交过');
    expect(await tab.at('#receipt-no').textContent()).toBe(orderNo);
    await tab.shot('second-tab');
    await li.close();
  });
});
