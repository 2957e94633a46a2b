import { type DeskPage, formatLocal, type StreetReport, toMillis } from '@yihu/shared';
import { ExportTables } from '../src/modules/exports/export-tables.service';
import { file, MONDAY, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { paragraphsOf, sheetOf, unzip } from './unzip';
import { addForeignStreet, orderAt } from './walk';

const FORMULA = '=HYPERLINK("http://x")';
/** Days since the beginning of 1900, as spreadsheets count, of local time in China. */
const serial = (instant: string) => (toMillis(instant) + 8 * 3_600_000) / 86_400_000 + 25_569;

describe.each(ENGINES)('files to hand out on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(serverUrl);
    app.clock.set(MONDAY);
  });
  afterAll(() => app.close());

  const take = async (code: string, path: string, body: object) => {
    const person = await app.as(code);
    const answer = await fetch(`${app.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await person.token()}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const name = /filename\*=UTF-8''(\S+)/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? '';
    return {
      status: answer.status,
      type: answer.headers.get('content-type'),
      name: decodeURIComponent(name),
      bytes: Buffer.from(await answer.arrayBuffer()),
    };
  };
  const audited = async (action: string) =>
    (
      await app.db.read<{ subject_id: string; facts: string }>(
        'SELECT subject_id, facts FROM audit WHERE action = ? ORDER BY at, id',
        [action],
      )
    ).map(({ subject_id, facts }) => [subject_id, JSON.parse(facts)]);

  it('M32 M46: a list as its reader sees it, dates and numbers as such, everything else as text', async () => {
    await file(app, 'li', { text: `${FORMULA},请打13800005678`, classCode: '010102' });
    await orderAt(app, 'IN_PROGRESS');
    const clerk = await app.as('desk-chen');
    const { items } = await clerk.ok<DeskPage>('GET', '/api/desk/orders?view=OPEN&sort=received');
    const got = await take('desk-chen', '/api/desk/exports/orders', {
      query: { view: 'OPEN', sort: 'received' },
    });
    expect([got.status, got.name]).toEqual([200, '全部在办 2026-11-23.xlsx']);
    expect(got.type).toContain('spreadsheetml.sheet');
    const [head = {}, ...rows] = sheetOf(got.bytes);
    const letterOf = (label: string) =>
      Object.keys(head).find((letter) => head[letter]?.value === label) ?? '';
    const columnOf = (label: string) => rows.map((row) => row[letterOf(label)]);
    expect(columnOf('工单编号')).toEqual(items.map(({ orderNo }) => ({ type: 'text', value: orderNo })));
    // As on the screen: the number is masked, and what looks like a formula is a text nobody calculates.
    expect(columnOf('内容开头').map((cell) => cell?.value)).toEqual(items.map(({ excerpt }) => excerpt));
    expect(columnOf('内容开头')).toContainEqual({ type: 'text', value: `${FORMULA},请打〔电话〕` });
    expect(unzip(got.bytes).get('xl/worksheets/sheet1.xml')).not.toContain('<f');
    for (const [at, { receivedAt }] of items.entries()) {
      const cell = columnOf('收到时间')[at];
      expect(cell?.type).toBe('number');
      expect(Number(cell?.value)).toBeCloseTo(serial(receivedAt), 6);
    }
    expect(columnOf('重办次数')).toEqual(items.map(() => ({ type: 'number', value: '0' })));
    const notes = sheetOf(got.bytes, 2).map((row) => row.A?.value);
    expect(notes).toEqual(['全部在办', '共 2 件', `导出于 ${formatLocal(MONDAY)}`, '导出人 陈晓']);
  });

  it('M32: what was searched for is not written down, what was taken is; too many are refused, none is left out', async () => {
    await take('desk-chen', '/api/desk/exports/orders', { query: { q: '13800005678' } });
    const [last] = (await audited('export.table')).slice(-1);
    expect(last).toEqual(['orders', { rows: 0, filter: '', searched: true }]);
    const tables = app.app.get(ExportTables);
    const actor = {
      kind: 'PERSON',
      personId: 'x',
      name: '',
      staff: true,
      rootId: app.streetId,
      sessionHash: null,
    } as const;
    const path = `/${app.streetId}/`;
    const leader = {
      ...actor,
      grants: [{ role: 'LEADER_MAIN', unitId: app.streetId, unitPath: path }],
    } as const;
    await expect(tables.orders(leader, { view: 'OPEN' }, 1)).rejects.toMatchObject({
      code: 'EXPORT_TOO_MANY',
      details: { limit: 1 },
    });
    expect((await tables.orders(leader, { view: 'OPEN' }, 2)).rows).toHaveLength(2);
    const statusOf = async (code: string, table: string, query: object = {}) =>
      (await take(code, `/api/desk/exports/${table}`, { query })).status;
    expect(await statusOf('grid-zhang', 'orders')).toBe(403);
    expect(await statusOf('li', 'orders')).toBe(403);
    expect(await statusOf('desk-chen', 'secrets')).toBe(404);
    expect(await statusOf('desk-chen', 'orders', { view: 'NONE' })).toBe(400);
    expect(await statusOf('desk-chen', 'volume', { fromDay: '2026-02-30' })).toBe(400);
    expect(await statusOf('desk-chen', 'orders', { view: ['OPEN'] })).toBe(400);
  });

  it.each([
    ['volume', { by: 'class' }, '占道经营'],
    ['trend', {}, '2026-11'],
    ['units', {}, '丁香01网格'],
    ['rates', {}, '办结率'],
    ['heat', {}, '丁香社区01网格'],
    ['visits', {}, '工单编号'],
    ['unreachable', {}, '工单编号'],
    ['ledger', { kind: 'hard' }, '事项'],
  ] as const)('M46: %s as a table with Chinese headings', async (table, query, word) => {
    const got = await take('desk-chen', `/api/desk/exports/${table}`, { query });
    expect(got.status).toBe(200);
    const rows = sheetOf(got.bytes);
    expect(Object.values(rows[0] ?? {}).every(({ type, value }) => type === 'text' && value !== '')).toBe(
      true,
    );
    expect(rows.flatMap((row) => Object.values(row).map(({ value }) => value)).join('\n')).toContain(word);
  });

  it('M32 M96: a report as a text document and as a workbook, in the words it has now', async () => {
    const made = await (await app.as('lead-fan')).ok<StreetReport>('POST', '/api/desk/reports', {
      ...{ streetId: app.streetId, kind: 'WEEKLY_FLASH', day: '2026-11-23' },
    });
    const text = '本周收到诉求 2 件,\n都在办理 <当天签收>。';
    await (await app.as('desk-chen')).ok('POST', `/api/desk/reports/${made.id}/texts`, {
      ...{ face: 'OFFICE', section: 0, text, revision: 0 },
    });
    const path = `/api/desk/reports/${made.id}/file`;
    const paper = await take('desk-chen', path, { face: 'OFFICE', format: 'docx' });
    expect([paper.status, paper.name]).toEqual([200, `${made.streetName}周快报 2026-11-23.docx`]);
    const words = paragraphsOf(paper.bytes);
    expect(words.slice(0, 5)).toEqual([
      `${made.streetName}12345热线周快报`,
      `2026-11-23 · 数字截至 ${formatLocal(MONDAY)} · 内部版 · 第 1 稿,未发布`,
      '一、诉求量',
      '本周收到诉求 2 件,',
      '都在办理 <当天签收>。',
    ]);
    const cells = words.slice(words.indexOf('收到诉求'), words.indexOf('收到诉求') + 2);
    expect(cells).toEqual(['收到诉求', '2 件']);
    expect(words.at(-1)).toBe('领导批示');
    const open = paragraphsOf((await take('desk-chen', path, { face: 'PUBLIC', format: 'docx' })).bytes);
    expect(open.join('\n')).toContain('公开版');
    for (const hidden of ['丁香01网格', '领导批示', '2 件']) expect(open.join('\n')).not.toContain(hidden);
    const book = await take('desk-chen', path, { face: 'OFFICE', format: 'xlsx' });
    expect(sheetOf(book.bytes).slice(0, 2)).toEqual([
      {
        A: { type: 'text', value: '项目' },
        B: { type: 'text', value: '数' },
        C: { type: 'text', value: '原文' },
      },
      {
        A: { type: 'text', value: '收到诉求' },
        B: { type: 'number', value: '2' },
        C: { type: 'text', value: '2 件' },
      },
    ]);
    expect(await audited('export.report')).toMatchObject([
      [made.id, { face: 'OFFICE', format: 'docx' }],
      [made.id, { face: 'PUBLIC', format: 'docx' }],
      [made.id, { face: 'OFFICE', format: 'xlsx' }],
    ]);
    const { street } = await addForeignStreet(app);
    await app.db.inTransaction((tx) => tx.execute('UPDATE street_report SET root_id = ?', [street]));
    expect((await take('desk-chen', path, { face: 'OFFICE', format: 'docx' })).status).toBe(404);
  });
});
