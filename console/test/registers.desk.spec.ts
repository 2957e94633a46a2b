import type { ItemView, OrderView, Receipt } from '@yihu/shared';
import { newKey } from '@yihu/shared';
import { atDesk, deskScene, type Seat } from './desk.ts';

/** 占道经营: goes straight to the grid of 张敏. */
const AT_GRID = '010102';
/** 违章搭建: 城管科 is proposed, a clerk dispatches. */
const AT_SECTION = '010201';
const REPLY = '丁香01网格已于11月23日上午劝离占道摊位3处,并约定每日17时巡查。';

atDesk('registers at the desk', () => {
  let hard: Receipt;
  let elsewhere: Receipt;
  const members: Receipt[] = [];
  const desk = deskScene('registers', async ({ file, call }) => {
    const act = async (person: string, id: string, action: string, fields: Record<string, unknown> = {}) => {
      const { version } = await call<OrderView>(person, 'GET', `/api/orders/${id}`);
      const body = { commandId: newKey(), version, fields };
      await call(person, 'POST', `/api/orders/${id}/actions/${action}`, body);
    };
    hard = await file('东门 3 号楼下每晚有摊贩占道,已反映多次', { classCode: AT_GRID });
    await act('grid-zhang', hard.orderId, 'sign');
    const { version } = await call<OrderView>('grid-zhang', 'GET', `/api/orders/${hard.orderId}`);
    await call('grid-zhang', 'POST', `/api/orders/${hard.orderId}/procedures/extension`, {
      commandId: newKey(),
      version,
      fields: { days: 2, level: 'UNIT', publicReason: '需等供电部门配合移表', told: 'PHONE' },
    });
    for (const text of ['西门路口早点摊占道,走不过去', '西门早餐摊把人行道占满了']) {
      const order = await file(text, { classCode: AT_GRID });
      await act('grid-zhang', order.orderId, 'sign');
      await act('grid-zhang', order.orderId, 'reply', { outcome: 'SOLVED', publicText: REPLY });
      members.push(order);
    }
    const away = await file('东门外路边有人在人行道上搭了棚子', { classCode: AT_SECTION });
    const { suggestedUnit } = await call<OrderView>('desk-chen', 'GET', `/api/orders/${away.orderId}`);
    await act('desk-chen', away.orderId, 'dispatch', { leadUnitId: suggestedUnit?.unitId });
    elsewhere = away;
    await file('办理食品经营许可总被要求补材料', {
      classCode: AT_GRID,
      partyKind: 'ENTERPRISE',
      companyName: '合肥南七餐饮管理有限公司',
    });
  });

  const choose = async ({ page }: Seat, box: string, typed: string, option: string) => {
    await page.getByRole('combobox', { name: box, exact: true }).fill(typed);
    await page.locator('.ant-select-item-option', { hasText: option }).first().click();
  };

  it('enters a hard case, keeps its progress, and shows it in the dark', async () => {
    const ye = await desk.seat('sup-ye', { at: '/ledgers?kind=hard' });
    await ye.sees('多次交办仍没有解决的诉求');
    await ye.press('n');
    const { page } = ye;
    await page.locator('#item-orders').fill(hard.orderNo);
    await page.locator('#item-orders').press('Enter');
    await choose(ye, '牵头单位', '丁香', '丁香社区01网格');
    await page.locator('#field-measures').fill('每日巡查并约谈摊主');
    await ye.shot('ledger-enter');
    await page.locator('#form-send').click();
    await page.locator('#item-progress').click();
    await page.locator('#field-note').fill('已约谈 3 户');
    await ye.press('Control+Enter');
    await ye.sees('已约谈 3 户');
    await ye.sees(hard.orderNo);
    expect(await ye.axe()).toEqual([]);
    await ye.shot('ledger-item');
    const { items } = await desk.call<{ items: { unitName: string }[] }>(
      'sup-ye',
      'GET',
      '/api/ledgers/hard',
    );
    expect(items.map(({ unitName }) => unitName)).toEqual(['丁香01网格']);
    await ye.leave();
    const dark = await desk.seat('sup-ye', { at: '/ledgers?kind=hard', dark: true, size: 'large' });
    await dark.sees('1 类 1 件');
    expect(await dark.axe()).toEqual([]);
    await dark.shot('ledgers-dark');
    await dark.leave();
  });

  it('takes hard cases to a meeting in one act, in the light and in the dark', async () => {
    const ye = await desk.seat('sup-ye', { at: '/ledgers?kind=hard' });
    const { page } = ye;
    await page.getByRole('checkbox', { name: /^选「/ }).first().check();
    await page.locator('#items-agenda').click();
    await page.locator('#field-title').fill('周调度会');
    await page.locator('#field-heldOn').fill('2026-11-27');
    await page.locator('#field-heldOn').press('Enter');
    await page.locator('#field-place').fill('街道二楼会议室');
    expect(await ye.axe()).toEqual([]);
    await ye.shot('agenda');
    await page.locator('#form-send').click();
    await ye.sees('已列入「周调度会」1 件');
    await ye.leave();
    const dark = await desk.seat('sup-ye', { at: '/ledgers?kind=session', dark: true });
    await dark.sees('周调度会');
    await dark.shot('agenda-dark');
    await dark.leave();
  });

  it('shows the head of a community what sections handle in it, without a telephone', async () => {
    const head = await desk.seat('head-dx', { at: '/around' });
    await head.page.getByRole('button', { name: elsewhere.orderNo }).click();
    await head.sees('东门外路边有人在人行道上搭了棚子');
    expect(await head.axe()).toEqual([]);
    await head.shot('around');
    expect(await head.page.locator('body').textContent()).not.toMatch(/1[3-9]\d{9}/);
    await head.leave();
    const dark = await desk.seat('head-dx', { at: '/around', dark: true });
    await dark.sees(elsewhere.orderNo);
    await dark.shot('around-dark');
    await dark.leave();
  });

  it('names the officer of a firm: the person follows the unit', async () => {
    const chen = await desk.seat('desk-chen', { at: '/enterprises' });
    const { page } = chen;
    await page.getByRole('button', { name: '改合肥南七餐饮管理有限公司' }).click();
    expect(await page.getByRole('combobox', { name: '企业专员', exact: true }).isDisabled()).toBe(true);
    await choose(chen, '企业专员所在单位', '经济', '经济发展科');
    await choose(chen, '企业专员', 'sh', '苏航');
    await chen.shot('firm');
    await page.locator('#firm-save').click();
    await chen.sees(/苏航\(/);
    await page.getByRole('button', { name: /1 件,未办结 1/ }).click();
    await chen.sees('占道经营');
    await page.keyboard.press('Escape');
    expect(await chen.axe()).toEqual([]);
    await chen.shot('enterprises');
    await chen.leave();
  });

  it('checks the replies of all members of a problem at once, after saying what would become of each', async () => {
    const { streets } = await desk.call<{ streets: { id: string }[] }>('desk-chen', 'GET', '/api/streets');
    const { id } = await desk.call<{ id: string }>('desk-chen', 'POST', '/api/ledgers/problem', {
      commandId: newKey(),
      version: 0,
      rootId: streets[0]?.id,
      orderNos: members.map(({ orderNo }) => orderNo),
      fields: { title: '西门早餐摊占道' },
    });
    const chen = await desk.seat('desk-chen', { at: `/ledgers?kind=problem&item=${id}` });
    await chen.page.locator('#members-approve').click();
    await chen.page.locator('#field-publicText').fill(REPLY);
    await chen.page.locator('#form-send').click();
    // The rule of the street put the others of that place into it by itself: they are not replied to yet.
    await chen.sees('2 件可办,2 件不可');
    await chen.shot('members-dry');
    await chen.page.locator('#members-do').click();
    await chen.sees(/办了 2 件/);
    const item = await desk.call<ItemView>('desk-chen', 'GET', `/api/ledger-items/${id}`);
    expect(item.orders.filter(({ stateLabel }) => stateLabel === '待回访')).toHaveLength(2);
    await chen.leave();
  });

  it('shows what the office owes in procedures, and takes the step', async () => {
    const chen = await desk.seat('desk-chen', { at: '/tasks' });
    await chen.page.getByRole('button', { name: /延期/ }).first().click();
    await chen.sees('需等供电部门配合移表');
    await chen.shot('procedure');
    expect(await chen.axe()).toEqual([]);
    await chen.page.locator('#step-refuse').click();
    await chen.page.locator('#form-send').click();
    await chen.sees(/请填写/);
    await chen.leave();
  });

  it('shows lines and praise', async () => {
    const chen = await desk.seat('desk-chen', { at: '/lines' });
    await chen.sees('营商环境监督分线');
    expect(await chen.axe()).toEqual([]);
    await chen.shot('lines');
    await chen.go('/praises');
    await chen.sees('这段时间没有表扬');
    await chen.go('/moderation');
    await chen.sees('机器没有放行的公开文字和图片');
    expect(await chen.axe()).toEqual([]);
    await chen.shot('moderation');
    await chen.leave();
  });
});
