import type { OrderView, Receipt, SubmitOrder } from '@yihu/shared';
import { ERRORS } from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { DEMO_COMMUNITIES, outlineOf } from '../src/seed/demo-map';
import { filing, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { AT_GRID, brokenOrders, orderAt } from './walk';

interface Refusal {
  error: { code: keyof typeof ERRORS; message: string; requestId: string };
}
const HAN = /[\u4e00-\u9fff]/;

describe.each(ENGINES)('a hostile client on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(serverUrl);
  });
  afterAll(() => app.close());

  const li = () => app.as('li');
  const submit = async (more: Record<string, unknown>) =>
    (await li()).call<Receipt & Refusal>('POST', '/api/orders', {
      ...filing(app.streetId, { classCode: AT_GRID }),
      ...more,
    });
  /** Sends bytes as they are, under a valid session. */
  const raw = async (
    path: string,
    body: string | Buffer | undefined,
    type = 'application/json',
    method = 'POST',
  ) => {
    const response = await fetch(`${app.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${await (await li()).token()}`, 'content-type': type },
      body: body === undefined ? undefined : new Uint8Array(Buffer.from(body)),
    });
    return { status: response.status, text: await response.text() };
  };
  /** A refusal is a 4xx with a known code and words a person can read; answers the code. */
  const coded = (status: number, text: string): string => {
    const { error } = JSON.parse(text) as Refusal;
    expect([text.slice(0, 200), status >= 400 && status < 500]).toEqual([text.slice(0, 200), true]);
    expect(ERRORS[error.code].status).toBe(status);
    expect(error.message).toMatch(HAN);
    expect(error.message).not.toMatch(/[{}]|undefined|NaN|SELECT|node_modules/);
    expect(error.message).not.toMatch(/[a-z]{3,} [a-z]{3,}/);
    expect(error.requestId).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    return error.code;
  };
  const refusedWith = async (more: Record<string, unknown>) => {
    const { status, body } = await submit(more);
    return coded(status, JSON.stringify(body));
  };
  const textOf = async (id: string) => (await (await li()).view(id)).text;

  it('stores 7,000 characters exactly, emoji, full-width digits and all', async () => {
    const unit = '楼道堆物👨‍👩‍👧‍👦 13号\r\n"引号"\t\u3000𠮷野家<b>&amp;\\u0000\n';
    const written = unit.repeat(400);
    const characters = [...written.replaceAll('\r\n', '\n')].slice(0, 6999).join('');
    const text = `${characters}尾`;
    expect([...text]).toHaveLength(7000);
    const { body } = await submit({ text: text.replaceAll('\n', '\r\n') });
    expect(await textOf(body.orderId)).toBe(text);
    const [row] = await app.db.read<{ content: string }>(
      'SELECT content FROM order_private WHERE order_id = ?',
      [body.orderId],
    );
    expect(row?.content).toBe(text);
    const longest = await submit({ text: '😀'.repeat(7000) });
    expect(await textOf(longest.body.orderId)).toBe('😀'.repeat(7000));
  });

  it('says how long a text is that is too long', async () => {
    const answer = await submit({ text: '😀'.repeat(7001) });
    expect(answer.body.error).toMatchObject({
      code: 'ORDER_TEXT_TOO_LONG',
      message: '内容有 7001 个字,最多 7000 个字,请删减或分两次提交',
      details: { length: 7001, limit: 7000 },
    });
    for (const length of [7001, 9_999, 20_001, 100_000]) {
      expect(await refusedWith({ text: '长'.repeat(length) })).toBe('ORDER_TEXT_TOO_LONG');
    }
  });

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
      const { status, text } = await raw(path, body);
      coded(status, text);
    }
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('refuses a body of 2 MB, another media type and another method', async () => {
    const big = await raw('/api/orders', JSON.stringify({ text: 'x'.repeat(2 * 1024 * 1024) }));
    expect(coded(big.status, big.text)).toBe('BODY_TOO_LARGE');
    for (const type of [
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
    ]) {
      const { status, text } = await raw('/api/orders', 'a=1', type);
      coded(status, text);
    }
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const { status, text } = await raw('/api/orders', '{}', 'application/json', method);
      coded(status, text);
    }
  });

  it('refuses wrong types and values field by field', async () => {
    const huge = Array.from({ length: 20_000 }, () => newId());
    const wrong: Record<string, unknown[]> = {
      draftId: [
        null,
        1,
        '',
        'short',
        newId().toLowerCase(),
        `${newId()} `,
        `${newId()}\n`,
        `${newId()}'--`,
        [newId()],
        {},
      ],
      streetId: [null, 1, '', newId(), ["' OR 1=1 --"], { $ne: '' }],
      text: [null, 1, true, ['x'], { toString: 'x' }],
      photoIds: [null, 'x', {}, [1], [null], [[newId()]], huge, Array.from({ length: 10 }, () => newId())],
      point: [
        1,
        'x',
        [],
        [1, 2],
        {},
        { lat: 31.8, lng: 117.2 },
        { lat: '31.8', lng: 117.2, datum: 'WGS84' },
        { lat: null, lng: 117.2, datum: 'WGS84' },
        { lat: 90.1, lng: 0, datum: 'WGS84' },
        { lat: 0, lng: 180.1, datum: 'GCJ02' },
        { lat: 31.8, lng: 117.2, datum: 'BD09' },
        { lat: 31.8, lng: 117.2, datum: 'WGS84', extra: 1 },
      ],
      gridCode: [1, {}, ['NQ-DX-01'], '没有的网格', "NQ-DX-01' OR '1'='1", 'x'.repeat(33)],
      address: [null, 1, 'x'.repeat(121), '1\uFE0F'.repeat(120)],
      classCode: [1, '999999', '10010', '1001011', '１００１０１', '__proto__'],
      requestType: [null, 'toString', '__proto__', 'complaint', ['COMPLAINT']],
      partyKind: [null, 'constructor', 'person'],
      companyName: [null, 'x'.repeat(81), '1\uFE0F'.repeat(80)],
      confidentiality: [null, 'hasOwnProperty', 'PUBLIC'],
      contactName: [null, 'x'.repeat(21), '1\uFE0F'.repeat(40)],
      contactPhone: [
        null,
        13855512345,
        '1',
        'abc',
        '0'.repeat(31),
        '138555123456789',
        "13855512345'; DROP TABLE person;--",
      ],
      channel: ['HOTLINE_12345'],
      state: ['CLOSED'],
      orderNo: ['NQ20261123-0001'],
    };
    for (const [field, values] of Object.entries(wrong)) {
      for (const value of values) {
        const { status, body } = await submit({ [field]: value });
        expect([field, value, status]).not.toEqual([field, value, 200]);
        coded(status, JSON.stringify(body));
      }
    }
    const missing = Object.keys(filing(app.streetId)).filter(
      (name) => !['point', 'gridCode', 'classCode'].includes(name),
    );
    for (const field of missing) await refusedWith({ [field]: undefined });
    expect(await refusedWith({ text: ' \n\t\u0000 ', photoIds: [] })).toBe('ORDER_EMPTY');
  });

  it('takes the points 1e400 and NaN for what JSON makes of them', async () => {
    const body = JSON.stringify(filing(app.streetId)).replace('31.8395', '1e400');
    const { status, text } = await raw('/api/orders', body);
    expect(coded(status, text)).toBe('FIELD_INVALID');
    const nan = await raw('/api/orders', body.replace('1e400', 'NaN'));
    expect(coded(nan.status, nan.text)).toBe('BAD_REQUEST');
  });

  it('routes points on shared corners and edges to exactly one grid, poles and oceans to the desk', async () => {
    const corners = DEMO_COMMUNITIES.flatMap(({ grids }) => grids)
      .slice(0, 6)
      .flatMap((grid) => outlineOf(grid.corners).coordinates[0]?.slice(0, 3) ?? []);
    const inner = corners.filter(([lng, lat]) => lng > 117.232 && lat > 31.834 && lat < 31.846);
    expect(inner.length).toBeGreaterThan(5);
    for (const [lng, lat] of inner) {
      const point = { lat, lng, datum: 'WGS84' };
      const [first, again] = [await submit({ point }), await submit({ point })];
      expect([first.status, first.body.outside, first.body.state]).toEqual([200, false, 'DISPATCHED']);
      const [a, b] = [
        await (await li()).view(first.body.orderId),
        await (await li()).view(again.body.orderId),
      ];
      expect(a.gridName).toBe(b.gridName);
    }
    for (const [lat, lng] of [
      [90, 0],
      [-90, 180],
      [0, -180],
      [0, 0],
      [31.8395, -117.2334],
      [-0, 0],
      [1e-300, 1e-300],
    ]) {
      for (const datum of ['WGS84', 'GCJ02']) {
        const { status, body } = await submit({ point: { lat, lng, datum } });
        expect([status, body.outside, body.state]).toEqual([200, true, 'SUBMITTED']);
      }
    }
  });

  it('carries hostile texts through every page inert and whole', async () => {
    const texts = [
      `'; DROP TABLE work_order; -- " OR ""="`,
      '<script>alert(1)</script><img src=x onerror=alert(1)>',
      '$\u007b7*7} {{7*7}} #{7*7} %00 %s %n \\\\0 \\x1a',
      '../../etc/passwd\u2028\u2029\u202E倒着写\u200B零宽',
      "=cmd|'/C calc'!A0\n+1+1\n@SUM(1)",
    ];
    for (const text of texts) {
      const sent = await submit({
        text,
        address: text.slice(0, 60),
        contactName: text.slice(0, 15),
        confidentiality: 'DESK_ONLY',
      });
      const id = sent.body.orderId;
      const seen = await (await li()).view(id);
      expect([seen.text, seen.address]).toEqual([text, text.slice(0, 60)]);
      await (await li()).act(id, 'addInfo', { text });
      expect((await (await li()).view(id)).timeline[0]?.notes).toEqual([text]);
    }
    const [count] = await app.db.read<{ n: number }>('SELECT COUNT(*) AS n FROM work_order');
    expect(Number(count?.n)).toBeGreaterThan(texts.length);
  });

  it('drops control characters and mends lone surrogates, and says the same of a repeat', async () => {
    const draft = filing(app.streetId, {
      text: 'a\u0000b\u0008c\u001bd\u007fe\ud800f',
      address: '\u0000楼\ud83d',
    });
    const first = await (await li()).ok<Receipt>('POST', '/api/orders', draft);
    const seen = await (await li()).view(first.orderId);
    expect([seen.text, seen.address]).toEqual(['abcde\ufffdf', '楼\ufffd']);
    expect(await (await li()).ok<Receipt>('POST', '/api/orders', draft)).toEqual(first);
  });

  it('hands nobody somebody else’s photos, and takes nine at most', async () => {
    const [resident, wang] = [await li(), await app.as('wang')];
    const draft = filing(app.streetId, { classCode: AT_GRID });
    const theirs = await wang.upload(newId());
    expect(await refusedWith({ photoIds: [theirs] })).toBe('ATTACHMENT_NOT_YOURS');
    expect(await refusedWith({ photoIds: [newId()] })).toBe('ATTACHMENT_MISSING');
    const mine = await resident.upload(draft.draftId);
    await resident.ok('POST', '/api/orders', { ...draft, photoIds: [mine] });
    expect(await refusedWith({ photoIds: [mine] })).toBe('ATTACHMENT_NOT_YOURS');
    expect(await refusedWith({ photoIds: [mine, mine] })).toBe('FIELD_INVALID');
    const before = await app.db.read('SELECT id FROM work_order');
    const id = await orderAt(app, 'IN_PROGRESS');
    const zhang = await app.as('grid-zhang');
    expect(await zhang.actRefused(id, 'arrive', { photos: [mine] })).toBe('ATTACHMENT_NOT_YOURS');
    expect((await zhang.view(id)).timeline[0]?.event).toBe('order.signed');
    expect(await app.db.read('SELECT id FROM work_order')).toHaveLength(before.length + 1);
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
      'archive',
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
        const { status, text } = await raw(`${path}?${name}=${cursor}`, undefined, 'application/json', 'GET');
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
      const { status, text } = await raw(path, undefined, 'application/json', 'GET');
      if (status !== 200) coded(status, text);
    }
  });

  it('takes 300 filings at once: each acknowledged one is stored under a number of its own, without gaps', async () => {
    const [resident, wang] = [await li(), await app.as('wang')];
    const numbers = async () =>
      (await app.db.read<{ order_no: string }>('SELECT order_no FROM work_order'))
        .map((row) => row.order_no)
        .sort();
    const drafts: SubmitOrder[] = Array.from({ length: 300 }, (_each, n) =>
      filing(app.streetId, { text: `第${n}件`, classCode: AT_GRID }),
    );
    const answers = await Promise.all(
      drafts.map((draft, n) =>
        (n % 2 === 0 ? resident : wang).call<Receipt & Refusal>('POST', '/api/orders', draft),
      ),
    );
    const refused = answers.filter((answer) => answer.status !== 200);
    for (const answer of refused) expect(answer.body.error.code).toBe('UNAVAILABLE');
    const acknowledged = answers
      .filter((answer) => answer.status === 200)
      .map((answer) => answer.body.orderNo);
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    expect(acknowledged.length).toBeGreaterThan(250);
    const all = await numbers();
    expect(all).toEqual(expect.arrayContaining(acknowledged));
    expect(all.map((number) => Number(number.slice(-4)))).toEqual(all.map((_each, at) => at + 1));
    expect(await brokenOrders(app)).toEqual([]);
  });
});
