import { createHash } from 'node:crypto';
import type { Query, Row, Sql, Value } from './sql.ts';
import { matterOf, type Spot } from './street.ts';
import { addWords } from './words.ts';

/** Orders of each resident, at any size: a resident's list does not grow with the town. */
export const PER_PERSON = 20;
/** Residents whose lists and orders are read; all their orders are closed, spread over all years, and whole. */
export const READERS = 100;
/** The newest closed orders are whole, so that 10,000 orders are whole altogether. */
const WHOLE = 6000;
const BATCH = 10_000;
/** Orders waiting for a signature, at any size: open work does not grow with history. */
export const OPEN = 4000;

/**
 * Tables of an order with the column that names the order, in the order rows are written. Of older orders that
 * nobody reads only the rows of the third column are copied: a million whole ones would be 30 GB.
 */
const TABLES = [
  ['work_order', 'id', null],
  ['order_private', 'order_id', null],
  ['event', 'stream_id', 'seq'],
  ['event_text', 'stream_id', 'seq'],
  ['clock', 'order_id', 'id'],
  ['task', 'order_id', null],
] as const;
/** What each copy has of its own: a column with the one of `bench_seq` it is taken from, where the template has any. */
const OWN: Readonly<Record<string, string>> = {
  ...{ received_at: 'at', at: 'at', opened_at: 'at', signed_at: 'at' },
  ...{ replied_at: 'done', approved_at: 'done', closed_at: 'done', staff_at: 'done' },
  ...{ grid_id: 'grid', community_id: 'community', place_key: 'place', class_code: 'class' },
};
const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

export const digits = (n: number) => String(n).padStart(12, '0');
export const personId = (n: number) => `01P00000000000${digits(n)}`;
const LEAST_ID = '01B00000000000000000000000';
const MOST_ID = '01BZZZZZZZZZZZZZZZZZZZZZZZ';
/** Id of the nth copy of the order. */
export const orderId = (n: number) => `01B000000000${digits(n)}00`;

export interface Templates {
  closed: string;
  open: string;
  filer: string;
  spots: readonly Spot[];
}

/** Brings the database to `orders` copies of real orders, OPEN of them waiting; answers how many it added. */
export async function fillUp(sql: Sql, orders: number, templates: Templates): Promise<number> {
  const [found] = await sql.read(
    'SELECT COUNT(*) AS n, MAX(id) AS last FROM work_order WHERE id >= ? AND id <= ?',
    [LEAST_ID, MOST_ID],
  );
  const [open] = await sql.read(
    "SELECT COUNT(*) AS n FROM work_order WHERE id >= ? AND id <= ? AND state = 'DISPATCHED'",
    [LEAST_ID, MOST_ID],
  );
  const have = Number(found?.n);
  const waiting = Math.max(0, OPEN - Number(open?.n));
  const closed = Math.max(0, orders - have - waiting);
  if (waiting + closed === 0) return 0;
  const first = have === 0 ? 0 : Number(String(found?.last).slice(12, 24)) + 1;
  await addPeople(sql, Math.ceil(orders / PER_PERSON), templates.filer);
  await sql.alone(async (query) => {
    if (sql.engine === 'mysql') await query('SET SESSION unique_checks = 0');
    // Terms go to all places of their index: half a gigabyte of it in memory, for this connection.
    else await query('PRAGMA cache_size = -524288');
    await query('DROP TABLE IF EXISTS bench_seq');
    await query(
      `CREATE TABLE bench_seq (n INTEGER PRIMARY KEY, tail VARCHAR(12), whole INTEGER, filer VARCHAR(26), at VARCHAR(24), done VARCHAR(24),
        due VARCHAR(24), grid VARCHAR(26), community VARCHAR(26), place VARCHAR(64), class VARCHAR(6))`,
    );
    const town = { persons: Math.ceil(orders / PER_PERSON), orders, spots: templates.spots };
    await copyOrders(query, templates.closed, templates.filer, { first, count: closed, ...town });
    const next = { first: first + closed, count: waiting, ...town };
    await copyOrders(query, templates.open, templates.filer, next);
    await query('DROP TABLE bench_seq');
    if (sql.engine === 'mysql') await query('SET SESSION unique_checks = 1');
  });
  return waiting + closed;
}

