import type { Receipt } from '@yihu/shared';
import { AT_GRID, Behind } from './filed.ts';
import { ELDER_NEEDS, read } from './readable.ts';
import { inBrowser, scene } from './scene.ts';
import type { Screen } from './screens.ts';

const ORDINARY = { font: 0, target: 44, line: 1.2, contrast: 4.5 };
const EXTENSION = { days: 5, level: 'UPPER', publicReason: '邻居11月26日才回合肥,须当面约谈', told: 'PHONE' };
const FIT = { PRIVATE: 'YES', NOT_RESERVED: 'YES', NOT_PENDING: 'YES', NOT_FORBIDDEN: 'YES' };

inBrowser('procedures as a browser draws them, against the real server', () => {
  let extended: Receipt;
  let mediated: Receipt;
  const { phone } = scene('procedures', {
    builds: ['h5', 'weapp'],
    prepare: async ({ street }) => {
      const behind = new Behind(street);
      [extended, mediated] = [await behind.filed(AT_GRID), await behind.filed(AT_GRID)];
      for (const { orderId } of [extended, mediated])
        await behind.does('grid-zhang', orderId, 'actions/sign');
      await behind.does('grid-zhang', extended.orderId, 'procedures/extension', EXTENSION);
      const pointId = await behind.unitId('grid-zhang', '南七街道矛盾化解中心');
      const asked = { fit: FIT, pointId, otherParty: '楼下邻居王先生' };
      await behind.does('grid-zhang', mediated.orderId, 'procedures/mediation', asked);
    },
  });

  async function faults(screen: Screen, name: string, needs = ORDINARY): Promise<string[]> {
    await screen.page.waitForTimeout(350); // sheets and pages come by an animation
    const reading = await read(screen, needs);
    await screen.shot(name);
    return reading.faults;
  }

  it.each([false, true])('is readable and wide enough for staff (dark: %s)', async (dark) => {
    const mode = dark ? 'dark' : 'light';
    const zhang = await phone('weapp', 'grid-zhang', {
      start: `handler/order/index?id=${extended.orderId}`,
      dark,
    });
    await zhang.at('#procedure-extension').waitFor();
    await zhang.tap('#procedure-history-extension');
    await zhang.at('#procedure-extension').scrollIntoViewIfNeeded();
    expect(await faults(zhang, `order-${mode}`)).toEqual([]);
    await zhang.tap('#more-actions');
    expect(await faults(zhang, `more-${mode}`)).toEqual([]);
    await zhang.close();

    const chen = await phone('weapp', 'desk-chen', { dark });
    await chen.tab('工作台');
    await chen.tap('#tab-inbox');
    await chen.sees(extended.orderNo);
    expect(await faults(chen, `inbox-${mode}`)).toEqual([]);
    await chen.tapText(extended.orderNo);
    await chen.at('#step-extension-refuse').waitFor();
    expect(await faults(chen, `procedure-${mode}`)).toEqual([]);
    await chen.tap('#step-extension-grantedByUpper');
    expect(await faults(chen, `step-${mode}`)).toEqual([]);
    await chen.close();

    const fan = await phone('weapp', 'lead-fan', { dark });
    await fan.tab('工作台');
    await fan.at('#figure-STUCK').waitFor();
    expect(await faults(fan, `morning-${mode}`)).toEqual([]);
    await fan.tap('#open-ledgers');
    await fan.sees('疑难清单');
    expect(await faults(fan, `ledgers-${mode}`)).toEqual([]);
    await fan.close();
  });

  it('leads from the inbox and the figures to their pages in a browser as well', async () => {
    const chen = await phone('h5', 'desk-chen');
    await chen.tab('工作台');
    await chen.tap('#tab-inbox');
    await chen.tapText(extended.orderNo);
    await chen.tap('#step-extension-refuse');
    await chen.type('field-opinion', '按期可以办完,不予延期');
    await chen.tap('#sheet-confirm');
    await chen.at('#procedure-extension').getByText('不同意延期').first().waitFor();
    await chen.close();

    const fan = await phone('h5', 'lead-fan');
    await fan.tab('工作台');
    await fan.tap('#figure-STUCK');
    await fan.sees('没有堵点的工单');
    await fan.close();
  });

  it('asks the resident in the elder view: large buttons, each with what it means', async () => {
    const li = await phone('weapp', 'li');
    await li.tap('#elder-switch');
    await li.tap('#elder-larger');
    await li.tab('我的诉求');
    await li.at('#elder-switch').waitFor({ state: 'hidden' });
    await li.tap(`#order-${mediated.orderId}`);
    await li.at('#step-mediation-decline').waitFor();
    expect(await faults(li, 'decide', ELDER_NEEDS)).toEqual([]);
    await li.tap('#step-mediation-consent');
    expect(await faults(li, 'consent', ELDER_NEEDS)).toEqual([]);
    await li.tap('#sheet-confirm');
    await li.at('#step-mediation-consent').waitFor({ state: 'detached' });
    await li.close();
  });
});
