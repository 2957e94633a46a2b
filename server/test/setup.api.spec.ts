import type { SetupDone } from '@yihu/shared';
import { ADMINS, audited, FIRST_DAY, printedCode, Speaker, STREET } from './accounts.setup';
import { startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';

describe.each(ENGINES)('the first day of an installation on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Speaker;
  beforeAll(async () => {
    app = await startApp(serverUrl, { env: FIRST_DAY });
    desk = new Speaker(app.url);
  });
  afterAll(() => app.close());

  it('has no accounts, and founds the street once, for whoever read the printed code', async () => {
    expect(await desk.ok('GET', '/api/setup')).toEqual({ open: true });
    expect(await desk.refused('POST', '/api/session/demo', { code: 'desk-chen' })).toBe('DEMO_DISABLED');
    const right = { code: await printedCode(app), street: STREET, ...ADMINS };
    expect(await desk.refused('POST', '/api/setup', { ...right, code: 'AAAAA-AAAAA' })).toBe(
      'SETUP_CODE_WRONG',
    );
    const twice = { ...right, audit: { ...ADMINS.audit, login: ADMINS.system.login } };
    expect(await desk.refused('POST', '/api/setup', twice)).toBe('ADMINS_NOT_SEPARATE');

    const both = await Promise.all([1, 2].map(() => desk.call<SetupDone>('POST', '/api/setup', right)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
    const done = both.find(({ status }) => status === 200)?.body;
    expect(done?.admins.map(({ role }) => role)).toEqual(['ADMIN_SYSTEM', 'ADMIN_SECURITY', 'ADMIN_AUDIT']);

    expect(await desk.ok('GET', '/api/setup')).toEqual({ open: false });
    expect(await printedCode(app)).toBe('none');
    expect(await desk.refused('POST', '/api/setup', right)).toBe('SETUP_CLOSED');
    const { streets } = await desk.ok<{ streets: { name: string }[] }>('GET', '/api/streets');
    expect(streets.map(({ name }) => name)).toEqual([STREET.name]);
    expect(await audited(app, 'setup.appoint')).toBe(3);
  });
});
