import {
  type ClockPolicyRow,
  longerThanAbove,
  type PolicyFault,
  PRESETS,
  type PresetName,
  presetRows,
  validatePolicy,
} from '../../clocks/index.ts';
import { eventFault } from '../clock-events.ts';
import { isRecord, type PolicyContext, type PolicyLineFault } from '../fault.ts';
import { CLOCK_CONDITIONS, flag, matching, oneOf, text, timeOfDay, when } from '../fields.ts';
import { checkRow } from '../rows.ts';

/** What a clock policy says: presets in order of priority, and rows of the street's own before them. */
export interface ClockPolicy {
  presets: PresetName[];
  rows?: ClockPolicyRow[];
}

const anything = () => null;
const record = (value: unknown) => (isRecord(value) ? null : '应是一组条件');
const evidence = (value: unknown) =>
  Array.isArray(value) &&
  value.every(
    (each) =>
      typeof each === 'string' || (isRecord(each) && typeof each.event === 'string' && isRecord(each.where)),
  )
    ? null
    : '应是事件的列表';

/** The form of a row; what it says is for `validatePolicy` to judge. */
export const CLOCK_ROW = {
  fields: {
    name: text(60),
    when: when(CLOCK_CONDITIONS),
    subject: anything,
    scope: anything,
    milestone: text(30),
    amount: anything,
    unit: anything,
    from: text(60),
    fromWhere: record,
    metBy: evidence,
    pausable: flag,
    onRework: oneOf(['restart', 'keep']),
    lights: lights,
    sameDayCutoff: timeOfDay,
    dayEndsAt: timeOfDay,
  },
  optional: ['fromWhere', 'sameDayCutoff', 'dayEndsAt'],
} as const;

const MARKS: Readonly<Record<string, readonly string[]>> = {
  workdaysBefore: ['n'],
  hoursBefore: ['n'],
  share: ['num', 'den'],
  due: [],
};

function lights(value: unknown): string | null {
  if (!isRecord(value)) return '应写明黄、橙、红三级(没有的写 null)';
  for (const level of ['yellow', 'orange', 'red']) {
    const mark = value[level];
    if (mark === null) continue;
    const numbers = isRecord(mark) && typeof mark.kind === 'string' ? MARKS[mark.kind] : undefined;
    if (numbers === undefined || !isRecord(mark)) return `${level} 的亮灯方式不认识`;
    const isWhole = numbers.every((name) => Number.isSafeInteger(mark[name]) && Number(mark[name]) > 0);
    if (!isWhole) return `${level} 的数应是正整数`;
    if (mark.kind === 'share' && Number(mark.num) >= Number(mark.den)) return `${level} 应早于到期`;
  }
  return Object.keys(value).length === 3 ? null : '只有黄、橙、红三级';
}

const isPreset = matching(
  new RegExp(`^(${Object.keys(PRESETS).join('|')})$`),
  `预设之一(${Object.keys(PRESETS).join('、')})`,
);

/** The rows a clock policy stands for: its own, those of its presets, and `base` behind them all. */
export function clockRowsOf({ presets, rows = [] }: ClockPolicy): ClockPolicyRow[] {
  return [...rows, ...presetRows(...presets)];
}

/** Faults of a `clock` body. Own rows are counted from 1; a fault among the presets named is of the whole. */
export function checkClock(body: unknown, context: PolicyContext): PolicyLineFault[] {
  if (!isRecord(body)) return [{ line: 0, field: '', message: '应写明 presets(预设)和 rows(自定的行)' }];
  const unknown = Object.keys(body).find((name) => name !== 'presets' && name !== 'rows');
  if (unknown !== undefined) return [{ line: 0, field: unknown.slice(0, 20), message: '不认识这一项' }];
  const { presets = [], rows = [] } = body;
  if (!Array.isArray(presets) || !Array.isArray(rows)) {
    return [{ line: 0, field: Array.isArray(rows) ? 'presets' : 'rows', message: '应是列表' }];
  }
  for (const name of presets) {
    const message = isPreset(name, context);
    if (message !== null) return [{ line: 0, field: 'presets', message }];
  }
  if (rows.length > 200) return [{ line: 0, field: 'rows', message: '最多 200 行' }];
  const shape = rows.flatMap((row: unknown, at) =>
    checkRow(row, CLOCK_ROW, context).map((fault) => ({
      ...fault,
      line: at + 1,
      field: fault.field === '' ? 'rows' : fault.field,
    })),
  );
  if (shape.length > 0) return shape;
  const asked = rows.flatMap((row: ClockPolicyRow, at) =>
    askedFaults(row).map((fault) => ({ line: at + 1, ...fault })),
  );
  if (asked.length > 0) return asked;
  return meaning(rows as ClockPolicyRow[], presets as PresetName[], context);
}

/** A condition no event can fulfil would silently switch a promise off. */
function askedFaults({ from, fromWhere, metBy }: ClockPolicyRow): { field: string; message: string }[] {
  const start = eventFault(from, fromWhere ?? {});
  const ends = metBy.map((by) => (typeof by === 'string' ? null : eventFault(by.event, by.where)));
  return [
    ...(start === null ? [] : [{ field: 'fromWhere', message: start }]),
    ...ends.flatMap((message) => (message === null ? [] : [{ field: 'metBy', message }])),
  ];
}

/** A street's row is meant to stand before a preset's; only what is wrong beyond that is a fault. */
function meaning(own: ClockPolicyRow[], presets: PresetName[], context: PolicyContext): PolicyLineFault[] {
  const stated = presetRows(...presets);
  const all = [...own, ...stated];
  const faults = [...validatePolicy(all), ...longerThanAbove(all, context.outerAbove)];
  const ofOwn = faults.filter((fault) => fault.row < own.length && fault.row >= 0);
  const isCovered = (fault: PolicyFault) =>
    own.length > 0 && ['unreachable', 'tie', 'duplicate', 'name_mixed'].includes(fault.code);
  const ofPresets = [
    ...validatePolicy(stated).filter((fault) => fault.code !== 'inner_longer'),
    ...faults
      .filter((fault) => fault.row >= own.length && !isCovered(fault))
      .filter((fault) => fault.code === 'inner_longer')
      .map((fault) => ({ ...fault, row: fault.row - own.length })),
  ];
  return [
    ...ofOwn.map(({ row, message }) => ({ line: row + 1, field: all[row]?.milestone ?? '', message })),
    ...ofPresets.map(({ row, message }) => ({
      line: 0,
      field: 'presets',
      message: `「${stated[row]?.name ?? ''}」${message}`,
    })),
  ];
}
