import type { Line } from './line';

export type SqlValue = string | number | Buffer | null;
export type Row = Record<string, SqlValue>;

/** Rows per INSERT: SQLite allows 32,766 bound values, MySQL 65,535. */
const INSERT_CHUNK = 200;

/** The INSERTs of one shape, by how many rows they write. Kept: building and hashing them anew took 3% of a filing. */
interface Shape {
  columns: readonly string[];
  statements: string[];
}
const SHAPES = new Map<string, Shape[]>();

/** One open transaction. Every write of the product takes one, so that what belongs together commits together. */
export class Tx {
  private readonly committed: (() => void)[] = [];
  private readonly late = new Map<string, Row[]>();

  constructor(private readonly line: Line) {}

  /** Runs `hook` once the transaction has committed, and never when it has not. It must not throw. */
  afterCommit(hook: () => void): void {
    this.committed.push(hook);
  }

  /** For `Db` alone: says that the transaction has committed. */
  announceCommit(): void {
    for (const hook of this.committed) hook();
  }

  /** Rows of a SELECT. */
  query<T = Row>(sql: string, params: readonly SqlValue[] = []): Promise<T[]> {
    if (!this.isNamed(sql)) return this.line.ask<T[]>(sql, params);
    return this.writeLate(sql).then(() => this.line.ask<T[]>(sql, params));
  }

  /** Runs an INSERT, UPDATE or DELETE; answers how many rows it matched. */
  execute(sql: string, params: readonly SqlValue[] = []): Promise<number> {
    if (!this.isNamed(sql)) return this.line.write(sql, params);
    return this.writeLate(sql).then(() => this.line.write(sql, params));
  }

  /** Inserts rows of one shape in as few statements as the engines allow. */
  async insert(table: string, rows: Row | readonly Row[]): Promise<void> {
    if (this.isNamed(table)) await this.writeLate(table);
    await this.insertNow(table, Array.isArray(rows) ? rows : [rows as Row]);
  }

  /** Whether rows wait for a table that the statement names. */
  private isNamed(sql: string): boolean {
    for (const table of this.late.keys()) if (nameOf(table).test(sql)) return true;
    return false;
  }

  private async insertNow(table: string, list: readonly Row[]): Promise<void> {
    const first = list[0];
    if (first === undefined) return;
    const shape = shapeOf(table, Object.keys(first));
    for (let at = 0; at < list.length; at += INSERT_CHUNK) {
      const chunk = list.length <= INSERT_CHUNK ? list : list.slice(at, at + INSERT_CHUNK);
      const values: SqlValue[] = [];
      for (const row of chunk) for (const column of shape.columns) values.push(row[column] ?? null);
      await this.line.write(statementOf(table, shape, chunk.length), values);
    }
  }

  /**
   * The same as `insert`, but together with all that comes later for this table: at the end of the transaction, or
   * before the next statement that names the table. For rows of one shape that cannot be there already.
   */
  insertLate(table: string, rows: Row | readonly Row[]): void {
    const list: readonly Row[] = Array.isArray(rows) ? rows : [rows as Row];
    const waiting = this.late.get(table);
    if (waiting === undefined) this.late.set(table, [...list]);
    else waiting.push(...list);
  }

  /** Writes what waits: all of it, or only what is for a table that the statement names. */
  async writeLate(before?: string): Promise<void> {
    for (const [table, rows] of this.late) {
      if (before !== undefined && !nameOf(table).test(before)) continue;
      this.late.delete(table);
      await this.insertNow(table, rows);
    }
  }
}

/** Finds a table's name among the words of a statement. */
function nameOf(table: string): RegExp {
  const known = NAMES.get(table);
  if (known !== undefined) return known;
  const name = new RegExp(`\\b${table}\\b`);
  NAMES.set(table, name);
  return name;
}
const NAMES = new Map<string, RegExp>();

function shapeOf(table: string, columns: readonly string[]): Shape {
  const shapes = SHAPES.get(table) ?? [];
  const known = shapes.find(
    (shape) =>
      shape.columns.length === columns.length && shape.columns.every((name, at) => name === columns[at]),
  );
  if (known !== undefined) return known;
  const shape = { columns, statements: [] };
  SHAPES.set(table, [...shapes, shape]);
  return shape;
}

function statementOf(table: string, shape: Shape, rows: number): string {
  const known = shape.statements[rows];
  if (known !== undefined) return known;
  const group = `(${shape.columns.map(() => '?').join(',')})`;
  const names = shape.columns.map((column) => `\`${column}\``).join(',');
  const sql = `INSERT INTO ${table} (${names}) VALUES ${Array(rows).fill(group).join(',')}`;
  shape.statements[rows] = sql;
  return sql;
}
