import { defineKind, type Effect, type Guard, notPast, refuse } from '../model.ts';
import { ASKED } from '../texts.ts';

export const CONSULTATION_FORMS = {
  ROOM: '会商室会商',
  ONSITE: '现场协商',
  EXPERT: '专家会诊',
  MEETING: '例会、调度会',
} as const;

/** Nobody is named to handle or help with what is suspended: it is woken first. */
const notWhileSuspended: Guard = ({ order, form }) =>
  order?.state === 'SUSPENDED' &&
  (form.leadUnitId !== undefined || ((form.supportUnitIds ?? []) as string[]).length > 0)
    ? refuse('ACTION_WRONG_STATE', { state: '已挂账', label: '定牵头和协办单位' })
    : null;

/**
 * 会商: several units (and parties) on one order or several; the conclusion names the lead, the helpers and the
 * deadline in one act (M03, M39, M53). What was agreed becomes follow-up tasks.
 */
export const consultation = defineKind({
  label: '会商中',
  rank: 45,
  link: '协办',
  home: 'orders',
  from: ['ACCEPTED', 'DISPATCHED', 'IN_PROGRESS', 'SUSPENDED'],
  once: 'none',
  excludes: ['consultation'],
  endedBy: 'terminal',
  open: {
    label: '召集会商',
    did: '召集会商',
    to: 'called',
    by: [
      { permission: 'order:dispatch', relation: 'office' },
      { permission: 'order:decide', relation: 'office' },
      { permission: 'order:handle', relation: 'lead' },
    ],
    fields: [
      { name: 'form', label: '形式', kind: 'choice', required: true, options: CONSULTATION_FORMS },
      { name: 'unitIds', label: '请哪些单位', kind: 'units', required: true, max: 12 },
      { name: 'heldOn', label: '哪天', kind: 'day', required: true },
      { name: 'place', label: '在哪里', kind: 'text', required: true, min: 2, max: 60, layer: 'INTERNAL' },
      { name: 'parties', label: '还请谁(业主、施工方等)', kind: 'text', max: 200, layer: 'INTERNAL' },
      { name: 'agenda', label: '议什么', kind: 'text', required: true, min: 4, max: 500, layer: 'INTERNAL' },
    ],
    guards: [notPast('heldOn', '哪天')],
    resident: {
      phrase: '多部门会商',
      thing: '{other}将于{day}会商',
      sentence: '{unit}请{other}于{day}一起会商这件事',
    },
  },
  stages: {
    called: {
      label: '待会商',
      tasks: [
        { role: 'ATTEND', label: '参加会商', unit: { field: 'unitIds' }, permission: 'order:handle' },
        { role: 'CONVENE', label: '主持会商', unit: 'opener', permission: 'unit:read' },
      ],
    },
    held: {
      label: '待定结论',
      tasks: [{ role: 'CONCLUDE', label: '定会商结论', unit: 'office', permission: 'order:dispatch' }],
    },
    following: {
      label: '会商已定,在落实',
      tasks: [
        {
          role: 'FOLLOW_UP',
          label: '落实会商事项',
          unit: { field: 'followUnitIds' },
          permission: 'order:handle',
        },
      ],
    },
    concluded: { label: '会商已结束', ends: 'CONCLUDED' },
    calledOff: { label: '会商取消', ends: 'CALLED_OFF' },
  },
  steps: {
    checkIn: {
      label: '到会签到',
      did: '到会签到',
      from: ['called'],
      to: 'called',
      by: [{ task: 'ATTEND' }],
      fields: [{ name: 'point', label: '位置', kind: 'point' }],
      sets: ({ distance }) => ({ distance: distance ?? null }),
    },
    hold: {
      label: '记录会商',
      did: '记录了会商',
      from: ['called'],
      to: 'held',
      by: [
        { task: 'CONVENE' },
        { permission: 'order:dispatch', relation: 'office' },
        { permission: 'order:decide', relation: 'office' },
      ],
      fields: [ASKED.minutes, { ...ASKED.photos, label: '现场照片' }],
      link: '协办',
    },
    conclude: {
      label: '定结论',
      did: '定了会商结论',
      from: ['held'],
      to: ({ form }) => (((form.followUnitIds ?? []) as string[]).length > 0 ? 'following' : 'concluded'),
      by: [{ task: 'CONCLUDE' }, { permission: 'order:decide', relation: 'office' }],
      fields: [
        {
          name: 'conclusion',
          label: '结论',
          kind: 'text',
          required: true,
          min: 6,
          max: 1000,
          layer: 'INTERNAL',
        },
        { ...ASKED.unit, name: 'leadUnitId', label: '牵头单位', required: false },
        { name: 'supportUnitIds', label: '协办单位', kind: 'units', max: 8 },
        { name: 'untilDay', label: '办到哪天', kind: 'day' },
        { name: 'followUnitIds', label: '谁落实会商事项', kind: 'units', max: 8 },
      ],
      guards: [notPast('untilDay', '办到哪天'), notWhileSuspended],
      effects: ({ form, order }): Effect[] => [
        ...(typeof form.leadUnitId === 'string' && form.leadUnitId !== order?.leadUnitId
          ? [
              {
                act: 'assign' as const,
                form: { leadUnitId: form.leadUnitId, reason: String(form.conclusion).slice(0, 500) },
              },
            ]
          : []),
        // Before a unit leads there is no handling to end by a day; naming one starts it.
        ...(typeof form.untilDay === 'string'
          ? [
              {
                act: 'moveDue' as const,
                form: { milestone: 'handle', scope: 'INNER', toDay: form.untilDay, rule: '会商' },
              },
            ]
          : []),
        ...((form.supportUnitIds ?? []) as string[]).map((unitId) => ({
          open: 'cohandle' as const,
          form: { unitId, part: String(form.conclusion).slice(0, 300) },
          unlessOpen: true as const,
        })),
      ],
      resident: {
        phrase: '会商有结论',
        thing: '{date}前答复您',
        sentence: '会商已有结论,由{lead}办理,{date}前答复您',
      },
    },
    done: {
      label: '已落实',
      did: '落实了会商事项',
      from: ['following'],
      to: ({ tasks, task }) =>
        tasks.some((each) => each.role === 'FOLLOW_UP' && each.state === 'OPEN' && each.id !== task?.id)
          ? 'following'
          : 'concluded',
      by: [{ task: 'FOLLOW_UP' }],
      fields: [
        {
          name: 'result',
          label: '办了什么',
          kind: 'text',
          required: true,
          min: 4,
          max: 500,
          layer: 'INTERNAL',
        },
        { ...ASKED.photos, label: '照片' },
      ],
    },
    callOff: {
      label: '取消会商',
      did: '取消了会商',
      from: ['called'],
      to: 'calledOff',
      by: ['opener', { permission: 'order:decide', relation: 'office' }],
      fields: [ASKED.why],
    },
  },
  clocks: [{ milestone: 'hold', label: '会商', stages: ['called'], due: { dayField: 'heldOn' } }],
});
