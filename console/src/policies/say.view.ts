import {
  CALENDARS,
  type CalendarYear,
  CLASS_LEAVES,
  CLASS_TABLE,
  type ClassLeaf,
  type PolicyAsked,
  type PolicyField,
  type PolicyKindName,
  type PolicySection,
  policyForm,
  policyWord,
  standardRows,
} from '@yihu/shared';

import { askedAnywhere, askedIn, evidenceOf, sayLights } from './promise.view';

export type Row = Readonly<Record<string, unknown>>;

/** How values are said: classes and units by name. */
export interface Names {
  classes: ReadonlyMap<string, string>;
  units: ReadonlyMap<string, string>;
}

/** Names of all levels of the class tree, by code. */
export function classNames(leaves: readonly ClassLeaf[] = CLASS_LEAVES): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { code, path } of leaves) {
    for (const [at, name] of path.entries()) names.set(code.slice(0, (at + 1) * 2), name);
  }
  return names;
}

/** A value in words, as a table of rules shows it. */
export function sayValue(asked: PolicyAsked, value: unknown, names: Names, row: Row = {}): string {
  if (asked.kind === 'lights') return value === undefined ? '' : sayLights(value);
  if (value === null) return nothing(asked);
  if (value === undefined || value === '') return '';
  if (asked.kind === 'evidence') return sayEvidence(asked, value, names);
  if (asked.kind === 'by') {
    // In a list of changes the row is not known: then whatever any row may ask.
    return sayValue(askedIn(asked, row) ?? askedAnywhere(asked), value, names);
  }
  if (Array.isArray(value)) {
    const of = asked.kind === 'list' || asked.kind === 'oneOrMore' ? asked.of : asked;
    return value.map((each) => sayValue(of, each, names)).join('、');
  }
  switch (asked.kind) {
    case 'flag':
      return value === true ? '是' : '否';
    case 'choice':
      return asked.options[String(value)] ?? String(value);
    case 'class':
      return names.classes.has(String(value))
        ? `${names.classes.get(String(value))}(${value})`
        : String(value);
    case 'oneOrMore':
    case 'list':
      return sayValue(asked.of, value, names);
    case 'when':
      return sayWhen(asked, value as Row, names);
    case 'target':
      return sayTarget(value, names);
    case 'raw':
      return JSON.stringify(value);
    default:
      return String(value);
  }
}

/** Null says something only where it may be chosen. */
function nothing(asked: PolicyAsked): string {
  const of = asked.kind === 'oneOrMore' || asked.kind === 'list' ? asked.of : asked;
  return of.kind === 'choice' && of.literal === true ? (of.options.null ?? '') : '';
}

type Asked<K extends PolicyAsked['kind']> = Extract<PolicyAsked, { kind: K }>;

function sayWhen({ conditions, of }: Asked<'when'>, when: Row, names: Names): string {
  const parts = Object.entries(when).map(([name, value]) => {
    const asked = conditions[name];
    return `${policyWord(of ?? '', name)}:${asked === undefined ? String(value) : sayValue(asked, value, names)}`;
  });
  return parts.length === 0 && of === undefined ? '所有工单' : parts.join(';');
}

function sayEvidence({ events, conditions }: Asked<'evidence'>, value: unknown, names: Names): string {
  const said = evidenceOf(value).map(({ event, where }) => {
    const asked = conditions[event];
    const more = asked === undefined ? '' : sayValue(asked, where, names);
    return `${events[event] ?? event}${more === '' ? '' : `(${more})`}`;
  });
  return said.length === 0 ? '到时自己过去' : said.join(' 或 ');
}

export const PLAIN_TARGETS = { GRID: '所在网格', COMMUNITY: '所在社区', DESK: '热线办研判' } as const;

function sayTarget(value: unknown, names: Names): string {
  if (typeof value === 'string') return PLAIN_TARGETS[value as keyof typeof PLAIN_TARGETS] ?? value;
  const { unitCode = '' } = (value ?? {}) as { unitCode?: string };
  return names.units.get(unitCode) ?? unitCode;
}

/** What a row begins with: the least that its form can show. */
export function emptyRow(fields: readonly PolicyField[]): Row {
  return Object.fromEntries(
    fields.filter(({ optional }) => !optional).map(({ name, asked }) => [name, emptyValue(asked)]),
  );
}

