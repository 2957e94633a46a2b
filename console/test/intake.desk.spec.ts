import fs from 'node:fs';
import { newKey, type OrderView, type Receipt } from '@yihu/shared';
import { IN_DX01 } from '../../miniprogram/test/street.ts';
import { workbook } from '../../server/test/workbook.ts';
import { atDesk, type DeskScene, deskScene } from './desk.ts';
import { Keyboard } from './keyboard.ts';

/** A whole call with what a clerk thinks, types and reads out. */
const BUDGET_MS = 60_000;
const REPLY = '丁香01网格已于11月23日上午劝离占道摊位3处,并约定每日17时巡查。';
/** As it comes out of another system: full-width, with blanks. */
const PASTED = '１３８ ００１３ ８０００';

async function act(desk: DeskScene, person: string, id: string, action: string, fields = {}) {
  const { version } = await desk.call<OrderView>(person, 'GET', `/api/orders/${id}`);
  const body = { commandId: newKey(), version, fields };
  await desk.call(person, 'POST', `/api/orders/${id}/actions/${action}`, body);
}

/** Handed down by the city with a number of twenty digits, and answered. */
async function answered(desk: DeskScene): Promise<void> {
  const { streets } = await desk.call<{ streets: { id: string }[] }>('desk-chen', 'GET', '/api/streets');
  const { orderId } = await desk.call<Receipt>('desk-chen', 'POST', '/api/orders/for-caller', {
    ...{ draftId: newKey(), streetId: streets[0]?.id, text: '东门占道摆摊', photoIds: [], point: IN_DX01 },
    ...{
      gridCode: null,
      address: '东门',
      classCode: '010102',
      requestType: 'COMPLAINT',
      partyKind: 'PERSON',
    },
    ...{ companyName: '', confidentiality: 'SURNAME', contactName: '', contactPhone: '' },
    ...{ channel: 'HOTLINE_12345', upperSystem: 'CITY_12345', upperNo: '00000000000000000042' },
  });
  await act(desk, 'grid-zhang', orderId, 'sign');
  await act(desk, 'grid-zhang', orderId, 'reply', { outcome: 'SOLVED', publicText: REPLY });
  await act(desk, 'desk-liu', orderId, 'approve', { publicText: REPLY });
}

async function before(desk: DeskScene): Promise<void> {
  await answered(desk);
  await desk.file('3号楼门口占道摆摊,天天堵路', { classCode: '010102', address: '丁香家园东门' });
}

