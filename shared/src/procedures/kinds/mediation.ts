import { defineKind, type Effect, type Guard, notPast, refuse, type StepContext } from '../model.ts';
import { ASKED } from '../texts.ts';

/** R12: what must hold before a matter may be mediated. 是 everywhere, or it does not fit. */
export const FIT_CHECKS = {
  PRIVATE: '属于居民之间、居民与单位之间的民事纠纷,或其他可以调解的事项',
  NOT_RESERVED: '不属于法律规定只能由专门机关处理的事项',
  NOT_PENDING: '没有正在诉讼、仲裁、复议、检察监督或公安办理',
  NOT_FORBIDDEN: '没有法律、法规禁止调解的情形',
} as const;

const fits: Guard = ({ form }) => {
  const answers = (form.fit ?? {}) as Record<string, string>;
  const misfit = Object.entries(FIT_CHECKS).find(([code]) => answers[code] !== 'YES');
  return misfit === undefined ? null : refuse('NOT_MEDIABLE', { reason: misfit[1] });
};

/** M17: who works where the matter lies, is a party to it or handles it, does not mediate it. */
const noConflict: Guard = ({ order, actor, form }) => {
  const isOf = (unitId: string | null) => unitId !== null && actor.unitIds?.includes(unitId) === true;
  if (isOf(order?.gridId ?? null)) return conflict('您就在这个网格');
  if (order?.filerId === actor.personId) return conflict('您是当事一方');
  if (order?.handlerId === actor.personId) return conflict('您是这件的经办人');
  // Where a mediator lives nobody has written down: he says it himself, at every step that binds.
  return form.free === false ? conflict('您与当事人同住一栋楼或有利害关系') : null;
};
const conflict = (reason: string) => refuse('CONFLICT_OF_INTEREST', { reason });
const FREE = {
  name: 'free',
  label: '我与双方不住同一栋楼,没有亲属或利害关系',
  kind: 'flag',
  required: true,
} as const;

/** The inner clock stands still only once both have consented; before that there is nothing to set going again. */
const runsAgain =
  (why: string) =>
  ({ run }: StepContext): Effect[] =>
    run?.stage === 'agreed' ? [{ act: 'resume', form: { why } }] : [];

