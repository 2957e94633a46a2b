import { built } from './built.ts';
import { openWeapp, type Weapp, WxFail } from './runtime/node.ts';

const ME = {
  personId: 'P1',
  name: '王秀兰',
  staff: false,
  roles: [],
  permissions: ['order:file'],
  street: null,
};
const json = (statusCode: number, body: unknown) => ({ statusCode, data: JSON.stringify(body), header: {} });
let dist = '';
let app: Weapp | undefined;

beforeAll(() => {
  dist = built('weapp');
}, 180_000);
afterEach(() => app?.close());

/** A mini-program whose server knows one person; every other address answers `other`. */
async function start(other: (url: string) => unknown = () => json(404, refusal)): Promise<Weapp> {
  app = openWeapp(dist, {
    answers: {
      login: { code: 'CODE-1' },
      request: ({ url }: { url: string }) =>
        url.endsWith('/api/session/wechat') ? json(200, { token: 'T-1', me: ME }) : other(url),
    },
  });
  await app.launch();
  return app;
}
const refusal = { error: { code: 'NOT_FOUND', message: '没有找到', requestId: 'r1' } };

it('opens the home page and signs in through WeChat with one code', async () => {
  const weapp = await start();
  expect(weapp.path).toBe('resident/home/index');
  expect(weapp.text()).toContain('拍照反映');
  const [signIn] = weapp.host.called('request');
  expect(signIn).toMatchObject({ method: 'POST', data: JSON.stringify({ code: 'CODE-1' }) });
  expect(JSON.parse(String(weapp.host.storage.get('yihu.session')))).toEqual({ token: 'T-1', me: ME });
});

it('goes to a page by a tap and back', async () => {
  const weapp = await start();
  await weapp.tap('#file-text');
  expect(weapp.path).toBe('resident/file/index');
  await weapp.back();
  expect(weapp.path).toBe('resident/home/index');
  expect(weapp.text()).toContain('打字反映');
});

it('keeps tab pages and shows the one tapped', async () => {
  const weapp = await start();
  await weapp.switchTab('resident/inbox/index');
  expect(weapp.path).toBe('resident/inbox/index');
  await weapp.switchTab('resident/home/index');
  expect(weapp.text()).toContain('拍照反映');
  expect(weapp.engine.pages.depth).toBe(1);
});

it('says in Chinese that the network is down and signs in on the retry', async () => {
  let online = false;
  app = openWeapp(dist, {
    answers: {
      login: { code: 'CODE-2' },
      request: ({ url }: { url: string }) => {
        if (!online) throw new WxFail('-2:net::ERR_FAILED');
        return url.endsWith('/api/session/wechat') ? json(200, { token: 'T-2', me: ME }) : json(404, refusal);
      },
    },
  });
  await app.launch('resident/sign-in/index');
  await app.tap('#sign-in');
  expect(app.text()).toContain('网络不通');
  online = true;
  await app.tap('#sign-in');
  expect(JSON.parse(String(app.host.storage.get('yihu.session')))).toEqual({ token: 'T-2', me: ME });
});

it('gives screen readers the aria attributes of the templates', async () => {
  const weapp = await start();
  expect(weapp.find('.yh-icon--camera').getAttribute('aria-hidden')).toBe('true');
});
