import { ANSWER_BASES, FIELDS } from '../fields.ts';
import { OPEN_STATES, REPLY_OUTCOMES } from '../model.ts';
import type { Transition } from '../table.ts';

const SELF = { permission: 'order:file', relation: 'self' } as const;
const EFFECT = { permission: 'system', relation: 'effect' } as const;
const DESK = { permission: 'order:classify', relation: 'office' } as const;
const MERGER = { permission: 'order:merge', relation: 'office' } as const;
const ANSWERS = { EXPLAINED: REPLY_OUTCOMES.EXPLAINED, SOLVED: REPLY_OUTCOMES.SOLVED } as const;

/** Other ways than handling by a unit: praise, a direct answer, one order for two, many orders of one matter. */
export const INTAKE_TRANSITIONS = {
  contest: {
    label: '申请复核',
    did: '对不予受理申请复核',
    from: ['DECLINED'],
    to: 'SUBMITTED',
    who: [SELF],
    fields: [
      {
        name: 'text',
        label: '为什么应当受理',
        kind: 'text',
        required: true,
        min: 4,
        max: 1000,
        layer: 'NARRATIVE',
      },
    ],
    guards: ['contestLeft', 'contestInTime'],
    clocks: {},
    event: 'order.contested',
    link: '申诉',
    told: [{ to: 'office', phrase: '申请复核', thing: '诉求人不同意不予受理', template: 'task' }],
    decides: false,
    resident: '您申请复核,{office}{date}前重新告诉您是否受理',
  },
  praise: {
    label: '登记表扬',
    did: '登记了表扬',
    from: ['SUBMITTED'],
    to: 'CLOSED',
    who: [{ permission: 'order:accept', relation: 'office' }],
    fields: [
      { name: 'creditUnitId', label: '受表扬的单位', kind: 'unit', required: true },
      { name: 'creditName', label: '受表扬的人', kind: 'text', max: 40, layer: 'INTERNAL' },
    ],
    guards: ['isPraise'],
    clocks: { cancel: 'ALL' },
    event: 'order.praised',
    link: '受理',
    told: [
      { to: 'resident', phrase: '已收到', thing: '感谢您,已转告{unit}', template: 'progress' },
      { to: 'lead', phrase: '收到表扬', thing: '群众表扬,请转告本人', template: 'task' },
    ],
    decides: true,
    resident: '感谢您的表扬,{office}已转告{unit}',
  },
  answer: {
    label: '直接答复',
    did: '直接作了答复',
    from: ['ACCEPTED'],
    to: 'TO_VISIT',
    who: [{ permission: 'order:approve', relation: 'office' }, EFFECT],
    fields: [
      { name: 'basis', label: '答复依据', kind: 'choice', required: true, options: ANSWER_BASES },
      { ...FIELDS.outcome, options: ANSWERS },
      FIELDS.replyText,
    ],
    guards: ['replyIsPlain'],
    clocks: {},
    event: 'order.answered',
    link: '反馈',
    told: [{ to: 'resident', phrase: '已答复', thing: '请查看答复并评价', template: 'result' }],
    decides: true,
    resident: '{office}已有答复,请您看看解决了没有',
  },
  merge: {
    label: '并入另一件',
    did: '并入另一件',
    from: ['SUBMITTED', 'ACCEPTED'],
    to: 'MERGED',
    who: [MERGER],
    fields: [
      {
        name: 'targets',
        label: '并入哪一件',
        kind: 'orders',
        max: 1,
        required: true,
        hint: '同一诉求人的同一件事,填在办那一件的编号',
      },
    ],
    guards: ['targetFits'],
    clocks: { cancel: 'ALL' },
    event: 'order.merged',
    link: '受理',
    told: [{ to: 'resident', phrase: '已并单', thing: '与您另一件合并,进展同步', template: 'progress' }],
    decides: true,
    resident: '与您反映的另一件({target})合并,由{office}一并办理,进展会同步告诉您',
    bulk: true,
  },
  unmerge: {
    label: '拆单',
    did: '拆单',
    from: ['MERGED'],
    to: 'SUBMITTED',
    who: [MERGER],
    fields: [FIELDS.reason],
    guards: [],
    // Lying in another order was not the resident's doing: its promises count from when she filed it.
    clocks: { fromFiling: true },
    event: 'order.unmerged',
    told: [{ to: 'resident', phrase: '已拆单', thing: '恢复单独办理', template: 'progress' }],
    decides: true,
    resident: '恢复单独办理,由{office}核对是否受理,最迟{last}答复您',
  },
  join: {
    label: '我也遇到',
    did: '关联了同一问题',
    from: OPEN_STATES,
    to: 'SAME',
    who: [SELF, DESK, EFFECT],
    fields: [],
    // The ledger offers the problem; without its offer there is nothing to join.
    guards: ['problemOffered'],
    clocks: {},
    event: 'order.joined',
    told: [{ to: 'resident', phrase: '已关联', thing: '已有{n}人反映,一并办理', template: 'progress' }],
    decides: false,
    resident: '已有{n}人反映同一问题,由{unit}一并办理',
    quiet: true,
  },
  leave: {
    label: '移出同一问题',
    did: '移出了同一问题',
    from: OPEN_STATES,
    to: 'SAME',
    who: [DESK],
    fields: [FIELDS.reason],
    guards: ['inProblem'],
    clocks: {},
    event: 'order.left',
    told: [],
    decides: false,
    resident: '不再与其他诉求一并办理,由{unit}单独答复您',
  },
} as const satisfies Record<string, Transition>;