function emptyValue(asked: PolicyAsked): unknown {
  switch (asked.kind) {
    case 'when':
      return {};
    case 'list':
      return [];
    case 'flag':
      return false;
    case 'whole':
      return Math.max(asked.min, 1);
    case 'choice':
    case 'oneOrMore':
      return undefined;
    case 'target':
      return 'DESK';
    case 'lights':
      return { yellow: null, orange: null, red: { kind: 'due' } };
    case 'evidence':
      return [];
    case 'raw':
    case 'by':
      return undefined;
    default:
      return '';
  }
}

/** The rows of a section of a body; none where it is malformed. */
export function rowsOf(body: unknown, { at }: Pick<PolicySection, 'at'>): readonly Row[] {
  const rows = at === '' ? body : (body as Row | null)?.[at];
  return Array.isArray(rows) ? rows : [];
}

/** A body with other rows in one of its sections. */
export function withRows(body: unknown, { at }: Pick<PolicySection, 'at'>, rows: readonly Row[]): object {
  return at === '' ? [...rows] : { ...(body as object), [at]: [...rows] };
}

/** Rows after one was moved up (-1) or down (+1). */
export function moved(rows: readonly Row[], at: number, by: -1 | 1): readonly Row[] {
  const row = rows[at];
  if (row === undefined || at + by < 0 || at + by >= rows.length) return rows;
  const next = rows.toSpliced(at, 1);
  return next.toSpliced(at + by, 0, row);
}

/** A year's days off as the product knows them; an empty year where it does not. */
export function builtYear(year: number): CalendarYear {
  const built = CALENDARS.find((each) => each.year === year);
  return built ?? { year, version: '', offDays: [], workDays: [], names: {} };
}

/** What somebody who writes the first version of a kind begins from. */
export function firstBody(kind: PolicyKindName, year: number): object {
  switch (kind) {
    case 'clock':
      return { presets: ['2h2wd'], rows: [] };
    case 'limit':
      return {};
    case 'numbering':
      return { prefix: '' };
    case 'route':
      return [{ when: {}, to: 'DESK', autoAccept: false, autoDispatch: false, reason: '由热线办研判' }];
    case 'procedure':
      return { rows: [], limits: [] };
    case 'class':
      return { table: CLASS_TABLE };
    case 'calendar':
      return builtYear(year);
    default:
      return { rows: [...(standardRows(kind) ?? [])] };
  }
}

/** Where a change is, with fields by their names: `第 3 行 条件.分类`. */
export function sayPath(kind: PolicyKindName, path: string): string {
  return path.replace(/[A-Za-z][A-Za-z0-9]*/g, (word) => PARTS[word] ?? policyWord(kind, word));
}

const PARTS: Readonly<Record<string, string>> = { rows: '行', limits: '次数与范围', table: '分类表' };

/** One side of a change in words, as the form's fields say them; what is no field stays as it was written. */
export function sayChange(kind: PolicyKindName, path: string, text: string | null, names: Names): string {
  if (text === null) return '';
  const value = readJson(text);
  const sections = policyForm(kind) ?? [];
  const last = /([A-Za-z]\w*)$/.exec(path)?.[1] ?? '';
  const within = sections.find(({ at }) => at !== '' && path.startsWith(at)) ?? sections.at(-1);
  const field = sections.flatMap(({ fields }) => fields).find(({ name }) => name === last);
  if (field !== undefined) return sayValue(field.asked, value, names);
  const asked = condition(sections, last);
  if (asked !== undefined) return sayValue(asked, value, names);
  if (within === undefined || typeof value !== 'object' || value === null) return text;
  const rows = (Array.isArray(value) ? value : [value]) as Row[];
  return rows.map((row) => sayRow(within, row, names)).join('\n');
}

function condition(sections: readonly PolicySection[], name: string): PolicyAsked | undefined {
  for (const { fields } of sections) {
    for (const { asked } of fields)
      if (asked.kind === 'when' && name in asked.conditions) return asked.conditions[name];
  }
  return undefined;
}

function sayRow({ fields }: PolicySection, row: Row, names: Names): string {
  const said = fields.filter(({ name, asked }) => row?.[name] !== undefined && asked.kind !== 'raw');
  return said.map(({ name, label, asked }) => `${label}:${sayValue(asked, row[name], names, row)}`).join(';');
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // a plain text is told as it is
  }
}
