import { built } from './built.ts';
import { openWeapp, type Weapp, WxFail } from './runtime/node.ts';
import { NO_SERVER, openStreet, type Street } from './street.ts';

const run = NO_SERVER ? describe.skip : describe;
if (NO_SERVER) console.warn(NO_SERVER);

const PHONE = '13912345678';

run('我的信息 on the WeChat build, against the real server', () => {
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
  afterAll(() => street?.close());

  /** The mini-program on a phone; files it writes are in `files`, what it gives away in `shareFileMessage`. */
  async function phoneOf(person: string, storage?: Weapp['host']['storage']) {
    const app = openWeapp(dist, {
      server: street.url,
      answers: {
        login: async () => ({ code: await street.loginCode(person) }),
        requestSubscribeMessage: ({ tmplIds }: { tmplIds: string[] }) => street.acceptAll(person, tmplIds),
      },
    });
    const files = new Map<string, string>();
    app.host.wx.env = { USER_DATA_PATH: 'http://usr' };
    const manager = app.host.wx.getFileSystemManager as (() => object) | undefined;
    app.host.wx.getFileSystemManager = () => ({
      ...manager?.(),
      writeFile: ({ filePath, data, success }: { filePath: string; data: string; success: () => void }) => {
        files.set(filePath, data);
        success();
      },
    });
    app.host.define('shareFileMessage', () => ({}));
    for (const [key, value] of storage ?? []) app.host.storage.set(key, value);
    open.push(app);
    await app.launch();
    return { app, files };
  }

  async function file(app: Weapp, text: string): Promise<string> {
    await app.tap('#file-text');
    await app.input('#file-text', text);
    await app.tap('#place-unsure');
    await app.tap('#more-contact');
    await app.input('#contact-name', '李桂芳');
    await app.input('#contact-phone', PHONE);
    await app.tap('#more-ok');
    await app.tap('#file-submit');
    expect(app.path).toBe('resident/receipt/index');
    return app.text('#receipt-no');
  }

  /** From the home page by the person's own page, as she would go. */
  async function myData(app: Weapp) {
    await app.switchTab('resident/home/index');
    await app.tap('#home-me');
    await app.tap('#my-data');
    expect(app.path).toBe('resident/privacy/index');
  }

  it('shows who looked, puts the name right, takes everything along, withdraws, and leaves nothing behind', async () => {
    const { app: li, files } = await phoneOf('newcomer-li');
    const orderNo = await file(li, '路口的井盖松了,晚上走路害怕');
    const { app: chen } = await phoneOf('desk-chen');
    await chen.switchTab('handler/tasks/index');
    await chen.tapText(orderNo);

    await myData(li);
    expect(li.text()).toContain('没有保存');
    await li.tap('#privacy-looks');
    expect(li.text()).toMatch(/热线办公室 坐席.*看了诉求全文和照片.*原因:受理、派单或审核这件诉求/s);
    expect(li.text()).not.toContain('陈');
    await li.back();

    await li.tap('#privacy-contact');
    expect(li.text()).toContain('李桂芳,139****5678');
    await li.input('#correct-name', '李桂芬');
    await li.input('#correct-phone', '13800001111');
    await li.tap('#correct-save');
    expect(li.path).toBe('resident/privacy/index');
    expect(li.text()).toMatch(/李桂芬.*138\*\*\*\*1111/s);

    await li.tap('#privacy-consents');
    expect(li.text()).toMatch(/保存手机号.*有效.*自己填写,没有核实/s);
    await li.tap('#withdraw-phone');
    expect(li.text()).toMatch(/保存手机号.*已撤回/s);
    await li.back();

    await li.tap('#privacy-export');
    await li.tap('#export-make');
    expect(li.text()).toContain('路口的井盖松了');
    await li.tap('#export-text');
    await li.tap('#export-data');
    const given = li.host.called('shareFileMessage').map(({ fileName }) => fileName);
    expect(given).toEqual(['我的信息-2026-11-23.txt', '我的信息-2026-11-23.json']);
    const data = JSON.parse(files.get('http://usr/我的信息-2026-11-23.json') ?? '');
    expect(data.orders).toHaveLength(1);
    expect(files.get('http://usr/我的信息-2026-11-23.txt')).toContain(orderNo);
    await li.back();

    await li.tap('#privacy-leave');
    expect(li.text()).toMatch(/您有 1 件事正在办.*照样办到底/s);
    expect(li.text()).toMatch(/网络安全法.*最晚 2027年11月2\d日/s);
    await li.tap('#leave-ask');
    await li.tap('#sheet-confirm');
    expect(li.text()).toContain('账号已注销');
    expect([...li.host.storage.keys()].filter((key) => /session|draft|receipt/.test(key))).toEqual([]);
    await li.tap('#leave-home');
    expect(li.text()).not.toContain('李桂芬');

    // Opened again, she is nobody until she signs in by her own hand, and then somebody new.
    const { app: again } = await phoneOf('newcomer-li', li.host.storage);
    expect(again.host.called('login')).toEqual([]);
    await again.tap('#sign-in');
    await myData(again);
    expect(again.text()).toMatch(/微信用户.*0 件/s);

    // The matter is where it was, with nobody behind it.
    const { app: desk } = await phoneOf('desk-chen');
    await desk.switchTab('handler/tasks/index');
    await desk.tapText(orderNo);
    expect(desk.text()).toContain('诉求人已注销账号');
    expect(desk.text()).not.toMatch(/李\*\*|139\*\*\*\*/);
  });

  it('takes the number from WeChat’s button, in the filing and in the correction', async () => {
    const { app } = await phoneOf('newcomer-wang');
    await app.tap('#file-text');
    await app.tap('#more-contact');
    const code = await street.phoneCode('newcomer-wang', PHONE);
    app.fire(app.find('#contact-wechat'), 'getphonenumber', { code });
    await app.idle();
    expect(app.find('#contact-phone').getAttribute('value')).toBe(PHONE);
    await app.tap('#more-ok');
    await myData(app);
    expect(app.text()).toContain('139****5678');
    await app.tap('#privacy-consents');
    expect(app.text()).toContain('微信已核实');
  });

  it('keeps the page and says so when the network fails while deleting', async () => {
    const { app } = await phoneOf('newcomer-sun');
    await myData(app);
    await app.tap('#privacy-leave');
    app.host.answer('request', () => {
      throw new WxFail('fail');
    });
    await app.tap('#leave-ask');
    await app.tap('#sheet-confirm');
    expect(app.text()).toMatch(/网络|连不上/);
    expect(app.text()).not.toContain('账号已注销');
    expect(app.host.storage.has('yihu.session')).toBe(true);
  });
});
