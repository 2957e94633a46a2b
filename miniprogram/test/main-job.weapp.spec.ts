import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { toGcj02 } from '../src/view/datum.ts';
import { built } from './built.ts';
import { drawPictures, type Pictures } from './pictures.ts';
import { httpAnswers } from './runtime/http.ts';
import { openWeapp, type Weapp, WxFail } from './runtime/node.ts';
import type { Answer, Args } from './runtime/types.ts';
import { IN_DX01, NO_SERVER, openStreet, type Street } from './street.ts';

const run = NO_SERVER ? describe.skip : describe;
if (NO_SERVER) console.warn(NO_SERVER);

const ADDRESS = '丁香家园3号楼2单元';
const REPLY = '丁香01网格已于11月23日上午清走3号楼消防通道内的纸箱,并张贴了禁止堆放的提示。';
const REPLY_2 = '丁香01网格于11月23日下午再次清理,业主已签字承诺不再堆放,网格每天巡查一次。';
const [latitude, longitude] = toGcj02(IN_DX01);

run('the main job on the WeChat build, against the real server', () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'yihu-main-job-'));
  const open: Weapp[] = [];
  let dist = '';
  let street: Street;
  let pictures: Pictures;
  /** The next answer of this path gets lost on its way: the server has done its work. */
  let loseAnswer = '';

  beforeAll(async () => {
    dist = built('weapp');
    [street, pictures] = await Promise.all([openStreet(), drawPictures(dir)]);
  }, 180_000);
  afterEach(() => {
    for (const app of open.splice(0)) app.close();
    expect(street.complaints()).toBe('');
  });
  afterAll(async () => {
    await street?.close();
    fs.rmSync(dir, { recursive: true, force: true });
  });

  /** The mini-program on the phone of one demo person, who is where the matter is. */
  async function phoneOf(person: string, photo = pictures.blocked, storage?: Weapp['host']['storage']) {
    const answers: Record<string, Answer> = {
      login: async () => ({ code: await street.loginCode(person) }),
      chooseMedia: { tempFiles: [{ tempFilePath: photo, size: fs.statSync(photo).size, fileType: 'image' }] },
      getLocation: { latitude, longitude },
      requestSubscribeMessage: ({ tmplIds }: { tmplIds: string[] }) => street.acceptAll(person, tmplIds),
    };
    const { request } = httpAnswers({ base: street.url, readFile: fs.openAsBlob });
    answers.request = async (args: Args) => {
      const answer = await request?.(args);
      if (loseAnswer === '' || !String(args.url).endsWith(loseAnswer)) return answer;
      loseAnswer = '';
      throw new WxFail('timeout');
    };
    const app = openWeapp(dist, { server: street.url, answers });
    for (const [key, value] of storage ?? []) app.host.storage.set(key, value);
    open.push(app);
    await app.launch();
    return app;
  }

  /** From the home page to a filled-in form: photo, words, place, class. */
  async function write(app: Weapp, text: string) {
    await app.tap('#file-photo');
    expect(app.text()).toContain('已上传');
    await app.input('#file-text', text);
    await app.tap('#place-gps');
    expect(app.text('#place-chosen')).toContain('01网格');
    await app.input('#file-address', ADDRESS);
    await app.tap('#more-class');
    await app.input('#class-search', '消防通道');
    await app.tapText('消防通道占用');
    await app.tap('#more-ok');
    expect(app.text('#more-class')).toContain('消防通道占用');
  }

  /** Files and answers the number people read. */
  async function file(app: Weapp, text: string): Promise<string> {
    await write(app, text);
    await app.tap('#file-submit');
    expect(app.path).toBe('resident/receipt/index');
    return app.text('#receipt-no');
  }

  /** How many matters the person has. */
  async function mine(app: Weapp): Promise<number> {
    await app.switchTab('resident/orders/index');
    return app.findAll('.yh-ocard').length;
  }

  /** From the work tab to the order, by its number. */
  async function openTask(app: Weapp, orderNo: string) {
    await app.switchTab('handler/tasks/index');
    await app.tapText(orderNo);
    expect(app.path).toBe('handler/order/index');
  }

  async function reply(app: Weapp, text: string) {
    await app.tap('#do-reply');
    await app.tap('#field-outcome-SOLVED');
    await app.input('#field-publicText', text);
    await app.tap('#photo-add');
    expect(app.text()).toContain('已上传');
    await app.tap('#sheet-confirm');
    expect(app.text('.staff-tags')).toContain('待审核');
  }

  async function approve(orderNo: string) {
    const chen = await phoneOf('desk-chen');
    await chen.switchTab('handler/tasks/index');
    await chen.tap('#tab-TO_CHECK');
    await chen.tapText(orderNo);
    await chen.tap('#do-approve');
    await chen.tap('#sheet-confirm');
    return chen;
  }

  /** The result as the resident finds it: through her inbox. */
  async function readResult(app: Weapp) {
    await app.switchTab('resident/inbox/index');
    await app.tapText('已有结果');
    expect(app.path).toBe('resident/order/index');
  }

  it('M78: is filed, signed, handled, approved, told, answered and closed', async () => {
    const li = await phoneOf('li');
    const orderNo = await file(li, '三号楼消防通道堆满纸箱,人都过不去,已经一个星期了');
    expect(orderNo).toMatch(/^NQ20261123-\d{4}$/);
    expect(li.text()).toMatch(/已派给丁香.*01网格,11月25日前答复您。/);
    await li.tap('#subscribe');
    expect(li.text()).toContain('有进展会发微信服务通知给您');

    const zhang = await phoneOf('grid-zhang', pictures.cleared);
    await openTask(zhang, orderNo);
    await zhang.tap('.yh-unfold');
    expect(zhang.text()).toContain('最迟 2026-11-25 24:00');
    await zhang.tapText('最迟 2026-11-25 24:00');
    expect(zhang.text('.yh-promise__proof')).toContain('派单 2026-11-23 09:00');
    await zhang.tap('#do-sign');
    expect(zhang.text('.staff-address')).toBe(ADDRESS);
    await zhang.tap('#do-arrive');
    await zhang.tap('#point-take');
    expect(zhang.text()).toContain('已取到位置');
    await zhang.tap('#sheet-confirm');
    await reply(zhang, REPLY);

    await li.tap('#receipt-progress');
    expect(li.text('#order-headline')).toContain('正在核对结果,11月24日前告诉您');
    expect(li.text()).not.toContain(REPLY);
    await approve(orderNo);
    const [told = ''] = await street.messages('li', 1);
    expect(told).toContain(orderNo);

    await readResult(li);
    expect(li.text('#order-reply')).toBe(REPLY);
    await li.tap('#do-rate');
    await li.tap('#solved-YES');
    await li.tap('#process-SATISFIED');
    await li.tap('#result-VERY_SATISFIED');
    await li.tap('#rate-submit');
    expect(li.path).toBe('resident/order/index');
    expect(li.text('#order-headline')).toContain('已办结');
    expect(li.findAll('.yh-stop--done')).toHaveLength(5);
  });

  it('is handled a second time when the resident says with a photo that it is not solved', async () => {
    const wang = await phoneOf('wang', pictures.again);
    const orderNo = await file(wang, '消防通道又堆了东西,清了第二天又有');
    const zhang = await phoneOf('grid-zhang', pictures.clearedAgain);
    await openTask(zhang, orderNo);
    await zhang.tap('#do-sign');
    await zhang.tap('#more-actions');
    await reply(zhang, REPLY);
    await approve(orderNo);

    await readResult(wang);
    await wang.tap('#do-rate');
    await wang.tap('#solved-NO');
    await wang.tap('#dispute-reason-RETURNED');
    await wang.input('#dispute-text', '今天中午又堆上了,请再来看看');
    await wang.tap('#photo-add');
    expect(wang.text()).toContain('已上传');
    await wang.tap('#rate-dispute');
    expect(wang.path).toBe('resident/order/index');
    expect(wang.text()).toContain('第2次办理');
    expect(wang.text('#order-headline')).toMatch(/丁香.*01网格.*11月26日/);

    await openTask(zhang, orderNo);
    expect(zhang.text()).toContain('第2次办理');
    expect(zhang.text()).toContain('今天中午又堆上了');
    await zhang.tap('#more-actions');
    await reply(zhang, REPLY_2);
    await approve(orderNo);
    await wang.pullDown();
    expect(wang.text('#order-reply')).toBe(REPLY_2);
    await wang.tap('#do-rate');
    await wang.tap('#solved-YES');
    await wang.tap('#rate-submit');
    expect(wang.text('#order-headline')).toContain('已办结');
  });

  it('sends what waited while the server was away after a restart, once', async () => {
    const text = '二号楼电梯厅的灯坏了三天,晚上看不见路';
    const li = await phoneOf('li');
    const ordersBefore = await mine(li);
    await li.switchTab('resident/home/index');
    await write(li, text);
    await street.stop();
    await li.tap('#file-submit');
    expect(li.path).toBe('resident/file/index');
    expect(li.text()).toContain('还没有提交上去');
    expect(li.text('.filing')).toContain('网络不通,内容已留在本机');
    li.close();

    const again = await phoneOf('li', pictures.blocked, li.host.storage);
    expect(again.text('#outbox')).toContain('待发送');
    expect(again.text('#outbox')).toContain(text);
    await street.start();
    loseAnswer = '/api/orders';
    await again.tap('#filing-send');
    expect(again.text('#outbox')).toContain('网络不通');
    await again.tap('#filing-send');
    expect(again.text('#outbox')).toContain('已自动提交');
    expect(await mine(again)).toBe(ordersBefore + 1);
    await again.switchTab('resident/home/index');
    await again.tap('#file-text');
    expect(again.find('#file-text').getAttribute('value') ?? '').toBe('');
  });

  it('keeps the draft through a restart', async () => {
    const text = '二号楼门禁坏了,谁都能进';
    const li = await phoneOf('li');
    await write(li, text);
    li.close();
    const again = await phoneOf('li', pictures.blocked, li.host.storage);
    await again.tap('#file-text');
    expect(again.text()).toContain('没提交的内容');
    expect(again.find('#file-text').getAttribute('value')).toBe(text);
    expect(again.text('#place-chosen')).toContain('01网格');
    expect(again.text()).toContain('已上传');
    await again.tap('#file-submit');
    expect(again.path).toBe('resident/receipt/index');
    expect(again.text()).toContain('含 1 张照片');
  });
});
