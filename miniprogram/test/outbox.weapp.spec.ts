import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Filing } from '../src/outbox/queue.ts';
import { toGcj02 } from '../src/view/datum.ts';
import { BadLine, seeded } from './bad-line.ts';
import { built } from './built.ts';
import { drawPictures, type Pictures } from './pictures.ts';
import { openWeapp, type Weapp } from './runtime/node.ts';
import { IN_DX01, NO_SERVER, openStreet, type Street } from './street.ts';

const run = NO_SERVER ? describe.skip : describe;
if (NO_SERVER) console.warn(NO_SERVER);

const [latitude, longitude] = toGcj02(IN_DX01);
const DAY_MS = 86_400_000;
const SUCCESS = /提交成功|已收到您的反映|已自动提交|已重新提交/;

run('待发送 on the WeChat build, over a bad line to the real server', () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'yihu-outbox-'));
  const open: Weapp[] = [];
  let dist = '';
  let street: Street;
  let line: BadLine;
  let pictures: Pictures;
  let taken = 0;

  beforeAll(async () => {
    dist = built('weapp');
    [street, pictures] = await Promise.all([openStreet(), drawPictures(dir)]);
    line = await BadLine.before(street.url);
  }, 180_000);
  beforeEach(() => {
    line.state = { kind: 'open' };
  });
  afterEach(() => {
    for (const app of open.splice(0)) app.close();
    expect(street.complaints()).toBe('');
  });
  afterAll(async () => {
    line?.close();
    await street?.close();
    fs.rmSync(dir, { recursive: true, force: true });
  });

  /** A new temporary file, as WeChat makes one for each photo chosen. */
  function tempPhoto(from = pictures.blocked) {
    taken += 1;
    const tempFilePath = path.join(dir, `temp-${taken}.jpg`);
    fs.copyFileSync(from, tempFilePath);
    return { tempFilePath, size: fs.statSync(tempFilePath).size, fileType: 'image' };
  }

  /** The phone of one person; `before` is the same phone as it was left. */
  async function phoneOf(person: string, before?: Weapp): Promise<Weapp> {
    const app = openWeapp(dist, {
      server: line.url,
      answers: {
        login: async () => ({ code: await street.loginCode(person) }),
        chooseMedia: () => ({ tempFiles: [tempPhoto()] }),
        getLocation: { latitude, longitude },
      },
    });
    for (const [key, value] of before?.host.storage ?? []) app.host.storage.set(key, value);
    for (const [name, bytes] of before?.host.files.kept ?? []) app.host.files.kept.set(name, bytes);
    before?.close();
    open.push(app);
    await app.launch();
    return app;
  }

  async function write(app: Weapp, text: string, photos = 0) {
    await app.switchTab('resident/home/index');
    await app.tap('#file-text');
    await app.input('#file-text', text);
    for (let i = 0; i < photos; i += 1) {
      const from = i === 0 ? pictures.blocked : pictures.cleared;
      app.host.answer('chooseMedia', () => ({ tempFiles: [tempPhoto(from)] }));
      await app.tap('#photo-add');
    }
    await app.tap('#place-gps');
  }

  async function submit(app: Weapp, text: string, photos = 0) {
    await write(app, text, photos);
    await app.tap('#file-submit');
  }

  const filings = (app: Weapp): Filing[] => JSON.parse(String(app.host.storage.get('yihu.outbox') ?? '[]'));

  /** Changes what the phone has stored of its filings, as time or another version would have left it. */
  function age(app: Weapp, change: (filing: Filing) => Partial<Filing>) {
    const next = filings(app).map((filing) => ({ ...filing, ...change(filing) }));
    app.host.storage.set('yihu.outbox', JSON.stringify(next));
  }

  /** Orders of the phone's person as the server has them, whatever the line does; newest first. */
  async function ordersOf(app: Weapp): Promise<{ id: string; orderNo: string }[]> {
    const { items } = await ask(app, '/api/orders/mine');
    return items;
  }
  async function ask(app: Weapp, url: string) {
    const { token } = JSON.parse(String(app.host.storage.get('yihu.session')));
    const answer = await fetch(street.url + url, { headers: { authorization: `Bearer ${token}` } });
    return answer.json();
  }

  it.each([
    ['a sign-on page with status 200', { kind: 'captive', body: '<html>请登录</html>', type: 'text/html' }],
    [
      'JSON of somebody else with status 200',
      { kind: 'captive', body: '{"ok":true}', type: 'application/json' },
    ],
    ['an empty list with status 200', { kind: 'captive', body: '[]', type: 'application/json' }],
    ['no line at all', { kind: 'down' }],
    ['an error page', { kind: 'broken', status: 502 }],
    ['an answer that gets lost', { kind: 'loseAnswer', path: '/api/orders' }],
  ] as const)('takes %s for no receipt, and sends by itself when the line is back', async (_, state) => {
    const li = await phoneOf('li');
    const before = (await ordersOf(li)).length;
    await write(li, '楼道灯不亮,晚上看不见路');
    line.state = state;
    await li.tap('#file-submit');
    expect(li.path).toBe('resident/file/index');
    expect(li.text()).not.toMatch(SUCCESS);
    expect(li.text()).toContain('还没有提交上去');
    expect(li.text('.filing')).toContain('待发送');
    expect(li.text('.filing')).toContain('已留在手机里:文字 12 字 · 没有照片');
    const [draftId] = filings(li).map(({ draft }) => draft.id);
    await li.tap('#filing-send');
    expect(li.text()).not.toMatch(SUCCESS);
    line.state = { kind: 'open' };
    await li.reconnect();
    expect(li.path).toBe('resident/receipt/index');
    expect(filings(li).at(-1)?.draft.id).toBe(draftId);
    expect(li.text('#receipt-no')).toBe((await ordersOf(li))[0]?.orderNo);
    expect(await ordersOf(li)).toHaveLength(before + 1);
    age(li, () => ({ state: 'SENT', announce: false }));
  });

  it('survives the kill of the app and the loss of temporary files, photo by photo', async () => {
    const wang = await phoneOf('wang');
    const before = (await ordersOf(wang)).length;
    await write(wang, '消防通道又堆了东西', 1);
    expect(wang.text()).toContain('已上传');
    line.state = { kind: 'down' };
    wang.host.answer('chooseMedia', () => ({ tempFiles: [tempPhoto(pictures.cleared)] }));
    await wang.tap('#photo-add');
    expect(wang.text()).toContain('待上传,点此重试');
    await wang.tap('#file-submit');
    expect(wang.text('.filing')).toContain('照片 2 张(1 张待上传,1 张已上传)');
    for (const name of fs.readdirSync(dir).filter((each) => each.startsWith('temp-'))) {
      fs.rmSync(path.join(dir, name));
    }

    const again = await phoneOf('wang', wang);
    expect(again.text('#outbox')).toContain('待发送');
    expect(again.text('#outbox')).toContain('第 1 张:已上传');
    expect(again.text('#outbox')).toContain('第 2 张:待上传');
    await again.switchTab('resident/orders/index');
    expect(again.text('#outbox')).toContain('联网后自动提交');
    again.leave();
    line.state = { kind: 'open' };
    await again.comeBack();
    expect(again.text('#outbox')).toContain('已自动提交');
    const [order] = await ordersOf(again);
    expect(await ordersOf(again)).toHaveLength(before + 1);
    expect((await ask(again, `/api/orders/${order?.id}`)).photos).toHaveLength(2);
    expect(again.text('#outbox')).toContain(order?.orderNo ?? 'no order');
    await again.tap('#filing-seen');
    expect(again.findAll('#outbox')).toHaveLength(0);
  });

  it('asks again before it sends what is older than a day', async () => {
    const li = await phoneOf('li');
    const before = (await ordersOf(li)).length;
    await write(li, '广场舞音响太吵');
    line.state = { kind: 'down' };
    await li.tap('#file-submit');
    age(li, ({ confirmedAt }) => ({
      confirmedAt: new Date(Date.parse(confirmedAt) - DAY_MS - 60_000).toISOString(),
    }));
    line.state = { kind: 'open' };
    const next = await phoneOf('li', li);
    await next.reconnect();
    expect(await ordersOf(next)).toHaveLength(before);
    expect(next.text('#outbox')).toContain('还要提交吗');
    expect(next.text('#outbox')).toContain('已经放了1天');
    await next.tap('#filing-send');
    expect(await ordersOf(next)).toHaveLength(before + 1);
    await next.tap('#filing-seen');
  });

  it('sends several in order; one that is refused stops with its reason and is mended by itself', async () => {
    const wang = await phoneOf('wang');
    const before = (await ordersOf(wang)).length;
    line.state = { kind: 'down' };
    for (const text of ['第一件:井盖松动', '第二件:路灯不亮', '第三件:垃圾没清']) await submit(wang, text);
    age(wang, ({ draft }) =>
      draft.text.startsWith('第二件')
        ? { draft: { ...draft, place: { kind: 'code', gridCode: 'NQ-XX-99', label: 'NQ-XX-99' } } }
        : {},
    );
    line.state = { kind: 'open' };
    await wang.reconnect();
    const orders = await ordersOf(wang);
    expect(orders).toHaveLength(before + 2);
    const [third, first] = await Promise.all(
      orders.slice(0, 2).map(({ id }) => ask(wang, `/api/orders/${id}`)),
    );
    expect([first.text, third.text]).toEqual(['第一件:井盖松动', '第三件:垃圾没清']);

    await wang.switchTab('resident/orders/index');
    expect(wang.text('#outbox')).toContain('没有找到网格编号「NQ-XX-99」');
    await wang.tap('.filing #filing-edit');
    expect(wang.find('#file-text').getAttribute('value')).toBe('第二件:路灯不亮');
    await wang.tap('#place-other');
    await wang.tap('#place-gps');
    await wang.tap('#file-submit');
    expect(wang.path).toBe('resident/receipt/index');
    expect(await ordersOf(wang)).toHaveLength(before + 3);
  });

  it('keeps without sending what is held, and forgets what is thrown away', async () => {
    const li = await phoneOf('li');
    const before = (await ordersOf(li)).length;
    line.state = { kind: 'down' };
    await submit(li, '先放着的这件', 1);
    await li.tap('#filing-hold');
    line.state = { kind: 'open' };
    await li.reconnect();
    expect(await ordersOf(li)).toHaveLength(before);
    await li.switchTab('resident/home/index');
    expect(li.text('#outbox')).toContain('先不提交');
    expect(li.host.files.kept.size).toBe(1);
    await li.tap('#filing-discard');
    expect(li.findAll('#outbox')).toHaveLength(0);
    expect(li.host.files.kept.size).toBe(0);
    expect(filings(li).filter(({ state }) => state !== 'SENT')).toEqual([]);
  });

  it('says plainly what is kept when the storage is full', async () => {
    const li = await phoneOf('li');
    line.state = { kind: 'down' };
    li.host.files.quota = 0;
    await write(li, '照片存不下的时候', 1);
    expect(li.text()).toContain('手机存储已满也存不下');
    await li.tap('#file-submit');
    expect(li.text('.filing')).toContain('文字已留在手机里,有 1 张照片没能存下,关掉小程序后要重新拍');

    const next = await phoneOf('li', li);
    line.state = { kind: 'open' };
    await next.reconnect();
    expect(next.text('#outbox')).toContain('第 1 张照片已不在手机里');
    expect(next.text('#outbox')).toContain('没有被接收');
    await next.tap('#filing-discard');

    line.state = { kind: 'down' };
    next.host.storageFull = true;
    await write(next, '文字也存不下');
    expect(next.text()).toContain('手机存储已满,这份内容没能存下');
    await next.tap('#file-submit');
    expect(next.text('.filing')).toContain('联网前请不要关掉小程序');
    line.state = { kind: 'open' };
    await next.reconnect();
    expect(next.path).toBe('resident/receipt/index');
  });

  it('files each once over a line that loses three of ten requests', async () => {
    const zhao = await phoneOf('wang');
    const before = (await ordersOf(zhao)).length;
    const seed = 20261122;
    line.state = { kind: 'lossy', share: 0.3, random: seeded(seed) };
    const cutBefore = line.cut;
    for (const text of ['丢包一', '丢包二', '丢包三']) {
      await submit(zhao, text, 1);
      if (zhao.path === 'resident/receipt/index') {
        expect((await ordersOf(zhao)).map(({ orderNo }) => orderNo)).toContain(zhao.text('#receipt-no'));
      } else {
        expect(zhao.text()).not.toMatch(SUCCESS);
      }
    }
    const waits = () => filings(zhao).some(({ state }) => state === 'WAITING');
    for (let round = 0; waits() && round < 60; round += 1) await zhao.reconnect();
    expect(line.cut - cutBefore).toBeGreaterThan(0);
    line.state = { kind: 'open' };
    const orders = await ordersOf(zhao);
    expect(orders).toHaveLength(before + 3);
    for (const { id } of orders.slice(0, 3)) {
      expect((await ask(zhao, `/api/orders/${id}`)).photos).toHaveLength(1);
    }
  });

  it('sends again, by itself and with its photo, what a restored server no longer knows', async () => {
    const li = await phoneOf('li');
    const before = (await ordersOf(li)).length;
    await street.stop();
    const backup = path.join(dir, 'backup');
    fs.cpSync(street.dataDir, backup, { recursive: true });
    await street.start();
    await submit(li, '恢复点之后反映的井盖问题', 1);
    expect(li.path).toBe('resident/receipt/index');
    const lostNo = li.text('#receipt-no');
    const [{ draft } = { draft: null }] = filings(li).slice(-1);

    await street.stop();
    fs.rmSync(street.dataDir, { recursive: true });
    fs.cpSync(backup, street.dataDir, { recursive: true });
    await street.start();
    expect(await ordersOf(li)).toHaveLength(before);
    // a restore ends every session
    li.host.storage.set(
      'yihu.session',
      String(li.host.storage.get('yihu.session')).replaceAll(/oken":"/g, 'oken":"x'),
    );
    const again = await phoneOf('li', li);
    expect(again.text('#outbox')).toContain(`原编号 ${lostNo}:该诉求在恢复点之后提交`);
    expect(again.text('#outbox')).toContain('已重新提交');
    expect(filings(again).at(-1)?.draft.id).toBe(draft?.id);
    const [order] = await ordersOf(again);
    expect(await ordersOf(again)).toHaveLength(before + 1);
    expect((await ask(again, `/api/orders/${order?.id}`)).photos).toHaveLength(1);
  });

  it('keeps a sent filing for a week, and none after its owner has signed out', async () => {
    const li = await phoneOf('li');
    await submit(li, '一周后手机里不再留', 1);
    expect(li.host.files.kept.size).toBe(1);
    age(li, ({ sentAt }) => ({
      sentAt: new Date(Date.parse(sentAt ?? '') - 7 * DAY_MS - 60_000).toISOString(),
    }));
    const later = await phoneOf('li', li);
    expect(filings(later)).toEqual([]);
    expect(later.host.files.kept.size).toBe(0);
    await submit(later, '退出后手机里不再留', 1);
    await later.switchTab('resident/home/index');
    await later.tap('#home-me');
    await later.tap('#sign-out');
    expect(filings(later)).toEqual([]);
    expect(later.host.files.kept.size).toBe(0);
  });
});
