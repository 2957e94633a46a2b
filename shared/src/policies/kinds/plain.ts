import { MILESTONE_LABELS } from '../../orders/labels.ts';
import { DEFAULT_LIMITS } from '../../orders/limits.ts';
import { CHANNELS, CONFIDENTIALITIES, LINES, URGENCIES } from '../../orders/model.ts';
import { ROLES } from '../../permissions.ts';
import { LADDER_RUNGS } from '../../triggers/ladder.ts';
import { TRIGGER_POLICY_NAMES } from '../../triggers/names.ts';
import { isRecord, type PolicyContext, type PolicyLineFault } from '../fault.ts';
import {
  type Check,
  CLOCK_CONDITIONS,
  classPrefix,
  flag,
  INTAKE_CONDITIONS,
  listed,
  matching,
  oneOf,
  text,
  timeOfDay,
  unitOfTime,
  when,
  whole,
} from '../fields.ts';
import { checkRow, checkRows, type RowSpec } from '../rows.ts';

/** Who a ladder, a schedule or an instruction may name. */
const LEADERS = ['LEADER_MAIN', 'LEADER_DEPUTY'] as const;
const reason = text(120);

/** Policies that are a list of rows of one form, `{ rows: [...] }`. */
export const ROW_KINDS = {
  /** Which orders need a leader's word before dispatch; later: an urgent one goes first (补批); offList: M66. */
  instruction: {
    fields: { when: when([...INTAKE_CONDITIONS, 'offList']), by: oneOf(LEADERS), later: flag, reason },
    firstMatch: true,
  },
  evidence: {
    fields: {
      when: when(CLOCK_CONDITIONS),
      need: listed(oneOf(['PHOTO_AFTER', 'PHOTO_BEFORE', 'NEAR_PLACE', 'PAPER'])),
      reason,
    },
    firstMatch: true,
  },
  /** What an order of a channel begins with, before a clerk looks at it. */
  channel: {
    fields: {
      channel: oneOf(CHANNELS),
      classCode: classPrefix,
      urgency: oneOf(URGENCIES),
      line: oneOf(LINES),
    },
    optional: ['classCode', 'urgency', 'line'],
    unique: ['channel'],
  },
  watch: {
    fields: {
      name: text(20),
      classes: listed(classPrefix),
      weekly: whole(1, 100_000),
      growthPercent: whole(1, 10_000),
      least: whole(1, 10_000),
    },
    unique: ['name'],
  },
  ladder: {
    fields: {
      milestone: oneOf(MILESTONE_LABELS),
      light: oneOf(['YELLOW', 'ORANGE', 'RED']),
      afterHours: whole(0, 8_784),
      tell: listed(oneOf(LADDER_RUNGS)),
    },
    optional: ['milestone'],
    unique: ['milestone', 'light', 'afterHours'],
  },
  visit: {
    fields: {
      when: when(CLOCK_CONDITIONS),
      form: oneOf(['SERVICE', 'ONE_TO_ONE', 'NONE']),
      tries: whole(1, 20),
      tryDays: whole(1, 30),
    },
    firstMatch: true,
    across: (row) =>
      Number(row.tryDays) > Number(row.tries)
        ? [{ field: 'tryDays', message: `${row.tries} 次联系分不到 ${row.tryDays} 天` }]
        : [],
  },
  /** Cards of supervision: workdays before (negative) and after the due day. */
  cards: {
    fields: { card: oneOf(['YELLOW', 'RED']), workdays: whole(-10, 10), tell: listed(oneOf(LADDER_RUNGS)) },
    unique: ['card'],
    across: (row) => {
      const isBefore = Number(row.workdays) < 0;
      if (row.workdays === 0)
        return [{ field: 'workdays', message: '到期当天由亮灯提醒,督办牌应在前或在后' }];
      const isRight = (row.card === 'YELLOW') === isBefore;
      return isRight ? [] : [{ field: 'workdays', message: '黄牌在到期前(负数),红牌在到期后(正数)' }];
    },
  },
  trigger: {
    fields: {
      name: oneOf(TRIGGER_POLICY_NAMES),
      on: flag,
      times: whole(1, 1000),
      within: whole(1, 100_000),
      // A window is time that has passed: counted back in workdays it would have no end of its own.
      unit: oneOf(['minute', 'hour', 'day']),
      classes: listed(classPrefix),
    },
    optional: ['times', 'within', 'unit', 'classes'],
    unique: ['name'],
    spans: [['within', 'unit']],
  },
  care: {
    fields: {
      need: oneOf(['PHONE_FIRST', 'LONGER_WAIT', 'RELIEF', 'HOME_VISIT']),
      amount: whole(1, 1000),
      unit: unitOfTime,
      text: text(120),
    },
    optional: ['amount', 'unit', 'text'],
    unique: ['need'],
    spans: [['amount', 'unit']],
    across: (row) =>
      row.need === 'LONGER_WAIT' && row.amount === undefined
        ? [{ field: 'amount', message: '没有写明多等多久' }]
        : [],
  },
  /** How open an order is unless its filer chooses otherwise. */
  confidentiality: {
    fields: { when: when(INTAKE_CONDITIONS), level: oneOf(CONFIDENTIALITIES), reason },
    firstMatch: true,
  },
  emergency: {
    fields: {
      words: listed(text(12)),
      number: matching(/^1\d{2}$/, '三位急救报警电话'),
      text: text(60),
    },
    unique: ['number'],
  },
  schedule: {
    fields: {
      report: oneOf(['DAILY_NOTE', 'WEEKLY_FLASH', 'MONTHLY_BULLETIN', 'DAILY_SWEEP']),
      at: timeOfDay,
      weekday: whole(1, 7),
      monthDay: whole(1, 28),
      readers: listed(oneOf(ROLES)),
      publicNames: flag,
      smallest: whole(1, 100),
    },
    optional: ['weekday', 'monthDay', 'publicNames', 'smallest'],
    unique: ['report'],
    across: (row) => {
      const needs = { WEEKLY_FLASH: 'weekday', MONTHLY_BULLETIN: 'monthDay' }[String(row.report)];
      return needs !== undefined && row[needs] === undefined ? [{ field: needs, message: '没有填写' }] : [];
    },
  },
} as const satisfies Record<string, RowSpec>;
export type RowKind = keyof typeof ROW_KINDS;

