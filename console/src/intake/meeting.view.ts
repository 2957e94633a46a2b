import {
  CLASS_LEAVES,
  type MeetingRow,
  type MeetingRowResult,
  PARTY_KINDS,
  type PartyKind,
  REQUEST_TYPES,
  type RequestType,
  searchClasses,
} from '@yihu/shared';
import { tidyPhone, tidyText } from './filing.view';

/** Columns of a pasted list, by what their heads may say; the order does not matter when there is a head. */
const COLUMNS = {
  text: ['内容', '诉求', '诉求内容', '反映内容', '问题', '事项'],
  address: ['地点', '地址', '位置'],
  classCode: ['分类', '类别', '分类编号'],
  requestType: ['诉求类型', '类型'],
  companyName: ['企业', '企业名称', '单位', '单位名称'],
  contactName: ['姓名', '称呼', '联系人', '诉求人'],
  contactPhone: ['电话', '手机', '联系电话', '联系方式'],
  gridCode: ['网格', '网格编号'],
} as const satisfies Record<string, readonly string[]>;
type Column = keyof typeof COLUMNS;

/** Without a head the cells stand so. */
const ORDER: readonly Column[] = [
  'text',
  'address',
  'contactName',
  'contactPhone',
  'companyName',
  'classCode',
];

/** One row of what was pasted; `line`: its number there, or in the sheet it comes from. */
export interface Cells {
  line: number;
  cells: string[];
}

/** What Excel and WPS put on the clipboard: cells by tabs, rows by line ends, cells with either in quotes. */
export function cellsOf(pasted: string): Cells[] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  const text = tidyText(pasted);
  const row = () => rows.at(-1) ?? [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (char === '"' && cell === '') isQuoted = true;
    else if (char === '\t' || char === '\n') {
      row().push(cell.trim());
      cell = '';
      if (char === '\n') rows.push([]);
    } else cell += char;
  }
  row().push(cell.trim());
  return rows
    .map((cells, at) => ({ line: at + 1, cells }))
    .filter(({ cells }) => cells.some((each) => each !== ''));
}

const columnOf = (head: string): Column | null => {
  const plain = head.replace(/[\s((].*$/, '');
  const found = Object.entries(COLUMNS).find(([, names]) => (names as readonly string[]).includes(plain));
  return (found?.[0] as Column | undefined) ?? null;
};

/** A meeting's list as it was pasted or read from a file. */
export interface MeetingList {
  rows: MeetingRow[];
  /** The number of each row in what was pasted, or in the sheet. */
  lines: number[];
  /** Heads nobody asks for: what stands below them is not taken in. */
  unused: string[];
}

/** Rows of a meeting's list. A class is found by its code or by words that name it clearly. */
export function listOf(pasted: string): MeetingList {
  const all = cellsOf(pasted);
  const head = all[0]?.cells ?? [];
  const heads = head.map(columnOf);
  const hasHead = heads.includes('text');
  const columns = hasHead ? heads : ORDER;
  const body = hasHead ? all.slice(1) : all;
  return {
    rows: body.map(({ cells }) => rowOf((name) => cells[columns.indexOf(name)] ?? '')),
    lines: body.map(({ line }) => line),
    unused: hasHead ? head.filter((label, at) => label !== '' && heads[at] === null) : [],
  };
}

function rowOf(of: (name: Column) => string): MeetingRow {
  const companyName = of('companyName');
  return {
    text: of('text'),
    address: of('address'),
    classCode: classOf(of('classCode')),
    requestType: codeOf(REQUEST_TYPES, of('requestType')) ?? ('HELP' satisfies RequestType),
    partyKind: (companyName === '' ? 'PERSON' : 'ENTERPRISE') satisfies PartyKind as keyof typeof PARTY_KINDS,
    companyName,
    contactName: of('contactName'),
    contactPhone: tidyPhone(of('contactPhone')),
    gridCode: of('gridCode') || null,
  };
}

function codeOf<Code extends string>(labels: Readonly<Record<Code, string>>, text: string): Code | null {
  const found = Object.entries(labels).find(([code, label]) => code === text || label === text);
  return (found?.[0] as Code | undefined) ?? null;
}

function classOf(text: string): string | null {
  if (text === '') return null;
  if (/^\d{6}$/.test(text)) return text;
  const [best] = searchClasses(text, CLASS_LEAVES);
  // A name that is only near would file it under what nobody said.
  return best !== undefined && text.includes(best.name) ? best.code : null;
}

export const ROW_STATES = { NEW: '新增', KNOWN: '已存在', WRONG: '错误', FILED: '已登记' } as const;
export type RowState = keyof typeof ROW_STATES;

/** What a row of a trial would be, or is once it is filed. */
export function stateOf({ ok, existing, orderNo }: MeetingRowResult): RowState {
  if (orderNo !== null) return 'FILED';
  if (!ok) return 'WRONG';
  return existing === null ? 'NEW' : 'KNOWN';
}
