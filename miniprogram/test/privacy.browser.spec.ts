import fs from 'node:fs';
import { read } from './readable.ts';
import { inBrowser, scene } from './scene.ts';
import type { Screen } from './screens.ts';

/** The sub-pages by the row that opens them, with what shows that they are there. */
const PAGES = {
  looks: '#looks-more, .looks-what',
  contact: '#correct-save',
  consents: '.yh-page >> text=现行告知书',
  export: '#export-make',
  leave: '#leave-ask',
} as const;

inBrowser('我的信息 in a browser, against the real server', () => {
  let orderNo = '';
  const on = scene('privacy', {
    builds: ['h5'],
    prepare: async ({ phone }) => {
      const li = await phone('h5', 'li');
      await li.tap('#file-text');
      await li.type('file-text', '路口的井盖松了,晚上走路害怕');
      await li.tap('#place-gps');
      await li.sees(/01网格/);
      await li.tap('#more-contact');
      await li.type('contact-name', '李桂芳');
      await li.type('contact-phone', '13912345678');
      await li.tap('#more-ok');
      await li.tap('#file-submit');
      await li.at('#receipt-no').waitFor();
      orderNo = (await li.at('#receipt-no').textContent()) ?? '';
      await li.close();
      const chen = await phone('h5', 'desk-chen');
      await chen.tab('工作台');
      await chen.tapText(orderNo);
      await chen.at('.staff-tags').waitFor();
      await chen.close();
    },
  });
  const { phone } = on;

  async function toMyData(li: Screen) {
    await li.tap('#home-me');
    await li.tap('#my-data');
    await li.at('#privacy-looks').waitFor();
  }

  async function back(li: Screen) {
    await li.page.goBack();
    await li.at('#privacy-looks').waitFor();
    await li.page.waitForTimeout(350); // the page leaves by an animation
  }

  it.each(['plain', 'large', 'largest'] as const)('is readable on every page: %s', async (size) => {
    const li = await phone('h5', 'li');
    if (size !== 'plain') {
      await li.tap('#elder-switch');
      await li.tap(`#elder-${size}`);
    }
    await toMyData(li);
    const needs = size === 'plain' ? { font: 13, target: 44, line: 1.2, contrast: 4.5 } : undefined;
    const faults: string[] = [];
    const look = async (page: string) => {
      await li.page.waitForTimeout(350);
      faults.push(...(await read(li, needs)).faults.map((fault) => `${page}: ${fault}`));
      await li.shot(`${size}-${page}`);
    };
    await look('hub');
    for (const [name, sign] of Object.entries(PAGES)) {
      await li.tap(`#privacy-${name}`);
      await li.at(sign).waitFor();
      await look(name);
      await back(li);
    }
    expect(faults).toEqual([]);
    await li.close();
  });

  it('downloads both files, corrects, withdraws, and deletes the account', async () => {
    const li = await phone('h5', 'li');
    await toMyData(li);
    await li.tap('#privacy-export');
    await li.tap('#export-make');
    await li.at('#export-text').waitFor();
    await li.shot('exported');
    const texts: string[] = [];
    for (const [button, name] of [
      ['#export-text', /^我的信息-2026-11-23\.txt$/],
      ['#export-data', /^我的信息-2026-11-23\.json$/],
    ] as const) {
      const [download] = await Promise.all([li.page.waitForEvent('download'), li.tap(button)]);
      expect(download.suggestedFilename()).toMatch(name);
      texts.push(fs.readFileSync(await download.path(), 'utf8'));
    }
    expect(texts[0]).toContain(orderNo);
    expect(JSON.parse((texts[1] ?? '').replace(/^\uFEFF/, '')).orders[0].ownContact.phone).toBe(
      '13912345678',
    );
    await back(li);

    await li.tap('#privacy-contact');
    await li.type('correct-name', '李桂芬');
    await li.type('correct-phone', '13800001111');
    await li.shot('correct');
    await li.tap('#correct-save');
    await li.sees('138****1111');
    await li.tap('#privacy-consents');
    await li.at('#withdraw-phone').waitFor();
    await li.shot('consents');
    await li.tap('#withdraw-phone');
    await li.tapText(/^撤回$/);
    await li.sees('已撤回');
    await back(li);

    await li.tap('#privacy-leave');
    await li.tap('#leave-ask');
    await li.shot('leave-sure');
    await li.tap('#sheet-confirm');
    await li.sees('账号已注销');
    await li.shot('left');
    await li.tap('#leave-home');
    await li.sees('先选一下您是谁');
    await li.close();
  });
});