/** 调解: both consent first, and only then the inner clock stands still (M15–M18, R12). */
export const mediation = defineKind({
  label: '调解中',
  rank: 50,
  home: 'order',
  from: ['ACCEPTED', 'IN_PROGRESS'],
  once: 'home',
  excludes: ['return', 'suspension', 'mediationFit'],
  endedBy: 'terminal',
  open: {
    label: '转调解',
    did: '提请调解',
    to: 'consenting',
    by: [
      { permission: 'order:dispatch', relation: 'office' },
      { permission: 'order:handle', relation: 'lead' },
      'system',
    ],
    fields: [
      { name: 'fit', label: '适宜调解的条件', kind: 'checks', required: true, items: FIT_CHECKS },
      { ...ASKED.unit, name: 'pointId', label: '调解点', of: ['MEDIATION_POINT'] },
      {
        name: 'otherParty',
        label: '对方是谁',
        kind: 'text',
        required: true,
        min: 2,
        max: 100,
        layer: 'INTERNAL',
      },
    ],
    guards: [fits],
    resident: {
      phrase: '请您同意',
      thing: '拟由{other}调解,请您确认',
      sentence: '拟请{other}调解,请在{by}前答复;双方都同意才开始,调解期间答复日期顺延,您不同意不影响办理',
    },
  },
  stages: {
    consenting: {
      label: '等双方同意',
      blocks: ['dispatch', 'answer'],
      tasks: [{ role: 'MEDIATOR', label: '调解', unit: { field: 'pointId' }, permission: 'order:mediate' }],
    },
    // One of two has consented; which one is in the values.
    half: {
      label: '等另一方同意',
      blocks: ['dispatch', 'answer'],
      tasks: [{ role: 'MEDIATOR', label: '调解', unit: { field: 'pointId' }, permission: 'order:mediate' }],
    },
    agreed: {
      label: '调解中',
      blocks: ['dispatch', 'answer', 'reply'],
      pauses: true,
      tasks: [{ role: 'MEDIATOR', label: '调解', unit: { field: 'pointId' }, permission: 'order:mediate' }],
    },
    performing: {
      label: '等履行',
      tasks: [
        { role: 'FOLLOW_UP', label: '查履行', unit: { field: 'pointId' }, permission: 'order:mediate' },
      ],
    },
    refused: {
      label: '有一方不同意',
      ends: 'REFUSED',
      tellsOpener: { phrase: '不调解', thing: '有一方不同意,请正常办理' },
    },
    failed: {
      label: '调解不成',
      ends: 'FAILED',
      tellsOpener: { phrase: '调解不成', thing: '调解不成,请正常办理' },
    },
    settled: { label: '已履行', ends: 'SETTLED', tellsOpener: { phrase: '已履行', thing: '调解协议已履行' } },
    broken: {
      label: '未履行',
      ends: 'BROKEN',
      tellsOpener: { phrase: '未履行', thing: '协议未履行,请正常办理' },
    },
  },
  steps: {
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
    session: {
      label: '记一次调解',
      did: '主持了一次调解',
      from: ['agreed'],
      to: 'agreed',
      keeps: true,
      by: [{ task: 'MEDIATOR' }],
      fields: [
        { name: 'heldOn', label: '哪天', kind: 'day', required: true },
        {
          ...ASKED.unit,
          name: 'placeId',
          label: '在哪里',
          required: false,
          of: ['MEDIATION_POINT', 'SERVICE_POINT'],
        },
        ASKED.minutes,
        FREE,
      ],
      guards: [noConflict],
      resident: { phrase: '已调解', thing: '{unit}主持了一次调解', sentence: '{unit}主持了一次调解' },
    },
    settle: {
      label: '达成协议',
      did: '促成了协议',
      from: ['agreed'],
      to: 'performing',
      by: [{ task: 'MEDIATOR' }],
      fields: [
        {
          name: 'agreement',
          label: '协议内容',
          kind: 'text',
          required: true,
          min: 10,
          max: 2000,
          layer: 'PUBLIC',
          hint: '双方都会看到;不写门牌、电话、证件号',
        },
        { name: 'performBy', label: '哪天前履行', kind: 'day', required: true },
        FREE,
        { name: 'photos', label: '签字的协议', kind: 'photos', max: 3, purpose: 'ADD' },
      ],
      guards: [noConflict, notPast('performBy', '哪天前履行')],
      effects: runsAgain('达成协议'),
      resident: {
        phrase: '已达成',
        thing: '协议约定{day}前履行',
        sentence: '在{unit}调解下达成协议,约定{day}前履行:{agreement}',
      },
    },
    fail: {
      label: '调解不成',
      did: '登记调解不成',
      from: ['agreed'],
      to: 'failed',
      by: [{ task: 'MEDIATOR' }],
      fields: [ASKED.why],
      effects: runsAgain('调解不成'),
      resident: {
        phrase: '调解不成',
        thing: '照常办理,{date}前答复',
        sentence: '这次没有调解成,照常办理,{date}前答复您',
      },
    },
    performed: {
      label: '已履行',
      did: '核实协议已履行',
      from: ['performing'],
      to: 'settled',
      by: [{ task: 'FOLLOW_UP' }],
      fields: [ASKED.opinion],
      resident: { phrase: '已履行', thing: '调解协议已履行', sentence: '{unit}核实协议已履行' },
    },
    notPerformed: {
      label: '未履行',
      did: '核实协议未履行',
      from: ['performing'],
      to: 'broken',
      by: [{ task: 'FOLLOW_UP' }],
      fields: [ASKED.why],
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
  },
  clocks: [
    {
      milestone: 'consent',
      label: '双方同意',
      stages: ['consenting', 'half'],
      due: { amount: 2, unit: 'workday' },
      atDue: 'lapse',
    },
    { milestone: 'session', label: '调解', stages: ['agreed'], due: { amount: 10, unit: 'workday' } },
    { milestone: 'performance', label: '履行', stages: ['performing'], due: { dayField: 'performBy' } },
  ],
});
