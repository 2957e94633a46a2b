import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StandinControl } from './control-client.ts';
import type { Template } from './features/templates.ts';
import { signatureOf } from './push-crypto.ts';
import { type Standin, startStandin } from './standin.ts';

const APP = 'wxtest0123456789';
const SECRET = 'secret';
let standin: Standin;
let control: StandinControl;

beforeAll(async () => {
  standin = await startStandin({ port: 0, appId: APP, secret: SECRET, users: [{ name: '王阿姨' }] });
  control = new StandinControl(standin.url);
});
afterAll(() => standin.close());
beforeEach(() => control.post('reset'));

type Answer = Record<string, unknown> & { errcode?: number; errmsg?: string };

async function call(path: string, query: Record<string, string>, body?: unknown): Promise<Answer> {
  const url = `${standin.url}${path}?${new URLSearchParams(query)}`;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetch(url, body === undefined ? {} : { method: 'POST', body: text });
  return (await answer.json()) as Answer;
}

const login = (code: string, change: Record<string, string> = {}) =>
  call('/sns/jscode2session', {
    appid: APP,
    secret: SECRET,
    js_code: code,
    grant_type: 'authorization_code',
    ...change,
  });

const stable = (change: object = {}) =>
  call(
    '/cgi-bin/stable_token',
    {},
    { grant_type: 'client_credential', appid: APP, secret: SECRET, ...change },
  );

async function token(): Promise<string> {
  return String((await stable()).access_token);
}

describe('login', () => {
  it('exchanges a code once, then 40163', async () => {
    const { code, openid } = await control.loginCode('王阿姨');
    const first = await login(code);
    expect(first.openid).toBe(openid);
    expect(openid).toMatch(/^o[\w-]{27}$/);
    expect(Buffer.from(String(first.session_key), 'base64')).toHaveLength(16);
    expect(await login(code)).toMatchObject({ errcode: 40163 });
  });

  it('answers sns as text/plain, with a comma before rid and its time inside', async () => {
    const url = `${standin.url}/sns/jscode2session?appid=${APP}&secret=${SECRET}&js_code=x&grant_type=authorization_code`;
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain');
    const { errmsg } = (await answer.json()) as { errmsg: string };
    const seconds = Number.parseInt(/^invalid code, rid: ([0-9a-f]{8})-/.exec(errmsg)?.[1] ?? '', 16);
    expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(60);
  });

  it('checks the app before the code, lets codes die after five minutes, blocks risky users', async () => {
    const { code } = await control.loginCode('王阿姨');
    expect(await login(code, { appid: '' })).toMatchObject({ errcode: 41002 });
    expect(await login(code, { appid: 'wxother' })).toMatchObject({ errcode: 40013 });
    expect(await login(code, { secret: 'no' })).toMatchObject({ errcode: 40125 });
    expect(await login('', {})).toMatchObject({ errcode: 41008 });
    await control.post('users', { name: '王阿姨', blocked: true });
    expect(await login(code)).toMatchObject({ errcode: 40226 });
    await control.post('clock', { ms: 300_001 });
    expect(await login(code)).toMatchObject({ errcode: 40029 });
  });
});

