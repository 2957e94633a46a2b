import { defineKind, refuse, type TaskSpec } from '../model.ts';
import { ASKED } from '../texts.ts';

export const SUPERVISION_FORMS = { NORMAL: '督办', JOINT: '联合督办', PROMPT: '重点工单办理提示' } as const;

/** While no unit leads it the office owes the answer: it has not handed the order out. */
const UNASSIGNED: TaskSpec = {
  role: 'UNASSIGNED',
  label: '派单并回督办',
  unit: 'office',
  permission: 'order:dispatch',
  when: ({ order }) => order?.leadUnitId === null,
};

/** 督办: after an urge; issued, answered, reviewed by somebody else, closed; blocks closing meanwhile (R10, M22, M97). */
export const supervision = defineKind({
  label: '督办中',
  rank: 20,
  link: '督办',
  home: 'order',
  from: ['ACCEPTED', 'DISPATCHED', 'IN_PROGRESS', 'REPLIED', 'TO_VISIT', 'SUSPENDED'],
  once: 'home',
  endedBy: 'terminal',
  open: {
    label: '督办',
    did: '提出督办',
    to: ({ form }) => (form.form === 'PROMPT' ? 'prompted' : 'issued'),
    by: [
      { permission: 'order:supervise', relation: 'office' },
      { permission: 'order:decide', relation: 'office' },
      'system',
    ],
    fields: [
      { name: 'form', label: '哪一种', kind: 'choice', required: true, options: SUPERVISION_FORMS },
      {
        ...ASKED.unit,
        name: 'jointUnitId',
        label: '联合督办单位',
        required: false,
        askedIf: { field: 'form', is: ['JOINT'] },
      },
      { ...ASKED.ground, label: '督办什么' },
    ],
    guards: [({ order, actor }) => (actor.isSystem || (order?.urges ?? 0) > 0 ? null : refuse('URGE_FIRST'))],
    link: '督办',
    resident: {
      phrase: '已督办',
      thing: '{lead}{by}前说明情况',
      sentence: '这件已列入督办,{lead}须在{by}前说明办理情况',
    },
  },
  stages: {
    issued: {
      label: '督办中',
      blocks: ['close'],
      tasks: [
        { role: 'SUPERVISED', label: '回督办', unit: 'lead', permission: 'order:handle' },
        UNASSIGNED,
        { role: 'JOINT', label: '联合督办', unit: { field: 'jointUnitId' }, permission: 'order:handle' },
      ],
    },
    prompted: {
      label: '办理提示',
      tasks: [{ role: 'SUPERVISED', label: '回提示', unit: 'lead', permission: 'order:handle' }, UNASSIGNED],
    },
    returnAsked: {
      label: '申请退督办',
      blocks: ['close'],
      tasks: [{ role: 'REVIEW', label: '审督办', unit: 'office', permission: 'order:supervise' }],
    },
    toReview: {
      label: '督办待审核',
      blocks: ['close'],
      tasks: [{ role: 'REVIEW', label: '审督办', unit: 'office', permission: 'order:supervise' }],
    },
    // A prompt holds nothing up.
    promptAnswered: {
      label: '提示待审核',
      tasks: [{ role: 'REVIEW', label: '审督办', unit: 'office', permission: 'order:supervise' }],
    },
    closed: { label: '督办办结', ends: 'CLOSED', tellsOpener: { phrase: '督办办结', thing: '督办已办结' } },
    lifted: { label: '撤销督办', ends: 'LIFTED' },
  },
  steps: {
    answer: {
      label: '回督办',
      did: '回复了督办',
      from: ['issued', 'prompted'],
      to: ({ run }) => (run?.stage === 'prompted' ? 'promptAnswered' : 'toReview'),
      sets: ({ actor }) => ({ answeredBy: actor.personId }),
      // Named later than the supervision, a lead answers for it too.
      by: [{ task: 'SUPERVISED' }, { task: 'UNASSIGNED' }, { permission: 'order:handle', relation: 'lead' }],
      fields: [
        {
          name: 'answer',
          label: '办到哪一步、为什么、何时办完',
          kind: 'text',
          required: true,
          min: 10,
          max: 1000,
          layer: 'INTERNAL',
        },
        ASKED.photos,
      ],
      link: '督办',
    },
    askReturn: {
      label: '申请退督办',
      did: '申请退回督办',
      from: ['issued'],
      to: 'returnAsked',
      by: [{ task: 'SUPERVISED' }],
      fields: [ASKED.ground],
    },
    keep: {
      label: '不退,继续办',
      did: '不同意退回督办',
      from: ['returnAsked'],
      to: 'issued',
      by: [{ task: 'REVIEW' }],
      fields: [ASKED.why],
    },
    lift: {
      label: '撤销督办',
      did: '撤销了督办',
      from: ['returnAsked'],
      to: 'lifted',
      by: [{ task: 'REVIEW' }],
      fields: [ASKED.why],
    },
    sendBack: {
      label: '还不行,再办',
      did: '退回再办',
      from: ['toReview', 'promptAnswered'],
      to: ({ run }) => (run?.stage === 'promptAnswered' ? 'prompted' : 'issued'),
      by: [{ task: 'REVIEW' }],
      fields: [ASKED.why],
    },
    pass: {
      label: '督办办结',
      did: '督办办结',
      from: ['toReview', 'promptAnswered'],
      to: 'closed',
      by: [{ task: 'REVIEW' }],
      fields: [ASKED.opinion],
      guards: [
        ({ order, actor, run }) =>
          [order?.handlerId, run?.values.answeredBy].includes(actor.personId)
            ? refuse('JUDGES_OWN', { label: '督办办结' })
            : null,
      ],
      link: '督办',
    },
  },
  clocks: [
    {
      milestone: 'handle',
      label: '回督办',
      stages: ['issued', 'prompted'],
      due: { amount: 3, unit: 'workday' },
      cards: true,
    },
    {
      milestone: 'review',
      label: '审督办',
      stages: ['returnAsked', 'toReview', 'promptAnswered'],
      due: { amount: 1, unit: 'workday' },
    },
  ],
});
