import { CONTACT_WAYS, FIELDS, NOTE_READERS, PROGRESS_FOR, UNSOLVED_REASONS } from '../fields.ts';
import { OPEN_STATES } from '../model.ts';
import type { Transition } from '../table.ts';

const lead = (permission: 'order:sign' | 'order:handle' | 'order:reply') =>
  ({ permission, relation: 'lead' }) as const;

const SUPPORT = { permission: 'order:handle', relation: 'support' } as const;
const EFFECT = { permission: 'system', relation: 'effect' } as const;

/** What the lead unit does: sign, call, arrive, report, reply. */
export const HANDLER_TRANSITIONS = {
  sign: {
    label: '签收',
    did: '签收',
    from: ['DISPATCHED'],
    to: 'IN_PROGRESS',
    who: [lead('order:sign')],
    fields: [],
    guards: [],
    clocks: {},
    event: 'order.signed',
    told: [{ to: 'resident', phrase: '办理中', thing: '{unit}已签收,{date}前答复', template: 'progress' }],
    decides: false,
    resident: '{unit}已签收,{date}前答复您',
  },
  contact: {
    label: '记录联系',
    did: '联系了诉求人',
    from: ['ACCEPTED', 'DISPATCHED', 'IN_PROGRESS', 'REPLIED', 'TO_VISIT', 'SUSPENDED'],
    to: 'SAME',
    who: [lead('order:handle'), SUPPORT, { permission: 'order:accept', relation: 'office' }],
    fields: [
      { name: 'way', label: '方式', kind: 'choice', required: true, options: CONTACT_WAYS },
      { name: 'reached', label: '已联系上', kind: 'flag', required: true },
      { name: 'note', label: '记录', kind: 'text', max: 500, layer: 'INTERNAL' },
    ],
    guards: [],
    clocks: {},
    event: 'order.contacted',
    told: [],
    decides: false,
    resident: null,
  },
  arrive: {
    label: '到场',
    did: '到达现场',
    from: ['ACCEPTED', 'IN_PROGRESS'],
    to: 'SAME',
    who: [lead('order:handle'), SUPPORT],
    fields: [
      { name: 'point', label: '位置', kind: 'point', atOnce: true },
      { name: 'photos', label: '现场照片(办理前)', kind: 'photos', max: 3, purpose: 'BEFORE' },
    ],
    guards: [],
    clocks: {},
    event: 'order.arrived',
    told: [{ to: 'resident', phrase: '已到现场', thing: '{unit}已到现场查看', template: 'progress' }],
    decides: false,
    resident: '{unit}已到现场查看',
  },
  progress: {
    label: '阶段答复',
    did: '作了阶段答复',
    from: ['IN_PROGRESS', 'SUSPENDED'],
    to: 'SAME',
    who: [lead('order:reply'), { permission: 'order:approve', relation: 'office' }],
    fields: [
      { ...FIELDS.replyText, label: '进展或办理意见' },
      { name: 'to', label: '告诉谁', kind: 'choice', options: PROGRESS_FOR },
    ],
    guards: ['replyIsPlain'],
    clocks: {},
    event: 'order.progressed',
    link: '反馈',
    told: [{ to: 'resident', phrase: '有新进展', thing: '请看{unit}的办理意见', template: 'progress' }],
    decides: false,
    resident: '{unit}告诉您最新进展',
    residentWhen: 'forHer',
  },
  note: {
    label: '内部留言',
    did: '留言',
    from: [...OPEN_STATES, 'CLOSED'],
    to: 'SAME',
    who: [lead('order:handle'), SUPPORT, EFFECT, { permission: 'order:accept', relation: 'office' }],
    fields: [
      { name: 'note', label: '留言', kind: 'text', required: true, min: 1, max: 500, layer: 'INTERNAL' },
      { name: 'seenBy', label: '给谁看', kind: 'choice', options: NOTE_READERS },
      { name: 'photos', label: '书面材料', kind: 'photos', max: 6, purpose: 'ADD' },
    ],
    guards: [],
    clocks: {},
    event: 'order.noted',
    told: [],
    decides: false,
    resident: null,
  },
  reply: {
    label: '提交答复',
    did: '提交了答复',
    from: ['IN_PROGRESS', 'NEED_INFO'],
    to: 'REPLIED',
    who: [lead('order:reply')],
    fields: [
      FIELDS.outcome,
      FIELDS.replyText,
      { name: 'photos', label: '办理后照片', kind: 'photos', max: 6, purpose: 'AFTER' },
      {
        name: 'unsolvedCode',
        label: '未解决的原因',
        kind: 'choice',
        options: UNSOLVED_REASONS,
        askedIf: { field: 'outcome', is: ['UNSOLVED', 'PARTLY'] },
      },
      { name: 'note', label: '给热线办的说明', kind: 'text', max: 500, layer: 'INTERNAL' },
    ],
    guards: ['wasHandling', 'replyIsPlain', 'unsolvedHasReason', 'evidenceGiven'],
    clocks: { cancel: ['return_window', 'info_wait', 'contact'] },
    event: 'order.replied',
    link: '反馈',
    told: [{ to: 'office', phrase: '待审核', thing: '{unit}已答复,待审核', template: 'task' }],
    decides: false,
    resident: '{unit}已办理,{office}正在核对结果,{date}前告诉您',
  },
} as const satisfies Record<string, Transition>;
