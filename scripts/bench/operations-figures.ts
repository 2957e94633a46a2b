/**
 * Dashboards, the ten links, M45 and the leader's morning: one month among all the years that are kept. For `main.ts`:
 *
 * - `leaveOldOrders(sql)`, then `fillFigures(sql, templates)` after `fillUp`, once the server has answered one of these operations (it reckons the
 *   templates when it is first asked): gives every copy what its template adds to the figures and adds all of it up, for
 *   older copies have no history to reckon from. The counts by day (`order_tally`) are made by the first round of the
 *   server's jobs or by `npm run ops -- tallies --rebuild`; that command's second part would empty the figures of copies
 *   without a history, so it is not for these databases afterwards.
 * - `figuresOperations(setting)` beside `operations(setting)`. A handful of connections: leaders, not residents. Orders
 *   filed by operations before are followed by the reads themselves while the server's jobs are off, a hundred by each,
 *   so run these first or let the warm-up be long enough.
 */
import type { Call } from './load.ts';
import type { Operation, Setting } from './operations.ts';
import type { Query, Row, Sql } from './sql.ts';

/** Dashboards open at once. */
const AT_ONCE = 2;
const HOUR_MS = 3_600_000;
const FIRST = '01B00000000000000000000000';
const LAST = '01BZZZZZZZZZZZZZZZZZZZZZZZ';

/** The last thirty days, local. */
function month(): string {
  const day = (ago: number) =>
    new Date(Date.now() + 8 * HOUR_MS - ago * 24 * HOUR_MS).toISOString().slice(0, 10);
  return `fromDay=${day(29)}&toDay=${day(0)}`;
}

/** What is measured of dashboards; there is nothing bare to compare with. */
export function figuresOperations({ desk }: Pick<Setting, 'desk'>): Operation[] {
  const days = month();
  const read = (name: string, path: string): Operation => ({
    ...{ name, kind: 'read', bare: false, most: Number.POSITIVE_INFINITY, connections: AT_ONCE },
    next: (): Call => ({ method: 'GET', path, token: desk }),
  });
  return [
    read('dashboard rates', `/api/desk/rates?${days}`),
    read('dashboard units', `/api/desk/unit-table?${days}`),
    read('dashboard links', `/api/links?${days}`),
    read('dashboard volume by day', `/api/desk/volume?by=day&${days}`),
    read('dashboard volume by class', `/api/desk/volume?by=class&${days}`),
    read('dashboard pressure', `/api/desk/pressure?${days}`),
    read('dashboard trend', '/api/desk/trend'),
    read('dashboard heat', '/api/desk/grid-heat'),
    read('morning page', '/api/desk/morning'),
  ];
}

/** Keeps the server from reckoning what there was before it kept figures: old copies have no history to reckon from. */
export async function leaveOldOrders(sql: Sql): Promise<void> {
  await sql.alone(async (query) => {
    await query("DELETE FROM shared_value WHERE name = 'figures.built'");
    await query("INSERT INTO shared_value (name, value) VALUES ('figures.built', 'done')");
    await query('DELETE FROM figure_due WHERE order_id >= ? AND order_id <= ?', [FIRST, LAST]);
  });
}

/** Gives every copy that has none what its template adds to the figures, by the day it was received. */
export async function fillFigures(sql: Sql, templates: { closed: string; open: string }): Promise<void> {
  await sql.alone(async (query) => {
    await query('BEGIN');
    for (const [template, state] of [
      [templates.closed, '<>'],
      [templates.open, '='],
    ] as const) {
      for (const table of ['figure_order', 'figure_turn', 'figure_open']) {
        const rows = await query(`SELECT * FROM ${table} WHERE order_id = ?`, [template]);
        for (const row of rows) await copyRow(query, sql.engine, table, row, state);
      }
    }
    await addUp(query, 'figure_order', 'order_sum', ['root_id', 'day', 'community_id', 'class_top']);
    await addUp(query, 'figure_turn', 'turn_sum', ['root_id', 'day', 'until_day', 'unit_id']);
    await query('COMMIT');
  });
}

const DAY: Record<Sql['engine'], string> = {
  sqlite: "DATE(w.received_at, '+8 hours')",
  mysql: `DATE_FORMAT(DATE_ADD(STR_TO_DATE(SUBSTR(w.received_at, 1, 19), '%Y-%m-%dT%H:%i:%s'), INTERVAL 8 HOUR), '%Y-%m-%d')`,
};

async function copyRow(
  query: Query,
  engine: Sql['engine'],
  table: string,
  row: Row,
  state: '=' | '<>',
): Promise<void> {
  const own: Record<string, string> = {
    order_id: 'w.id',
    turn_id: "CONCAT(SUBSTR(w.id, 1, 24), '99')",
    day: DAY[engine],
    until_day: DAY[engine],
    community_id: "COALESCE(w.community_id, '')",
    class_top: "SUBSTR(COALESCE(w.class_code, ''), 1, 2)",
    due_at: 'w.next_due_at',
  };
  const columns = Object.keys(row);
  const values = columns.map((name) => own[name] ?? '?');
  const params = columns.filter((name) => own[name] === undefined).map((name) => row[name] ?? null);
  const known = table === 'figure_turn' ? 'AND f.n = ?' : '';
  await query(
    `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM work_order w
      WHERE w.id >= ? AND w.id <= ? AND w.state ${state} 'DISPATCHED'
        AND NOT EXISTS (SELECT 1 FROM ${table} f WHERE f.order_id = w.id ${known})`,
    [...params, FIRST, LAST, ...(known === '' ? [] : [row.n ?? 0])],
  );
}

async function addUp(query: Query, parts: string, sums: string, keys: readonly string[]): Promise<void> {
  const [row] = await query(`SELECT * FROM ${sums} LIMIT 1`);
  const measures = Object.keys(row ?? {}).filter((name) => !keys.includes(name));
  const added = [...keys, ...measures.map((name) => `SUM(${name})`)].join(', ');
  await query(`DELETE FROM ${sums}`);
  await query(
    `INSERT INTO ${sums} (${[...keys, ...measures].join(', ')}) SELECT ${added} FROM ${parts} GROUP BY ${keys.join(', ')}`,
  );
}
