import type { ClockUnit } from '../../clocks/index.ts';
import { isRecord, type PolicyContext, type PolicyLineFault } from '../fault.ts';
import { classPrefix, listed, matching, unitOfTime, whole } from '../fields.ts';
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

const name = matching(/^[a-z][A-Za-z_]{1,29}$/, '程序的英文代号');
const amounts = (value: unknown) => {
  if (!isRecord(value)) return '应是一组数';
  const wrong = Object.entries(value).find(([, n]) => !Number.isSafeInteger(n) || Number(n) < 1);
  return wrong === undefined ? null : `「${wrong[0].slice(0, 20)}」应是正整数`;
};
const DUES: RowSpec = {
  fields: { procedure: name, milestone: name, amount: whole(0, 527_040), unit: unitOfTime },
  unique: ['procedure', 'milestone'],
  spans: [['amount', 'unit']],
};
const LIMITS: RowSpec = {
  fields: { procedure: name, max: whole(0, 99), classes: listed(classPrefix), amounts },
  optional: ['max', 'classes', 'amounts'],
  unique: ['procedure'],
};

/** Faults of a `procedure` body: due times per kind and milestone, limits per kind. */
export function checkProcedures(body: unknown, context: PolicyContext): PolicyLineFault[] {
  if (!isRecord(body) || Object.keys(body).some((key) => key !== 'rows' && key !== 'limits')) {
    return [{ line: 0, field: '', message: '应写明 rows(时限)和 limits(次数与范围)' }];
  }
  const { rows = [], limits = [] } = body;
  return [
    ...checkRows(rows, DUES, context),
    ...checkRows(limits, LIMITS, context).map((fault) => ({
      ...fault,
      field: `limits ${fault.field}`.trim(),
    })),
  ];
}