describe('access token', () => {
  it('is the same on repeat with the remaining seconds, and changes only near its end', async () => {
    const first = await stable();
    await control.post('clock', { ms: 600_000 });
    const second = await stable();
    expect(second.access_token).toBe(first.access_token);
    expect(second.expires_in).toBeLessThanOrEqual(6_600);
    await control.post('clock', { ms: 6_400_000 });
    const third = await stable();
    expect(third.access_token).not.toBe(first.access_token);
    const path = '/wxaapi/newtmpl/gettemplate';
    expect(await call(path, { access_token: String(first.access_token) })).toMatchObject({ errcode: 0 });
    await control.post('clock', { ms: 300_000 });
    expect(await call(path, { access_token: String(first.access_token) })).toMatchObject({ errcode: 42001 });
    expect(await call(path, {})).toMatchObject({ errcode: 41001 });
    expect(await call(path, { access_token: 'made-up' })).toMatchObject({ errcode: 40001 });
  });

  it('is forced at most every 30 s', async () => {
    const first = await stable();
    const forced = await stable({ force_refresh: true });
    expect(forced.access_token).not.toBe(first.access_token);
    expect((await stable({ force_refresh: true })).access_token).toBe(forced.access_token);
    await control.post('clock', { ms: 30_000 });
    expect((await stable({ force_refresh: true })).access_token).not.toBe(forced.access_token);
  });

  it('of the old call replaces the earlier one after five minutes, apart from the stable one', async () => {
    const query = { grant_type: 'client_credential', appid: APP, secret: SECRET };
    const shared = await token();
    const first = await call('/cgi-bin/token', query);
    const second = await call('/cgi-bin/token', query);
    expect(second.access_token).not.toBe(first.access_token);
    await control.post('clock', { ms: 300_001 });
    const list = (text: unknown) => call('/wxaapi/newtmpl/getcategory', { access_token: String(text) });
    expect(await list(first.access_token)).toMatchObject({ errcode: 42001 });
    expect(await list(second.access_token)).toMatchObject({ errcode: 0 });
    expect(await list(shared)).toMatchObject({ errcode: 0 });
  });

  it('refuses GET, an empty body and nonsense', async () => {
    expect(await call('/cgi-bin/stable_token', {})).toMatchObject({ errcode: 43002 });
    expect(await call('/cgi-bin/stable_token', {}, '')).toMatchObject({ errcode: 44002 });
    expect(await call('/cgi-bin/stable_token', {}, 'x=1')).toMatchObject({ errcode: 47001 });
    expect(await stable({ grant_type: 'x' })).toMatchObject({ errcode: 40002 });
    await control.post('switches', { secretFrozen: true });
    expect(await stable()).toMatchObject({ errcode: 40243 });
  });
});

const GOOD = {
  character_string1: { value: 'NQ20261122-0001' },
  thing2: { value: '楼道堆放杂物' },
  phrase3: { value: '已受理' },
  time4: { value: '2026年11月22日 14:00' },
  thing5: { value: '11月24日18时前给您答复' },
};

