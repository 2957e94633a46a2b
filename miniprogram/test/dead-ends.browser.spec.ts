import type { Receipt } from '@yihu/shared';
import { newKey } from '@yihu/shared';
import { AT_GRID, Behind } from './filed.ts';
import { ELDER_NEEDS, read } from './readable.ts';
import { inBrowser, scene } from './scene.ts';
import type { Screen } from './screens.ts';

/** The smallest glass still in use, and the commonest small one. */
const GLASSES = { small: { width: 320, height: 568 }, common: { width: 375, height: 667 } } as const;
/** Everything is drawn to the width of the glass: what is 44 px on the common one is 38 on the small one. */
const ORDINARY = { font: 0, target: 37, line: 1.2, contrast: 4.5 };
const UNKNOWN = '01HF7YAT00ZZZZZZZZZZZZZZZZ';

inBrowser('small phones, dead ends and what others reported, against the real server', () => {
  let filed: Receipt;
  let problem = '';
  let behind: Behind;
  const on = scene('dead-ends', {
    builds: ['weapp'],
    prepare: async ({ street }) => {
      behind = new Behind(street);
      filed = await behind.filed(AT_GRID);
      const { streets } = await (await fetch(`${street.url}/api/streets`)).json();
      const entry = { rootId: streets[0].id, orderNos: [filed.orderNo], fields: { title: '丁香01网格占道' } };
      const body = { commandId: newKey(), version: 0, ...entry };
      problem = (await behind.call<{ id: string }>('desk-chen', 'POST', '/api/ledgers/problem', body)).id;
    },
  });
  const { phone } = on;

  async function faults(screen: Screen, name: string, needs = ORDINARY): Promise<string[]> {
    await screen.page.waitForTimeout(350); // pages come by an animation
    const reading = await read(screen, needs);
    await screen.shot(name);
    return reading.faults.map((fault) => `${name}: ${fault}`);
  }

  it.each(['small', 'common'] as const)(
    'M49 我也遇到: one tap joins what a neighbour reported, on a %s phone',
    async (glass) => {
      const wang = await phone('weapp', 'wang', { size: GLASSES[glass] });
      await wang.tap('#file-text');
      await wang.tap('#place-gps');
      await wang.at('#near-problems').scrollIntoViewIfNeeded();
      expect(await faults(wang, `near-${glass}`)).toEqual([]);
      await wang.tap(`#also-${problem}`);
      await wang.at('#near-joined').waitFor();
      await wang.tap('#near-not');
      await wang.tap(`#also-${problem}`);
      expect(await faults(wang, `joined-${glass}`)).toEqual([]);
      const before = await members();
      await wang.tap('#file-submit');
      await wang.at('#receipt-no').waitFor();
      expect(await faults(wang, `receipt-${glass}`)).toEqual([]);
      expect(await members()).toBe(before + 1);
      await wang.tap('#receipt-progress');
      await wang.sees(/已有\d人反映同一问题/);
      expect(await faults(wang, `order-${glass}`)).toEqual([]);
      await wang.close();
    },
  );

  async function members(): Promise<number> {
    const item = await behind.call<{ ordersTotal: number }>(
      'desk-chen',
      'GET',
      `/api/ledger-items/${problem}`,
    );
    return item.ordersTotal;
  }

  it('says what to do where there is nothing: an order nobody knows, a sticker that is no longer valid', async () => {
    const size = GLASSES.small;
    const li = await phone('weapp', 'li', { size, start: `resident/order/index?id=${UNKNOWN}` });
    await li.at('#way-out').waitFor();
    await li.sees('打电话问');
    expect(await faults(li, 'no-order')).toEqual([]);
    await li.tap('#way-out');
    await li.sees(filed.orderNo);
    await li.close(/404/);

    const scanned = await phone('weapp', 'li', { size, start: 'resident/file/index?s=abcdefghj2' });
    await scanned.sees('已停用');
    await scanned.at('#place-map').scrollIntoViewIfNeeded();
    expect(await faults(scanned, 'old-sticker')).toEqual([]);
    await scanned.tap('#place-unsure');
    await scanned.sees('地点之后电话核实');
    await scanned.close(/404/);

    const zhang = await phone('weapp', 'grid-zhang', { size, start: `handler/order/index?id=${UNKNOWN}` });
    await zhang.at('#way-out').waitFor();
    expect(await faults(zhang, 'no-order-staff')).toEqual([]);
    await zhang.close(/404/);
  });

  it('keeps the number to call when the server is away, in the elder view as well', async () => {
    const li = await phone('weapp', 'li', { size: GLASSES.small });
    await li.tap('#elder-switch');
    await li.sees('正在办的');
    await li.at('#home-hotline').waitFor();
    await li.page.route(`${on.street.url}/**`, (route) => route.abort());
    await li.tab('消息');
    await li.sees('网络不通');
    expect(await faults(li, 'away-inbox', ELDER_NEEDS)).toEqual([]);
    await li.tab('首页');
    await li.at('#home-hotline').waitFor();
    expect(await faults(li, 'away-home', ELDER_NEEDS)).toEqual([]);
    await li.close(/ERR_FAILED/);
  });
});
