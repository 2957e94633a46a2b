// Preloaded into the server while the statements of an operation are recorded: writes what the drivers are
// handed to the file BENCH_TRACE, a line of JSON each. Never loaded while anything is measured.
import { appendFileSync } from 'node:fs';
import { fromServer, type Value } from './sql.ts';

const file = process.env.BENCH_TRACE ?? '';
const note = (sql: string, params: readonly Value[]) =>
  appendFileSync(file, `${JSON.stringify({ sql, params })}\n`);

interface Traced {
  all(...params: Value[]): unknown;
  run(...params: Value[]): unknown;
}
const { prototype: sqlite } = fromServer('better-sqlite3') as {
  prototype: { prepare(sql: string): Traced };
};
const { prepare } = sqlite;
sqlite.prepare = function (sql: string) {
  const statement = prepare.call(this, sql);
  for (const name of ['all', 'run'] as const) {
    const plain = statement[name];
    statement[name] = (...params: Value[]) => {
      note(sql, params);
      return plain.apply(statement, params);
    };
  }
  return statement;
};

interface Querying {
  query(sql: unknown, params: unknown, done?: unknown): unknown;
}
const { Connection } = fromServer('mysql2') as { Connection: { prototype: Querying } };
let mysql = Connection.prototype;
// Pooled connections inherit from the same base, not from Connection.
while (!Object.hasOwn(mysql, 'query')) mysql = Object.getPrototypeOf(mysql) as Querying;
const { query } = mysql;
mysql.query = function (sql: unknown, params: unknown, done?: unknown) {
  const text = typeof sql === 'string' ? sql : (sql as { sql?: string }).sql;
  const values = Array.isArray(params) ? params : ((sql as { values?: Value[] }).values ?? []);
  if (text !== undefined) note(text, values as Value[]);
  return query.call(this, sql, params, done);
};
