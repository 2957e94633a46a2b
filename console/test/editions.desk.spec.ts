import fs from 'node:fs';
import type { ModerationAnswer, StreetReport } from '@yihu/shared';
import type { Page } from 'playwright-core';
import { paragraphsOf, sheetOf } from '../../server/test/unzip.ts';
import { atDesk, deskScene } from './desk.ts';

/** What a button gives the browser to keep. */
async function taken(page: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
  const download = page.waitForEvent('download');
  await page.locator(button).click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: fs.readFileSync(await file.path()) };
}

atDesk('editions', () => {
  const desk = deskScene('editions', async (scene) => {
    for (let n = 1; n <= 3; n += 1) await scene.file(`东门第${n}个摊位占道`, { classCode: '010102' });
  });
  const reports = async () => {
    const { items } = await desk.call<{ items: StreetReport[] }>('sup-ye', 'GET', '/api/desk/reports');
    return Promise.all(
      items.map(({ id }) => desk.call<StreetReport>('sup-ye', 'GET', `/api/desk/reports/${id}`)),
    );
  };

  it('M96: a clerk words a report, a named person publishes it, and it is handed out as a paper and a workbook', async () => {
    const clerk = await desk.seat('desk-chen', { at: '/reports' });
    const { page } = clerk;
    await page.locator('#make-report').click();
    await clerk.sees(/共收到诉求 3 件/);
    // The clerk words it and may not publish it.
    expect(await page.locator('#publish').count()).toBe(0);
    await page.locator('#word-0').click();
    const box = page.locator('#wording-0');
    await box.fill('本周收到诉求 33 件。');
    await clerk.sees('「33 件」不是这份报告里的数字');
    expect(await page.locator('#wording-save-0').isDisabled()).toBe(true);
    await box.fill('本周收到诉求 3 件,都是摊位占道。');
    // Somebody else was faster: it is told who, and what was typed stays.
    const [report] = await reports();
    const body = { face: 'OFFICE', section: 0, text: '本周 3 件。', revision: 0 };
    await desk.call('desk-liu', 'POST', `/api/desk/reports/${report?.id}/texts`, body);
    await page.locator('#wording-save-0').click();
    await clerk.sees(/刘洋在 .* 改过「诉求量」/);
    await clerk.sees(/刘洋 .* 改为:本周 3 件。/);
    expect(await box.inputValue()).toBe('本周收到诉求 3 件,都是摊位占道。');
    expect(await clerk.axe()).toEqual([]);
    await clerk.shot('wording');
    await page.locator('#wording-save-0').click();
    await clerk.sees(/陈晓 .* 改过,共 2 次/);
    await page.getByText('公开版', { exact: true }).click();
    await clerk.sees('大家反映最多的事');
    expect(await page.locator('#report').getByText('丁香01网格').count()).toBe(0);
    await clerk.leave(/409/);

    const publisher = await desk.seat('sup-ye', { at: `/reports?id=${report?.id}` });
    const own = publisher.page;
    await publisher.sees('本周收到诉求 3 件,都是摊位占道。');
    await own.locator('#publish').click();
    await own.locator('#publish-yes').click();
    await publisher.sees(/第 1 版 · 叶青 .* 发布/);
    await publisher.sees('公开版审核中,居民还看不到');
    expect(await publisher.axe()).toEqual([]);
    await publisher.shot('published');
    const paper = await taken(own, '#take-docx');
    expect(paper.name).toMatch(/周快报 .*\.docx$/);
    const words = paragraphsOf(paper.bytes);
    expect(words).toContain('本周收到诉求 3 件,都是摊位占道。');
    expect(words[1]).toContain('已发布第 1 版');
    const book = await taken(own, '#take-xlsx');
    expect(sheetOf(book.bytes)[1]).toEqual({
      A: { type: 'text', value: '收到诉求' },
      B: { type: 'number', value: '3' },
      C: { type: 'text', value: '3 件' },
    });
    await publisher.leave();
  });

  it('M96: the desk looks at what the machine did not clear, and the edition says residents may read it', async () => {
    const clerk = await desk.seat('desk-chen', { at: '/moderation' });
    await clerk.sees(/收到多少诉求/);
    await clerk.shot('moderation');
    await clerk.press('a');
    await clerk.sees('没有待审看的内容');
    const { items } = await desk.call<ModerationAnswer>('desk-chen', 'GET', '/api/moderation');
    expect(items).toEqual([]);
    const [report] = await reports();
    await clerk.go(`/reports?id=${report?.id}&face=PUBLIC`);
    await clerk.sees('居民可以看');
    await clerk.leave();
  });

  it('M32: the list on the screen is handed out by its filter', async () => {
    const clerk = await desk.seat('desk-chen', { at: '/orders?view=OPEN', dark: true });
    await clerk.sees('全部在办');
    const { name, bytes } = await taken(clerk.page, '#export-orders');
    expect(name).toMatch(/^全部在办 .*\.xlsx$/);
    const [head, ...rows] = sheetOf(bytes);
    expect(head?.A).toEqual({ type: 'text', value: '工单编号' });
    expect(rows).toHaveLength(3);
    const [report] = await reports();
    await clerk.go(`/reports?id=${report?.id}&face=PUBLIC`);
    await clerk.sees('居民可以看');
    await clerk.shot('dark');
    expect(await clerk.axe()).toEqual([]);
    await clerk.leave();
  });
});