/** Faults of a body `{ rows: [...] }` of one of the kinds above. */
export function checkRowsBody(kind: RowKind, body: unknown, context: PolicyContext): PolicyLineFault[] {
  if (!isRecord(body) || Object.keys(body).join() !== 'rows') {
    return [{ line: 0, field: '', message: '应是 rows 一项,里面是各行' }];
  }
  return checkRows(body.rows, ROW_KINDS[kind], context);
}

const LIMIT_FIELDS: Readonly<Record<string, Check>> = {
  asksPerCycle: whole(0, 10),
  disputes: whole(0, 10),
  disputeDays: whole(1, 365),
  urgeHours: whole(1, 720),
  tries: whole(1, 20),
  tryDays: whole(1, 30),
  evidenceClasses: listed(classPrefix, 0),
  sweepClasses: listed(classPrefix, 0),
  causeClasses: listed(classPrefix, 0),
};

const OTHER_LIMITS = Object.keys(DEFAULT_LIMITS).filter((name) => !Object.hasOwn(LIMIT_FIELDS, name));
const LIMITS = {
  ...LIMIT_FIELDS,
  ...Object.fromEntries(OTHER_LIMITS.map((name) => [name, whole(0, 10_000)])),
};
export const LIMITS_SPEC: RowSpec = { fields: LIMITS, optional: Object.keys(LIMITS) };
export const NUMBERING_SPEC: RowSpec = {
  fields: { prefix: matching(/^[A-Z]{2,6}$/, ' 2 到 6 个大写字母') },
};

/** Faults of a `limit` body: any of the numbers of `Limits`; what is left out keeps its default. */
export function checkLimits(body: unknown, context: PolicyContext): PolicyLineFault[] {
  const faults = checkRow(body, LIMITS_SPEC, context);
  if (faults.length > 0) return faults.map((fault) => ({ line: 0, ...fault }));
  const { tries, tryDays } = { ...DEFAULT_LIMITS, ...(body as object) };
  return tryDays > tries
    ? [{ line: 0, field: 'tryDays', message: `${tries} 次联系分不到 ${tryDays} 天` }]
    : [];
}

/** Faults of a `numbering` body: the letters order numbers begin with. */
export function checkNumbering(body: unknown, context: PolicyContext): PolicyLineFault[] {
  const faults = checkRow(body, NUMBERING_SPEC, context).map((fault) => ({ line: 0, ...fault }));
  if (faults.length > 0 || !isRecord(body)) return faults;
  return context.prefixesTaken.has(String(body.prefix))
    ? [{ line: 0, field: 'prefix', message: `${body.prefix} 已是另一个街道的编号开头` }]
    : [];
}
