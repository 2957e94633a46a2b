import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { built } from './built.ts';
import { launchChromium, NO_CHROMIUM } from './chromium.ts';
import { drawPictures, type Pictures } from './pictures.ts';
import { closeLeftOpen, Screen } from './screens.ts';
import { NO_SERVER, openStreet, type Street } from './street.ts';

const WHY_NOT = NO_CHROMIUM || NO_SERVER;
const run = WHY_NOT ? describe.skip : describe;
if (WHY_NOT) console.warn(WHY_NOT);

/** A microphone that beeps, and nobody asked whether it may be used. */
const MICROPHONE = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

run('说一说 and evidence in a browser, against the real server', () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'yihu-voice-screens-'));
  let street: Street;
  let pictures: Pictures;
  let browser: Browser;

  beforeAll(async () => {
    const h5 = built('h5');
    [street, pictures, browser] = await Promise.all([
      openStreet(h5),
      drawPictures(path.join(dir, 'photos')),
      launchChromium(MICROPHONE),
    ]);
    console.info(`pictures of every step: ${dir}`);
  }, 240_000);
  afterEach(async () => {
    await closeLeftOpen();
    expect(street.complaints()).toBe('');
  });
  afterAll(async () => {
    await browser?.close();
    await street?.close();
  });

  async function phone(person: string, from = browser): Promise<Screen> {
    const screen = await Screen.open(from, { street, person, shots: { dir, prefix: person } });
    await screen.signIn();
    return screen;
  }

  it('records with the browser’s own recorder; the desk hears it and writes it down', async () => {
    const li = await phone('li');
    await li.tap('#file-text');
    await li.tap('#voice-start');
    await li.sees(/正在录音 2/);
    await li.shot('speaking');
    await li.tap('#voice-stop');
    await li.at('#voice').getByText('已上传').waitFor();
    await li.tap('#voice-play');
    await li.at('#voice').getByText('停下').waitFor();
    await li
      .at('#voice')
      .getByText(/听录音/)
      .waitFor(); // it has come to its end by itself
    await li.shot('spoken');
    await li.tap('#place-gps');
    await li.sees('按手机定位');
    await li.tap('#file-submit');
    await li.sees(/您的录音由/);
    const orderNo = (await li.at('#receipt-no').textContent()) ?? '';
    await li.close();

    const chen = await phone('desk-chen');
    await chen.tap('#tab-TO_WRITE');
    await chen.shot('to-write');
    await chen.tapText(orderNo);
    await chen.tap('#order-voice');
    await chen.at('#order-voice').getByText('停下').waitFor();
    await chen
      .at('#order-voice')
      .getByText(/听录音/)
      .waitFor();
    await chen.tap('#do-accept');
    await chen.tap('#do-transcribe');
    await chen.type('field-transcript', '三号楼消防通道又堵了');
    await chen.shot('transcribe');
    await chen.tap('#sheet-confirm');
    await chen.at('#order-text').getByText('三号楼消防通道又堵了').waitFor();
    await chen.shot('written');
    await chen.close();
  });

  it('says why a device without a microphone cannot', async () => {
    const silent = await launchChromium(['--use-fake-ui-for-media-stream']);
    try {
      const wang = await phone('wang', silent);
      await wang.tap('#file-text');
      await wang.tap('#voice-start');
      await wang.sees('没有找到麦克风');
      await wang.sees('可以打字,或打电话给热线办');
      await wang.close();
    } finally {
      await silent.close();
    }
  });

  it('shows the resident the photo with time, grid and order drawn on it', async () => {
    const wang = await phone('wang');
    await wang.tap('#file-text');
    await wang.type('file-text', '三号楼消防通道堆满纸箱');
    await wang.tap('#place-gps');
    await wang.sees('按手机定位');
    await wang.tap('#more-class');
    await wang.type('class-search', '消防通道');
    await wang.tapText('消防通道占用');
    await wang.tap('#more-ok');
    await wang.tap('#file-submit');
    await wang.sees(/已派给/);
    const orderNo = (await wang.at('#receipt-no').textContent()) ?? '';

    const zhang = await phone('grid-zhang');
    await zhang.tab('工作台');
    await zhang.tapText(orderNo);
    await zhang.tap('#do-sign');
    await zhang.tap('#do-arrive');
    await zhang.photo('#photo-add', pictures.blocked);
    await zhang.tap('#sheet-confirm');
    await zhang.at('.yh-strip img').first().waitFor();
    await zhang.close();

    await wang.tap('#receipt-progress');
    const strip = wang.at('.yh-strip img');
    await strip.waitFor();
    await wang.shot('order');
    const source = new URL((await strip.getAttribute('src')) ?? '', street.url);
    expect(source.pathname).toMatch(/\/markedthumb$/);
    await strip.tap();
    await wang.shot('evidence');
    await wang.close();
  });
});