async function addPeople(sql: Sql, count: number, like: string): Promise<void> {
  const [known] = await sql.read('SELECT COUNT(*) AS n FROM person WHERE id LIKE ?', ['01P%']);
  const [person] = await sql.read('SELECT * FROM person WHERE id = ?', [like]);
  if (person === undefined) throw new Error('the resident to copy is gone');
  const rows: Row[] = [];
  for (let n = Number(known?.n); n < count; n += 1) {
    const own = { id: personId(n), login: null, openid_hash: null, openid_cipher: null, phone_bidx: null };
    rows.push({ ...person, ...own });
  }
  await sql.alone(async (query) => {
    await query('BEGIN');
    for (let at = 0; at < rows.length; at += 500) await insertRows(query, 'person', rows.slice(at, at + 500));
    await query('COMMIT');
  });
}

export async function insertRows(query: Query, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return;
  const group = `(${columns.map(() => '?').join(',')})`;
  const values = rows.flatMap((row) => columns.map((column) => row[column] ?? null));
  const names = columns.map((column) => `\`${column}\``).join(',');
  await query(`INSERT INTO ${table} (${names}) VALUES ${rows.map(() => group).join(',')}`, values);
}

interface Range {
  first: number;
  count: number;
  persons: number;
  orders: number;
  spots: readonly Spot[];
}

/** Copies one order with everything that belongs to it, `count` times, by INSERT … SELECT in batches. */
async function copyOrders(query: Query, template: string, filer: string, range: Range): Promise<void> {
  const copies = await copiesOf(query, template, filer);
  const [like] = await query('SELECT root_id FROM work_order WHERE id = ?', [template]);
  const rootId = String(like?.root_id);
  const end = range.first + range.count;
  for (let from = range.first; from < end; from += BATCH) {
    const to = Math.min(end, from + BATCH);
    await query('BEGIN');
    const rows = Array.from({ length: to - from }, (_, at) => sequenceRow(from + at, range));
    for (let at = 0; at < rows.length; at += 1000)
      await insertRows(query, 'bench_seq', rows.slice(at, at + 1000));
    for (const { sql, params } of copies) await query(sql, [...params, from, to]);
    await addWords(query, rootId, { from, to }, orderId);
    await query('COMMIT');
    if (from % 100_000 < BATCH) process.stderr.write(`  ${to} orders\n`);
  }
}

/** How far apart the readers' orders lie among the closed ones. */
function strideOf(orders: number): number {
  return Math.floor((orders - OPEN) / (READERS * PER_PERSON));
}

/** Id of one of a reader's orders, `k` from 0 to PER_PERSON - 1. */
export function readersOrder(orders: number, reader: number, k: number): string {
  return orderId(strideOf(orders) * (reader + READERS * k));
}

function sequenceRow(n: number, { persons, orders, spots }: Range): Row {
  const nth = n / strideOf(orders);
  const isRead = Number.isInteger(nth) && nth < READERS * PER_PERSON;
  const filer = isRead ? nth % READERS : READERS + (n % (persons - READERS));
  // The last four years, evenly: n grows with time.
  const minutesAgo = Math.max(1, Math.round((1 - n / (orders + OPEN)) * 4 * 365 * 24 * 60));
  const at = new Date(Date.now() - minutesAgo * 60_000);
  const days = (count: number) => new Date(at.getTime() + count * 24 * 3_600_000).toISOString();
  const whole = isRead || n >= orders - OPEN - WHOLE ? 1 : 0;
  return {
    ...{ n, tail: digits(n), whole, filer: personId(filer) },
    ...{ at: days(0), done: days(1.5), due: days(2), ...matterOf(n, orders, spots) },
  };
}

