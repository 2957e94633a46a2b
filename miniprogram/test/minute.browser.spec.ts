import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { built } from './built.ts';
import { launchChromium, NO_CHROMIUM } from './chromium.ts';
import { Hand } from './keystrokes.ts';
import { file } from './main-job-steps.ts';
import { drawPictures, type Pictures } from './pictures.ts';
import { closeLeftOpen, Screen } from './screens.ts';
import { NO_SERVER, openStreet, type Street } from './street.ts';

const WHY_NOT = NO_CHROMIUM || NO_SERVER;
const run = WHY_NOT ? describe.skip : describe;
if (WHY_NOT) console.warn(WHY_NOT);

/** A whole filing, with what a person thinks, reads, types and taps. */
const BUDGET_MS = 60_000;

run('a minute on the WeChat build, in a browser, with think times', () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'yihu-minute-'));
  const weappPage = path.join(dir, 'weapp-page');
  let street: Street;
  let pictures: Pictures;
  let browser: Browser;

  beforeAll(async () => {
    execFileSync(process.execPath, [
      path.join(__dirname, 'runtime/build-page.mjs'),
      built('weapp'),
      weappPage,
    ]);
    [street, pictures, browser] = await Promise.all([
      openStreet(),
      drawPictures(path.join(dir, 'photos')),
      launchChromium(),
    ]);
  }, 240_000);
  afterEach(async () => {
    await closeLeftOpen();
    expect(street.complaints()).toBe('');
  });
  afterAll(async () => {
    await browser?.close();
    await street?.close();
    fs.rmSync(weappPage, { recursive: true, force: true });
  });

  function phone(person: string): Promise<Screen> {
    return Screen.open(browser, { street, weappPage, person, shots: { dir, prefix: person } });
  }

  /** Only told: the machine's own share says more of the machine than of the pages. */
  function report(what: string, hand: Hand, started: number) {
    const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
    console.info(
      `${what}: ${seconds(hand.modelled)} modelled, ${JSON.stringify(hand.effort)}, machine ${seconds(performance.now() - started)}`,
    );
  }

  it('is enough to file: a photo, a sentence, the place, the review', async () => {
    const li = await phone('li');
    await li.sees('拍照反映');
    const started = performance.now();
    const hand = new Hand(li);
    await hand.photo('#file-photo', pictures.blocked);
    await hand.type('file-text', '3号楼消防通道堆满纸箱,走不过去');
    await hand.tap('#place-gps');
    await li.sees(/丁香社区.*01网格/);
    await hand.read('.file-place__name');
    await hand.tap('#file-submit');
    await li.sees('已收到您的反映');
    await hand.read('#receipt-no');
    await hand.read('.receipt-step__text');
    report('a filing', hand, started);
    expect(hand.effort).toMatchObject({ taps: 4, photos: 1 });
    expect(hand.effort.characters).toBeLessThanOrEqual(20);
    expect(hand.modelled).toBeLessThanOrEqual(BUDGET_MS);
    await li.close();
  });

  it('is enough with a class and a telephone number besides', async () => {
    const wang = await phone('wang');
    await wang.sees('打字反映');
    const started = performance.now();
    const hand = new Hand(wang);
    await hand.tap('#file-text');
    await hand.type('file-text', '3号楼门口路灯不亮');
    await hand.tap('#place-gps');
    await wang.sees(/丁香社区.*01网格/);
    await hand.read('.file-place__name');
    await hand.tap('#more-contact');
    await hand.type('contact-phone', '13900001234');
    await hand.tap('#more-ok');
    await hand.tap('#file-submit');
    await wang.sees('已收到您的反映');
    await hand.read('#receipt-no');
    report('a filing with a number', hand, started);
    expect(hand.effort.taps).toBeLessThanOrEqual(8);
    expect(hand.modelled).toBeLessThanOrEqual(BUDGET_MS);
    await wang.close();
  });

  it('takes a grid worker ten taps of one hand from the list to the answer', async () => {
    const li = await phone('li');
    const orderNo = await file(li, pictures.blocked, () => li.tap('#place-gps'));
    await li.close();
    const zhang = await phone('grid-zhang');
    await zhang.tab('工作台');
    await zhang.sees(orderNo);
    const started = performance.now();
    const hand = new Hand(zhang);
    await hand.tap('.yh-ocard');
    await hand.tap('#do-sign');
    await hand.tap('#do-arrive');
    await hand.tap('#point-take');
    await zhang.sees('已取到位置');
    await hand.tap('#sheet-confirm');
    await hand.tap('#do-reply');
    await hand.tap('#field-outcome-SOLVED');
    await hand.type('field-publicText', '丁香01网格11月23日已清走纸箱');
    await hand.photo('#photo-add', pictures.cleared);
    await hand.tap('#sheet-confirm');
    await zhang.at('.staff-tags').getByText('待审核').waitFor();
    report('a closing', hand, started);
    expect(hand.effort.taps).toBeLessThanOrEqual(10);
    await zhang.close();
  });
});
