import type { ClockUnit } from '../../clocks/index.ts';
import { PROCEDURES } from '../../procedures/kinds/index.ts';
import { isRecord, type PolicyContext, type PolicyLineFault } from '../fault.ts';
import { classPrefix, listed, matching, oneOf, unitOfTime, whole } from '../fields.ts';
import { checkRows, type RowSpec } from '../rows.ts';

/** How long a step of a procedure may take. */
export interface ProcedureDueRow {
  procedure: string;
  milestone: string;
  amount: number;
  unit: ClockUnit;
}

/** How often and for which classes a kind of procedure may be opened, and amounts of its own. */
export interface ProcedureLimitRow {
  procedure: string;
  max?: number;
  classes?: readonly string[];
  amounts?: Readonly<Record<string, number>>;
}

export interface ProcedurePolicy {
  rows: ProcedureDueRow[];
  limits: ProcedureLimitRow[];
}

const procedure = oneOf(PROCEDURES);
const milestone = matching(/^[a-z][A-Za-z_]{1,29}$/, '程序的一步');
const amounts = (value: unknown) => {
  if (!isRecord(value)) return '应是一组数';
  const wrong = Object.entries(value).find(([, n]) => !Number.isSafeInteger(n) || Number(n) < 1);
  return wrong === undefined ? null : `「${wrong[0].slice(0, 20)}」应是正整数`;
};
export const DUE_ROW: RowSpec = {
  fields: { procedure, milestone, amount: whole(0, 527_040), unit: unitOfTime },
  unique: ['procedure', 'milestone'],
  spans: [['amount', 'unit']],
  across: (row) => {
    const clocks = PROCEDURES[String(row.procedure)]?.clocks ?? [];
    const known = clocks.filter(({ due }) => 'amount' in due).map((clock) => clock.milestone);
    if (known.includes(String(row.milestone))) return [];
    const labels = clocks.filter(({ due }) => 'amount' in due).map(({ label }) => label);
    const words = known.length === 0 ? '这个程序没有可设的时限' : `可设的有 ${labels.join('、')}`;
    return [{ field: 'milestone', message: `这个程序没有这一步: ${row.milestone}(${words})` }];
  },
};
export const LIMIT_ROW: RowSpec = {
  fields: { procedure, max: whole(0, 99), classes: listed(classPrefix), amounts },
  optional: ['max', 'classes', 'amounts'],
  unique: ['procedure'],
};

/** Faults of a `procedure` body: due times per kind and milestone, limits per kind. */
export function checkProcedures(body: unknown, context: PolicyContext): PolicyLineFault[] {
  if (!isRecord(body) || Object.keys(body).sort().join() !== 'limits,rows') {
    return [{ line: 0, field: '', message: '应写明 rows(时限)和 limits(次数与范围)' }];
  }
  const { rows, limits } = body;
  return [
    ...checkRows(rows, DUE_ROW, context),
    ...checkRows(limits, LIMIT_ROW, context).map((fault) => ({
      ...fault,
      field: `limits ${fault.field}`.trim(),
    })),
  ];
}
