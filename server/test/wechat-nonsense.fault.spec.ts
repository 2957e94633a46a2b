import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startStandin } from '../../scripts/wechat-standin/standin';
import { WechatCaller } from '../src/modules/wechat/wechat.caller';
import type { WechatClient } from '../src/modules/wechat/wechat.client';
import { WechatError } from '../src/modules/wechat/wechat.error';
import { WechatPlatform } from '../src/modules/wechat/wechat.platform';
import { APP, SECRET, type WechatWorld, wechatWorld } from './wechat.setup';

const SEND = '/cgi-bin/message/subscribe/send';
const TOKEN = '/cgi-bin/stable_token';
const HALF_A_MINUTE = 30_000;
const DATA = {
  character_string1: 'NQ20261122-0001',
  thing2: '楼道堆放杂物',
  phrase3: '已受理',
  time4: '2026年11月22日 14:00',
  thing5: '11月24日18时前给您答复',
};

let world: WechatWorld;
let client: WechatClient;
let platform: WechatPlatform;
beforeAll(async () => {
  world = await wechatWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.control.post('reset');
  await world.db.inTransaction((tx) => tx.execute('DELETE FROM shared_value'));
  client = world.client();
  platform = new WechatPlatform(new WechatCaller(world.config, world.db, world.clock));
});

async function failure(call: Promise<unknown>): Promise<WechatError> {
  const error = await call.then(
    (value) => new Error(`succeeded: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (error instanceof WechatError) return error;
  throw error;
}
async function person(taps: number) {
  const { openid } = await world.control.loginCode('王阿姨');
  const found = (await world.control.templates()).find(({ title }) => title === '诉求受理通知');
  const templateId = found?.priTmplId ?? '';
  for (let tap = 0; tap < taps; tap += 1) await world.control.accept(openid, templateId);
  return { openid, templateId, data: DATA };
}
const says = (path: string, answer: unknown, times = 1) =>
  world.control.fault(path, { html: typeof answer === 'string' ? answer : JSON.stringify(answer) }, times);
const tokens = () => world.control.get<{ issued: number; asked: number; forced: number }>('tokens');

/** Another program's call for the token; answers it. */
async function ask(more: object): Promise<string> {
  const body = { grant_type: 'client_credential', appid: APP, secret: SECRET, ...more };
  const answer = await fetch(`${world.standin.url}${TOKEN}`, { method: 'POST', body: JSON.stringify(body) });
  return ((await answer.json()) as { access_token: string }).access_token;
}

describe('answers of a wrong shape (F10)', () => {
  it.each([
    ['[]', 'a list'],
    ['null', 'null'],
    ['"ok"', 'a text'],
    ['{}', 'no code at all'],
    ['{"errcode":{}}', 'a code that is an object'],
    ['{"errcode":[]}', 'a code that is a list'],
    ['{"errcode":true}', 'a code that is true'],
    ['{"errcode":null}', 'a code that is null'],
    ['{"errcode":1.5}', 'half a code'],
    ['{"errcode":"ok"}', 'a code that is a word'],
    ['{"errcode":0', 'cut off'],
    ['<html><body>登录校园网</body></html>', 'a page'],
    ['', 'nothing'],
  ])('to a send: %s (%s): nobody knows whether it went out', async (text) => {
    const message = await person(1);
    await says(SEND, text === '' ? ' ' : text);
    const error = await failure(client.sendSubscribe(message));
    expect(error).toMatchObject({ kind: 'unanswered', outcomeUnknown: true, errcode: null });
  });

  it('reads a code written as a text, and takes no message id that is none', async () => {
    const message = await person(1);
    await says(SEND, { errcode: '43101', errmsg: 7 });
    expect(await failure(client.sendSubscribe(message))).toMatchObject({ kind: 'refused', errcode: 43101 });
    await says(SEND, { errcode: '0', errmsg: {}, msgid: { a: 1 } });
    expect(await client.sendSubscribe(message)).toEqual({ msgId: null });
    await says(SEND, `{"errcode":0,"msgid":${'9'.repeat(60)}}`);
    expect(await client.sendSubscribe(message)).toEqual({ msgId: null });
  });

  it.each([
    [{ openid: 7 }],
    [{ openid: '' }],
    [{ openid: ['o'] }],
    [{ openid: 'o'.repeat(65) }],
    [{ openid: "o' OR 1=1 --" }],
    [{ errcode: 0, errmsg: 'ok' }],
  ])('is no login: %j', async (answer) => {
    await says('/sns/jscode2session', answer);
    expect(await failure(client.codeToSession('code'))).toMatchObject({ kind: 'unanswered' });
  });

  it.each([
    [{ access_token: 7, expires_in: 7200 }],
    [{ access_token: 'a b\nc', expires_in: 7200 }],
    [{ access_token: 'x'.repeat(2049), expires_in: 7200 }],
    [{ access_token: 'abc', expires_in: '7200' }],
    [{ access_token: 'abc' }],
  ])('a token like %j is none, and the next one is taken', async (answer) => {
    await says(TOKEN, answer);
    expect(await failure(client.listTemplates())).toMatchObject({ kind: 'unanswered' });
    expect((await client.listTemplates()).length).toBeGreaterThan(0);
  });

  it.each([
    [1e300, '2026-11-22T07:55:00.000Z'],
    [-5, '2026-11-22T06:01:00.000Z'],
    [0, '2026-11-22T06:01:00.000Z'],
  ])('a token that lives %d seconds is kept until %s', async (life, until) => {
    await says(TOKEN, { access_token: await ask({}), expires_in: life });
    await client.listTemplates();
    const rows = await world.db.read('SELECT until_at FROM shared_value');
    expect(rows).toEqual([{ until_at: until }]);
  });

  it.each([
    [{ errcode: 0, result: 'pass' }, 'unanswered'],
    [{ errcode: 0, result: { suggest: ['pass'], label: 100 } }, null],
    [{ errcode: 0, result: { suggest: { pass: 1 } } }, 'unanswered'],
    [{ errcode: 0 }, 'unanswered'],
  ])('a verdict like %j is read as %s', async (answer, kind) => {
    const { openid } = await person(0);
    await says('/wxa/msg_sec_check', answer);
    if (kind === null) expect((await platform.checkText(openid, '好')).suggestion).toBe('PASS');
    else expect(await failure(platform.checkText(openid, '好'))).toMatchObject({ kind });
  });

  it('takes no label the database could not keep, and no trace id that is none', async () => {
    const { openid } = await person(0);
    for (const label of [1e12, -1, 'x', {}, null, 2.5]) {
      await says('/wxa/msg_sec_check', { errcode: 0, result: { suggest: 'pass', label } });
      expect((await platform.checkText(openid, '好')).label).toBe(0);
    }
    for (const trace_id of [5, '', 'x'.repeat(65), null, '追踪']) {
      await says('/wxa/media_check_async', { errcode: 0, trace_id });
      expect(await failure(platform.checkImage(openid, 'https://a/b'))).toMatchObject({ kind: 'unanswered' });
    }
  });

  it('gives up an answer that has no end', async () => {
    const flood = createServer((_, response) => {
      const pour = () => {
        while (response.write('x'.repeat(65_536)));
      };
      response.on('drain', pour);
      response.on('close', () => response.off('drain', pour));
      pour();
    });
    await new Promise<void>((done) => flood.listen(0, '127.0.0.1', done));
    const baseUrl = `http://127.0.0.1:${(flood.address() as AddressInfo).port}`;
    const error = await failure(world.client({ baseUrl, timeoutMs: 60_000 }).codeToSession('x'));
    expect(error).toMatchObject({ kind: 'unanswered', facts: { cause: 'TooLong' } });
    flood.closeAllConnections();
    await new Promise((done) => flood.close(done));
  });

  it('waits for no answer longer than it was told to, whichever part of it is slow', async () => {
    const impatient = world.client({ timeoutMs: 60 });
    const message = await person(1);
    await impatient.listTemplates();
    await world.control.fault(SEND, { delayMs: HALF_A_MINUTE });
    expect(await failure(impatient.sendSubscribe(message))).toMatchObject({ outcomeUnknown: true });
    const drops = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(drip));
    });
    await new Promise<void>((done) => drops.listen(0, '127.0.0.1', done));
    const baseUrl = `http://127.0.0.1:${(drops.address() as AddressInfo).port}`;
    const error = await failure(world.client({ baseUrl, timeoutMs: 60 }).codeToSession('x'));
    expect(error).toMatchObject({ kind: 'unanswered', outcomeUnknown: true });
    drops.closeAllConnections();
    await new Promise((done) => drops.close(done));
  });
});

