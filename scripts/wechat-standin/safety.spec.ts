import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import jsqr from 'jsqr';
import sharp from 'sharp';
import { StandinControl } from './control-client.ts';
import type { CheckedImage } from './features/image-check.ts';
import { type Standin, startStandin } from './standin.ts';

const APP = 'wxtest0123456789';
const SECRET = 'secret';
let standin: Standin;
let control: StandinControl;
let openid: string;
let token: string;

beforeAll(async () => {
  standin = await startStandin({ port: 0, appId: APP, secret: SECRET });
  control = new StandinControl(standin.url);
});
afterAll(() => standin.close());
beforeEach(async () => {
  await control.post('reset');
  openid = await visit('王阿姨');
  token = await freshToken();
});

type Answer = Record<string, unknown> & { errcode?: number };

async function post(path: string, body: unknown): Promise<Answer> {
  const url = `${standin.url}${path}?access_token=${token ?? ''}`;
  return (await (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).json()) as Answer;
}

async function freshToken(): Promise<string> {
  const grant = { grant_type: 'client_credential', appid: APP, secret: SECRET };
  return String((await post('/cgi-bin/stable_token', grant)).access_token);
}

/** A login now: moderation wants one within two hours. */
async function visit(user: string): Promise<string> {
  const { code, openid: id } = await control.loginCode(user);
  const query = new URLSearchParams({
    appid: APP,
    secret: SECRET,
    js_code: code,
    grant_type: 'authorization_code',
  });
  await fetch(`${standin.url}/sns/jscode2session?${query}`);
  return id;
}

const check = (content: string, change: object = {}) =>
  post('/wxa/msg_sec_check', { content, version: 2, scene: 3, openid, ...change });

describe('text check', () => {
  it.each([
    ['楼道堆放杂物', 'pass', 100],
    ['这段【待审】', 'review', 21000],
    ['这段【违规】', 'risky', 20006],
  ])('judges %s as %s', async (content, suggest, label) => {
    expect(await check(content)).toMatchObject({ errcode: 0, result: { suggest, label } });
  });

  it.each([
    ['another version', { version: 1 }, 47001],
    ['no such scene', { scene: 9 }, 40129],
    ['nothing to check', { content: '' }, 47001],
    ['too long a text', { content: '字'.repeat(2501) }, 47001],
    ['nobody', { openid: '' }, 40003],
    ['somebody of another app', { openid: 'oOther' }, 43104],
  ])('refuses %s', async (_, change, errcode) => {
    expect(await check('正常', change)).toMatchObject({ errcode });
  });

  it('wants a visit within two hours', async () => {
    await control.post('clock', { ms: 2 * 3_600_000 + 1 });
    token = await freshToken();
    expect(await check('正常')).toMatchObject({ errcode: 61010 });
    await visit('王阿姨');
    expect(await check('正常')).toMatchObject({ errcode: 0 });
  });
});

describe('image check', () => {
  const bytes = Buffer.from('not really a picture');
  const pushed: Record<string, unknown>[] = [];
  const server = createServer(async (request, response) => {
    if (request.method === 'GET')
      return void response.writeHead(request.url === '/gone' ? 404 : 200).end(bytes);
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    pushed.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    response.end('success');
  });
  let base: string;
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((done) => server.close(done)));
  beforeEach(async () => {
    pushed.length = 0;
    await control.post('push-target', { url: `${base}/push`, token: 't', mode: 'plain' });
  });
  const ask = (path: string, change: object = {}) =>
    post('/wxa/media_check_async', {
      media_url: `${base}${path}`,
      media_type: 2,
      version: 2,
      scene: 3,
      openid,
      ...change,
    });

  it('fetches the picture and calls back under the trace id it gave', async () => {
    await control.post('image-verdict', { suggest: 'risky', label: 20002, delayMs: 1 });
    const { trace_id } = await ask('/photo');
    await until(() => pushed.length === 1);
    const [seen] = await control.get<CheckedImage[]>('checked-images');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(seen).toMatchObject({ status: 200, bytes: bytes.length, sha256 });
    const result = { suggest: 'risky', label: 20002 };
    expect(pushed[0]).toMatchObject({ Event: 'wxa_media_check', trace_id, errcode: 0, result });
    expect(await ask('/photo')).toMatchObject({ errcode: 87020 });
  });

  it('says −1008 of a picture that is not there', async () => {
    await ask('/gone');
    await until(() => pushed.length === 1);
    expect(pushed[0]).toMatchObject({ errcode: -1008 });
  });

  it('stays silent when told, and answers later by hand', async () => {
    await control.post('image-verdict', { delayMs: null });
    const { trace_id } = await ask('/photo');
    await control.post('image-answer', { traceId: String(trace_id), suggest: 'review' });
    expect(pushed).toMatchObject([{ trace_id, result: { suggest: 'review' } }]);
  });

  it('refuses what is no picture or sound', async () => {
    expect(await ask('/photo', { media_type: 3 })).toMatchObject({ errcode: 40004 });
  });
});

