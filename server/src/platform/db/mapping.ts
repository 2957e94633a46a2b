import type { Row, SqlValue } from './db';

interface Kinds<Name> {
  /** Stored as 1 and 0. */
  flags?: readonly Name[];
  /** Stored as JSON. */
  json?: readonly Name[];
}

/** The column of a property: `dueAt` → `due_at`. */
export function columnOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * Objects whose properties are the columns of a table in camelCase. Reading lets the engine name the values
 * (`due_at AS dueAt`), so that a row read is the object but for its flags and its JSON: spelling and copying
 * dozens of columns for every row took a sixth of a list's time.
 */
export class Mapping<T extends object> {
  /** What a SELECT asks for; `read` takes its rows. */
  readonly select: string;
  private readonly columns: readonly { name: keyof T; column: string; isJson: boolean }[];
  private readonly flags: readonly string[];
  private readonly json: readonly string[];

  constructor(names: readonly (keyof T & string)[], { flags = [], json = [] }: Kinds<keyof T & string> = {}) {
    this.columns = names.map((name) => ({ name, column: columnOf(name), isJson: json.includes(name) }));
    this.select = names
      .map((name) => (columnOf(name) === name ? name : `${columnOf(name)} AS ${name}`))
      .join(', ');
    this.flags = flags;
    this.json = json;
  }

  /** The object of a row read by `select`; the row itself, to be used no more. */
  read(row: Row): T {
    const values: Record<string, unknown> = row;
    for (const name of this.flags) values[name] = values[name] === 1;
    for (const name of this.json) values[name] = JSON.parse(String(values[name]));
    return values as T;
  }

  /** All columns, for an INSERT. */
  row(value: T): Row {
    const row: Row = {};
    for (const { name, column, isJson } of this.columns) row[column] = stored(value[name], isJson);
    return row;
  }

  /** The columns that differ, for an UPDATE. */
  changes(before: T, after: T): Row {
    const row: Row = {};
    for (const { name, column, isJson } of this.columns) {
      if (before[name] === after[name]) continue;
      const next = stored(after[name], isJson);
      if (next !== stored(before[name], isJson)) row[column] = next;
    }
    return row;
  }
}

function stored(value: unknown, isJson: boolean): SqlValue {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (isJson && typeof value === 'object' && value !== null) return JSON.stringify(value);
  return (value ?? null) as SqlValue;
}

/** `UPDATE table SET …` of some columns with its values. */
export function updateOf(
  table: string,
  set: Row,
  where: string,
  params: readonly SqlValue[],
): [string, SqlValue[]] {
  const columns = Object.keys(set);
  const sets = columns.map((column) => `${column} = ?`).join(', ');
  return [
    `UPDATE ${table} SET ${sets} WHERE ${where}`,
    [...columns.map((column) => set[column] ?? null), ...params],
  ];
}
