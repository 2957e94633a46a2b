import type { ClockPolicyRow, ClockUnit } from '../clocks/index.ts';

export const CARE_NEEDS = {
  PHONE_FIRST: '先打电话',
  LONGER_WAIT: '多等补充材料',
  RELIEF: '救助转介',
  HOME_VISIT: '上门',
} as const;
export type CareNeed = keyof typeof CARE_NEEDS;

/** A row of the `care` policy: what is done besides for who needs care (M72). */
export interface CareRow {
  need: CareNeed;
  amount?: number;
  unit?: ClockUnit;
  text?: string;
}

/** What a street does that has not said otherwise [R]. */
export const DEFAULT_CARE_ROWS: readonly CareRow[] = [
  { need: 'PHONE_FIRST', text: '先打电话联系,不要只发消息;听不清、看不清的上门说' },
  { need: 'LONGER_WAIT', amount: 10, unit: 'day' },
  { need: 'RELIEF', text: '生活有困难的,告诉诉求人可向社区申请低保、临时救助,并转民政办' },
];

/** What staff read beside the order, one line each. */
export function careLines(rows: readonly CareRow[]): string[] {
  return rows.map(({ need, amount, unit, text }) => {
    if (need === 'LONGER_WAIT') return `${CARE_NEEDS[need]}:${amount ?? ''} ${UNITS[unit ?? 'day']}`;
    return text === undefined ? CARE_NEEDS[need] : `${CARE_NEEDS[need]}:${text}`;
  });
}

const UNITS: Readonly<Record<ClockUnit, string>> = {
  minute: '分钟',
  hour: '小时',
  day: '天',
  workday: '个工作日',
};

/** Clock rows for an order whose filer needs care: she is waited for longer. */
export function withCare(rows: readonly ClockPolicyRow[], care: readonly CareRow[]): ClockPolicyRow[] {
  const wait = care.find(({ need }) => need === 'LONGER_WAIT');
  if (wait?.amount === undefined) return [...rows];
  const { amount, unit = 'day' } = wait;
  return rows.map((row) => (row.milestone === 'info_wait' ? { ...row, amount, unit } : row));
}
