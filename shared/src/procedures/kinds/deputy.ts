import { defineKind } from '../model.ts';
import { ASKED } from '../texts.ts';

/** 代表领办: a people's deputy takes an order, looks into it and reports a finding and a result (M54). */
export const deputy = defineKind({
  label: '代表跟进',
  rank: 8,
  home: 'order',
  from: [
    'SUBMITTED',
    'NEED_INFO',
    'ACCEPTED',
    'DISPATCHED',
    'IN_PROGRESS',
    'REPLIED',
    'TO_VISIT',
    'SUSPENDED',
    'CLOSED',
  ],
  once: 'unit',
  onceField: 'unitId',
  endedBy: ['archive'],
  open: {
    label: '请代表跟进',
    did: '请人大代表跟进',
    to: 'taken',
    by: [
      { permission: 'order:dispatch', relation: 'office' },
      { permission: 'order:supervise', relation: 'office' },
    ],
    fields: [
      { ...ASKED.unit, label: '哪个代表联络站', of: ['SERVICE_POINT', 'EXTERNAL'] },
      {
        name: 'matter',
        label: '请代表看什么',
        kind: 'text',
        required: true,
        min: 4,
        max: 300,
        layer: 'INTERNAL',
      },
    ],
    sets: ({ order }) => ({ complexity: order?.complexity ?? 'SIMPLE' }),
  },
  stages: {
    taken: {
      label: '待代表签收',
      tasks: [{ role: 'DEPUTY', label: '签收领办', unit: { field: 'unitId' }, permission: 'order:follow' }],
    },
    signed: {
      label: '代表跟进中',
      tasks: [{ role: 'DEPUTY', label: '跟进', unit: { field: 'unitId' }, permission: 'order:follow' }],
    },
    done: {
      label: '代表已反馈',
      ends: 'DONE',
      tellsOpener: { phrase: '代表反馈', thing: '代表已反馈跟进结果' },
    },
    declined: {
      label: '代表未领',
      ends: 'DECLINED',
      tellsOpener: { phrase: '代表未领', thing: '代表没有领这件' },
    },
  },
  steps: {
    sign: {
      label: '领办',
      did: '领办',
      from: ['taken'],
      to: 'signed',
      by: [{ task: 'DEPUTY' }],
      fields: [],
      resident: {
        phrase: '代表跟进',
        thing: '人大代表已领办',
        sentence: '人大代表已领办这件事,会跟进到有结果',
      },
    },
    decline: {
      label: '不领',
      did: '没有领办',
      from: ['taken'],
      to: 'declined',
      by: [{ task: 'DEPUTY' }],
      fields: [ASKED.why],
    },
    finding: {
      label: '记调查情况',
      did: '记录了调查情况',
      from: ['signed'],
      to: 'signed',
      by: [{ permission: 'order:follow', relation: 'support' }],
      fields: [
        {
          name: 'finding',
          label: '看到什么',
          kind: 'text',
          required: true,
          min: 6,
          max: 1000,
          layer: 'INTERNAL',
        },
        ASKED.photos,
      ],
    },
    result: {
      label: '反馈结果',
      did: '反馈了跟进结果',
      from: ['signed'],
      to: 'done',
      by: [{ task: 'DEPUTY' }],
      fields: [{ ...ASKED.publicReason, label: '结果(诉求人会看到)', min: 10 }],
      link: '督办',
      resident: {
        phrase: '代表反馈',
        thing: '人大代表反馈了跟进结果',
        sentence: '人大代表反馈:{publicReason}',
      },
    },
  },
  clocks: [
    {
      milestone: 'handle',
      label: '代表办理',
      stages: ['signed'],
      due: { amount: 5, unit: 'workday' },
      when: (values) => values.complexity !== 'COMPLEX',
    },
    {
      milestone: 'handle_complex',
      label: '代表办理',
      stages: ['signed'],
      due: { amount: 10, unit: 'workday' },
      when: (values) => values.complexity === 'COMPLEX',
    },
  ],
});
