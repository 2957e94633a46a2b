import { defineKind, type StepContext } from '../model.ts';
import { ASKED } from '../texts.ts';

/** Whose word it takes. */
export const INSTRUCTORS = { LEADER_DEPUTY: '分管领导', LEADER_MAIN: '主要领导' } as const;
const WORDS = {
  name: 'words',
  label: '批示内容',
  kind: 'text',
  required: true,
  min: 2,
  max: 500,
  layer: 'INTERNAL',
} as const;

export const INSTRUCTION_FORMS = {
  DISPATCH: '派单前批示',
  LATER: '先派后补批',
  ROUTE: '清单外,请领导定单位',
} as const;

/** Where an instruction begins: what is off the list needs a unit named, the rest the word of the leader asked for. */
function firstStage({ form }: StepContext): string {
  if (form.form === 'ROUTE') return 'route';
  const isMain = form.leader === 'LEADER_MAIN';
  if (form.form === 'LATER') return isMain ? 'laterMain' : 'later';
  return isMain ? 'main' : 'asked';
}

/**
 * 批示: a leader's written word, before dispatch where policy says so, or afterwards when it is urgent (M06, R3); what
 * no row of the duty list names goes to the leader, who names the unit (M66).
 */
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
    to: firstStage,
    by: ['system', { permission: 'order:dispatch', relation: 'office' }],
    fields: [
      { name: 'form', label: '哪一种', kind: 'choice', required: true, options: INSTRUCTION_FORMS },
      { name: 'leader', label: '请谁批示', kind: 'choice', options: INSTRUCTORS },
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
    laterMain: {
      label: '待补批',
      tasks: [{ role: 'LATER_MAIN', label: '补批', unit: 'office', permission: 'order:decideMain' }],
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
    listed: { label: '已在清单内', ends: 'LISTED' },
  },
  steps: {
    instruct: {
      label: '批示',
      did: '批示',
      from: ['asked', 'main', 'later', 'laterMain'],
      to: 'instructed',
      by: [{ task: 'LEADER' }, { task: 'MAIN' }, { task: 'LATER' }, { task: 'LATER_MAIN' }],
      fields: [WORDS],
    },
    assign: {
      label: '指定承办单位',
      did: '批示并指定承办单位',
      from: ['asked', 'route', 'main'],
      to: 'instructed',
      by: [{ task: 'LEADER' }, { task: 'ROUTER' }, { task: 'MAIN' }],
      fields: [{ ...ASKED.unit, name: 'leadUnitId', label: '承办单位' }, WORDS],
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
    nowListed: {
      label: '已在清单内',
      did: '重新分类后已在清单内,不再报请',
      from: ['route'],
      to: 'listed',
      by: ['system'],
      fields: [],
    },
  },
  clocks: [
    {
      milestone: 'answer',
      label: '批示',
      stages: ['asked', 'route', 'later', 'laterMain', 'main'],
      due: { amount: 4, unit: 'hour' },
    },
  ],
});
