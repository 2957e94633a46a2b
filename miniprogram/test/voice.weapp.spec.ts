import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { mp3 } from '../../server/test/sounds.ts';
import { toGcj02 } from '../src/view/datum.ts';
import { built } from './built.ts';
import { openWeapp, type Weapp, WxFail } from './runtime/node.ts';
import { IN_DX01, NO_SERVER, openStreet, type Street } from './street.ts';

const run = NO_SERVER ? describe.skip : describe;
if (NO_SERVER) console.warn(NO_SERVER);

const [latitude, longitude] = toGcj02(IN_DX01);
const SAID = '三号楼消防通道又被堵了,每天晚上都这样';

run('说一说 on the WeChat build, against the real server', () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'yihu-voice-'));
  const open: Weapp[] = [];
  let dist = '';
  let street: Street;

  beforeAll(async () => {
    dist = built('weapp');
    street = await openStreet();
  }, 180_000);
  afterEach(() => {
    for (const app of open.splice(0)) app.close();
    expect(street.complaints()).toBe('');
  });
  afterAll(async () => {
    await street?.close();
    fs.rmSync(dir, { recursive: true, force: true });
  });

  async function phoneOf(person: string): Promise<Weapp> {
    const answers = {
      login: async () => ({ code: await street.loginCode(person) }),
      getLocation: { latitude, longitude },
      requestSubscribeMessage: ({ tmplIds }: { tmplIds: string[] }) => street.acceptAll(person, tmplIds),
    };
    const app = openWeapp(dist, { server: street.url, answers });
    open.push(app);
    await app.launch();
    return app;
  }
  /** The next recording lasts so long, and is a file of its own. */
  function willSay(app: Weapp, seconds: number): void {
    const tempFilePath = path.join(dir, `voice-${seconds}-${Math.random()}.mp3`);
    fs.writeFileSync(tempFilePath, mp3(seconds));
    app.host.audio.next = { tempFilePath, duration: seconds * 1000 };
  }
  async function speak(app: Weapp, seconds: number, button = '#voice-start'): Promise<void> {
    willSay(app, seconds);
    await app.tap(button);
    expect(app.text('#voice')).toContain('正在录音');
    await app.tap('#voice-stop');
    await app.idle();
  }

  it('is spoken, heard, spoken again, filed without a word, written down at the desk and dispatched', async () => {
    const li = await phoneOf('li');
    await li.tap('#file-text');
    await speak(li, 5);
    expect(li.host.called('recorder.start')).toEqual([
      { duration: 60_000, sampleRate: 16_000, numberOfChannels: 1, encodeBitRate: 48_000, format: 'mp3' },
    ]);
    expect(li.text('#voice')).toContain('听录音 5 秒');
    expect(li.text('#voice')).toContain('已上传');
    await li.tap('#voice-play');
    expect(li.text('#voice')).toContain('停下');
    expect(li.host.called('player.play')).toMatchObject([{ obeyMuteSwitch: false }]);
    li.host.audio.finish();
    await li.idle();
    expect(li.text('#voice')).toContain('听录音 5 秒');

    await speak(li, 12, '#voice-again');
    expect(li.text('#voice')).toContain('听录音 12 秒');
    await li.tap('#voice-remove');
    expect(li.text('#voice')).toContain('说一说,不用打字');
    await speak(li, 9);
    await li.tap('#place-gps');
    await li.tap('#file-submit');
    expect(li.path).toBe('resident/receipt/index');
    expect(li.text()).toContain('您的录音由');

    const chen = await phoneOf('desk-chen');
    await chen.switchTab('handler/tasks/index');
    await chen.tap('#tab-TO_WRITE');
    expect(chen.text()).toContain('语音待听写');
    await chen.tapText('(录音)');
    await chen.tap('#order-voice');
    // the build names the server it was made for; here it runs on another port
    const { pathname, search } = new URL(String(chen.host.called('player.play')[0]?.src));
    const heard = await (await fetch(`${street.url}${pathname}${search}`)).arrayBuffer();
    expect(Buffer.from(heard).equals(mp3(9))).toBe(true);
    await chen.tap('#do-accept');
    await chen.tap('#do-transcribe');
    await chen.input('#field-transcript', SAID);
    await chen.tap('#sheet-confirm');
    expect(chen.text('#order-text')).toContain(SAID);
    expect(chen.text()).not.toContain('语音待听写');

    await li.switchTab('resident/orders/index');
    await li.tapText(SAID);
    expect(li.find('#order-voice')).toBeTruthy();
    expect(li.text()).toContain('已把您的录音写成文字');
  }, 120_000);

  it('says why the microphone is silent and opens the settings', async () => {
    const li = await phoneOf('li');
    await li.tap('#file-text');
    li.host.audio.next = 'operateRecorder:fail auth deny';
    await li.tap('#voice-start');
    await li.idle();
    expect(li.text('#voice')).toContain('没有麦克风权限');
    li.host.answer('openSetting', { authSetting: { 'scope.record': true } });
    await li.tap('#voice-allow');
    expect(li.host.called('openSetting')).toHaveLength(1);
    await speak(li, 3);
    expect(li.text('#voice')).toContain('已上传');
  }, 60_000);

  it('keeps what was said when a call comes in, and what could not be sent', async () => {
    const wang = await phoneOf('wang');
    await wang.tap('#file-text');
    willSay(wang, 7);
    await wang.tap('#voice-start');
    wang.host.answer('uploadFile', () => {
      throw new WxFail('timeout');
    });
    wang.host.audio.interrupt();
    await wang.idle();
    expect(wang.text('#voice')).toContain('听录音 7 秒');
    expect(wang.text('#voice')).toContain('没传上');
    expect(wang.find('#voice-retry')).toBeTruthy();
  }, 60_000);
});
