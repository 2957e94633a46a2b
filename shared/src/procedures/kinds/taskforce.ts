import { defineKind, type Effect, notPast } from '../model.ts';
import { ASKED } from '../texts.ts';

/** 专班: a head and members from several units, on one order or many, to a day (M40, M70, M71). */
export const taskforce = defineKind({
  label: '专班办理',
  rank: 35,
  home: 'orders',
  from: ['ACCEPTED', 'DISPATCHED', 'IN_PROGRESS', 'SUSPENDED'],
  once: 'none',
  excludes: ['taskforce'],
  endedBy: 'terminal',
  open: {
    label: '成立专班',
    did: '成立专班',
    to: 'working',
    by: [{ permission: 'order:decide', relation: 'office' }, 'system'],
    fields: [
      { ...ASKED.unit, name: 'headUnitId', label: '牵头单位' },
      { name: 'unitIds', label: '成员单位', kind: 'units', required: true, max: 12 },
      { name: 'untilDay', label: '办到哪天', kind: 'day', required: true },
      { name: 'aim', label: '要解决什么', kind: 'text', required: true, min: 6, max: 500, layer: 'INTERNAL' },
      { name: 'takesLead', label: '工单改由牵头单位主办', kind: 'flag' },
    ],
    guards: [notPast('untilDay', '办到哪天')],
    effects: ({ form, order }): Effect[] =>
      form.takesLead === true && form.headUnitId !== order?.leadUnitId && order?.state !== 'SUSPENDED'
        ? [{ act: 'assign', form: { leadUnitId: form.headUnitId, reason: String(form.aim).slice(0, 500) } }]
        : [],
    resident: {
      phrase: '专班办理',
      thing: '已成立专班办理',
      sentence: '街道已成立专班办理这件事,{day}前办完',
    },
  },
  stages: {
    working: {
      label: '专班办理',
      tasks: [
        { role: 'HEAD', label: '牵头专班', unit: { field: 'headUnitId' }, permission: 'order:handle' },
        { role: 'MEMBER', label: '专班成员', unit: { field: 'unitIds' }, permission: 'order:handle' },
      ],
    },
    finished: {
      label: '专班完成',
      ends: 'FINISHED',
      tellsOpener: { phrase: '专班完成', thing: '专班已完成任务' },
    },
    dissolved: { label: '专班撤销', ends: 'DISSOLVED' },
  },
  steps: {
    meeting: {
      label: '记一次会',
      did: '记录了专班会议',
      from: ['working'],
      to: 'working',
      by: [
        { permission: 'order:decide', relation: 'office' },
        { permission: 'order:handle', relation: 'support' },
      ],
      fields: [{ name: 'heldOn', label: '哪天', kind: 'day', required: true }, ASKED.minutes],
    },
    finish: {
      label: '专班完成',
      did: '完成了专班任务',
      from: ['working'],
      to: 'finished',
      by: [{ task: 'HEAD' }],
      fields: [
        { name: 'result', label: '结果', kind: 'text', required: true, min: 6, max: 1000, layer: 'INTERNAL' },
      ],
    },
    dissolve: {
      label: '撤销专班',
      did: '撤销了专班',
      from: ['working'],
      to: 'dissolved',
      by: [{ permission: 'order:decide', relation: 'office' }],
      fields: [ASKED.why],
    },
  },
  clocks: [{ milestone: 'finish', label: '专班完成', stages: ['working'], due: { dayField: 'untilDay' } }],
});
