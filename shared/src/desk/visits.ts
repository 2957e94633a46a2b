/** What the call-back desk works from. */
import type { Instant } from '../clocks/index.ts';
import type { REACHABILITY } from '../notices.ts';
import { OUTCOMES, type Outcome, type PartyKind, type State } from '../orders/model.ts';
import { VISIT_FORMS } from '../procedures/kinds/visit.ts';
import type { Day } from '../time.ts';

export { VISIT_FORMS };
export type VisitForm = keyof typeof VISIT_FORMS;

/** One person to be called. Nothing of her own: the number is shown on asking, with a reason. */
export interface VisitLine {
  procedureId: string;
  orderId: string;
  orderNo: string;
  title: string;
  /** Community and grid. */
  place: string;
  form: VisitForm;
  formLabel: string;
  partyKind: PartyKind;
  /** The firm in the register; null for persons. */
  firmName: string | null;
  stage: string;
  stageLabel: string;
  orderState: State;
  outcome: Outcome | null;
  leadUnitName: string | null;
  dueAt: Instant | null;
  dueText: string;
  late: boolean;
  /** The day somebody said she would call again. */
  nextOn: Day | null;
  tries: number;
  lastTryDay: Day | null;
  /** 一对一回访人; null until somebody stands for it. */
  officer: { personId: string; name: string } | null;
  /** Needs care; null for who may not know. */
  vulnerable: boolean | null;
}

/** GET /api/visits: the most pressing first. `more`: there are others beyond these. */
export interface VisitsAnswer {
  items: VisitLine[];
  more: boolean;
}
export const VISITS_SHOWN = 200;

/** Why somebody waits for word: there is a result, or something is missing of her. */
export const UNTOLD = { RESULT: '结果还没有告知', INFO: '请补充还没有告知' } as const;
export type Untold = keyof typeof UNTOLD;

/** An order whose filer WeChat does not reach, and who has not been told by another way. */
export interface UnreachableLine {
  orderId: string;
  orderNo: string;
  title: string;
  state: State;
  stateLabel: string;
  untold: Untold;
  why: Exclude<keyof typeof REACHABILITY, 'OK'>;
  /** Without one there is nothing to call. */
  hasPhone: boolean;
  tries: number;
  lastTryDay: Day | null;
  receivedAt: Instant;
  leadUnitName: string | null;
}

/** GET /api/visits/unreachable: by what is due next. */
export interface UnreachableAnswer {
  items: UnreachableLine[];
  more: boolean;
}

/** A row of policy `script`: what is read out, for these classes and outcomes. The first row that fits is taken. */
export interface ScriptRow {
  name: string;
  /** Only for classes that begin so; absent: every class. */
  classes?: string[];
  /** Only for these outcomes; absent: every one. */
  outcomes?: Outcome[];
  /** Only for one-to-one calls, or only for others; absent: both. */
  form?: VisitForm;
  /** One line is one thing to say. `{unit}` … are filled in. */
  text: string;
}

/** What a script may name: nothing of the person herself. */
export const SCRIPT_VARIABLES = {
  office: '热线办',
  unit: '承办单位',
  class: '分类',
  place: '网格或社区',
  orderNo: '工单编号',
  received: '反映日期',
  outcome: '办理结果',
} as const;
export type ScriptVariable = keyof typeof SCRIPT_VARIABLES;

/** GET /api/visits/:id/script */
export interface VisitScript {
  name: string;
  lines: string[];
}

const HELLO =
  '您好,这里是{office}。您 {received} 反映的{class}({orderNo}),{unit}已经办理,占用您一分钟听听您的意见。';
const CONTACTED = '{unit}的工作人员联系过您吗?';
const RATED = '对服务过程满意吗?对办理结果满意吗?(非常满意、满意、基本满意、不满意、非常不满意)';
const BYE = '您的意见我已经记下,编号 {orderNo}。有新情况请拨打{office}电话或在小程序里补充。谢谢您。';

/** What every street begins with until it writes its own. */
export const DEFAULT_SCRIPTS: readonly ScriptRow[] = [
  {
    name: '企业一对一',
    form: 'ONE_TO_ONE',
    text: [
      '您好,我是{office}的一对一回访人。贵单位 {received} 反映的{class}({orderNo}),由{unit}办理,结果是「{outcome}」。',
      CONTACTED,
      '贵单位认可这个结果吗?问题解决了没有?还有什么困难?',
      RATED,
      BYE,
    ].join('\n'),
  },
  {
    name: '解释说明',
    outcomes: ['EXPLAINED'],
    text: [
      HELLO,
      CONTACTED,
      '{unit}对您作了解释说明,您听明白了吗?对依据还有疑问吗?',
      '您觉得这件事解决了吗?',
      RATED,
      BYE,
    ].join('\n'),
  },
  {
    name: '没有完全解决',
    outcomes: ['PARTLY', 'UNSOLVED'],
    text: [
      HELLO,
      CONTACTED,
      '{unit}的答复是「{outcome}」。答复里说的原因和下一步,跟您了解的一致吗?',
      '您希望还要做到什么?',
      RATED,
      BYE,
    ].join('\n'),
  },
  {
    name: '常规',
    text: [HELLO, CONTACTED, '问题解决了吗?现场和答复说的一致吗?之后又出现过没有?', RATED, BYE].join('\n'),
  },
];

export interface ScriptFacts {
  classCode: string | null;
  outcome: Outcome | null;
  form: VisitForm;
}

/** The script that fits, filled; the lines are ready to be read out. Falls back to the built-in ones. */
export function scriptFor(
  rows: readonly ScriptRow[],
  { classCode, outcome, form }: ScriptFacts,
  known: Readonly<Record<ScriptVariable, string>>,
): VisitScript {
  const fits = (row: ScriptRow) =>
    (row.form === undefined || row.form === form) &&
    (row.outcomes === undefined || (outcome !== null && row.outcomes.includes(outcome))) &&
    (row.classes === undefined || row.classes.some((code) => classCode?.startsWith(code)));
  const row = rows.find(fits) ?? DEFAULT_SCRIPTS.find(fits);
  const text = (row?.text ?? '').replace(/\{([a-zA-Z]{1,20})\}/g, (whole, name: string) =>
    Object.hasOwn(SCRIPT_VARIABLES, name) ? known[name as ScriptVariable] : whole,
  );
  return { name: row?.name ?? '', lines: text.split('\n').filter((line) => line.trim() !== '') };
}

/** `已解决`; what a script says where nothing is known. */
export function outcomeText(outcome: Outcome | null): string {
  return outcome === null ? '已办理' : OUTCOMES[outcome];
}
