import { TEMPLATE_VARIABLES } from '../../desk/templates.ts';
import type { Field } from '../../orders/fields.ts';
import { STATES } from '../../orders/model.ts';
import { isAction, TRANSITIONS } from '../../orders/transitions/index.ts';
import { isRecord, type PolicyContext, type PolicyLineFault } from '../fault.ts';
import { asking, type Check, classPrefix, listed, oneOf, text } from '../fields.ts';
import { checkRows, type RowSpec } from '../rows.ts';

/** Actions a person fills a text in for. */
const action: Check = asking({ kind: 'choice', options: actionsWithTexts() }, (value) => {
  const isKnown = typeof value === 'string' && isAction(value);
  if (!isKnown) return `没有这个操作: ${String(value).slice(0, 20)}`;
  return textsOf(value).length > 0 ? null : `「${TRANSITIONS[value].label}」没有要写的文字`;
});

/** Variables the product can fill; others would stay as they are. */
const body: Check = asking({ kind: 'text', max: 1000 }, (value, context) => {
  const reason = text(1000)(value, context);
  if (reason !== null) return reason;
  const names = [...String(value).matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
  const unknown = names.find((name) => !Object.hasOwn(TEMPLATE_VARIABLES, name));
  if (unknown === undefined) return null;
  return `不认识 {${unknown.slice(0, 20)}}(可用 ${Object.keys(TEMPLATE_VARIABLES).join('、')})`;
});

/** The form of a row. */
export const TEMPLATE_ROW: RowSpec = {
  fields: {
    name: text(20),
    action,
    field: text(30),
    classes: listed(classPrefix),
    states: listed(oneOf(STATES)),
    text: body,
  },
  optional: ['classes', 'states'],
  unique: ['name'],
  across: (row) => {
    const known = textsOf(row.action);
    if (!known.some(({ name }) => name === row.field)) {
      return [{ field: 'field', message: `没有这一项(可用 ${known.map(({ name }) => name).join('、')})` }];
    }
    const from = statesOf(row.action);
    const never = ((row.states ?? []) as string[]).find((state) => !from.includes(state));
    return never === undefined ? [] : [{ field: 'states', message: `「${never}」时不能这样办` }];
  },
};

/** Actions a template can be for, by what their button says. */
function actionsWithTexts(): Record<string, string> {
  const names = Object.keys(TRANSITIONS).filter((name) => textsOf(name).length > 0);
  return Object.fromEntries(
    names.flatMap((name) => (isAction(name) ? [[name, TRANSITIONS[name].label]] : [])),
  );
}

function textsOf(name: unknown): Field[] {
  if (typeof name !== 'string' || !isAction(name)) return [];
  const fields: readonly Field[] = TRANSITIONS[name].fields;
  return fields.filter(({ kind }) => kind === 'text');
}

function statesOf(name: unknown): readonly string[] {
  return typeof name === 'string' && isAction(name) ? TRANSITIONS[name].from : [];
}

/** Every fault of a list of templates. */
export function checkTemplates(input: unknown, context: PolicyContext): PolicyLineFault[] {
  if (!isRecord(input) || Object.keys(input).join() !== 'rows') {
    return [{ line: 0, field: '', message: '应是 rows 一项,里面是各行' }];
  }
  return checkRows(input.rows, TEMPLATE_ROW, context);
}
