import { STATES } from '../../orders/model.ts';
import { defineKind, type Effect, type Guard, notPast, refuse, type Values } from '../model.ts';
import { ASKED } from '../texts.ts';

export const RAISE_LEVELS = { MAIN: '报街道主要领导', UPPER: '报上级协调' } as const;

const namedIn = (form: Values): Values => ({
  reason: String(form.answer).slice(0, 500),
  ...(typeof form.leadUnitId === 'string' ? { leadUnitId: form.leadUnitId } : {}),
});

/** What has its result is handled again first; until then there is nobody to name and no day to give. */
const againFirst: Guard = ({ order, form }) =>
  (order?.state === 'TO_VISIT' || order?.state === 'CLOSED') &&
  form.again !== true &&
  (form.leadUnitId !== undefined || form.untilDay !== undefined)
    ? refuse('ACTION_WRONG_STATE', { state: STATES[order.state], label: '改承办单位或时限' })
    : null;

/** 提级: what the street cannot settle by itself goes up with a report; the answer is carried out at once (M85). */
export const raise = defineKind({
  label: '提级中',
  rank: 30,
  home: 'order',
  from: ['ACCEPTED', 'DISPATCHED', 'IN_PROGRESS', 'TO_VISIT', 'CLOSED'],
  once: 'home',
  endedBy: 'terminal',
  open: {
    label: '提级',
    did: '提级',
    to: ({ form }) => (form.level === 'UPPER' ? 'upper' : 'main'),
    by: [
      { permission: 'order:dispatch', relation: 'office' },
      { permission: 'order:decide', relation: 'office' },
      'system',
    ],
    fields: [
      { name: 'level', label: '报给谁', kind: 'choice', required: true, options: RAISE_LEVELS },
      {
        name: 'report',
        label: '专报',
        kind: 'text',
        required: true,
        min: 10,
        max: 2000,
        layer: 'INTERNAL',
        hint: '事由、已做的、卡在哪里、请求什么',
      },
    ],
    resident: {
      phrase: '已提级',
      thing: '{office}已报领导协调',
      sentence: '{office}已把这件报上一级协调,{by}前定下怎样办',
    },
  },
  // R9, C30: two disputes rework by themselves, the third is judged above.
  opensAfter: {
    disputeAgain: ({ disputes, reworks }) => ({
      level: 'MAIN',
      report: `诉求人第${disputes}次提出异议,已重办${reworks}次仍认为没有解决。请定:是否再办、由谁牵头、办到哪天。`,
    }),
  },
  stages: {
    main: {
      label: '待主要领导定',
      tasks: [{ role: 'ANSWER', label: '批复提级', unit: 'office', permission: 'order:decideMain' }],
    },
    upper: {
      label: '待上级批复',
      tasks: [{ role: 'UPPER', label: '录上级批复', unit: 'office', permission: 'order:approve' }],
    },
    answered: {
      label: '已批复',
      ends: 'ANSWERED',
      tellsOpener: { phrase: '已批复', thing: '提级已批复,请照办' },
    },
    sentBack: {
      label: '退回',
      ends: 'SENT_BACK',
      tellsOpener: { phrase: '退回', thing: '提级退回,请自行办理' },
    },
  },
  steps: {
    answer: {
      label: '批复',
      did: '批复了提级',
      from: ['main', 'upper'],
      to: 'answered',
      by: [{ task: 'ANSWER' }, { task: 'UPPER' }],
      fields: [
        { name: 'answer', label: '批复', kind: 'text', required: true, min: 4, max: 1000, layer: 'INTERNAL' },
        { ...ASKED.unit, name: 'leadUnitId', label: '改由谁牵头', required: false },
        { name: 'untilDay', label: '办到哪天', kind: 'day' },
        { name: 'again', label: '发回重办', kind: 'flag' },
      ],
      guards: [notPast('untilDay', '办到哪天'), againFirst],
      effects: ({ form, order }): Effect[] => [
        ...(form.again === true && (order?.state === 'TO_VISIT' || order?.state === 'CLOSED')
          ? [{ act: 'rework' as const, form: namedIn(form) }]
          : []),
        ...(typeof form.leadUnitId === 'string' && order?.state !== 'TO_VISIT' && order?.state !== 'CLOSED'
          ? [{ act: 'assign' as const, form: namedIn(form) }]
          : []),
        ...(typeof form.untilDay === 'string'
          ? [
              {
                act: 'moveDue' as const,
                form: { milestone: 'handle', scope: 'INNER', toDay: form.untilDay, rule: '提级' },
              },
            ]
          : []),
      ],
    },
    sendBack: {
      label: '退回',
      did: '退回了提级',
      from: ['main', 'upper'],
      to: 'sentBack',
      by: [{ task: 'ANSWER' }, { task: 'UPPER' }],
      fields: [ASKED.why],
    },
  },
  clocks: [
    { milestone: 'answer', label: '批复', stages: ['main', 'upper'], due: { amount: 2, unit: 'workday' } },
  ],
});
