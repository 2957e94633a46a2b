import { newKey, type OrderView, type StreetUnitsAnswer } from '@yihu/shared';
import { atDesk, type DeskScene, deskScene } from './desk.ts';

/** 占道经营: goes straight to the grid. */
const AT_GRID = '010102';
const REPLY = '丁香01网格已于11月23日上午劝离占道摊位3处,并约定每日17时巡查。';

async function act(desk: DeskScene, person: string, id: string, action: string, fields = {}) {
  const { version } = await desk.call<OrderView>(person, 'GET', `/api/orders/${id}`);
  return desk.call<OrderView>(person, 'POST', `/api/orders/${id}/actions/${action}`, {
    ...{ commandId: newKey(), version, fields },
  });
}

async function approved(desk: DeskScene, handler: string, id: string): Promise<void> {
  await act(desk, handler, id, 'sign');
  await act(desk, handler, id, 'reply', { outcome: 'SOLVED', publicText: REPLY });
  await act(desk, 'desk-liu', id, 'approve', { publicText: REPLY });
}

const orders: string[] = [];
let firm = '';
async function results(desk: DeskScene): Promise<void> {
  for (let n = 1; n <= 3; n += 1) {
    const { orderId } = await desk.file(`东门第${n}个摊位占道经营`, { classCode: AT_GRID });
    await approved(desk, 'grid-zhang', orderId);
    orders.push(orderId);
  }
  const { orderId } = await desk.file('门口摊位挡住店面', {
    ...{ classCode: AT_GRID, partyKind: 'ENTERPRISE', companyName: '合肥宏达商贸有限公司' },
  });
  firm = orderId;
  const { streets } = await desk.call<{ streets: { id: string }[] }>('desk-chen', 'GET', '/api/streets');
  const { units } = await desk.call<StreetUnitsAnswer>(
    'desk-chen',
    'GET',
    `/api/streets/${streets[0]?.id}/units`,
  );
  const leadUnitId = units.find(({ code }) => code === 'NQ-JF')?.id;
  await act(desk, 'desk-chen', firm, 'dispatch', { leadUnitId });
  await approved(desk, 'sec-jf', firm);
}

atDesk('the call-back desk', () => {
  const desk = deskScene('visits', results);
  const stateOf = async (id: string) =>
    (await desk.call<OrderView>('desk-chen', 'GET', `/api/orders/${id}`)).state;

  it('calls one after the other by keys: closed, tried, sent back, a firm by its officer', async () => {
    const visitor = await desk.seat('vis-lin', { at: '/visits' });
    const { page } = visitor;
    await page.locator('.visit-row').nth(3).waitFor();
    await visitor.press('j');
    await page.locator('#visit-script li').first().waitFor();
    await visitor.press('p');
    await visitor.sees('13800138000');
    await visitor.press('1');
    await page.locator('#visit-save').waitFor();
    expect(await visitor.axe()).toEqual([]);
    await visitor.shot('call');
    await visitor.press('s');
    await visitor.sees(/已登记:解决了,满意/);
    const nextCard = async (key: string) => {
      await page.locator('#visit-save').waitFor({ state: 'detached' });
      await page.locator(`#outcome-${key}`).waitFor();
      await visitor.press(key);
    };
    await nextCard('4');
    await page.locator('#visit-save').waitFor();
    await visitor.press('s');
    await visitor.sees(/已登记:没联系上/);
    await nextCard('3');
    await page.locator('#visit-save').waitFor();
    await visitor.press('s');
    await visitor.sees(/已登记:没解决,发回重办/);
    await visitor.go('/visits?view=firms');
    await visitor.sees('合肥宏达商贸有限公司');
    await visitor.press('j');
    await page.locator('#visit-take:enabled').waitFor();
    await visitor.press('t');
    await page.locator('#visit-take').waitFor({ state: 'detached' });
    await visitor.shot('firm');
    await nextCard('1');
    await page.locator('#visit-save').waitFor();
    await visitor.press('s');
    await visitor.sees('没有等回访的人');
    const states = await Promise.all([...orders, firm].map(stateOf));
    expect(states.sort()).toEqual(['CLOSED', 'CLOSED', 'IN_PROGRESS', 'TO_VISIT']);
    await visitor.leave();
  });

  it('tells by telephone whom WeChat does not reach, in the dark as well', async () => {
    const { orderId } = await desk.file('西门摊位占道经营', { classCode: AT_GRID });
    await approved(desk, 'grid-zhang', orderId);
    const clerk = await desk.seat('desk-chen', { dark: true, size: 'large', at: '/visits?view=unreachable' });
    await clerk.page.locator(`[data-id="${orderId}"]`).waitFor();
    await clerk.page.locator(`[data-id="${orderId}"] button`).press('Enter');
    await clerk.page.locator('#tell').waitFor();
    expect(await clerk.axe()).toEqual([]);
    await clerk.shot('unreachable-dark');
    await clerk.page.locator('#tell').blur();
    await clerk.press('s');
    await clerk.page.locator('#form-send').waitFor();
    await clerk.press('Control+Enter');
    await clerk.page.locator(`[data-id="${orderId}"]`).waitFor({ state: 'detached' });
    await clerk.go('/visits?view=calls');
    await clerk.page.locator('.visit-row').first().waitFor();
    await clerk.press('j');
    await clerk.page.locator('#visit-script li').first().waitFor();
    await clerk.shot('call-dark');
    await clerk.leave();
  });
});
