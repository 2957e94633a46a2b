import type { PolicyContext, PolicyLineFault } from './fault.ts';
import { checkCalendar } from './kinds/calendar.ts';
import { checkClassTree } from './kinds/classes.ts';
import { checkClock } from './kinds/clock.ts';
import { checkLimits, checkNumbering, checkRowsBody } from './kinds/plain.ts';
import { checkProcedures } from './kinds/procedure.ts';
import { checkScripts } from './kinds/script.ts';
import { checkTemplates } from './kinds/template.ts';
import { checkDutyList } from './route.ts';

export interface PolicyKind {
  /** What administrators call it. */
  title: string;
  /** One sentence: what it decides. */
  about: string;
  /** The name of its one policy per unit; null: many, named by a year. */
  name: string | null;
  /** In force only after somebody else than its author has agreed. */
  needsSecond?: true;
  /** One list for the whole installation (the State Council's), not a street's own. */
  everywhere?: true;
  check: (body: unknown, context: PolicyContext) => PolicyLineFault[];
}

/** Every kind of rule a street may write as data. `retention` has a page and floors of its own. */
export const POLICY_KINDS = {
  clock: {
    title: '办理时限',
    about: '每一步多久算按时;居民看到的日期由它算出',
    name: 'default',
    needsSecond: true,
    check: checkClock,
  },
  limit: { title: '次数限制', about: '补充、异议、催办、联系的次数', name: 'default', check: checkLimits },
  calendar: {
    title: '节假日安排',
    about: '国务院公布的放假和调休,一年一份,全部街道共用',
    name: null,
    everywhere: true,
    check: checkCalendar,
  },
  route: { title: '职责清单', about: '哪一类、在哪里的事派给谁', name: 'duty-list', check: checkDutyList },
  numbering: { title: '工单编号', about: '工单编号的开头字母', name: 'default', check: checkNumbering },
  instruction: {
    title: '批示要求',
    about: '哪些工单须先经领导批示再派单',
    name: 'default',
    check: (body, context) => checkRowsBody('instruction', body, context),
  },
  evidence: {
    title: '办理凭证',
    about: '哪些工单答复时须附照片等凭证',
    name: 'default',
    check: (body, context) => checkRowsBody('evidence', body, context),
  },
  channel: {
    title: '渠道',
    about: '每个渠道来的工单默认的分类、紧急程度和分线',
    name: 'default',
    check: (body, context) => checkRowsBody('channel', body, context),
  },
  class: { title: '分类', about: '三级分类目录', name: 'default', check: checkClassTree },
  watch: {
    title: '重点关注',
    about: '盯着哪些分类,多到多少提醒',
    name: 'default',
    check: (body, context) => checkRowsBody('watch', body, context),
  },
  ladder: {
    title: '提醒层级',
    about: '亮灯以后告诉谁,多久没动再告诉谁',
    name: 'default',
    check: (body, context) => checkRowsBody('ladder', body, context),
  },
  visit: {
    title: '回访',
    about: '哪些工单怎样回访,联系几次',
    name: 'default',
    check: (body, context) => checkRowsBody('visit', body, context),
  },
  cards: {
    title: '督办牌',
    about: '到期前几天发黄牌,到期后几天发红牌',
    name: 'default',
    check: (body, context) => checkRowsBody('cards', body, context),
  },
  procedure: {
    title: '程序时限与次数',
    about: '退单、延期、会商等程序每步多久,最多几次',
    name: 'default',
    check: checkProcedures,
  },
  trigger: {
    title: '自动触发',
    about: '达到多少次、多少天自动列入清单或开展程序',
    name: 'default',
    check: (body, context) => checkRowsBody('trigger', body, context),
  },
  care: {
    title: '弱势群体关怀',
    about: '对需要照顾的诉求人多做什么',
    name: 'default',
    check: (body, context) => checkRowsBody('care', body, context),
  },
  confidentiality: {
    title: '默认保密',
    about: '哪些诉求默认仅热线办可见',
    name: 'default',
    needsSecond: true,
    check: (body, context) => checkRowsBody('confidentiality', body, context),
  },
  emergency: {
    title: '紧急词语',
    about: '写到哪些词先提示拨打 110、119、120、122',
    name: 'default',
    check: (body, context) => checkRowsBody('emergency', body, context),
  },
  schedule: {
    title: '报表时间',
    about: '日小结、周快报、月通报什么时候出、给谁看',
    name: 'default',
    check: (body, context) => checkRowsBody('schedule', body, context),
  },
  template: {
    title: '文字模板',
    about: '办理时可以套用的文字,按分类、状态和表单项',
    name: 'default',
    check: checkTemplates,
  },
  script: {
    title: '回访话术',
    about: '回访时念什么,按分类、办理结果和回访方式;一行念一句',
    name: 'default',
    check: checkScripts,
  },
} as const satisfies Record<string, PolicyKind>;
export type PolicyKindName = keyof typeof POLICY_KINDS;

export const POLICY_KIND_NAMES = Object.keys(POLICY_KINDS) as readonly PolicyKindName[];

export function isPolicyKind(name: string): name is PolicyKindName {
  return Object.hasOwn(POLICY_KINDS, name);
}

/** The definition of a kind. */
export function policyKind(name: PolicyKindName): PolicyKind {
  return POLICY_KINDS[name];
}

/** The name a body is stored under: the kind's own, or the calendar's year. */
export function policyNameOf(kind: PolicyKindName, body: unknown): string {
  return policyKind(kind).name ?? String((body as { year?: unknown } | null)?.year ?? '');
}