describe('subscribe/send', () => {
  let accepted: Template;
  let openid: string;
  beforeEach(async () => {
    const found = (await control.templates()).find(({ title }) => title === '诉求受理通知');
    if (!found) throw new Error('the template is seeded');
    accepted = found;
    openid = (await control.loginCode('王阿姨')).openid;
  });

  const send = async (change: object = {}, data: object = GOOD) =>
    call(
      '/cgi-bin/message/subscribe/send',
      { access_token: await token() },
      {
        touser: openid,
        template_id: accepted.priTmplId,
        page: 'pages/order/index?id=1',
        miniprogram_state: 'formal',
        lang: 'zh_CN',
        data,
        ...change,
      },
    );

  it('sends once per accepted tap, with an exact 19-digit number on the wire', async () => {
    expect(await send()).toMatchObject({ errcode: 43101 });
    await control.accept('王阿姨', accepted.priTmplId);
    const url = `${standin.url}/cgi-bin/message/subscribe/send?access_token=${await token()}`;
    const body = JSON.stringify({ touser: openid, template_id: accepted.priTmplId, data: GOOD });
    const text = await (await fetch(url, { method: 'POST', body })).text();
    const msgId = /"msgid":(\d{19})\}$/.exec(text)?.[1] ?? '';
    expect(String((JSON.parse(text) as { msgid: number }).msgid)).not.toBe(msgId);
    expect(await send()).toMatchObject({ errcode: 43101 });
    expect(await control.sent('王阿姨')).toMatchObject([
      { msgId, title: '诉求受理通知', data: { phrase3: '已受理' } },
    ]);
  });

  it('a long-term template needs one tap only, until refused on a card', async () => {
    const long = (await control.templates()).find(({ type }) => type === 3);
    const id = long?.priTmplId ?? '';
    const data = {
      character_string1: GOOD.character_string1,
      thing2: GOOD.thing2,
      enum_string3: { value: '处理中' },
      thing4: { value: '丁香社区' },
      time5: GOOD.time4,
    };
    await control.accept('王阿姨', id);
    expect(await send({ template_id: id }, data)).toMatchObject({ errcode: 0 });
    expect(await send({ template_id: id }, data)).toMatchObject({ errcode: 0 });
    const bad = { ...data, enum_string3: { value: '未知' } };
    expect(await send({ template_id: id }, bad)).toMatchObject({ errcode: 47003 });
    await control.post('card-refusal', { user: openid, templateId: id });
    expect(await send({ template_id: id }, data)).toMatchObject({ errcode: 43101 });
  });

  it.each([
    [{ touser: 'oNobody' }, GOOD, 40003, 'invalid openid'],
    [{ template_id: 'none' }, GOOD, 40037, 'invalid template_id'],
    [{}, { ...GOOD, thing5: { value: '' } }, 47003, 'data.thing5.value is empty'],
    [{}, { ...GOOD, thing5: undefined }, 47003, 'data.thing5.value is empty'],
    [{}, { ...GOOD, thing9: { value: '多' } }, 47003, 'data.thing9.value invalid'],
    [{}, { ...GOOD, thing5: { value: '字'.repeat(21) } }, 47003, 'data.thing5.value invalid'],
    [{}, { ...GOOD, thing5: { value: '换\n行' } }, 47003, 'data.thing5.value invalid'],
    [{}, { ...GOOD, phrase3: { value: '13笔' } }, 47003, 'data.phrase3.value invalid'],
    [{}, { ...GOOD, character_string1: { value: '编号1' } }, 47003, 'data.character_string1.value invalid'],
    [{}, { ...GOOD, time4: { value: '10:00～11:00' } }, 47003, 'data.time4.value invalid'],
    [{}, { ...GOOD, thing5: { value: '含【敏感】词' } }, 45168, 'sensitive'],
    [{ page: '/pages/a' }, GOOD, 41030, 'invalid page'],
  ])('refuses %j %#', async (change, data, errcode, text) => {
    await control.accept('王阿姨', accepted.priTmplId);
    const answer = await send(change, data);
    expect(answer.errcode).toBe(errcode);
    expect(answer.errmsg).toContain(text);
    expect(await control.get('credit', { user: openid, templateId: accepted.priTmplId })).toMatchObject({
      remaining: 1,
    });
  });

  it('refuses a second send to the same person while one is in flight', async () => {
    await control.accept('王阿姨', accepted.priTmplId);
    await control.accept('王阿姨', accepted.priTmplId);
    await control.post('switches', { sendLatencyMs: 50 });
    const codes = (await Promise.all([send(), send()])).map(({ errcode }) => errcode);
    expect(codes.sort()).toEqual([0, 43108]);
  });

  it('knows banned apps, the master switch and the recalled uniform message', async () => {
    await control.accept('王阿姨', accepted.priTmplId);
    await control.post('main-switch', { user: openid, on: false });
    expect(await send()).toMatchObject({ errcode: 43101 });
    expect(await control.accept('王阿姨', accepted.priTmplId)).toMatchObject({ errCode: 20004 });
    await control.post('switches', { appBanned: true });
    expect(await send()).toMatchObject({ errcode: 43107 });
    const path = '/cgi-bin/message/wxopen/template/uniform_send';
    expect(await call(path, { access_token: await token() }, {})).toMatchObject({ errcode: 45109 });
  });
});

