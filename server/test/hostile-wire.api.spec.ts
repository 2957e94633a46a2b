import type { OrderView } from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { startApp, type TestApp } from './harness';
import { coded, type Refusal, raw } from './hostile';
import { ENGINES } from './spec-database';
import { orderAt } from './walk';

describe.each(ENGINES)('odd requests on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(serverUrl);
  });
  afterAll(() => app.close());

  it.each([
    ['cut off', '{"draftId":"'],
    ['not JSON', 'text=1&x=2'],
    ['empty', ''],
    ['null', 'null'],
    ['a number', '7'],
    ['a string', '"submit"'],
    ['an array', '[]'],
    ['an array of bodies', '[{"text":"x"}]'],
    ['__proto__', '{"__proto__":{"admin":true},"text":"x"}'],
    ['nested __proto__', '{"point":{"__proto__":{"lat":1}},"text":"x"}'],
    ['constructor', '{"constructor":{"prototype":{"admin":true}},"text":"x"}'],
    ['deep', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`],
    ['deep arrays', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['NUL bytes', '\u0000\u0000\u0000'],
    ['UTF-16', Buffer.from('{"text":"x"}', 'utf16le')],
    ['broken UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ])('refuses a body that is %s', async (_name, body) => {
    const paths = [
      '/api/orders',
      `/api/orders/${newId()}/actions/sign`,
      '/api/session/demo',
      '/api/subscriptions/taps',
    ];
    for (const path of paths) {
      const { status, text } = await raw(app, path, body);
      coded(status, text);
    }
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('refuses a body of 2 MB, another media type and another method', async () => {
    const big = await raw(app, '/api/orders', JSON.stringify({ text: 'x'.repeat(2 * 1024 * 1024) }));
    expect(coded(big.status, big.text)).toBe('BODY_TOO_LARGE');
    for (const type of [
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
    ]) {
      const { status, text } = await raw(app, '/api/orders', 'a=1', { type });
      coded(status, text);
    }
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const { status, text } = await raw(app, '/api/orders', '{}', { method });
      coded(status, text);
    }
  });

  it('refuses actions that are no actions, and forms that are no forms', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const zhang = await app.as('grid-zhang');
    const press = async (action: string, body: unknown) => {
      const answer = await zhang.call<Refusal & OrderView>(
        'POST',
        `/api/orders/${id}/actions/${action}`,
        body,
      );
      return answer.status < 300 ? 'none' : coded(answer.status, JSON.stringify(answer.body));
    };
    const ok = { commandId: newId(), version: 999, fields: {} };
    for (const action of [
      'light',
      'infoLapsed',
      'toString',
      '__proto__',
      'constructor',
      'fly',
      'x'.repeat(90),
    ]) {
      expect(await press(action, { ...ok, commandId: newId() })).toBe('ACTION_UNKNOWN');
    }
    const bodies: unknown[] = [
      { ...ok, commandId: 'x' },
      { ...ok, commandId: [newId()] },
      { ...ok, version: -1 },
      { ...ok, version: 1.5 },
      { ...ok, version: '3' },
      { ...ok, fields: [] },
      { ...ok, fields: null },
      { ...ok, fields: 'x' },
      { ...ok, extra: 1 },
      { ...ok, fields: { state: 'CLOSED' } },
      { ...ok, fields: { point: { lat: 31.8, lng: 117.2, datum: 'WGS84', seenBy: '李桂芳' } } },
      { ...ok, fields: { point: [] } },
      { ...ok, fields: { point: [{ lat: 31.8, lng: 117.2, datum: 'WGS84' }] } },
      { ...ok, fields: { point: { lat: 1e9, lng: 0, datum: 'WGS84' } } },
      { ...ok, fields: { photos: 'x' } },
      { ...ok, fields: { photos: { length: 3 } } },
      { ...ok, fields: { photos: Array.from({ length: 4 }, () => newId()) } },
    ];
    for (const body of bodies) expect([body, await press('arrive', body)]).not.toEqual([body, 'none']);
    for (const fields of [
      { way: 'toString', reached: true },
      { way: 'PHONE', reached: 'yes' },
      { way: ['PHONE'], reached: true },
      { way: 'PHONE' },
      { way: 'PHONE', reached: true, note: ['x'] },
    ]) {
      expect(await press('contact', { ...ok, fields })).toBe('FIELD_INVALID');
    }
    expect(await press('note', { ...ok, fields: { note: '1\uFE0F'.repeat(500) } })).toBe('FIELD_INVALID');
    expect((await zhang.view(id)).timeline[0]?.event).toBe('order.signed');
  });

  it('answers odd addresses and cursors without stumbling', async () => {
    const cursors = [
      'x',
      '~',
      '~~',
      '%00',
      '%F0%9F%98%80',
      Buffer.from("'~' OR 1=1").toString('base64url'),
      Buffer.from('9~9~9').toString('base64url'),
      Buffer.from('\u0000~\u0000').toString('base64url'),
      'A'.repeat(4000),
      '-1',
      '[]',
    ];
    for (const path of ['/api/orders/mine', '/api/notices']) {
      for (const cursor of [...cursors, 'a&after=b', '&after[]=x']) {
        const name = path.endsWith('mine') ? 'after' : 'before';
        const { status, text } = await raw(app, `${path}?${name}=${cursor}`, undefined, { method: 'GET' });
        if (status !== 200) coded(status, text);
        else expect(Array.isArray((JSON.parse(text) as { items: unknown[] }).items)).toBe(true);
      }
    }
    const paths = [
      '/api/orders/%00',
      '/api/orders/%E0%A4%A',
      `/api/orders/${'x'.repeat(3000)}`,
      '/api/orders/../../etc/passwd',
      "/api/orders/' OR 1=1",
      '/api/orders/__proto__',
      '/api/nothing',
      '/api',
      '/api/orders/mine/',
      '//api//orders',
      '/api/places/locate?lat=x&lng=[]&datum=1',
      '/api/places/locate',
      '/api/places/codes/%25%00',
      '/api/streets/x/grids',
      '/api/notices?limit=1e9',
      '/api/notices?limit=x',
      '/files/x/y',
    ];
    for (const path of paths) {
      const { status, text } = await raw(app, path, undefined, { method: 'GET' });
      if (status !== 200) coded(status, text);
    }
  });
});
