import { type ClockUnit, UNIT_TEXT } from '../clocks/index.ts';
import {
  CHANNELS,
  COMPLEXITIES,
  CONFIDENTIALITIES,
  PARTY_KINDS,
  REQUEST_TYPES,
  URGENCIES,
} from '../orders/model.ts';
import { type Asked, optionsOf } from './asked.ts';
import { isRecord, type PolicyContext } from './fault.ts';

/** Says in Chinese why a value may not be, or null when it may. */
export interface Check {
  (value: unknown, context: PolicyContext): string | null;
  /** What it takes, for a form; absent: written as JSON. */
  asks?: Asked;
}

/** A check together with what a form needs to ask for it. */
export const asking = (asks: Asked, check: Check): Check =>
  Object.assign((value: unknown, context: PolicyContext) => check(value, context), { asks });

const asked = (check: Check): Asked => check.asks ?? { kind: 'raw' };

/** Longest amounts a policy may state: beyond a year it is a slip of the finger. */
export const MOST_OF: Readonly<Record<ClockUnit, number>> = {
  minute: 527_040,
  hour: 8_784,
  day: 366,
  workday: 250,
};

export const text = (max: number): Check =>
  asking({ kind: 'text', max }, (value) => {
    if (typeof value !== 'string' || value.trim() === '') return '不能为空';
    return [...value].length <= max ? null : `最多 ${max} 个字`;
  });

export const whole = (min: number, max: number): Check =>
  asking({ kind: 'whole', min, max }, (value) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) return '应是整数';
    if (value < 0 && min >= 0) return `不能是负数: ${value}`;
    return value >= min && value <= max ? null : `应在 ${min} 到 ${max} 之间: ${value}`;
  });

export const flag: Check = asking({ kind: 'flag' }, (value) =>
  typeof value === 'boolean' ? null : '应是 true 或 false',
);

export const matching = (pattern: RegExp, wanted: string): Check =>
  asking({ kind: 'pattern', wanted: wanted.trim() }, (value) =>
    typeof value === 'string' && pattern.test(value) ? null : `应是${wanted}: ${String(value).slice(0, 20)}`,
  );

export const timeOfDay = matching(/^([01]\d|2[0-4]):[0-5]\d$/, '时刻,例如 17:30');

/** One of the codes of a label table. */
export const oneOf = (known: Readonly<Record<string, unknown>> | readonly string[]): Check =>
  asking({ kind: 'choice', options: optionsOf(known) }, (value) => {
    const codes: readonly string[] = Array.isArray(known) ? known : Object.keys(known);
    return typeof value === 'string' && codes.includes(value)
      ? null
      : `不认识: ${String(value).slice(0, 20)}(可用 ${codes.slice(0, 12).join('、')})`;
  });

/** A list of which each passes; repeated values are refused. */
export const listed = (check: Check, min = 1): Check =>
  asking({ kind: 'list', of: asked(check) }, (value, context) => {
    if (!Array.isArray(value)) return '应是列表';
    if (value.length < min) return '列表是空的';
    if (value.length > 1000) return '列表太长';
    if (new Set(value.map((each) => JSON.stringify(each))).size < value.length) return '列表里有重复';
    for (const each of value) {
      const reason = check(each, context);
      if (reason !== null) return reason;
    }
    return null;
  });

/** A value or a list of values. */
export const oneOrMore = (check: Check): Check =>
  asking({ kind: 'oneOrMore', of: asked(check) }, (value, context) =>
    Array.isArray(value) ? listed(check)(value, context) : check(value, context),
  );

export const unitOfTime: Check = asking({ kind: 'choice', options: UNIT_TEXT }, (value) =>
  typeof value === 'string' && Object.hasOwn(UNIT_TEXT, value)
    ? null
    : `单位不认识: ${String(value).slice(0, 20)}(可用 ${Object.keys(UNIT_TEXT).join('、')})`,
);

/** Two, four or six digits under which the street has at least one class. */
export const classPrefix: Check = asking({ kind: 'class' }, (value, { classes }) => {
  if (typeof value !== 'string' || !/^(\d{2}){1,3}$/.test(value)) {
    return `分类编码应是 2、4 或 6 位数字: ${String(value).slice(0, 20)}`;
  }
  return classes.some((leaf) => leaf.code.startsWith(value)) ? null : `没有以 ${value} 开头的分类`;
});

/** What a row's `when` may ask, in the words of an order's facts. */
const CONDITIONS: Readonly<Record<string, Check>> = {
  partyKind: oneOrMore(oneOf(PARTY_KINDS)),
  requestType: oneOrMore(oneOf(REQUEST_TYPES)),
  complexity: oneOrMore(oneOf(COMPLEXITIES)),
  urgency: oneOrMore(oneOf(URGENCIES)),
  channel: oneOrMore(oneOf(CHANNELS)),
  confidentiality: oneOrMore(oneOf(CONFIDENTIALITIES)),
  classPrefix: oneOrMore(classPrefix),
  classCode: oneOrMore(classPrefix),
  cycle: oneOrMore(whole(0, 99)),
  cycleAtLeast: whole(0, 99),
  offList: flag,
};
const ELSEWHERE = ['confidentiality', 'offList'];
export const CLOCK_CONDITIONS = Object.keys(CONDITIONS).filter((name) => !ELSEWHERE.includes(name));
/** What is known of an order before it has been handled once. */
export const INTAKE_CONDITIONS = CLOCK_CONDITIONS.filter((name) => !name.startsWith('cycle'));

/** The conditions of a row, each by its name and value. */
export const when = (allowed: readonly string[]): Check => {
  const checks = Object.entries(CONDITIONS).filter(([name]) => allowed.includes(name));
  const conditions = Object.fromEntries(checks.map(([name, check]) => [name, asked(check)]));
  return asking({ kind: 'when', conditions }, (value, context) => {
    if (!isRecord(value)) return '缺少条件(没有条件写 {})';
    for (const [name, wanted] of Object.entries(value)) {
      const check = allowed.includes(name) ? CONDITIONS[name] : undefined;
      if (check === undefined) return `不认识的条件「${name.slice(0, 20)}」`;
      const reason = check(wanted, context);
      if (reason !== null) return `条件「${name}」${reason}`;
    }
    return null;
  });
};
