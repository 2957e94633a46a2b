/** Texts to begin from: per class, state and field of a form, with what is known filled in and the rest left blank. */
import type { OrderFacts } from '../orders/facts.ts';
import type { State } from '../orders/model.ts';

/** One row of policy `template`. */
export interface TemplateRow {
  /** What it is called in the list, unique. */
  name: string;
  /** Action of an order or `<procedure>.<step>`. */
  action: string;
  /** Name of the form's field. */
  field: string;
  /** Only for classes that begin so; absent: every class. */
  classes?: string[];
  /** Only in these states; absent: wherever the action is possible. */
  states?: State[];
  /** `{unit}` … are filled in; `____` and `【】` are blanks that must be filled before it is sent. */
  text: string;
}

/** What `{…}` of a template may stand for. */
export const TEMPLATE_VARIABLES = {
  orderNo: '工单编号',
  class: '分类名称',
  place: '网格或社区',
  unit: '承办单位',
  office: '热线办',
  me: '我的单位',
  today: '今天的日期',
  due: '应答复的日期',
  cycle: '第几次办理',
} as const;
export type TemplateVariable = keyof typeof TEMPLATE_VARIABLES;

/** A template made ready for one order. */
export interface FilledTemplate {
  name: string;
  field: string;
  text: string;
  /** How many blanks are left to fill. */
  blanks: number;
}

/** GET /api/desk/templates/:orderId?action= */
export interface TemplatesAnswer {
  items: FilledTemplate[];
}

/** Two or more low lines, 【】 with nothing or 请填… in it, or a variable that stayed as it was. */
const BLANK = /[__]{2,}|【(?:\s|…)*】|【请?填[^】]{0,20}】|\{[a-zA-Z]{1,20}\}/g;

/** Where the blanks of a text stand, in order: `[from, to)` in UTF-16 units, as a text field selects. */
export function blanksOf(text: string): { from: number; to: number; text: string }[] {
  return [...text.matchAll(BLANK)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    text: match[0],
  }));
}

/** The first blank nobody filled, with what stands before it; null when there is none. */
export function blankLeft(text: string): string | null {
  const [first] = blanksOf(text);
  if (first === undefined) return null;
  return `${[...text.slice(0, first.from)].slice(-6).join('')}${first.text}`;
}

/** The text with its variables filled; one that is not known becomes a blank rather than a lie. */
export function fillTemplate(
  text: string,
  known: Readonly<Partial<Record<TemplateVariable, string>>>,
): string {
  return text.replace(/\{([a-zA-Z]{1,20})\}/g, (whole, name: string) => {
    if (!Object.hasOwn(TEMPLATE_VARIABLES, name)) return whole;
    const value = known[name as TemplateVariable];
    return value === undefined || value === '' ? '____' : value;
  });
}

/** Rows that fit an order's class and state for one action; the ones made for its class come first. */
export function templatesFor(
  rows: readonly TemplateRow[],
  action: string,
  { classCode, state }: Pick<OrderFacts, 'classCode' | 'state'>,
): TemplateRow[] {
  const length = (row: TemplateRow) =>
    Math.max(
      0,
      ...(row.classes ?? []).filter((code) => classCode?.startsWith(code)).map((code) => code.length),
    );
  return rows
    .filter((row) => row.action === action)
    .filter((row) => row.states === undefined || row.states.includes(state))
    .filter((row) => row.classes === undefined || length(row) > 0)
    .sort((a, b) => length(b) - length(a));
}
