import { TEMPLATE_VARIABLES } from '../../desk/templates.ts';
import type { Field } from '../../orders/fields.ts';
import { STATES } from '../../orders/model.ts';
import { isAction, TRANSITIONS } from '../../orders/transitions/index.ts';
import { isProcedure, PROCEDURES, type ProcedureKind } from '../../procedures/index.ts';
import { isRecord, type PolicyContext, type PolicyLineFault } from '../fault.ts';
import { asking, type Check, classPrefix, listed, oneOf, text } from '../fields.ts';
import { checkRows, type RowSpec } from '../rows.ts';

/** Forms a person fills a text in for: actions on an order, openings and steps of its procedures. */
const action: Check = asking({ kind: 'choice', options: formsWithTexts() }, (value) => {
  const form = formOf(value);
  if (form === null) return `没有这个操作: ${String(value).slice(0, 20)}`;
  return form.texts.length > 0 ? null : `「${form.label}」没有要写的文字`;
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
    const { texts: known = [], from = [] } = formOf(row.action) ?? {};
    if (!known.some(({ name }) => name === row.field)) {
      return [{ field: 'field', message: `没有这一项(可用 ${known.map(({ name }) => name).join('、')})` }];
    }
    const never = ((row.states ?? []) as string[]).find((state) => !from.includes(state));
    return never === undefined ? [] : [{ field: 'states', message: `「${never}」时不能这样办` }];
  },
};

interface FormWithTexts {
  label: string;
  /** States of the order it is possible in. */
  from: readonly string[];
  texts: Field[];
}

/** A form by the name templates know it by: `approve`, `return.open`, `return.refuse`; null for one nobody knows. */
function formOf(name: unknown): FormWithTexts | null {
  if (typeof name !== 'string') return null;
  if (isAction(name))
    return withTexts(TRANSITIONS[name].label, TRANSITIONS[name].fields, TRANSITIONS[name].from);
  const [kindName = '', stepName = ''] = name.split('.');
  const kind: ProcedureKind | undefined = isProcedure(kindName) ? PROCEDURES[kindName] : undefined;
  if (kind === undefined || name !== `${kindName}.${stepName}`) return null;
  if (stepName === 'open') return withTexts(kind.open.label, kind.open.fields, kind.from);
  const step = Object.hasOwn(kind.steps, stepName) ? kind.steps[stepName] : undefined;
  // While it goes on the order may come to stand wherever.
  return step === undefined
    ? null
    : withTexts(`${kind.label}·${step.label}`, step.fields, Object.keys(STATES));
}

function withTexts(label: string, fields: readonly Field[], from: readonly string[]): FormWithTexts {
  return { label, from, texts: fields.filter(({ kind }) => kind === 'text') };
}

/** Forms a template can be for, by what their button says. */
function formsWithTexts(): Record<string, string> {
  const ofKinds = Object.entries(PROCEDURES).flatMap(([name, { home, steps }]) =>
    home === 'order' ? ['open', ...Object.keys(steps)].map((step) => `${name}.${step}`) : [],
  );
  return Object.fromEntries(
    [...Object.keys(TRANSITIONS), ...ofKinds].flatMap((name) => {
      const form = formOf(name);
      return form !== null && form.texts.length > 0 ? [[name, form.label]] : [];
    }),
  );
}

/** Every fault of a list of templates. */
export function checkTemplates(input: unknown, context: PolicyContext): PolicyLineFault[] {
  if (!isRecord(input) || Object.keys(input).join() !== 'rows') {
    return [{ line: 0, field: '', message: '应是 rows 一项,里面是各行' }];
  }
  return checkRows(input.rows, TEMPLATE_ROW, context);
}
