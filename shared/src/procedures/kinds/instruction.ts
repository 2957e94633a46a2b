import { defineKind } from '../model.ts';
import { ASKED } from '../texts.ts';

export const INSTRUCTION_FORMS = {
  DISPATCH: '派单前批示',
  LATER: '先派后补批',
  ROUTE: '清单外,请领导定单位',
} as const;

/** 批示: a leader's written word, before dispatch where policy says so, or afterwards when it is urgent (M06, R3). */
export const instruction = defineKind({
  label: '待批示',
  rank: 80,
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
  ],
  once: 'home',
  endedBy: 'terminal',
  open: {
    label: '报请批示',
    did: '报请领导批示',
    to: ({ form }) => (form.form === 'LATER' ? 'later' : form.form === 'ROUTE' ? 'route' : 'asked'),
    by: ['system', { permission: 'order:dispatch', relation: 'office' }],
    fields: [
      { name: 'form', label: '哪一种', kind: 'choice', required: true, options: INSTRUCTION_FORMS },
      { ...ASKED.ground, label: '报请什么' },
    ],
  },
  stages: {
    asked: {
      label: '待批示',
      blocks: ['dispatch'],
      tasks: [{ role: 'LEADER', label: '批示', unit: 'office', permission: 'order:decide' }],
    },
    route: {
      label: '待领导定单位',
      blocks: ['dispatch'],
      tasks: [{ role: 'ROUTER', label: '定承办单位', unit: 'office', permission: 'order:decide' }],
    },
    later: {
      label: '待补批',
      tasks: [{ role: 'LATER', label: '补批', unit: 'office', permission: 'order:decide' }],
    },
    main: {
      label: '待主要领导批示',
      blocks: ['dispatch'],
      tasks: [{ role: 'MAIN', label: '批示', unit: 'office', permission: 'order:decideMain' }],
    },
    instructed: {
      label: '已批示',
      ends: 'INSTRUCTED',
      tellsOpener: { phrase: '已批示', thing: '领导已批示,请按批示办理' },
    },
  },
  steps: {
    instruct: {
      label: '批示',
      did: '批示',
      from: ['asked', 'main', 'later'],
      to: 'instructed',
      by: [{ task: 'LEADER' }, { task: 'MAIN' }, { task: 'LATER' }],
      fields: [
        {
          name: 'words',
          label: '批示内容',
          kind: 'text',
          required: true,
          min: 2,
          max: 500,
          layer: 'INTERNAL',
        },
      ],
    },
    assign: {
      label: '指定承办单位',
      did: '批示并指定承办单位',
      from: ['asked', 'route', 'main'],
      to: 'instructed',
      by: [{ task: 'LEADER' }, { task: 'ROUTER' }, { task: 'MAIN' }],
      fields: [
        { ...ASKED.unit, name: 'leadUnitId', label: '承办单位' },
        {
          name: 'words',
          label: '批示内容',
          kind: 'text',
          required: true,
          min: 2,
          max: 500,
          layer: 'INTERNAL',
        },
      ],
      effects: ({ form }) => [{ act: 'assign', form: { leadUnitId: form.leadUnitId, reason: form.words } }],
    },
    passOn: {
      label: '请主要领导批示',
      did: '转请主要领导批示',
      from: ['asked'],
      to: 'main',
      by: [{ task: 'LEADER' }],
      fields: [ASKED.opinion],
    },
  },
  clocks: [
    {
      milestone: 'answer',
      label: '批示',
      stages: ['asked', 'route', 'later', 'main'],
      due: { amount: 4, unit: 'hour' },
    },
  ],
});