atDesk('taking calls in', () => {
  const desk = deskScene('intake', before);

  it('is done in a minute of the clerk’s time, by keys alone', async () => {
    const clerk = await desk.seat('desk-chen');
    await clerk.press('g', 'n');
    await clerk.page.locator('#call-phone').waitFor();
    const hand = new Keyboard(clerk);
    await hand.type('13800011111');
    await hand.press('Tab');
    await hand.type('王先生');
    await hand.press('Tab');
    await hand.type('2号楼门口路灯不亮,晚上看不见路');
    await hand.press('Tab');
    await hand.type('丁香');
    await clerk.page.locator('.ant-select-item-option').first().waitFor();
    await hand.press('ArrowDown', 'Enter');
    await clerk.page.locator('.ant-select-dropdown').waitFor({ state: 'hidden' });
    await hand.press('Tab', 'Tab', 'Enter');
    await clerk.shot('typed');
    await hand.press('Control+Enter');
    await clerk.page.locator('#receipt-no').waitFor();
    const orderNo = await hand.read('#receipt-no');
    await hand.read('#receipt-next');
    console.info(`a call: ${(hand.modelled / 1000).toFixed(1)} s modelled, ${JSON.stringify(hand.effort)}`);
    expect(hand.modelled).toBeLessThanOrEqual(BUDGET_MS);
    await clerk.shot('receipt');
    expect(await clerk.axe()).toEqual([]);
    const { items } = await desk.call<{ items: OrderView[] }>(
      'desk-chen',
      'GET',
      '/api/desk/orders?q=13800011111',
    );
    expect(
      items.map(({ orderNo: no, placeLabel, title }) => [no, placeLabel.includes('丁香'), title]),
    ).toEqual([[orderNo, true, '路灯不亮']]);
    await clerk.press('n');
    await clerk.page.locator('#call-phone').waitFor();
    expect(await clerk.page.locator('#call-text').inputValue()).toBe('');
    await clerk.leave();
  });

  it('knows the caller, says 119 first, and takes 7,000 characters as they are pasted', async () => {
    const clerk = await desk.seat('desk-liu', { dark: true, at: '/file' });
    const { page } = clerk;
    await page.locator('#call-phone').fill(PASTED);
    expect(await page.locator('#call-phone').inputValue()).toBe('13800138000');
    await page.getByRole('button', { name: '同一件事,登记后并入' }).first().press('Enter');
    await page.locator('#call-text').fill('楼道里着火了');
    await page.locator('#emergency').getByText('119').first().waitFor();
    expect(await clerk.axe()).toEqual([]);
    await clerk.shot('emergency-dark');
    const long = `第一行\r\n第二行👍🏽${'路'.repeat(6_980)}`;
    await page.locator('#call-text').fill(long);
    await page.getByText('上级编号、分线、照顾、保密').click();
    await page.locator('#call-upper-no').fill(' 00012345678901234567 ');
    await page.reload();
    await page.locator('#call-upper-no').waitFor();
    expect(await page.locator('#call-upper-no').inputValue()).toBe('00012345678901234567');
    await clerk.press('Control+Enter');
    await page.locator('#receipt-no').waitFor();
    const orderNo = await page.locator('#receipt-no').textContent();
    const { items } = await desk.call<{ items: OrderView[] }>(
      'desk-liu',
      'GET',
      '/api/desk/orders?q=00012345678901234567',
    );
    expect(items.map((item) => item.orderNo)).toEqual([orderNo]);
    const view = await desk.call<OrderView>('desk-liu', 'GET', `/api/orders/${items[0]?.id}`);
    expect([view.upperSystem, view.text.startsWith('第一行\n第二行👍🏽路'), view.state]).toEqual([
      ...['CITY_12345', true, 'MERGED'],
    ]);
    await clerk.press('n');
    await page.locator('#call-text').fill('同一个编号又来了');
    await page.getByText('上级编号、分线、照顾、保密').click();
    await page.locator('#call-upper-no').fill('00012345678901234567');
    await clerk.press('Control+Enter');
    await page.locator('#call-refused').getByText('已经登记过').first().waitFor();
    await clerk.shot('taken-dark');
    await clerk.leave(/409/);
  });

  it('takes a meeting’s list in after a look at each row', async () => {
    const clerk = await desk.seat('desk-chen', { size: 'large', at: '/file/meeting' });
    const { page } = clerk;
    await page.locator('#meeting-title').fill('丁香社区居民议事会');
    await page.locator('#meeting-place').fill('丁香党群驿站');
    await page
      .locator('#meeting-rows')
      .fill('内容\t地点\t电话\n东门缺垃圾桶\t东门\t13800022222\n西门积水\t西门\t138');
    await clerk.press('Control+Enter');
    await clerk.sees('新增 1 行,错误 1 行');
    expect(await clerk.axe()).toEqual([]);
    await clerk.shot('meeting');
    await clerk.press('Control+Enter');
    await clerk.sees('已登记 1 行');
    await clerk.leave();
  });

  it('takes a meeting’s list in from a workbook: each row by its number in the sheet, none lost', async () => {
    const clerk = await desk.seat('desk-chen', { size: 'large', at: '/file/meeting' });
    const { page } = clerk;
    await page.locator('#meeting-title').fill('洪岗社区居民议事会');
    await page.locator('#meeting-place').fill('洪岗党群驿站');
    const pick = async (name: string, buffer: Buffer) => {
      const chooser = page.waitForEvent('filechooser');
      await page.locator('#meeting-file').click();
      await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer });
    };
    await pick('旧表.xls', Buffer.from('not a workbook'));
    await clerk.sees(/「旧表\.xls」读不出来/);
    const sheet = [
      ['序号', '反映内容', '地点', '联系电话'],
      [1, '=1+1 北门路灯不亮', '北门', 13800033333],
      [null, null, null, null],
      [2, '南门井盖\n松动', '南门', 138],
    ];
    await pick('清单.xlsx', await workbook(sheet));
    await clerk.sees('没有用到的列:序号');
    await page.locator('#meeting-try').click();
    await clerk.sees('新增 1 行,错误 1 行');
    // The third row of the sheet is empty: the wrong one is the fourth.
    const wrong = page.getByRole('row').filter({ hasText: '错误' });
    expect(await wrong.getByRole('cell').first().textContent()).toBe('4');
    expect(await wrong.textContent()).toContain('南门井盖');
    expect(await clerk.axe()).toEqual([]);
    await clerk.shot('meeting-file');
    await page.locator('#meeting-send').click();
    await clerk.sees('已登记 1 行');
    await clerk.leave();
  });

  it('hands answers to the platform above and takes its word', async () => {
    const clerk = await desk.seat('desk-chen', { at: '/upper' });
    const { page } = clerk;
    await clerk.sees('00000000000000000042');
    const download = page.waitForEvent('download');
    await page.locator('#export-CITY_12345').press('Enter');
    const text = fs.readFileSync(await (await download).path(), 'utf8');
    expect(text).toContain('"\t00000000000000000042"');
    expect(text).toContain(REPLY);
    const ack = page.getByRole('button', { name: /登记回执/ });
    await ack.waitFor();
    expect(await clerk.axe()).toEqual([]);
    await clerk.shot('upper');
    await ack.press('Enter');
    await page.locator('#field-upperRef').fill('HF-2026-1123-7');
    await clerk.press('Control+Enter');
    await clerk.sees('没有等报送的答复');
    await clerk.go('/recordings');
    await clerk.sees('没有等听写的录音');
    await clerk.leave();
  });
});
