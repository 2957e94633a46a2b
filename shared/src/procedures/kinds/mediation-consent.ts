import { refuse, type Step } from '../model.ts';
import { ASKED } from '../texts.ts';
import { noConflict, runsAgain } from './mediation-rules.ts';

/** How each side says yes or no, itself or through the mediator; silence is no consent. */
export const CONSENT_STEPS = {
  consent: {
    label: '我同意调解',
    meaning:
      '请第三方和您、对方坐下来商量。要双方都同意才开始;调解期间办理时限暂停。开始后您仍可以随时不同意,改为照常办理。',
    did: '诉求人同意调解',
    from: ['consenting', 'half'],
    to: ({ run }) => (run?.values.other === 'YES' ? 'agreed' : 'half'),
    by: [{ permission: 'order:file', relation: 'self' }],
    fields: [],
    guards: [({ run }) => (run?.values.filer === 'YES' ? refuse('CONSENT_TWICE') : null)],
    sets: () => ({ filer: 'YES' }),
    effects: ({ run }) => (run?.values.other === 'YES' ? [{ act: 'pause', form: { why: '调解' } }] : []),
    resident: { phrase: '已同意', thing: '您已同意调解', sentence: '您同意调解' },
  },
  recordConsent: {
    label: '登记同意',
    did: '登记了一方同意',
    from: ['consenting', 'half'],
    to: ({ run, form }) =>
      (form.party === 'FILER' ? run?.values.other : run?.values.filer) === 'YES' ? 'agreed' : 'half',
    by: [{ task: 'MEDIATOR' }],
    fields: [
      {
        name: 'party',
        label: '哪一方',
        kind: 'choice',
        required: true,
        options: { FILER: '诉求人', OTHER: '对方' },
      },
      {
        name: 'how',
        label: '怎样同意的',
        kind: 'text',
        required: true,
        min: 4,
        max: 200,
        layer: 'INTERNAL',
      },
      { name: 'photos', label: '书面同意的照片', kind: 'photos', max: 3, purpose: 'ADD' },
    ],
    guards: [
      noConflict,
      ({ run, form }) =>
        run?.values[form.party === 'FILER' ? 'filer' : 'other'] === 'YES' ? refuse('CONSENT_TWICE') : null,
    ],
    sets: ({ form }) => (form.party === 'FILER' ? { filer: 'YES' } : { other: 'YES' }),
    effects: ({ run, form }) =>
      (form.party === 'FILER' ? run?.values.other : run?.values.filer) === 'YES'
        ? [{ act: 'pause', form: { why: '调解' } }]
        : [],
    resident: { phrase: '同意调解', thing: '{party}已同意调解', sentence: '{unit}登记了{party}同意调解' },
  },
  decline: {
    label: '我不同意调解',
    meaning: '不调解,按原来的办法继续办理,答复日期照旧,对您没有任何影响。',
    did: '诉求人不同意调解',
    from: ['consenting', 'half', 'agreed'],
    to: 'refused',
    by: [{ permission: 'order:file', relation: 'self' }],
    fields: [],
    effects: runsAgain('一方不同意调解'),
    resident: {
      phrase: '不再调解',
      thing: '您不同意调解,照常办理',
      sentence: '您不同意调解,照常办理,{date}前答复您',
    },
  },
  recordRefusal: {
    label: '登记不同意',
    did: '登记了一方不同意调解',
    from: ['consenting', 'half', 'agreed'],
    to: 'refused',
    by: [{ task: 'MEDIATOR' }],
    fields: [ASKED.why],
    effects: runsAgain('一方不同意调解'),
    resident: {
      phrase: '不再调解',
      thing: '有一方不同意,照常办理',
      sentence: '有一方不同意调解,照常办理,{date}前答复您',
    },
  },
  lapse: {
    label: '逾期未同意',
    did: '等候同意已到期',
    from: ['consenting', 'half'],
    to: 'refused',
    by: ['system'],
    fields: [],
    resident: {
      phrase: '不再调解',
      thing: '没有等到双方同意,照常办理',
      sentence: '没有等到双方同意,照常办理,{date}前答复您',
    },
  },
} as const satisfies Record<string, Step>;
