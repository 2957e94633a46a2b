import type { Field } from '../orders/fields.ts';
import type { LedgerKind } from './model.ts';

const TITLE = {
  name: 'title',
  label: '标题',
  kind: 'text',
  required: true,
  min: 4,
  max: 60,
  layer: 'INTERNAL',
} as const satisfies Field;
const LEAD = { name: 'unitId', label: '牵头单位', kind: 'unit' } as const satisfies Field;
const DUE = { name: 'dueDay', label: '哪天前办完', kind: 'day' } as const satisfies Field;
const MEASURES = {
  name: 'measures',
  label: '措施',
  kind: 'text',
  max: 1000,
  layer: 'INTERNAL',
} as const satisfies Field;

export const GATHERINGS = {
  RECEPTION_DAY: '人大代表接待日',
  LEADER_DESK: '领导接听日',
  SALON: '企业沙龙',
  JOINT_MEETING: '联席会',
  MEETING: '调度会',
  TRAINING: '业务培训',
} as const;

export const NATURES = { COMMON: '共性问题', SINGLE: '个性问题' } as const;

const BODY = {
  name: 'body',
  label: '正文',
  kind: 'text',
  required: true,
  min: 10,
  max: 5000,
  layer: 'INTERNAL',
} as const satisfies Field;
/** Of a text one says that it is in force, not that it is being dealt with. */
const IN_FORCE = { OPEN: '有效', TO_REVIEW: '待废止', STRUCK: '已废止' } as const;

