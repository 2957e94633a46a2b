import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Env } from '../src/config/env';
import { PushController } from '../src/modules/wechat/push.controller';
import { PushService } from '../src/modules/wechat/push.service';
import { PushBodies } from '../src/modules/wechat/push-bodies';
import { PushListeners } from '../src/modules/wechat/push-listeners';
import { type SubscriptionEvents, SubscriptionListeners } from '../src/modules/wechat/subscription-events';
import { WECHAT_CONFIG, type WechatConfig } from '../src/modules/wechat/wechat.config';
import { Clock } from '../src/platform/clock';
import { Db } from '../src/platform/db/db';
import { ErrorFilter } from '../src/platform/http/error.filter';
import { Logger } from '../src/platform/logger';
import { AES_KEY, PUSH_TOKEN, type WechatWorld, wechatWorld } from './wechat.setup';

let world: WechatWorld;
const apps: NestFastifyApplication[] = [];
let url: string;
const told: [string, object][] = [];
let failing = false;

/** Keeps what it is told; while `failing`, breaks after the event was stored. */
const recorder: SubscriptionEvents = {
  popup: async (_tx, event) => {
    if (failing) throw new Error('listener broke');
    told.push(['popup', event]);
  },
  refused: async (_tx, event) => void told.push(['refused', event]),
  sent: async (_tx, event) => void told.push(['sent', event]),
};

/** Starts an app with this configuration; its callback's address. */
async function startApp(config: WechatConfig): Promise<string> {
  const env = new Env({ YIHU_SECRET_KEY: Buffer.alloc(32, 1).toString('base64'), LOG_LEVEL: 'silent' });
  const logger = new Logger(env);
  @Module({
    controllers: [PushController],
    providers: [
      { provide: WECHAT_CONFIG, useValue: config },
      { provide: Db, useValue: world.db },
      { provide: Clock, useValue: world.clock },
      { provide: Logger, useValue: logger },
      PushService,
      PushBodies,
      PushListeners,
      SubscriptionListeners,
    ],
  })
  class PushOnlyModule {}
  const made = await NestFactory.create<NestFastifyApplication>(PushOnlyModule, new FastifyAdapter(), {
    logger: false,
  });
  made.useGlobalFilters(new ErrorFilter(logger));
  made.get(SubscriptionListeners).add(recorder);
  await made.listen(0, '127.0.0.1');
  apps.push(made);
  return `${await made.getUrl()}/wechat/push`;
}

beforeAll(async () => {
  world = await wechatWorld();
  url = await startApp(world.config);
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await world.close();
});
beforeEach(async () => {
  told.length = 0;
  failing = false;
  await world.control.post('reset');
  await world.control.post('push-target', { url, token: PUSH_TOKEN, aesKey: AES_KEY, mode: 'safe' });
  await world.db.inTransaction((tx) => tx.execute('DELETE FROM wechat_event'));
});

const stored = () => world.db.read<{ event: string; payload: string }>('SELECT * FROM wechat_event');

/** The sealed example of the platform's documentation. */
const CIPHER =
  '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=';

interface Push {
  statuses: number[];
  answer: string;
}
const EVENT = { FromUserName: 'oWang', Event: 'subscribe_msg_popup_event' };
const accept = (id: string) => ({ TemplateId: id, SubscribeStatusString: 'accept', PopupScene: '0' });
const push = (options: object = {}, items: object[] = [accept('t1')], event: object = EVENT) =>
  world.control.post<Push>('push', { event, items, options });

it('passes the URL check, and only with the right token', async () => {
  expect(await world.control.post('check-url')).toEqual({ matched: true });
  await world.control.post('push-target', { url, token: 'other', aesKey: AES_KEY });
  expect(await world.control.post('check-url')).toEqual({ matched: false });
});

