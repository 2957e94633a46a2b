import type { Receipt, SubmitOrder } from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { DEMO_COMMUNITIES, outlineOf } from '../src/seed/demo-map';
import { filing, startApp, type TestApp } from './harness';
import { coded, type Refusal, raw, submit } from './hostile';
import { ENGINES } from './spec-database';
import { AT_GRID, brokenOrders, orderAt } from './walk';

describe.each(ENGINES)('a hostile client on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(serverUrl);
  });
  afterAll(() => app.close());

  const li = () => app.as('li');
  const refusedWith = async (more: Record<string, unknown>) => {
    const { status, body } = await submit(app, more);
    return coded(status, JSON.stringify(body));
  };
  const textOf = async (id: string) => (await (await li()).view(id)).text;

  it('stores 7,000 characters exactly, emoji, full-width digits and all', async () => {
    const unit = '楼道堆物👨‍👩‍👧‍👦 13号\r\n"引号"\t\u3000𠮷野家<b>&amp;\\u0000\n';
    const written = unit.repeat(400);
    const characters = [...written.replaceAll('\r\n', '\n')].slice(0, 6999).join('');
    const text = `${characters}尾`;
    expect([...text]).toHaveLength(7000);
    const { body } = await submit(app, { text: text.replaceAll('\n', '\r\n') });
    expect(await textOf(body.orderId)).toBe(text);
    const [row] = await app.db.read<{ content: string }>(
      'SELECT content FROM order_private WHERE order_id = ?',
      [body.orderId],
    );
    expect(row?.content).toBe(text);
    const longest = await submit(app, { text: '😀'.repeat(7000) });
    expect(await textOf(longest.body.orderId)).toBe('😀'.repeat(7000));
  });

  it('says how long a text is that is too long', async () => {
    const answer = await submit(app, { text: '😀'.repeat(7001) });
    expect(answer.body.error).toMatchObject({
      code: 'ORDER_TEXT_TOO_LONG',
      message: '内容有 7001 个字,最多 7000 个字,请删减或分两次提交',
      details: { length: 7001, limit: 7000 },
    });
    for (const length of [7001, 9_999, 20_001, 100_000]) {
      expect(await refusedWith({ text: '长'.repeat(length) })).toBe('ORDER_TEXT_TOO_LONG');
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
        const { status, body } = await submit(app, { [field]: value });
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
    const { status, text } = await raw(app, '/api/orders', body);
    expect(coded(status, text)).toBe('FIELD_INVALID');
    const nan = await raw(app, '/api/orders', body.replace('1e400', 'NaN'));
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
      const [first, again] = [await submit(app, { point }), await submit(app, { point })];
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
        const { status, body } = await submit(app, { point: { lat, lng, datum } });
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
      const sent = await submit(app, {
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

  it('takes 300 filings at once: what it cannot take yet is taken when sent again, each under a number of its own, without gaps', async () => {
    const [resident, wang] = [await li(), await app.as('wang')];
    const numbers = async () =>
      (await app.db.read<{ order_no: string }>('SELECT order_no FROM work_order'))
        .map((row) => row.order_no)
        .sort();
    const drafts: SubmitOrder[] = Array.from({ length: 300 }, (_each, n) =>
      filing(app.streetId, { text: `第${n}件`, classCode: AT_GRID }),
    );
    const acknowledged: string[] = [];
    let waiting = drafts.map((draft, n) => ({ draft, who: n % 2 === 0 ? resident : wang }));
    // Phones send again what got no receipt; how long a wave takes is the machine's affair.
    for (let wave = 0; waiting.length > 0 && wave < 30; wave += 1) {
      const answers = await Promise.all(
        waiting.map(({ draft, who }) => who.call<Receipt & Refusal>('POST', '/api/orders', draft)),
      );
      const refused = answers.filter((answer) => answer.status !== 200);
      for (const answer of refused) expect(answer.body.error.code).toBe('UNAVAILABLE');
      expect(refused.length).toBeLessThan(answers.length);
      acknowledged.push(
        ...answers.filter((answer) => answer.status === 200).map((answer) => answer.body.orderNo),
      );
      waiting = waiting.filter((_each, at) => answers[at]?.status !== 200);
    }
    expect(waiting).toEqual([]);
    expect(new Set(acknowledged).size).toBe(drafts.length);
    const all = await numbers();
    expect(all).toEqual(expect.arrayContaining(acknowledged));
    expect(all.map((number) => Number(number.slice(-4)))).toEqual(all.map((_each, at) => at + 1));
    expect(await brokenOrders(app)).toEqual([]);
  });
});
