import { SCRIPT_VARIABLES, VISIT_FORMS } from '../../desk/visits.ts';
import { OUTCOMES } from '../../orders/model.ts';
import { isRecord, type PolicyContext, type PolicyLineFault } from '../fault.ts';
import { asking, type Check, classPrefix, listed, oneOf, text } from '../fields.ts';
import { checkRows, type RowSpec } from '../rows.ts';

/** Variables a script may name; others would be read out as they are. */
const body: Check = asking({ kind: 'text', max: 1000 }, (value, context) => {
  const reason = text(1000)(value, context);
  if (reason !== null) return reason;
  const names = [...String(value).matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
  const unknown = names.find((name) => !Object.hasOwn(SCRIPT_VARIABLES, name));
  if (unknown === undefined) return null;
  return `不认识 {${unknown.slice(0, 20)}}(可用 ${Object.keys(SCRIPT_VARIABLES).join('、')})`;
});

/** The form of a row. */
export const SCRIPT_ROW: RowSpec = {
  fields: {
    name: text(20),
    classes: listed(classPrefix),
    outcomes: listed(oneOf(OUTCOMES)),
    form: oneOf(VISIT_FORMS),
    text: body,
  },
  optional: ['classes', 'outcomes', 'form'],
  unique: ['name'],
};

/** Every fault of a list of scripts. */
export function checkScripts(input: unknown, context: PolicyContext): PolicyLineFault[] {
  if (!isRecord(input) || Object.keys(input).join() !== 'rows') {
    return [{ line: 0, field: '', message: '应是 rows 一项,里面是各行' }];
  }
  return checkRows(input.rows, SCRIPT_ROW, context);
}
