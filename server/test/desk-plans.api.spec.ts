import type { Row, SqlValue } from '../src/platform/db/db';
import { called } from './desk-list.setup';
import { type Persona, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { orderAt, unitId } from './walk';

const COPIES = 4000;
/** Of so many closed orders one is of each other kind. */
const EVERY = 40;

interface Asked {
  sql: string;
  params: SqlValue[];
}
interface Plan {
  text: string;
  scans: boolean;
  sorts: boolean;
}

describe.each(ENGINES)('plans of the desk’s lists on %s', (engine, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let open: string;
  let unit: string;
  let grid: string;
  beforeAll(async () => {
    app = await startApp(serverUrl);
    desk = await app.as('desk-chen');
    open = await orderAt(app, 'IN_PROGRESS');
    const closed = await orderAt(app, 'CLOSED');
    await called(app, desk);
    [unit, grid] = [await unitId(app, 'NQ-CG'), await unitId(app, 'NQ-DX-02')];
    await fill(closed);
  });
  afterAll(() => app.close());

  /** Many closed orders, so that walking them all would be the dearer way; some of another unit, grid, class, channel. */
  async function fill(like: string): Promise<void> {
    const [order] = await app.db.read('SELECT * FROM work_order WHERE id = ?', [like]);
    const [own] = await app.db.read('SELECT * FROM order_private WHERE order_id = ?', [like]);
    const [words] = await app.db.read('SELECT * FROM order_words WHERE order_id = ?', [like]);
    const numbers = Array.from({ length: COPIES }, (_, n) => n);
    const idOf = (n: number) => `0PLAN${String(n).padStart(21, '0')}`;
    const at = (n: number) => new Date(Date.UTC(2025, 0, 1) + n * 3_600_000).toISOString();
    const rare = (n: number): Row =>
      n % EVERY === 0
        ? {
            lead_unit_id: unit,
            grid_id: grid,
            class_code: '010201',
            channel: 'PETITION',
            line: 'BIZ_ENV',
            urgency: 'L1',
          }
        : { lead_unit_id: order?.lead_unit_id ?? null, grid_id: order?.grid_id ?? null };
    const root = String(order?.root_id).slice(-4);
    const copies: Row[] = numbers.map((n) => ({
      ...{ ...order, id: idOf(n), order_no: `P-${n}`, draft_id: idOf(n), received_at: at(n) },
      ...rare(n),
    }));
    const terms = numbers.flatMap((n) =>
      [`甲乙`, `丙${n % EVERY}`, `#${n}`].map((term) => ({ n, term: root + term })),
    );
    await app.db.inTransaction(async (tx) => {
      await tx.insert('work_order', copies);
      await tx.insert(
        'order_private',
        numbers.map((n) => ({ ...own, order_id: idOf(n), phone_bidx: `phone ${n}` })),
      );
      await tx.insert(
        'order_words',
        numbers.map((n) => ({ ...words, order_id: idOf(n) })),
      );
      await tx.insert(
        'order_term',
        terms.map(({ n, term }) => ({ term, order_id: idOf(n) })),
      );
    });
    if (serverUrl !== null)
      await app.db.read(
        'ANALYZE TABLE work_order, order_private, order_words, order_term, order_mark, clock',
      );
  }

  /** What a request asks the database for, of orders and their index. */
  async function asked(path: string): Promise<Asked[]> {
    const found: Asked[] = [];
    const { read } = app.db;
    Object.assign(app.db, {
      read: (sql: string, params: SqlValue[] = [], patience?: number) => {
        if (/work_order|order_term|order_mark/.test(sql)) found.push({ sql, params });
        return read.call(app.db, sql, params, patience);
      },
    });
    try {
      await desk.ok('GET', path);
    } finally {
      Object.assign(app.db, { read });
    }
    return found;
  }

  async function planOf({ sql, params }: Asked): Promise<Plan> {
    if (engine === 'SQLite') {
      const rows = await app.db.read<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params);
      const text = rows.map(({ detail }) => detail).join(' | ');
      return {
        text,
        scans: /SCAN (w|t|m|p|work_order|order_\w+)\b/.test(text),
        sorts: /TEMP B-TREE FOR ORDER/.test(text),
      };
    }
    const rows = await app.db.read(`EXPLAIN ${sql}`, params);
    const text = rows.map((row) => `${row.table} ${row.type} ${row.key} ${row.Extra}`).join(' | ');
    const scans = rows.some((row) => row.type === 'ALL' && !String(row.table).startsWith('<'));
    return { text, scans, sorts: rows.some((row) => String(row.Extra).includes('filesort')) };
  }

  const plans = async (path: string) => {
    const statements = await asked(path);
    expect(statements.length).toBeGreaterThan(0);
    return Promise.all(statements.map(async (each) => ({ ...each, ...(await planOf(each)) })));
  };

  it.each<[string, () => string, RegExp]>([
    ['open by due time', () => 'view=OPEN', /ix_list_open/],
    ['late ones', () => 'view=OVERDUE', /ix_list_open/],
    ['one state by due time', () => 'view=TO_SIGN', /ix_order_desk/],
    ['open as received', () => 'view=OPEN&sort=received', /ix_list_open_received/],
    ['all', () => 'view=ALL', /ix_order_received/],
    ['closed', () => 'view=CLOSED', /ix_list_state|ix_order_received/],
    ['a state nobody is in', () => 'view=ALL&state=WITHDRAWN&sort=received', /ix_list_state/],
    ['a class', () => 'view=ALL&classCode=010201', /ix_list_class/],
    ['a grid', () => `view=ALL&gridId=${grid}`, /ix_list_grid/],
    ['a unit', () => `view=ALL&unitId=${unit}`, /ix_list_unit/],
    ['a channel', () => 'view=ALL&channel=PETITION', /ix_list_channel/],
    ['a line', () => 'view=ALL&line=BIZ_ENV', /ix_list_line/],
    ['an urgency', () => 'view=ALL&urgency=L1', /ix_list_urgency/],
    [
      'a class of one channel in a month',
      () => 'view=ALL&classCode=010201&channel=PETITION&from=2025-02-01&to=2025-02-28',
      /ix_list_class/,
    ],
  ])('%s: one index gives the page in order', async (_unused, query, index) => {
    const [list] = (await plans(`/api/desk/orders?${query()}&limit=20`)).filter(({ sql }) =>
      sql.includes('ORDER BY'),
    );
    expect(list?.text).toMatch(index);
    expect([list?.text, list?.scans, list?.sorts]).toEqual([list?.text, false, false]);
  });

  it.each([
    ['words', '甲乙 丙7'],
    ['an end of a number', '0001'],
    ['an external number', '20261123000123456789'],
    ['a telephone', '13855512345'],
    ['a name', '李桂芳'],
  ])('searches %s without walking all orders', async (_unused, q) => {
    for (const plan of await plans(`/api/desk/orders?q=${encodeURIComponent(q)}`))
      expect([plan.text, plan.scans]).toEqual([plan.text, false]);
  });

  it('counts and relates without walking all orders', async () => {
    for (const path of ['/api/desk/counts', '/api/orders/desk/counts', `/api/desk/orders/${open}/context`])
      for (const plan of await plans(path)) {
        // The whole street is as bad as the whole table.
        expect([plan.sql, plan.text, /\(root_id=\?\)/.test(plan.text)]).toEqual([plan.sql, plan.text, false]);
        expect([plan.sql, plan.text, plan.scans]).toEqual([plan.sql, plan.text, false]);
      }
  });
});
