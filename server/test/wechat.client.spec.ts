import { startStandin } from '../../scripts/wechat-standin/standin';
import type { WechatClient, WechatTemplate } from '../src/modules/wechat/wechat.client';
import { WechatError } from '../src/modules/wechat/wechat.error';
import { APP, SECRET, type WechatWorld, wechatWorld } from './wechat.setup';

const SEND = '/cgi-bin/message/subscribe/send';
const LOGIN = '/sns/jscode2session';
const DATA = {
  character_string1: 'NQ20261122-0001',
  thing2: '楼道堆放杂物',
  phrase3: '已受理',
  time4: '2026年11月22日 14:00',
  thing5: '11月24日18时前给您答复',
};

let world: WechatWorld;
let client: WechatClient;
beforeAll(async () => {
  world = await wechatWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.control.post('reset');
  await world.db.inTransaction((tx) => tx.execute('DELETE FROM shared_value'));
  client = world.client();
});

/** The WechatError a call ends with; a success fails the test. */
async function failure(call: Promise<unknown>): Promise<WechatError> {
  const error = await call.then(
    () => new Error('succeeded'),
    (reason: unknown) => reason,
  );
  if (error instanceof WechatError) return error;
  throw error;
}

const issued = async () => (await world.control.get<{ issued: number }>('tokens')).issued;
const tokenRows = () =>
  world.db.read<{ name: string; value: string; until_at: string }>('SELECT * FROM shared_value');

/** A person with `taps` accepted taps for the acceptance notice. */
async function person(name: string, taps: number): Promise<{ openid: string; templateId: string }> {
  const { openid } = await world.control.loginCode(name);
  const template = (await world.control.templates()).find(({ title }) => title === '诉求受理通知');
  const templateId = template?.priTmplId ?? '';
  for (let tap = 0; tap < taps; tap += 1) await world.control.accept(openid, templateId);
  return { openid, templateId };
}