describe('the documented calls', () => {
  const documented = (aesKey: string) => startApp({ ...world.config, appId: 'wxba5fad812f8e6fb9', aesKey });
  const post = (address: string, query: Record<string, string>, body: object) =>
    fetch(`${address}?${new URLSearchParams(query)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('the URL check gives the echo back, bare', async () => {
    const query = {
      signature: 'f464b24fc39322e44b38aa78f5edd27bd1441696',
      timestamp: '1714036504',
      nonce: '1514711492',
      echostr: '4375120948345356249',
    };
    const answer = await fetch(`${await documented(AES_KEY)}?${new URLSearchParams(query)}`);
    expect(await answer.text()).toBe('4375120948345356249');
    expect((await fetch(`${url}?${new URLSearchParams({ ...query, nonce: '1' })}`)).status).toBe(403);
  });

  it('the plain push is taken', async () => {
    const query = {
      signature: '899cf89e464efb63f54ddac96b0a0a235f53aa78',
      timestamp: '1714037059',
      nonce: '486452656',
    };
    const body = { FromUserName: 'o1', CreateTime: 1714037059, MsgType: 'event', Event: 'debug_demo' };
    expect(await (await post(await documented(''), query, body)).text()).toBe('success');
    expect(await stored()).toMatchObject([{ event: 'debug_demo' }]);
  });

  it('the sealed push is taken', async () => {
    const query = {
      signature: 'of no use here',
      timestamp: '1714112445',
      nonce: '415670741',
      encrypt_type: 'aes',
      msg_signature: '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3',
    };
    const answer = await post(await documented(AES_KEY), query, { ToUserName: 'gh_1', Encrypt: CIPHER });
    expect(await answer.text()).toBe('success');
    expect(await stored()).toMatchObject([{ event: 'debug_demo' }]);
  });
});

it.each(['object', 'array'])('reads a single item written as %s', async (list) => {
  expect(await push({ list })).toMatchObject({ statuses: [200], answer: 'success' });
  expect(told).toEqual([
    ['popup', { openid: 'oWang', templateId: 't1', accepted: true, at: '2026-11-22T06:00:00.000Z' }],
  ]);
});

it('reads several items, refusals, and a CreateTime written as text', async () => {
  const items = [accept('t1'), { ...accept('t2'), SubscribeStatusString: 'reject' }];
  await push({ createTime: 'string' }, items);
  expect(told.map(([, event]) => event)).toMatchObject([
    { templateId: 't1', accepted: true, at: '2026-11-22T06:00:00.000Z' },
    { templateId: 't2', accepted: false },
  ]);
});

it.each(['safe', 'plain'])('reads the XML format in %s mode', async (mode) => {
  const aesKey = mode === 'safe' ? AES_KEY : '';
  const target = mode === 'safe' ? url : await startApp({ ...world.config, aesKey });
  await world.control.post('push-target', { url: target, token: PUSH_TOKEN, aesKey, mode });
  const items = [accept('t1'), { ...accept('t2'), SubscribeStatusString: 'reject' }];
  expect(await push({ format: 'xml' }, items)).toMatchObject({ statuses: [200], answer: 'success' });
  expect(told.map(([, event]) => event)).toMatchObject([
    { openid: 'oWang', templateId: 't1', accepted: true, at: '2026-11-22T06:00:00.000Z' },
    { templateId: 't2', accepted: false },
  ]);
  expect(await push({ format: 'xml', wrongSignature: true })).toMatchObject({ statuses: [403, 403, 403] });
});

it('keeps of somebody’s message nothing but that there was one, of persons a hash', async () => {
  const words = { FromUserName: 'oWang', MsgType: 'text', Content: '我的电话是13855512345', MsgId: '1' };
  expect(await world.control.post('push', { event: words })).toMatchObject({ answer: 'success' });
  await push();
  const kept = (await stored()).map(({ payload }) => payload).join();
  expect(kept).not.toContain('13855512345');
  expect(kept).not.toContain('oWang');
});

it('takes effect once, however often it is delivered', async () => {
  expect(await push({ times: 3 })).toMatchObject({ statuses: [200, 200, 200] });
  expect(told).toHaveLength(1);
  expect(await stored()).toMatchObject([{ event: 'subscribe_msg_popup_event' }]);
});

it('stores nothing when the effect fails, so that the next delivery brings it', async () => {
  failing = true;
  expect((await push()).statuses).toEqual([500, 500, 500]);
  expect(await stored()).toEqual([]);
  failing = false;
  await world.control.post('reset');
  await world.control.post('push-target', { url, token: PUSH_TOKEN, aesKey: AES_KEY, mode: 'safe' });
  expect((await push()).statuses).toEqual([200]);
  expect(told).toHaveLength(1);
});

it.each([
  ['a wrong signature', { wrongSignature: true }],
  ['another app', { wrongAppId: true }],
  ['an unsealed push although a key is set', { mode: 'plain' }],
])('refuses %s', async (_, options) => {
  expect((await push(options)).statuses).toEqual([403, 403, 403]);
  expect(told).toEqual([]);
  expect(await stored()).toEqual([]);
});

it('refuses nonsense without a server error', async () => {
  for (const body of ['{}', '{"Encrypt":5}', '{"Encrypt":"AAAA"}', '[]', 'null', '"x"']) {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}?signature=a&timestamp=1&nonce=2`, { method: 'POST', headers, body });
    expect(answer.status).toBe(403);
  }
});

it('stores events nobody acts on yet', async () => {
  const event = { FromUserName: 'gh_1', Event: 'wxa_punish_event', punish_id: 'p1' };
  expect(await world.control.post('push', { event })).toMatchObject({ answer: 'success' });
  expect(await stored()).toMatchObject([{ event: 'wxa_punish_event' }]);
  expect(told).toEqual([]);
});

it('follows a message from the tap to its report, with one and the same id', async () => {
  const template = (await world.control.templates()).find(({ title }) => title === '诉求受理通知');
  const templateId = template?.priTmplId ?? '';
  const { openid } = await world.control.loginCode('王阿姨');
  await world.control.accept(openid, templateId);
  const data = {
    character_string1: 'NQ20261122-0001',
    thing2: '楼道堆放杂物',
    phrase3: '已受理',
    time4: '2026年11月22日 14:00',
    thing5: '请留意答复',
  };
  await world.control.post('switches', { sentEventDelayMs: 1 });
  const { msgId } = await world.client().sendSubscribe({ openid, templateId, data });
  await until(() => told.length >= 2);
  await world.control.post('card-refusal', { user: openid, templateId });
  expect(told).toMatchObject([
    ['popup', { openid, templateId, accepted: true }],
    ['sent', { openid, templateId, msgId, ok: true, status: 'success' }],
    ['refused', { openid, templateId }],
  ]);
});

it('believes plain pushes when no key is set', async () => {
  const plain = await startApp({ ...world.config, aesKey: '' });
  await world.control.post('push-target', { url: plain, token: PUSH_TOKEN, mode: 'plain' });
  expect((await push()).statuses).toEqual([200]);
  expect(told).toHaveLength(1);
});

it('believes nobody when no token is set', async () => {
  const open = await startApp({ ...world.config, aesKey: '', pushToken: '' });
  await world.control.post('push-target', { url: open, token: '', mode: 'plain' });
  expect((await push()).statuses).toEqual([403, 403, 403]);
  expect(told).toEqual([]);
});

/** Turns the event loop until it is so, for five seconds at most. */
async function until(so: () => boolean): Promise<void> {
  const end = performance.now() + 5_000;
  while (!so() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
}