describe('another program of the same AppID (F11)', () => {
  /** Somebody else asks WeChat for a token and throws ours away. */
  async function steal(): Promise<void> {
    world.clock.advance(1);
    await ask({ force_refresh: true });
  }

  it('takes the token away again and again under load: every message goes out once, nothing is forced by us', async () => {
    const rounds = 6;
    const others = [client, world.client(), world.client()];
    const message = await person(rounds * others.length);
    for (let round = 0; round < rounds; round += 1) {
      const before = await tokens();
      await steal();
      await Promise.all(others.map((each) => each.listTemplates()));
      for (const each of others) await each.sendSubscribe(message);
      const after = await tokens();
      // Each process asks at most once for the new token, whatever number of its calls were refused.
      expect(after.asked - before.asked - 1).toBeLessThanOrEqual(others.length);
      expect(after.forced - before.forced).toBe(1);
    }
    expect(await world.control.sent(message.openid)).toHaveLength(rounds * others.length);
  });

  it('one process asks once for many calls refused at the same moment', async () => {
    await client.listTemplates();
    await steal();
    const before = await tokens();
    await Promise.all(Array.from({ length: 25 }, () => client.listTemplates()));
    const after = await tokens();
    expect([after.asked - before.asked, after.forced - before.forced]).toEqual([1, 0]);
  });

  it('a token that is never good ends in an error, not in a loop and not in force', async () => {
    await client.listTemplates();
    await world.control.fault(SEND, { errcode: 40001 }, 1000);
    const before = await tokens();
    const message = await person(1);
    expect(await failure(client.sendSubscribe(message))).toMatchObject({ kind: 'token', errcode: 40001 });
    const after = await tokens();
    expect([after.asked - before.asked, after.forced - before.forced]).toEqual([1, 0]);
  });

  it('the old call by another program does not end ours', async () => {
    await client.listTemplates();
    const query = new URLSearchParams({ grant_type: 'client_credential', appid: APP, secret: SECRET });
    await fetch(`${world.standin.url}/cgi-bin/token?${query}`);
    world.clock.advance(10);
    await client.listTemplates();
    expect((await tokens()).asked).toBe(1);
  });

  it('a stand-in that knows another secret is a matter for the operator', async () => {
    const other = await startStandin({ port: 0, appId: APP, secret: 'another' });
    const error = await failure(world.client({ baseUrl: other.url }).listTemplates());
    expect(error).toMatchObject({ kind: 'config', errcode: 40125 });
    await other.close();
  });
});
