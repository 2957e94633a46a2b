import { CONTACT_WAYS } from '../../orders/fields.ts';
import { defineKind, type Guard, refuse } from '../model.ts';
import { ASKED } from '../texts.ts';

export const UNREASONABLE = {
  NO_LAW: '没有法律、政策依据',
  IMPOSSIBLE: '客观上无法办到',
  REPEATED: '已依法答复,无新的事实理由',
  OTHERS_RIGHTS: '损害他人合法权益',
  COMMERCIAL: '属市场交易约定,应由当事人协商',
} as const;

/** Two persons agree, whatever roles they hold. */
const somebodyElse: Guard = ({ tasks, actor }) =>
  tasks.some(({ role, personId }) => role === 'JUDGE' && personId === actor.personId)
    ? refuse('JUDGES_OWN', { label: '复核同意' })
    : null;

/** 不合理诉求认定: leaves the solved and satisfied denominators after two persons agreed; it is still shown (R6). */
export const exclusion = defineKind({
  label: '认定审核',
  rank: 25,
  home: 'order',
  from: ['IN_PROGRESS', 'REPLIED', 'TO_VISIT', 'CLOSED'],
  once: 'home',
  endedBy: 'terminal',
  // Nobody objected as long as the street kept the matter: it stands.
  endsBy: { archive: 'stand' },
  open: {
    label: '申请认定不合理诉求',
    did: '申请认定为不合理诉求',
    to: 'asked',
    by: [{ permission: 'order:reply', relation: 'lead' }],
    fields: [
      { name: 'reasonCode', label: '属于哪一种', kind: 'choice', required: true, options: UNREASONABLE },
      ASKED.ground,
      { ...ASKED.photos, label: '证据' },
      { name: 'told', label: '怎样向诉求人解释的', kind: 'choice', required: true, options: CONTACT_WAYS },
    ],
  },
  stages: {
    asked: {
      label: '认定审核',
      tasks: [
        { role: 'JUDGE', label: '审认定', unit: 'office', permission: 'order:approve', notOpener: true },
      ],
    },
    seconded: {
      label: '认定复核',
      tasks: [
        { role: 'SECOND', label: '复核认定', unit: 'office', permission: 'order:decide', notOpener: true },
      ],
    },
    excluded: {
      // The resident may object as long as the street keeps the matter; until she does nobody owes anything.
      label: '已认定',
      tellsOpener: { phrase: '已同意', thing: '已认定,不计入考核' },
    },
    objected: {
      label: '认定有异议',
      tasks: [{ role: 'OBJECTION', label: '定异议', unit: 'office', permission: 'order:decide' }],
    },
    refused: {
      label: '不予认定',
      ends: 'REFUSED',
      tellsOpener: { phrase: '未同意', thing: '不予认定,计入考核' },
    },
    upheld: { label: '维持认定', ends: 'EXCLUDED' },
    withdrawn: {
      label: '撤销认定',
      ends: 'INCLUDED',
      tellsOpener: { phrase: '已撤销', thing: '认定撤销,计入考核' },
    },
  },
  steps: {
    agree: {
      label: '同意认定',
      did: '同意认定,送复核',
      from: ['asked'],
      to: 'seconded',
      by: [{ task: 'JUDGE' }],
      fields: [ASKED.opinion],
    },
    confirm: {
      label: '复核同意',
      did: '复核同意认定',
      from: ['seconded'],
      to: 'excluded',
      by: [{ task: 'SECOND' }],
      fields: [{ ...ASKED.publicReason, label: '给诉求人的依据' }],
      guards: [somebodyElse],
      link: '申诉',
      effects: ({ values }) => [
        { act: 'exclude', form: { figures: ['solved', 'satisfied'], reasonCode: values.reasonCode } },
      ],
      resident: {
        phrase: '认定结果',
        thing: '这件不计入考核,您可提出异议',
        sentence: '{office}认定这件诉求不计入考核:{publicReason}。办理结果不受影响;您不同意可以提出异议',
      },
    },
    refuse: {
      label: '不同意',
      did: '不同意认定',
      from: ['asked', 'seconded'],
      to: 'refused',
      by: [{ task: 'JUDGE' }, { task: 'SECOND' }],
      fields: [ASKED.why],
    },
    object: {
      label: '我有异议',
      meaning: '街道认定这件诉求不计入考核。您不同意的话,写下理由,街道领导会重新研判并答复您。',
      did: '诉求人对认定提出异议',
      from: ['excluded'],
      to: 'objected',
      by: [{ permission: 'order:file', relation: 'self' }],
      fields: [
        {
          name: 'objection',
          label: '为什么不同意',
          kind: 'text',
          required: true,
          min: 4,
          max: 500,
          layer: 'NARRATIVE',
        },
      ],
      link: '申诉',
      resident: {
        phrase: '已收到',
        thing: '您的异议已收到',
        sentence: '您对认定提出了异议,{office}研判后告诉您',
      },
    },
    uphold: {
      label: '维持认定',
      did: '维持认定',
      from: ['objected'],
      to: 'upheld',
      by: [{ task: 'OBJECTION' }],
      fields: [{ ...ASKED.publicReason, label: '给诉求人的说明' }],
      resident: {
        phrase: '维持认定',
        thing: '请看{office}的说明',
        sentence: '{office}研判后维持认定:{publicReason}',
      },
    },
    stand: {
      label: '期满无异议',
      did: '归档时没有异议,认定有效',
      from: ['excluded'],
      to: 'upheld',
      by: ['system'],
      fields: [],
    },
    overturn: {
      label: '撤销认定',
      did: '撤销认定',
      from: ['objected'],
      to: 'withdrawn',
      by: [{ task: 'OBJECTION' }],
      fields: [{ ...ASKED.publicReason, label: '给诉求人的说明' }],
      effects: () => [{ act: 'include', form: { figures: ['solved', 'satisfied'] } }],
      resident: {
        phrase: '撤销认定',
        thing: '您的异议成立',
        sentence: '您的异议成立,{office}已撤销认定:{publicReason}',
      },
    },
  },
  clocks: [
    {
      milestone: 'judge',
      label: '审认定',
      stages: ['asked', 'seconded'],
      due: { amount: 3, unit: 'workday' },
    },
    { milestone: 'objection', label: '定异议', stages: ['objected'], due: { amount: 3, unit: 'workday' } },
  ],
});