const KINDS = {
  hard: {
    label: '疑难清单',
    about: '多次交办仍没有解决的诉求(清单式督办)',
    fields: [LEAD, MEASURES, DUE],
    enter: 'order:supervise',
    identity: 'order',
    strike: 'ORDERS_SOLVED',
    readers: 'GOVERNMENT',
  },
  closedloop: {
    label: '专人+清单+闭环',
    about: '企业不满意、重复反映或七日未办结的诉求,指定专人跟到底',
    fields: [LEAD, { ...MEASURES, label: '下一步' }, DUE],
    enter: 'order:supervise',
    identity: 'order',
    blocks: ['close'],
    strike: 'ORDERS_CLOSED',
    readers: 'GOVERNMENT',
  },
  problem: {
    label: '问题台账',
    about: '同一处、同一类、多人反映的一件事',
    fields: [TITLE, LEAD, { name: 'nature', label: '性质', kind: 'choice', options: NATURES }, MEASURES, DUE],
    enter: 'order:classify',
    identity: 'place+class',
    proposedFirst: true,
    strike: 'ORDERS_CLOSED',
    readers: 'PUBLIC',
  },
  project: {
    label: '根治项目',
    about: '反复发生的问题,从根上治',
    fields: [TITLE, LEAD, { ...MEASURES, label: '里程碑(每行一项,写明日期)' }, DUE],
    enter: 'order:decide',
    identity: 'place+class',
    proposedFirst: true,
    strike: 'RECORD',
    readers: 'PUBLIC',
  },
  hazard: {
    label: '隐患台账',
    about: '巡查发现的隐患',
    fields: [TITLE, LEAD, DUE],
    enter: 'patrol:do',
    identity: 'place+title',
    strike: 'PHOTO_AFTER',
    readers: 'OFFICE',
  },
  difficulty: {
    label: '难办点事项库',
    about: '企业反映、一时办不成的事',
    fields: [TITLE, LEAD, { ...MEASURES, label: '办理方案' }, DUE],
    enter: 'order:supervise',
    identity: 'title',
    strike: 'RECORD',
    readers: 'GOVERNMENT',
  },
  session: {
    label: '会场与接待日',
    about: '一次接待、接听或会议,和会上交办的诉求',
    fields: [
      TITLE,
      { name: 'form', label: '哪一种', kind: 'choice', required: true, options: GATHERINGS },
      { name: 'heldOn', label: '哪天', kind: 'day', required: true },
      { name: 'place', label: '在哪里', kind: 'text', required: true, min: 2, max: 60, layer: 'INTERNAL' },
      { name: 'unitId', label: '主持单位', kind: 'unit' },
      {
        name: 'attendees',
        label: '谁参加了',
        kind: 'people',
        max: 300,
        askedIf: { field: 'form', is: ['TRAINING'] },
      },
      { ...MEASURES, label: '议题和纪要' },
    ],
    enter: 'order:supervise',
    identity: 'day+form',
    strike: 'ORDERS_CLOSED',
    readers: 'GOVERNMENT',
    // A reception or a salon is over with its day; those who meet again take up what they left.
    comesRound: { day: 'heldOn', like: 'form', only: ['MEETING', 'JOINT_MEETING'] },
  },
  campaign: {
    label: '治理日历',
    about: '一个时节、一类事、几个网格的专项治理',
    fields: [
      TITLE,
      { name: 'startsOn', label: '从哪天', kind: 'day', required: true },
      { name: 'dueDay', label: '到哪天', kind: 'day', required: true },
      {
        name: 'leadDays',
        label: '提前几天布置',
        kind: 'number',
        required: true,
        min: 0,
        max: 60,
        unit: '天',
      },
      { name: 'classCode', label: '哪一类', kind: 'class' },
      { name: 'gridIds', label: '哪些网格', kind: 'units', max: 60, of: ['GRID'] },
      { ...MEASURES, label: '检查要点和告知居民的话', required: true, min: 6 },
    ],
    enter: 'order:supervise',
    identity: 'title',
    strike: 'RECORD',
    readers: 'OFFICE',
  },
  suggestion: {
    label: '政策建议',
    about: '由共性问题提出、请有权单位答复的建议',
    fields: [TITLE, LEAD, { ...MEASURES, label: '建议内容', required: true, min: 10 }, DUE],
    enter: 'order:decide',
    identity: 'problem',
    strike: 'RECORD',
    readers: 'GOVERNMENT',
  },
  /** 制度化 (M28): what the street has laid down, each revision kept beside the one before. */
  measure: {
    label: '措施文件',
    about: '街道定下的工作措施,工单可以引用',
    fields: [TITLE, { ...LEAD, label: '归口单位', required: true }, BODY, { ...DUE, label: '哪天前复核' }],
    enter: 'order:decide',
    identity: 'title',
    strike: 'RECORD',
    readers: 'GOVERNMENT',
    states: IN_FORCE,
  },
  plan: {
    label: '预案',
    about: '某一类事集中发生时怎样办,每类一份,可挂到工单',
    fields: [
      TITLE,
      { name: 'classCode', label: '哪一类', kind: 'class', required: true },
      { ...LEAD, label: '归口单位', required: true },
      BODY,
      { ...DUE, label: '哪天前复核', required: true },
    ],
    enter: 'order:supervise',
    identity: 'class',
    strike: 'RECORD',
    readers: 'GOVERNMENT',
    states: IN_FORCE,
  },
  knowledge: {
    label: '知识库',
    about: '政策和办事口径,有人负责、到期复核',
    fields: [
      TITLE,
      { name: 'classCode', label: '哪一类', kind: 'class' },
      { ...LEAD, label: '负责单位', required: true },
      BODY,
      { ...DUE, label: '哪天前复核', required: true },
    ],
    enter: 'order:supervise',
    identity: 'title',
    strike: 'RECORD',
    readers: 'GOVERNMENT',
    states: IN_FORCE,
  },
} as const satisfies Record<string, LedgerKind>;

export type LedgerName = keyof typeof KINDS;

/** Every ledger there is. A list that empties by itself is a report, not a ledger. */
export const LEDGERS: Readonly<Record<string, LedgerKind>> = KINDS;

export function isLedger(name: string): name is LedgerName {
  return Object.hasOwn(KINDS, name);
}

/** The ledger of that name; throws when there is none. */
export function ledgerKind(name: string): LedgerKind {
  const kind = LEDGERS[name];
  if (kind === undefined) throw new Error(`no ledger ${name}`);
  return kind;
}