/** One INSERT … SELECT per table: ids, residents and times of a copy are its own, all else is the template's. */
async function copiesOf(query: Query, template: string, filer: string) {
  const rowsOf = new Map<string, Row[]>();
  for (const [table, key] of TABLES)
    rowsOf.set(table, await query(`SELECT * FROM ${table} WHERE ${key} = ?`, [template]));
  const replaced = ownIds(rowsOf, template, filer);
  return TABLES.flatMap(([table, key, part]) => {
    const rows = rowsOf.get(table) ?? [];
    const columns = Object.keys(rows[0] ?? {});
    if (columns.length === 0) return [];
    const selected = columns.map((column) => expression(column, rows, replaced));
    const names = columns.map((column) => `\`${column}\``).join(', ');
    const params: Value[] = [template];
    const slim = part === null ? '' : ` AND (s.whole = 1 OR t.${part} = ?)`;
    const least = rows.map((row) => (part === null ? null : (row[part] ?? null))).sort()[0] ?? null;
    if (part !== null) params.push(least);
    return [
      {
        sql: `INSERT INTO ${table} (${names}) SELECT ${selected.join(', ')} FROM bench_seq s JOIN ${table} t ON t.${key} = ?${slim} WHERE s.n >= ? AND s.n < ?`,
        params,
      },
    ];
  });
}

/** The template's ids with SQL for what a copy has in their place; neighbours stay neighbours. */
function ownIds(rowsOf: Map<string, Row[]>, template: string, filer: string): Map<string, string> {
  const minted = [template];
  for (const row of [...rowsOf.values()].flat()) {
    for (const name of ['draft_id', 'id', 'turn_id']) {
      const value = row[name];
      if (typeof value === 'string' && ULID.test(value) && !minted.includes(value)) minted.push(value);
    }
  }
  const found = new Map(
    minted.map((id, at) => [id, `CONCAT('01B000000000', s.tail, '${String(at).padStart(2, '0')}')`]),
  );
  return found.set(filer, 's.filer');
}

function expression(column: string, rows: readonly Row[], replaced: ReadonlyMap<string, string>): string {
  const own = OWN[column];
  if (own !== undefined) return `CASE WHEN t.\`${column}\` IS NULL THEN NULL ELSE s.${own} END`;
  if (column === 'order_no') return "CONCAT('BENCH-', s.tail)";
  // One of the readers has filed everything with the number that is searched for.
  if (column === 'phone_bidx')
    return `CASE WHEN s.filer = '${personId(0)}' THEN t.phone_bidx ELSE CONCAT('bench', s.tail) END`;
  const isDue = column === 'next_due_at' && rows.some((row) => !String(row[column]).startsWith('9999'));
  if (isDue) return 's.due';
  let text = `t.\`${column}\``;
  for (const [id, its] of replaced) {
    if (rows.some((row) => String(row[column] ?? '').includes(id)))
      text = `REPLACE(${text}, '${id}', ${its})`;
  }
  return text;
}

/** A session for each of the first `count` residents; answers their tokens. Former ones of this run's kind go. */
export async function openSessions(sql: Sql, count: number, seed: string): Promise<string[]> {
  const now = new Date();
  const until = new Date(now.getTime() + 12 * 3_600_000).toISOString();
  const tokens = Array.from({ length: count }, (_, n) =>
    createHash('sha256').update(`${seed} ${n}`).digest('base64url'),
  );
  const rows = tokens.map((token, n) => ({
    id: `01S00000000000${digits(n)}`,
    way: 'DEMO',
    until_at: until,
    person_id: personId(n),
    access_hash: createHash('sha256').update(token).digest('hex'),
    access_until: until,
    device: 'bench',
    created_at: now.toISOString(),
    last_seen_at: now.toISOString(),
    idle_minutes: null,
    idle_until: null,
    ended_at: null,
    ended_why: null,
  }));
  await sql.alone(async (query) => {
    await query('BEGIN');
    await query("DELETE FROM login_session WHERE id LIKE '01S%'");
    await insertRows(query, 'login_session', rows);
    await query('COMMIT');
  });
  return tokens;
}
