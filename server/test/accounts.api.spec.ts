import {
  type SessionTokens,
  type SessionView,
  type SignedIn,
  type StaffView,
  UNATTENDED_HEADER,
} from '@yihu/shared';
import {
  ADMINS,
  ALIVE,
  audited,
  Clerk,
  FIRST_DAY,
  fromBase32,
  GOOD_PASSWORD,
  Speaker,
  STREET,
  setUp,
} from './accounts.setup';
import { startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';

describe.each(ENGINES)('staff accounts on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Speaker;
  let security: Clerk;
  let system: Clerk;
  let officeId: string;
  let streetId: string;
  let tokens: { security: string; system: string };

  beforeAll(async () => {
    app = await startApp(serverUrl, { env: FIRST_DAY });
    desk = new Speaker(app.url);
    const done = await setUp(app, desk);
    streetId = done.street.id;
    const clerk = (role: string) => {
      const account = done.admins.find((each) => each.role === role);
      if (account === undefined) throw new Error(role);
      return new Clerk(app, account);
    };
    [system, security] = [clerk('ADMIN_SYSTEM'), clerk('ADMIN_SECURITY')];
    await system.enrol(desk);
    await security.enrol(desk);
    const [office] = await app.db.read<{ id: string }>("SELECT id FROM unit WHERE kind = 'HOTLINE_OFFICE'");
    officeId = office?.id ?? '';
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    tokens = { security: (await security.signIn(desk)).token, system: (await system.signIn(desk)).token };
  });

  let count = 0;
  /** A clerk of the hotline office, enrolled. */
  async function hire(): Promise<Clerk> {
    count += 1;
    const body = { name: '陈晓', login: `clerk${count}`, roles: [{ role: 'CLERK', unitId: officeId }] };
    const clerk = new Clerk(app, await desk.ok('POST', '/api/admin/staff', body, tokens.security));
    await clerk.enrol(desk);
    return clerk;
  }

  it('makes her set a password and an authenticator before her first session', async () => {
    const body = { name: '刘洋', login: 'Liu.Yang', roles: [{ role: 'CLERK', unitId: officeId }] };
    const account = await desk.ok<Clerk['account']>('POST', '/api/admin/staff', body, tokens.security);
    expect(await desk.refused('POST', '/api/admin/staff', body, tokens.security)).toBe('LOGIN_TAKEN');
    const start = { login: 'liu.yang', password: account.initialPassword };
    const first = await desk.ok<{ step: string; ticket: string; needs: string[] }>(
      'POST',
      '/api/session/staff',
      start,
    );
    expect(first).toMatchObject({ step: 'COMPLETE', needs: ['PASSWORD', 'TOTP'] });
    expect(first).not.toHaveProperty('token');
    const complete = (newPassword: string, code = '000000') =>
      desk.refused('POST', '/api/session/staff/complete', { ticket: first.ticket, newPassword, code });
    expect(await complete('Admin@123')).toBe('PASSWORD_WEAK');
    expect(await complete(account.initialPassword)).toBe('PASSWORD_WEAK');
    expect(await complete(GOOD_PASSWORD)).toBe('TOTP_CODE_WRONG');
    app.clock.pass(10);
    expect(await complete(GOOD_PASSWORD)).toBe('SIGN_IN_TICKET');

    const clerk = new Clerk(app, account);
    const done = await clerk.enrol(desk);
    expect(done.me.roles.map(({ role }) => role)).toEqual(['CLERK']);
    expect(done.recoveryCodes).toHaveLength(10);
    const stored = JSON.stringify([
      await app.db.read('SELECT * FROM credential'),
      await app.db.read('SELECT * FROM recovery_code'),
      await app.db.read('SELECT facts FROM audit'),
    ]);
    const seed = fromBase32(clerk.secret);
    const seeds = [clerk.secret, seed.toString('base64'), seed.toString('hex')];
    for (const secret of [
      GOOD_PASSWORD,
      account.initialPassword,
      clerk.recoveryCodes[0] ?? 'none',
      ...seeds,
    ]) {
      expect(stored).not.toContain(secret);
    }
    expect(stored).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  });

  it('lets a handed-out password lapse after a week', async () => {
    const body = { name: '迟到', login: 'late', roles: [{ role: 'CLERK', unitId: officeId }] };
    const account = await desk.ok<Clerk['account']>('POST', '/api/admin/staff', body, tokens.security);
    app.clock.pass(7 * 1440);
    const start = { login: 'late', password: account.initialPassword };
    expect(await desk.refused('POST', '/api/session/staff', start)).toBe('SIGN_IN_FAILED');
  });

  it('takes each code and each recovery code once, and refuses everything wrong alike', async () => {
    const clerk = await hire();
    const right = clerk.credentials();
    expect(await desk.refused('POST', '/api/session/staff', right)).toBe('none');
    const wrongs = [
      right,
      { ...right, code: undefined },
      { ...right, password: 'mK7#pQ2z-Lien', code: clerk.recoveryCodes[1] },
      { ...right, login: 'nobody' },
    ];
    const answers = [];
    for (const wrong of wrongs) answers.push(await desk.call('POST', '/api/session/staff', wrong));
    expect(
      new Set(answers.map(({ status, body }) => `${status} ${body.error.code} ${body.error.message}`)),
    ).toEqual(new Set(['401 SIGN_IN_FAILED 账号、密码或动态码不对']));
    const lost = { ...right, code: clerk.recoveryCodes[0]?.toLowerCase() };
    expect(await desk.refused('POST', '/api/session/staff', lost)).toBe('none');
    expect(await desk.refused('POST', '/api/session/staff', lost)).toBe('SIGN_IN_FAILED');
  });

  it('locks an address out of an account after 5 tries, for 15 minutes, and nobody else', async () => {
    const clerk = await hire();
    const thief = new Speaker(app.url, 'curl/8.5', '203.0.113.9');
    const guess = { login: clerk.account.login, password: 'mK7#pQ2z-Lien', code: '000000' };
    const guesses = await Promise.all(
      Array.from({ length: 8 }, () => thief.refused('POST', '/api/session/staff', guess)),
    );
    expect(guesses.filter((code) => code === 'SIGN_IN_FAILED')).toHaveLength(5);
    expect(guesses.filter((code) => code === 'SIGN_IN_LOCKED')).toHaveLength(3);
    expect(await thief.refused('POST', '/api/session/staff', clerk.credentials())).toBe('SIGN_IN_LOCKED');
    expect(await desk.refused('POST', '/api/session/staff', clerk.credentials())).toBe('none');
    app.clock.pass(15);
    expect(await thief.refused('POST', '/api/session/staff', clerk.credentials())).toBe('none');
    const tries = JSON.stringify(await app.db.read('SELECT * FROM sign_in_try'));
    expect(tries).not.toContain('203.0.113.9');
    expect(tries).not.toContain(clerk.account.login);
  });

  it('ends a desk session after 30 idle minutes, and after 12 hours however busy', async () => {
    const clerk = await hire();
    const { token, refreshToken } = await clerk.signIn(desk);
    app.clock.pass(29);
    expect(await desk.refused(...ALIVE, undefined, token)).toBe('none');
    app.clock.pass(29);
    expect(await desk.refused(...ALIVE, undefined, token)).toBe('none');
    app.clock.pass(30);
    expect(await desk.refused(...ALIVE, undefined, token)).toBe('SESSION_EXPIRED');
    expect(await desk.refused('POST', '/api/session/refresh', { refreshToken })).toBe('SESSION_EXPIRED');

    let busy: SessionTokens = await clerk.signIn(desk);
    for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
      app.clock.pass(20);
      busy = await desk.ok('POST', '/api/session/refresh', { refreshToken: busy.refreshToken });
    }
    app.clock.pass(20);
    expect(await desk.refused('POST', '/api/session/refresh', { refreshToken: busy.refreshToken })).toBe(
      'SESSION_EXPIRED',
    );
  });

  it('ends the session of a desk left alone, however much its screen asks by itself', async () => {
    const clerk = await hire();
    const { token } = await clerk.signIn(desk);
    const ask = async () => {
      const headers = { authorization: `Bearer ${token}`, [UNATTENDED_HEADER]: '1' };
      return (await fetch(`${app.url}${ALIVE[1]}`, { headers })).status;
    };
    for (let minutes = 0; minutes < 29; minutes += 1) {
      app.clock.pass(1);
      expect(await ask()).toBe(200);
    }
    app.clock.pass(1);
    expect(await ask()).toBe(401);
  });

  it('changes a password: all her sessions end but the new one; old ones are not taken again', async () => {
    const clerk = await hire();
    const phone = await clerk.signIn(desk);
    const here = await clerk.signIn(desk);
    const change = (password: string, newPassword: string, token: string) =>
      desk.call<SignedIn>('POST', '/api/me/password', { password, newPassword }, token);
    expect((await change('wrong', 'vT4&xW8n-Qiao', here.token)).body.error.code).toBe('PASSWORD_WRONG');
    expect((await change(GOOD_PASSWORD, GOOD_PASSWORD, here.token)).body.error.code).toBe('PASSWORD_WEAK');
    const changed = await change(GOOD_PASSWORD, 'vT4&xW8n-Qiao', here.token);
    expect(changed.status).toBe(200);
    for (const { token } of [phone, here]) {
      expect(await desk.refused(...ALIVE, undefined, token)).toBe('SESSION_EXPIRED');
    }
    expect(await desk.refused(...ALIVE, undefined, changed.body.token)).toBe('none');
    const back = await change('vT4&xW8n-Qiao', GOOD_PASSWORD, changed.body.token);
    expect(back.body.error.code).toBe('PASSWORD_WEAK');
  });

  it('renews recovery codes for whoever shows password and code', async () => {
    const clerk = await hire();
    const { token } = await clerk.signIn(desk);
    const { password, code } = clerk.credentials();
    const path = '/api/me/recovery-codes';
    expect(await desk.refused('POST', path, { password, code: '000000' }, token)).toBe('TOTP_CODE_WRONG');
    const { recoveryCodes } = await desk.ok<{ recoveryCodes: string[] }>(
      'POST',
      path,
      { password, code },
      token,
    );
    const entry = { login: clerk.account.login, password };
    expect(await desk.refused('POST', '/api/session/staff', { ...entry, code: clerk.recoveryCodes[0] })).toBe(
      'SIGN_IN_FAILED',
    );
    expect(await desk.refused('POST', '/api/session/staff', { ...entry, code: recoveryCodes[0] })).toBe(
      'none',
    );
  });

  it('ends her sessions when she is disabled, her roles change or her account is reset', async () => {
    const clerk = await hire();
    const path = `/api/admin/staff/${clerk.account.personId}`;
    const { token } = await clerk.signIn(desk);
    await desk.ok('POST', `${path}/disable`, undefined, tokens.security);
    expect(await desk.refused(...ALIVE, undefined, token)).toBe('SESSION_EXPIRED');
    expect(await desk.refused('POST', '/api/session/staff', clerk.credentials())).toBe('SIGN_IN_FAILED');
    await desk.ok('POST', `${path}/enable`, undefined, tokens.security);
    expect(await desk.refused(...ALIVE, undefined, token)).toBe('SESSION_EXPIRED');

    const second = await clerk.signIn(desk);
    const roles = [{ role: 'SUPERVISOR', unitId: officeId }];
    await desk.ok('POST', `${path}/roles`, { roles }, tokens.security);
    expect(await desk.refused(...ALIVE, undefined, second.token)).toBe('SESSION_EXPIRED');

    const third = await clerk.signIn(desk);
    expect(third.me.roles.map(({ role }) => role)).toEqual(['SUPERVISOR']);
    const { sessions } = await desk.ok<{ sessions: SessionView[] }>(
      'GET',
      `${path}/sessions`,
      undefined,
      tokens.security,
    );
    await desk.ok('DELETE', `/api/sessions/${sessions[0]?.id}`, undefined, tokens.security);
    expect(await desk.refused(...ALIVE, undefined, third.token)).toBe('SESSION_EXPIRED');

    const reset = await desk.ok<Clerk['account']>('POST', `${path}/reset`, undefined, tokens.security);
    expect(await desk.refused('POST', '/api/session/staff', clerk.credentials())).toBe('SIGN_IN_FAILED');
    expect((await new Clerk(app, reset).enrol(desk, 'vT4&xW8n-Qiao')).me.name).toBe('陈晓');
  });

  it('keeps the three administrators apart', async () => {
    const clerk = await hire();
    const path = `/api/admin/staff/${clerk.account.personId}`;
    const own = `/api/admin/staff/${security.account.personId}`;
    const roles = (...names: string[]) => ({ roles: names.map((role) => ({ role, unitId: streetId })) });
    const asSecurity = (route: string, body?: unknown) => desk.refused('POST', route, body, tokens.security);
    const asSystem = (route: string, body?: unknown) => desk.refused('POST', route, body, tokens.system);
    expect(await asSecurity(`${own}/roles`, roles('ADMIN_SYSTEM'))).toBe('NOT_YOURSELF');
    expect(await asSecurity(`${own}/disable`)).toBe('NOT_YOURSELF');
    expect(await asSecurity(`${path}/roles`, roles('ADMIN_SYSTEM', 'ADMIN_AUDIT'))).toBe(
      'ADMINS_NOT_SEPARATE',
    );
    expect(await asSecurity(`${path}/roles`, roles('ADMIN_AUDIT', 'CLERK'))).toBe('ADMINS_NOT_SEPARATE');
    expect(await asSecurity(`/api/admin/staff/${system.account.personId}/disable`)).toBe('LAST_ADMIN');
    expect(await asSecurity(`${path}/units`, { role: 'CLERK', unitIds: [streetId] })).toBe('FORBIDDEN');
    expect(await asSystem(`${path}/roles`, roles('CLERK'))).toBe('FORBIDDEN');
    expect(await asSystem(`${path}/disable`)).toBe('FORBIDDEN');
    expect(await asSystem(`${path}/units`, { role: 'VISITOR', unitIds: [streetId] })).toBe('FIELD_INVALID');
    expect(await asSystem(`${path}/units`, { role: 'ADMIN_AUDIT', unitIds: [streetId] })).toBe('FORBIDDEN');
    expect(await asSystem(`${path}/units`, { role: 'CLERK', unitIds: [streetId] })).toBe('none');
    const { staff } = await desk.ok<{ staff: StaffView[] }>(
      'GET',
      '/api/admin/staff',
      undefined,
      tokens.system,
    );
    expect(staff.find(({ personId }) => personId === clerk.account.personId)?.roles).toEqual([
      { role: 'CLERK', roleLabel: '坐席', unitId: streetId, unitName: STREET.name },
    ]);
    const own2 = (await clerk.signIn(desk)).token;
    expect(await desk.refused('GET', '/api/admin/staff', undefined, own2)).toBe('FORBIDDEN');
    expect(await audited(app, 'staff.create')).toBe(count + 2);
  });

  it('keeps one of each administrator when two are switched off at once', async () => {
    const body = { name: '接替', login: 'successor', roles: [{ role: 'ADMIN_AUDIT', unitId: streetId }] };
    const [first] = (
      await desk.ok<{ staff: StaffView[] }>('GET', '/api/admin/staff', undefined, tokens.security)
    ).staff.filter(({ login }) => login === ADMINS.audit.login);
    const second = await desk.ok<Clerk['account']>('POST', '/api/admin/staff', body, tokens.security);
    const ends = await Promise.all(
      [first?.personId, second.personId].map((id) =>
        desk.refused('POST', `/api/admin/staff/${id}/disable`, undefined, tokens.security),
      ),
    );
    expect(ends.sort()).toEqual(['LAST_ADMIN', 'none']);
  });

  it('asks for a new password after 90 days', async () => {
    const clerk = await hire();
    app.clock.pass(90 * 1440);
    const answer = await desk.ok('POST', '/api/session/staff', clerk.credentials());
    expect(answer).toMatchObject({ step: 'COMPLETE', needs: ['PASSWORD'], totp: null });
  });
});
