import type { Query, Row, Value } from './sql.ts';

export interface Recorded {
  sql: string;
  params: Value[];
}

/** Names of values that differ from one operation to the next, e.g. `order`, by what they were when recorded. */
export type Names = ReadonlyMap<string, string>;

/** A parameter with its names: literal texts and names in turn, the first a literal. */
type Template = Value | { parts: string[] };

export interface Script {
  statements: { sql: string; params: Template[] }[];
}

/** Turns recorded statements into ones that can be run with other values. */
export function scriptOf(recorded: readonly Recorded[], names: Names): Script {
  const values = [...names.keys()].filter((value) => value !== '').sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(${values.map((v) => v.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`);
  const template = (param: Value): Template => {
    if (typeof param !== 'string') return param;
    const parts = param.split(pattern);
    return parts.length === 1 ? param : { parts: parts.map((p, at) => (at % 2 ? (names.get(p) ?? p) : p)) };
  };
  return { statements: recorded.map(({ sql, params }) => ({ sql, params: params.map(template) })) };
}

function filled(template: Template, values: ReadonlyMap<string, string>): Value {
  if (template === null || typeof template !== 'object') return template;
  let text = '';
  template.parts.forEach((part, at) => {
    text += at % 2 === 0 ? part : (values.get(part) ?? part);
  });
  return text;
}

/** Runs a script on one connection; `learn` may set values from the rows of a statement. */
export async function replay(
  query: Query,
  script: Script,
  values: Map<string, string>,
  learn: (sql: string, rows: readonly Row[]) => void,
): Promise<void> {
  for (const { sql, params } of script.statements) {
    const rows = await query(
      sql,
      params.map((param) => filled(param, values)),
    );
    learn(sql, rows);
  }
}

/** The transactions among recorded statements, each from what opens it to COMMIT. */
export function transactionsOf(recorded: readonly Recorded[]): Recorded[][] {
  const found: Recorded[][] = [];
  let open: Recorded[] | null = null;
  for (const statement of recorded) {
    if (/^(BEGIN|SET TRANSACTION|START TRANSACTION)/.test(statement.sql)) open ??= [];
    open?.push(statement);
    if (statement.sql !== 'COMMIT' || open === null) continue;
    found.push(open);
    open = null;
  }
  if (found.length === 0) throw new Error('no transaction was recorded');
  return found;
}
