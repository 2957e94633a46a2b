import { launchChromium } from './chromium.ts';
import { inBrowser, scene } from './scene.ts';
import { Screen } from './screens.ts';

/** A microphone that beeps, and nobody asked whether it may be used. */
const MICROPHONE = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

inBrowser('说一说 and evidence in a browser, against the real server', () => {
  const on = scene('voice', { builds: ['h5'], chromium: MICROPHONE });
  const { phone } = on;

  it('records with the browser’s own recorder; the desk hears it and writes it down', async () => {
    const li = await phone('h5', 'li');
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

    const chen = await phone('h5', 'desk-chen');
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
      const wang = await Screen.open(silent, {
        street: on.street,
        person: 'wang',
        shots: { dir: on.dir, prefix: 'wang' },
      });
      await wang.signIn();
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
    const wang = await phone('h5', 'wang');
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

    const zhang = await phone('h5', 'grid-zhang');
    await zhang.tab('工作台');
    await zhang.tapText(orderNo);
    await zhang.tap('#do-sign');
    await zhang.tap('#do-arrive');
    await zhang.photo('#photo-add', on.pictures.blocked);
    await zhang.tap('#sheet-confirm');
    await zhang.at('.yh-strip img').first().waitFor();
    await zhang.close();

    await wang.tap('#receipt-progress');
    const strip = wang.at('.yh-strip img');
    await strip.waitFor();
    await wang.shot('order');
    const source = new URL((await strip.getAttribute('src')) ?? '', on.street.url);
    expect(source.pathname).toMatch(/\/markedthumb$/);
    await strip.tap();
    await wang.shot('evidence');
    await wang.close();
  });
});
