import { covers } from '../clocks/conditions.ts';
import type { ClockWhen } from '../clocks/index.ts';
import { isRecord, type PolicyContext, type PolicyLineFault } from './fault.ts';
import { type Check, MOST_OF } from './fields.ts';

type Row = Readonly<Record<string, unknown>>;

/** The shape of one row of a policy, as data. */
export interface RowSpec {
  fields: Readonly<Record<string, Check>>;
  /** Fields that may be left out. */
  optional?: readonly string[];
  /** No two rows may have the same values in these. */
  unique?: readonly string[];
  /** The first row whose `when` holds decides: rows that tie or can never be reached are refused. */
  firstMatch?: true;
  /** Pairs of fields that are an amount and its unit of time. */
  spans?: readonly (readonly [amount: string, unit: string])[];
  /** What no single field can tell. */
  across?: (row: Row, context: PolicyContext) => readonly Omit<PolicyLineFault, 'line'>[];
}

const MAX_ROWS = 1000;

/** Every fault of a list of rows. */
export function checkRows(input: unknown, spec: RowSpec, context: PolicyContext): PolicyLineFault[] {
  if (!Array.isArray(input)) return [{ line: 0, field: 'rows', message: '应是行的列表' }];
  if (input.length > MAX_ROWS) return [{ line: 0, field: 'rows', message: `最多 ${MAX_ROWS} 行` }];
  return input.flatMap((row: unknown, at) => {
    const own = checkRow(row, spec, context);
    const among = own.length === 0 ? placeFaults(input as Row[], row as Row, at, spec) : [];
    return [...own, ...among].map((fault) => ({ line: at + 1, ...fault }));
  });
}

type Fault = Omit<PolicyLineFault, 'line'>;

/** Every fault of one row by itself. */
export function checkRow(row: unknown, spec: RowSpec, context: PolicyContext): Fault[] {
  if (!isRecord(row)) return [{ field: '', message: '应是一行设置' }];
  const faults: Fault[] = [];
  for (const name of Object.keys(row)) {
    if (!Object.hasOwn(spec.fields, name)) faults.push({ field: name.slice(0, 20), message: '不认识这一项' });
  }
  for (const [name, check] of Object.entries(spec.fields)) {
    const value = row[name];
    if (value === undefined && spec.optional?.includes(name)) continue;
    const message = value === undefined ? '没有填写' : check(value, context);
    if (message !== null) faults.push({ field: name, message });
  }
  if (faults.length > 0) return faults;
  for (const [amount, unit] of spec.spans ?? []) {
    if (row[amount] === undefined) continue;
    const message = amountFault(Number(row[amount]), String(row[unit]));
    if (message !== null) faults.push({ field: amount, message });
  }
  return [...faults, ...(spec.across?.(row, context) ?? [])];
}

/** Why an amount of time cannot be: below one, or longer than anybody means. */
export function amountFault(amount: number, unit: string, least = 1): string | null {
  if (!Number.isSafeInteger(amount)) return `时限应是整数: ${amount}`;
  if (amount < 0) return `时限不能是负数: ${amount}`;
  if (amount < least) return '时限不能为 0';
  const most = Object.hasOwn(MOST_OF, unit) ? MOST_OF[unit as keyof typeof MOST_OF] : 0;
  return amount <= most ? null : `时限超过一年: ${amount}`;
}

function placeFaults(rows: readonly Row[], row: Row, at: number, spec: RowSpec): Fault[] {
  const earlier = rows.slice(0, at);
  const { unique } = spec;
  const twin =
    unique === undefined ? -1 : earlier.findIndex((each) => keyOf(each, unique) === keyOf(row, unique));
  if (twin >= 0) return [{ field: unique?.join('、') ?? '', message: `与第 ${twin + 1} 行重复` }];
  if (spec.firstMatch !== true) return [];
  const hider = earlier.findIndex((each) => isRecord(each) && isRecord(each.when) && hides(each, row));
  if (hider < 0) return [];
  const tie = hides(row, earlier[hider] ?? {});
  const message = tie
    ? `与第 ${hider + 1} 行条件相同,分不出先后`
    : `永远不会用到: 第 ${hider + 1} 行已经包含它`;
  return [{ field: 'when', message }];
}

function hides(wide: Row, narrow: Row): boolean {
  const { confidentiality: a, ...wider } = (wide.when ?? {}) as ClockWhen & { confidentiality?: unknown };
  const { confidentiality: b, ...narrower } = (narrow.when ?? {}) as typeof wider & {
    confidentiality?: unknown;
  };
  return (a === undefined || JSON.stringify(a) === JSON.stringify(b)) && covers(wider, narrower);
}

function keyOf(row: Row, fields: readonly string[]): string {
  return JSON.stringify(fields.map((name) => (isRecord(row) ? (row[name] ?? null) : null)));
}
