import type { SessionTokens, SessionView, SignedIn } from '@yihu/shared';
import { ALIVE, audited, Speaker } from './accounts.setup';
import { MONDAY, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';

describe.each(ENGINES)('renewing sessions on %s', (_, serverUrl) => {
  let app: TestApp;
  let phone: Speaker;
  let session: SignedIn;
  beforeAll(async () => {
    app = await startApp(serverUrl);
    phone = new Speaker(app.url, 'iPhone MicroMessenger/8.0');
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    app.clock.set(MONDAY);
    const { code } = await app.wechat.loginCode('li');
    session = await phone.ok<SignedIn>('POST', '/api/session/wechat', { code });
  });

  const renew = (speaker: Speaker, refreshToken: string) =>
    speaker.call<SessionTokens>('POST', '/api/session/refresh', { refreshToken });

  it('gives 2 hours of access, renewed without signing in for 30 days and not longer', async () => {
    app.clock.pass(121);
    expect(await phone.refused(...ALIVE, undefined, session.token)).toBe('SESSION_EXPIRED');
    let { refreshToken, token } = session;
    for (let day = 0; day < 29; day += 1) {
      app.clock.pass(24 * 60);
      ({ refreshToken, token } = (await renew(phone, refreshToken)).body);
    }
    expect(await phone.refused(...ALIVE, undefined, token)).toBe('none');
    app.clock.pass(24 * 60);
    expect((await renew(phone, refreshToken)).body.error.code).toBe('SESSION_EXPIRED');
  });

  it('answers a renewal whose answer was lost with the same tokens', async () => {
    const first = await renew(phone, session.refreshToken);
    app.clock.pass(0.5);
    const again = await renew(phone, session.refreshToken);
    expect(again).toEqual(first);
    expect(await phone.refused(...ALIVE, undefined, again.body.token)).toBe('none');
    const together = await Promise.all([1, 2, 3].map(() => renew(phone, again.body.refreshToken)));
    expect(new Set(together.map(({ body }) => body.refreshToken)).size).toBe(1);
    expect(await phone.refused(...ALIVE, undefined, session.token)).toBe('SESSION_EXPIRED');
  });

  it.each([
    ['later than 30 seconds', 0.6, 'iPhone MicroMessenger/8.0'],
    ['from another client', 0, 'curl/8.5'],
  ])('ends the whole session when a used token comes %s', async (_when, minutes, agent) => {
    const before = await audited(app, 'session.reuse');
    const next = (await renew(phone, session.refreshToken)).body;
    app.clock.pass(minutes);
    const thief = new Speaker(app.url, agent);
    expect((await renew(thief, session.refreshToken)).body.error.code).toBe('SESSION_EXPIRED');
    expect(await phone.refused(...ALIVE, undefined, next.token)).toBe('SESSION_EXPIRED');
    expect((await renew(phone, next.refreshToken)).body.error.code).toBe('SESSION_EXPIRED');
    expect(await audited(app, 'session.reuse')).toBe(before + 1);
  });

  it('stores no token, only hashes', async () => {
    const rows = JSON.stringify([
      await app.db.read('SELECT * FROM login_session'),
      await app.db.read('SELECT * FROM refresh_token'),
    ]);
    for (const token of [session.token, session.refreshToken]) expect(rows).not.toContain(token);
  });

  it('lists her sessions and ends the one she points at', async () => {
    const { code } = await app.wechat.loginCode('li');
    const computer = new Speaker(app.url, 'Mozilla/5.0 (Windows NT 10.0) Chrome/130.0');
    const desk = await computer.ok<SignedIn>('POST', '/api/session/wechat', { code });
    const { sessions } = await phone.ok<{ sessions: SessionView[] }>(
      'GET',
      '/api/sessions',
      undefined,
      session.token,
    );
    const here = sessions.find(({ current }) => current);
    const there = sessions.find(({ device }) => device === 'Chrome 浏览器 · Windows');
    expect(here).toMatchObject({ device: '微信 · 苹果手机', wayLabel: '微信登录' });
    const other = await phone.ok<SignedIn>('POST', '/api/session/demo', { code: 'wang' });
    expect(await phone.refused('DELETE', `/api/sessions/${there?.id}`, undefined, other.token)).toBe(
      'NOT_FOUND',
    );
    await phone.ok('DELETE', `/api/sessions/${there?.id}`, undefined, session.token);
    expect(await phone.refused(...ALIVE, undefined, desk.token)).toBe('SESSION_EXPIRED');
    expect(await phone.refused(...ALIVE, undefined, session.token)).toBe('none');
  });

  it('keeps demo sessions as long as they were', async () => {
    const demo = await phone.ok<SignedIn>('POST', '/api/session/demo', { code: 'desk-chen' });
    app.clock.pass(11.9 * 60);
    expect(await phone.refused(...ALIVE, undefined, demo.token)).toBe('none');
    app.clock.pass(7);
    expect(await phone.refused(...ALIVE, undefined, demo.token)).toBe('SESSION_EXPIRED');
  });
});
