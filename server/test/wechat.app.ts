import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startApp, type TestApp } from './harness';

export const PUSH_TOKEN = 'AAAAA';
export const AES_KEY = 'A'.repeat(43);

/** The product with its message push set up both ways, and an address WeChat can fetch pictures from. */
export interface WechatApp extends TestApp {
  openidOf(name: string): string;
  /** Signs a WeChat user in: a visit now. */
  visit(name: string): Promise<{ token: string; personId: string; openid: string }>;
  /** Any event, pushed by the stand-in; the answers of the callback. */
  push(event: object, options?: object): Promise<{ statuses: number[]; answer: string }>;
  call<T>(method: string, path: string, token: string, body?: unknown): Promise<{ status: number; body: T }>;
}

export async function startWechatApp(
  serverUrl: string | null,
  env: Record<string, string> = {},
): Promise<WechatApp> {
  let target = '';
  // The public address must be known before the server listens, so a gate of its own stands in front.
  const gate = createServer(async (request, response) => {
    const answer = await fetch(`${target}${request.url ?? ''}`);
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((done) => gate.listen(0, '127.0.0.1', done));
  const publicUrl = `http://127.0.0.1:${(gate.address() as AddressInfo).port}`;
  const app = await startApp(serverUrl, {
    env: { WX_PUSH_TOKEN: PUSH_TOKEN, WX_AES_KEY: AES_KEY, YIHU_PUBLIC_URL: publicUrl, ...env },
  });
  target = app.url;
  const openids = new Map<string, string>();
  const call: WechatApp['call'] = async (method, path, token, body) => {
    const response = await fetch(`${app.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  };
  await aimPushes(app);
  return {
    ...app,
    call,
    openidOf: (name) => openids.get(name) ?? '',
    visit: async (name) => {
      const { code, openid } = await app.wechat.loginCode(name);
      openids.set(name, openid);
      const response = await fetch(`${app.url}/api/session/wechat`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code }),
      });
      const signed = (await response.json()) as { token: string; me: { personId: string } };
      if (response.status !== 200) throw new Error(JSON.stringify(signed));
      return { token: signed.token, personId: signed.me.personId, openid };
    },
    push: (event, options = {}) => app.wechat.post('push', { event, options }),
    close: async () => {
      await app.close();
      await new Promise((done) => gate.close(done));
    },
  };
}

/** Points the stand-in's pushes at the product; a reset of the stand-in forgets it. */
export async function aimPushes(app: TestApp): Promise<void> {
  const url = `${app.url}/wechat/push`;
  await app.wechat.post('push-target', { url, token: PUSH_TOKEN, aesKey: AES_KEY, mode: 'safe' });
}

/** Turns the event loop until it is so, for twenty seconds at most. */
export async function until(so: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await so())) {
    if (performance.now() > end) throw new Error('it did not become so within twenty seconds');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