describe('login', () => {
  it('gives the openid, the unionid when there is one, and never the session key', async () => {
    const { code, openid } = await world.control.loginCode('王阿姨');
    expect(await client.codeToSession(code)).toEqual({ openid });
    await world.control.post('users', { name: '李叔', unionid: 'oUnion' });
    const second = await world.control.loginCode('李叔');
    expect(await client.codeToSession(second.code)).toEqual({ openid: second.openid, unionid: 'oUnion' });
  });

  it('tells used, unknown and blocked logins apart', async () => {
    const { code } = await world.control.loginCode('王阿姨');
    await client.codeToSession(code);
    expect(await failure(client.codeToSession(code))).toMatchObject({ errcode: 40163, kind: 'code' });
    expect(await failure(client.codeToSession('made-up'))).toMatchObject({ errcode: 40029, kind: 'code' });
    const again = await world.control.loginCode('王阿姨');
    await world.control.post('users', { name: '王阿姨', blocked: true });
    expect(await failure(client.codeToSession(again.code))).toMatchObject({
      errcode: 40226,
      kind: 'blocked',
    });
  });

  it.each([
    [{ errcode: -1 }, { errcode: -1, kind: 'retry', outcomeUnknown: false }],
    [{ errcode: 45011 }, { errcode: 45011, kind: 'busy', outcomeUnknown: false }],
    [
      { status: 502, html: '<html>' },
      { errcode: null, kind: 'retry', outcomeUnknown: true },
    ],
    [{ status: 404 }, { errcode: null, kind: 'retry', outcomeUnknown: false }],
    [{ html: '<html>维护中</html>' }, { errcode: null, kind: 'unanswered', outcomeUnknown: true }],
    [{ drop: true }, { errcode: null, kind: 'unanswered', outcomeUnknown: true }],
  ])('meets %j', async (fault, expected) => {
    const { code } = await world.control.loginCode('王阿姨');
    await world.control.fault(LOGIN, fault);
    expect(await failure(client.codeToSession(code))).toMatchObject(expected);
  });

  it('says nothing secret in an error', async () => {
    await world.control.fault(LOGIN, { drop: true });
    const error = await failure(client.codeToSession('the-code'));
    const told = `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
    for (const secret of [SECRET, 'the-code', APP, '127.0.0.1']) expect(told).not.toContain(secret);
  });

  it('knows that a refused connection did nothing', async () => {
    const gone = await startStandin({ port: 0, appId: APP, secret: SECRET });
    await gone.close();
    const nowhere = world.client({ baseUrl: gone.url });
    expect(await failure(nowhere.codeToSession('x'))).toMatchObject({ kind: 'retry', outcomeUnknown: false });
  });
});

describe('access token', () => {
  it('is fetched once for parallel calls and read by other processes', async () => {
    await world.control.fault('/cgi-bin/stable_token', { delayMs: 30 });
    await Promise.all([1, 2, 3, 4].map(() => client.listTemplates()));
    // A further fetch would meet this fault: everyone reads the row instead.
    await world.control.fault('/cgi-bin/stable_token', { errcode: 40013 });
    await world.client().listTemplates();
    await client.listTemplates();
    expect(await issued()).toBe(1);
    const rows = await tokenRows();
    expect(rows).toMatchObject([{ name: `wechat.token:${APP}`, until_at: '2026-11-22T07:55:00.000Z' }]);
  });

  it('is fetched anew when its time is over', async () => {
    await client.listTemplates();
    world.clock.advance(116);
    await client.listTemplates();
    expect(await issued()).toBe(2);
    expect(await tokenRows()).toHaveLength(1);
  });

  it.each(['expired', 'replaced'])('%s: one refetch, one repeat, for every process', async (how) => {
    const other = world.client();
    await Promise.all([client.listTemplates(), other.listTemplates()]);
    await world.control.post('expire-token', { how });
    const both = await Promise.all([client.listTemplates(), other.listTemplates()]);
    expect(both.map((list) => list.length > 0)).toEqual([true, true]);
    expect(await issued()).toBe(2);
  });

  it('refused twice ends there', async () => {
    await world.control.fault(SEND, { errcode: 40001 }, 3);
    const { openid, templateId } = await person('王阿姨', 1);
    const send = () => client.sendSubscribe({ openid, templateId, data: DATA });
    expect(await failure(send())).toMatchObject({ errcode: 40001, kind: 'token', outcomeUnknown: false });
    // Two of the three planned refusals were met: the third meets the first try here, its repeat succeeds.
    expect((await send()).msgId).toMatch(/^\d{19}$/);
  });

  it('is not thrown away when another process has already replaced it', async () => {
    await client.listTemplates();
    const [old] = await tokenRows();
    await world.control.post('expire-token', { how: 'replaced' });
    await world.client().listTemplates();
    const [fresh] = await tokenRows();
    expect(fresh?.value).not.toBe(old?.value);
    await client.listTemplates();
    expect((await tokenRows())[0]?.value).toBe(fresh?.value);
    expect(await issued()).toBe(2);
  });

  it('a wrong secret is for the operator', async () => {
    const wrong = world.client({ secret: 'wrong' });
    expect(await failure(wrong.listTemplates())).toMatchObject({ errcode: 40125, kind: 'config' });
  });
});

describe('sendSubscribe', () => {
  it('sends, and gives the exact message id', async () => {
    const { openid, templateId } = await person('王阿姨', 1);
    const page = 'pages/order/index?id=01JD';
    const { msgId } = await client.sendSubscribe({ openid, templateId, page, data: DATA });
    expect(await world.control.sent(openid)).toMatchObject([{ msgId, page, state: 'formal', data: DATA }]);
  });

  it('43101 when the taps are used up', async () => {
    const { openid, templateId } = await person('王阿姨', 1);
    await client.sendSubscribe({ openid, templateId, data: DATA });
    expect(await failure(client.sendSubscribe({ openid, templateId, data: DATA }))).toMatchObject({
      errcode: 43101,
      kind: 'refused',
      outcomeUnknown: false,
      facts: { rid: expect.stringMatching(/^[0-9a-f]{8}-/) },
    });
  });

  it('sends to one person one after the other, to others at once', async () => {
    const { openid, templateId } = await person('王阿姨', 4);
    await world.control.post('switches', { sendLatencyMs: 40 });
    const sends = [1, 2, 3, 4].map(() => client.sendSubscribe({ openid, templateId, data: DATA }));
    const ids = (await Promise.all(sends)).map(({ msgId }) => msgId);
    expect(new Set(ids).size).toBe(4);
  });

  it('43108 from another process is "busy", and the queue goes on after a failure', async () => {
    const { openid, templateId } = await person('王阿姨', 3);
    await client.listTemplates();
    await world.control.post('switches', { sendLatencyMs: 80 });
    const other = world.client();
    const both = await Promise.allSettled(
      [client, other].map((one) => one.sendSubscribe({ openid, templateId, data: DATA })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(lost.reason).toMatchObject({ errcode: 43108, kind: 'busy', outcomeUnknown: false });
    for (const one of [client, other]) {
      expect((await one.sendSubscribe({ openid, templateId, data: DATA })).msgId).toMatch(/^\d{19}$/);
    }
  });

  it('47003 names the key at fault', async () => {
    const { openid, templateId } = await person('王阿姨', 1);
    const bad = { ...DATA, thing5: '字'.repeat(21) };
    expect(await failure(client.sendSubscribe({ openid, templateId, data: bad }))).toMatchObject({
      errcode: 47003,
      kind: 'config',
      facts: { field: 'thing5' },
    });
  });

  it.each([
    [{ openid: 'oNobody' }, 40003, 'person'],
    [{ templateId: 'none' }, 40037, 'config'],
    [{ data: { ...DATA, thing2: '含【敏感】词' } }, 45168, 'content'],
  ])('%j → %d', async (change, errcode, kind) => {
    const given = await person('王阿姨', 1);
    const call = client.sendSubscribe({ ...given, data: DATA, ...change });
    expect(await failure(call)).toMatchObject({ errcode, kind });
  });

  it.each([[{ delayMs: 1_500 }], [{ dropAfter: true }]])(
    'an answer lost after delivery (%j) is an unknown outcome and is not sent again',
    async (fault) => {
      const hasty = world.client({ timeoutMs: 300 });
      const { openid, templateId } = await person('王阿姨', 2);
      await hasty.listTemplates();
      await world.control.fault(SEND, fault);
      const error = await failure(hasty.sendSubscribe({ openid, templateId, data: DATA }));
      expect(error).toMatchObject({ errcode: null, kind: 'unanswered', outcomeUnknown: true });
      expect(await world.control.sent(openid)).toHaveLength(1);
    },
  );
});

it('lists templates with their keys, kind and enum values', async () => {
  const list: WechatTemplate[] = await client.listTemplates();
  const long = list.find(({ longTerm }) => longTerm);
  expect(long).toMatchObject({
    title: '诉求办理进度提醒',
    keys: ['character_string1', 'thing2', 'enum_string3', 'thing4', 'time5'],
  });
  expect(long?.enums.enum_string3).toContain('处理中');
  expect(list.every(({ id }) => id.length === 43)).toBe(true);
});