describe('phone number', () => {
  const exchange = (body: object) => post('/wxa/business/getuserphonenumber', body);

  it('gives the number of a code once, with our watermark', async () => {
    const { code } = await control.post('phone-code', { user: openid, phone: '13855512345' });
    expect(String(code)).toMatch(/^[0-9a-f]{64}$/);
    expect(await exchange({ code })).toMatchObject({
      phone_info: { purePhoneNumber: '13855512345', countryCode: '86', watermark: { appid: APP } },
    });
    expect(await exchange({ code })).toMatchObject({ errcode: 40029 });
  });

  it('refuses codes of others and old ones', async () => {
    const { code } = await control.post('phone-code', { user: openid, phone: '13855512345' });
    expect(await exchange({ code, openid: 'oOther' })).toMatchObject({ errcode: 40029 });
    await control.post('clock', { ms: 5 * 60_000 + 1 });
    expect(await exchange({ code })).toMatchObject({ errcode: 40029 });
  });
});

describe('codes', () => {
  const ask = (body: object) =>
    fetch(`${standin.url}/wxa/getwxacodeunlimit?access_token=${token}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });

  it('draws a picture whose code reads page and scene', async () => {
    const answer = await ask({ scene: 's=ab3d5f7h9k', page: 'resident/file/index', check_path: false });
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
    const image = sharp(Buffer.from(await answer.arrayBuffer())).ensureAlpha();
    const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
    const code = jsqr.default(new Uint8ClampedArray(data), info.width, info.height);
    expect(code?.data).toBe(`resident/file/index?scene=${encodeURIComponent('s=ab3d5f7h9k')}`);
  });

  it.each([
    ['a long scene', { scene: 'a'.repeat(33) }, 40169],
    ['no scene', {}, 40169],
    ['Chinese in the scene', { scene: '网格' }, 40129],
    ['a page with a slash', { scene: 'a', page: '/x' }, 41030],
    ['an unreleased page', { scene: 'a', page: 'other/page' }, 41030],
    ['an unknown version', { scene: 'a', env_version: 'beta' }, 40097],
    ['too narrow a picture', { scene: 'a', width: 100 }, 40097],
  ])('refuses %s as JSON', async (_, body, errcode) => {
    await control.post('switches', { pages: ['resident/file/index'] });
    expect(await (await ask(body)).json()).toMatchObject({ errcode });
  });
});

it('checks a session by its key and tells risk, quota, requests and addresses', async () => {
  const { code } = await control.loginCode('李奶奶');
  const query = new URLSearchParams({
    appid: APP,
    secret: SECRET,
    js_code: code,
    grant_type: 'authorization_code',
  });
  const session = (await (await fetch(`${standin.url}/sns/jscode2session?${query}`)).json()) as {
    openid: string;
    session_key: string;
  };
  const signature = createHmac('sha256', session.session_key).update('').digest('hex');
  const verify = async (text: string) => {
    const asked = new URLSearchParams({
      access_token: token,
      openid: session.openid,
      signature: text,
      sig_method: 'hmac_sha256',
    });
    return (await fetch(`${standin.url}/wxa/checksession?${asked}`)).json();
  };
  expect(await verify(signature)).toMatchObject({ errcode: 0 });
  expect(await verify('0'.repeat(64))).toMatchObject({ errcode: 87009 });
  await control.post('users', { name: '李奶奶', riskRank: 4 });
  const risk = { appid: APP, openid: session.openid, scene: 2, client_ip: '127.0.0.1' };
  expect(await post('/wxa/getuserriskrank', risk)).toMatchObject({ risk_rank: 4 });
  const path = '/cgi-bin/message/subscribe/send';
  expect(await post('/cgi-bin/openapi/quota/get', { cgi_path: path })).toMatchObject({
    quota: { daily_limit: 10_000_000 },
  });
  const failed = String((await check('正常', { scene: 9 })).errmsg);
  const rid = /rid: (\S+)/.exec(failed)?.[1];
  expect(await post('/cgi-bin/openapi/rid/get', { rid })).toMatchObject({ errcode: 0 });
  expect(await post('/cgi-bin/openapi/rid/get', { rid: '00000001-00000000-00000000' })).toMatchObject({
    errcode: 76022,
  });
  for (let n = 0; n < 10; n += 1)
    expect(await post('/cgi-bin/clear_quota', { appid: APP })).toMatchObject({ errcode: 0 });
  expect(await post('/cgi-bin/clear_quota', { appid: APP })).toMatchObject({ errcode: 48006 });
});

/** The value of the checksession example, computed over the key as text. */
it('signs an empty message as the example does', () => {
  expect(createHmac('sha256', 'HyVFkGl5F5OQWJZZaNzBBg==').update('').digest('hex')).toBe(
    '252b75c92698025afe925b29cca5517fdf9ee67aae072cf3225ebf3a53783058',
  );
});

/** Turns the event loop until it is so, for five seconds at most. */
async function until(so: () => boolean): Promise<void> {
  const end = performance.now() + 5_000;
  while (!so() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
}