describe('faults', () => {
  const path = '/cgi-bin/stable_token';
  it('meets the next calls only', async () => {
    await control.fault(path, { errcode: -1 }, 2);
    expect((await stable()).errcode).toBe(-1);
    expect((await stable()).errcode).toBe(-1);
    expect((await stable()).access_token).toBeDefined();
  });

  it('answers pages and gateway errors, drops before and after the deed', async () => {
    await control.fault(path, { status: 502, html: '<html>502</html>' });
    const gateway = await fetch(`${standin.url}${path}`, { method: 'POST', body: '{}' });
    expect([gateway.status, await gateway.text()]).toEqual([502, '<html>502</html>']);
    await control.fault(path, { drop: true });
    await expect(stable()).rejects.toThrow();
    expect(await control.get('tokens')).toMatchObject({ issued: 0 });
    await control.fault(path, { dropAfter: true });
    await expect(stable()).rejects.toThrow();
    expect(await control.get('tokens')).toMatchObject({ issued: 1 });
  });
});

/** A callback that records what reaches it and answers `success`. */
async function callback() {
  const got: { query: URLSearchParams; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    let body = '';
    for await (const chunk of request) body += String(chunk);
    got.push({ query, body });
    response.end(query.get('echostr') ?? 'success');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/push`;
  return { url, got, close: () => server.close() };
}

describe('push', () => {
  it('signs plain events; List is an object for one item and an array for several', async () => {
    const target = await callback();
    await control.post('push-target', { url: target.url, token: 'AAAAA', mode: 'plain' });
    expect(await control.post('check-url')).toEqual({ matched: true });
    const ids = (await control.templates()).filter(({ type }) => type === 2).map((one) => one.priTmplId);
    await control.accept('王阿姨', ...ids.slice(0, 1));
    await control.accept('王阿姨', ...ids.slice(0, 2));
    target.close();
    const [, one, two] = target.got;
    const query = one?.query;
    const parts = ['AAAAA', query?.get('timestamp') ?? '', query?.get('nonce') ?? ''];
    expect(query?.get('signature')).toBe(signatureOf(parts));
    expect(JSON.parse(one?.body ?? '')).toMatchObject({
      Event: 'subscribe_msg_popup_event',
      List: { TemplateId: ids[0], SubscribeStatusString: 'accept' },
    });
    expect((JSON.parse(two?.body ?? '') as { List: unknown[] }).List).toHaveLength(2);
  });

  it('tries three times and can duplicate, mis-sign and vary CreateTime', async () => {
    const target = await callback();
    await control.post('push-target', { url: target.url, token: 'AAAAA', mode: 'plain' });
    const event = { FromUserName: 'o1', Event: 'debug_demo' };
    const options = { times: 3, createTime: 'string', wrongSignature: true };
    await control.post('push', { event, options });
    target.close();
    expect(target.got).toHaveLength(3);
    expect(new Set(target.got.map(({ body }) => body)).size).toBe(1);
    expect(typeof (JSON.parse(target.got[0]?.body ?? '') as { CreateTime: unknown }).CreateTime).toBe(
      'string',
    );
    const down = await control.post<{ statuses: number[] }>('push', { event });
    expect(down.statuses).toEqual([0, 0, 0]);
  });
});

describe('the page for people', () => {
  it('shows who received what, escaped, with the labels of the template', async () => {
    const { openid } = await control.loginCode('<b>小李</b>');
    const id = (await control.templates())[0]?.priTmplId ?? '';
    await control.accept(openid, id);
    const body = { touser: openid, template_id: id, data: { ...GOOD, thing2: { value: '<i>杂物' } } };
    await call('/cgi-bin/message/subscribe/send', { access_token: await token() }, body);
    const html = await (await fetch(standin.url)).text();
    expect(html).toContain('诉求受理通知');
    expect(html).toContain('<dt>受理状态</dt><dd>已受理</dd>');
    expect(html).toContain('&lt;i&gt;杂物');
    expect(html).not.toContain('<b>小李');
  });
});

it('refuses to run in production', async () => {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  await expect(startStandin({ port: 0, appId: APP, secret: SECRET })).rejects.toThrow('production');
  process.env.NODE_ENV = before;
});
