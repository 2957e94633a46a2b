import {
  ANSWER_FAULTS,
  type AnswerFault,
  type CallsRow,
  NOT_FILLED_IN,
  type OrderEvent,
  RECORD_FIELDS,
  type RecordField,
  toMillis,
} from '@yihu/shared';
import { NOTHING, percent } from './rate';

/** A number as it is printed, and the orders behind it. */
export interface Counted {
  text: string;
  num: number | null;
  den: number | null;
  ids: { num: readonly string[]; den: readonly string[] };
}

const NO_ORDERS = { num: [], den: [] } as const;
const MINUTE = 60_000;

const shareOf = (num: readonly string[], den: readonly string[]): Counted => ({
  ...percent(num.length, den.length),
  ids: { num, den },
});

/** A mean, half up, in whole units; the denominator is positive. */
const meanOf = (sum: number, n: number) => Math.floor((2 * sum + n) / (2 * n));

/**
 * 打得通, from stored counts. Days nobody filled in are left out, never taken for days without a call; where none was
 * filled in at all, that is what is said. Of no call neither 0 nor 100 % is told.
 */
export function callFigures(
  rows: readonly CallsRow[],
  days: number,
): Record<'reached' | 'wait' | 'filled', Counted> {
  const sum = (of: (row: CallsRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  const [offered, answered, wait] = [
    sum((row) => row.offered),
    sum((row) => row.answered),
    sum((row) => row.waitSeconds),
  ];
  const filledDays = new Set(rows.map(({ day }) => day)).size;
  const filled = { text: `${filledDays}/${days} 天`, num: filledDays, den: days, ids: NO_ORDERS };
  if (rows.length === 0) {
    const nothing = { text: NOT_FILLED_IN, num: null, den: null, ids: NO_ORDERS };
    return { reached: nothing, wait: nothing, filled };
  }
  return {
    reached: { ...percent(answered, offered), ids: NO_ORDERS },
    wait: {
      text: answered === 0 ? NOTHING : `${meanOf(wait, answered)} 秒`,
      num: wait,
      den: answered,
      ids: NO_ORDERS,
    },
    filled,
  };
}

/** An order with which of its fields its registrar filled in. */
export interface Recorded {
  orderId: string;
  record: Partial<Record<RecordField, boolean>>;
}

/** What was noted at filing of the fields a registrar fills in; null where nobody noted it. */
export function recordedOf(orderId: string, events: readonly OrderEvent[]): Recorded | null {
  const record = events[0]?.data.record;
  return record === undefined ? null : { orderId, record: record as Recorded['record'] };
}

/** 记得清: orders with every field that was asked for, and fields filled in of those asked for. */
export function recordFigures(orders: readonly Recorded[]): Record<'whole' | 'fields', Counted> {
  const isWhole = ({ record }: Recorded) => !Object.values(record).includes(false);
  const answers = orders.flatMap(({ orderId, record }) =>
    Object.values(record).map((isFilled) => ({ orderId, isFilled })),
  );
  const idOf = ({ orderId }: { orderId: string }) => orderId;
  return {
    whole: shareOf(orders.filter(isWhole).map(idOf), orders.map(idOf)),
    fields: shareOf(answers.filter(({ isFilled }) => isFilled).map(idOf), answers.map(idOf)),
  };
}

/** Orders that lack a field, the field most often left out first. */
export function lackingOf(orders: readonly Recorded[]): { field: RecordField; ids: string[] }[] {
  const fields = Object.keys(RECORD_FIELDS) as RecordField[];
  return fields
    .map((field) => ({
      field,
      ids: orders.filter(({ record }) => record[field] === false).map(({ orderId }) => orderId),
    }))
    .filter(({ ids }) => ids.length > 0)
    .sort((a, b) => b.ids.length - a.ids.length);
}

/** One answer that was looked at again. */
export interface Audit {
  orderId: string;
  outcome: 'RIGHT' | 'WRONG';
  fault: AnswerFault | null;
}

/** 答得准: answers found right of those audited. */
export function auditFigure(audits: readonly Audit[]): Counted {
  const right = audits.filter(({ outcome }) => outcome === 'RIGHT');
  return shareOf(
    right.map(({ orderId }) => orderId),
    audits.map(({ orderId }) => orderId),
  );
}

/** Orders by what their answer was wrong in, the most first. */
export function faultsOf(audits: readonly Audit[]): { fault: AnswerFault; ids: string[] }[] {
  const faults = Object.keys(ANSWER_FAULTS) as AnswerFault[];
  return faults
    .map((fault) => ({
      fault,
      ids: audits.filter((audit) => audit.fault === fault).map(({ orderId }) => orderId),
    }))
    .filter(({ ids }) => ids.length > 0)
    .sort((a, b) => b.ids.length - a.ids.length);
}

const FIRST_SENT: readonly string[] = ['order.dispatched', 'order.assigned'];

/** 分得快: mean minutes from receipt to the first unit, over orders that have been sent to one. */
export function sendFigure(lives: readonly { orderId: string; events: readonly OrderEvent[] }[]): Counted {
  const spans = lives.flatMap(({ orderId, events }) => {
    const [begun] = events;
    const sent = events.find(({ name }) => FIRST_SENT.includes(name));
    return begun === undefined || sent === undefined
      ? []
      : [{ orderId, minutes: Math.floor((toMillis(sent.at) - toMillis(begun.at)) / MINUTE) }];
  });
  const total = spans.reduce((sum, { minutes }) => sum + minutes, 0);
  const ids = spans.map(({ orderId }) => orderId);
  const isAny = spans.length > 0;
  return {
    text: isAny ? `${meanOf(total, spans.length)} 分钟` : NOTHING,
    num: null,
    den: spans.length,
    ids: { num: ids, den: ids },
  };
}
