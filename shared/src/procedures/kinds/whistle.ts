import { defineKind, notPast } from '../model.ts';
import { ASKED } from '../texts.ts';

/** R11: when a street may call a unit from outside. */
export const WHISTLE_GROUNDS = {
  CANNOT_SOLVE: '居民反复反映,街道解决不了',
  NO_POWER: '街道没有执法权',
  EMERGENCY: '紧急情况',
} as const;
export const WHISTLE_LEVELS = { ORDINARY: '一般', HARD: '疑难(由主要领导吹哨)' } as const;
export const MARKS = { GOOD: '好', FAIR: '一般', POOR: '差' } as const;

/** 吹哨报到: a unit from outside the street is called, checks in on arrival and is marked by the street (M50). */
export const whistle = defineKind({
  label: '吹哨中',
  rank: 40,
  link: '协办',
  home: 'order',
  from: ['ACCEPTED', 'IN_PROGRESS'],
  once: 'unit',
  onceField: 'unitId',
  endedBy: 'terminal',
  open: {
    label: '吹哨',
    did: '提请吹哨',
    to: ({ form }) => (form.level === 'HARD' ? 'askedMain' : 'asked'),
    by: [
      { permission: 'order:dispatch', relation: 'office' },
      { permission: 'order:decide', relation: 'office' },
    ],
    fields: [
      { ...ASKED.unit, label: '吹哨给谁', of: ['EXTERNAL'] },
      { name: 'level', label: '程度', kind: 'choice', required: true, options: WHISTLE_LEVELS },
      { name: 'groundCode', label: '依据', kind: 'choice', required: true, options: WHISTLE_GROUNDS },
      { name: 'place', label: '到哪里', kind: 'text', required: true, min: 4, max: 100, layer: 'INTERNAL' },
      {
        name: 'what',
        label: '请其做什么',
        kind: 'text',
        required: true,
        min: 6,
        max: 500,
        layer: 'INTERNAL',
      },
    ],
  },
  stages: {
    asked: {
      label: '待领导吹哨',
      tasks: [{ role: 'LEADER', label: '同意吹哨', unit: 'office', permission: 'order:decide' }],
    },
    askedMain: {
      label: '待主要领导吹哨',
      tasks: [{ role: 'MAIN', label: '同意吹哨', unit: 'office', permission: 'order:decideMain' }],
    },
    blown: {
      label: '已吹哨',
      tasks: [{ role: 'CALLED', label: '报到', unit: { field: 'unitId' }, permission: 'order:sign' }],
    },
    signed: {
      label: '已应哨',
      tasks: [{ role: 'CALLED', label: '联系街道', unit: { field: 'unitId' }, permission: 'order:sign' }],
    },
    contacted: {
      label: '已联系',
      tasks: [{ role: 'CALLED', label: '到场报到', unit: { field: 'unitId' }, permission: 'order:sign' }],
    },
    arrived: {
      label: '已到场',
      tasks: [{ role: 'MINUTES', label: '记会办结果', unit: 'opener', permission: 'order:dispatch' }],
    },
    minuted: {
      label: '待评价',
      tasks: [{ role: 'MARK', label: '评价应哨单位', unit: 'opener', permission: 'order:dispatch' }],
    },
    refusedToCome: {
      label: '拒绝应哨',
      tasks: [{ role: 'RULE', label: '定是否应哨', unit: 'office', permission: 'order:decideMain' }],
    },
    rated: { label: '已评价', ends: 'RATED' },
    notBlown: {
      label: '未吹哨',
      ends: 'REFUSED',
      tellsOpener: { phrase: '未同意', thing: '领导未同意吹哨' },
    },
    released: {
      label: '免予应哨',
      ends: 'RELEASED',
      tellsOpener: { phrase: '免予应哨', thing: '该单位不必到场' },
    },
  },
  steps: {
    blow: {
      label: '同意吹哨',
      did: '吹哨',
      from: ['asked', 'askedMain'],
      to: 'blown',
      by: [{ task: 'LEADER' }, { task: 'MAIN' }],
      fields: [ASKED.opinion],
      link: '协办',
      resident: {
        phrase: '多部门办理',
        thing: '已请{other}到场',
        sentence: '{office}已请{other}到场一起处理',
      },
    },
    refuse: {
      label: '不同意吹哨',
      did: '不同意吹哨',
      from: ['asked', 'askedMain'],
      to: 'notBlown',
      by: [{ task: 'LEADER' }, { task: 'MAIN' }],
      fields: [ASKED.why],
    },
    sign: {
      label: '应哨',
      did: '应哨',
      from: ['blown'],
      to: 'signed',
      by: [{ task: 'CALLED' }],
      fields: [],
    },
    contact: {
      label: '已联系街道',
      did: '联系了街道',
      from: ['blown', 'signed'],
      to: 'contacted',
      by: [{ task: 'CALLED' }],
      fields: [
        {
          name: 'agreed',
          label: '约定什么',
          kind: 'text',
          required: true,
          min: 4,
          max: 300,
          layer: 'INTERNAL',
        },
        { name: 'meetOn', label: '约在哪天', kind: 'day', required: true },
      ],
      guards: [notPast('meetOn', '约在哪天')],
      resident: { phrase: '约定到场', thing: '{other}约定{day}到场', sentence: '{other}约定{day}到场' },
    },
    arrive: {
      label: '到场报到',
      did: '到场报到',
      from: ['blown', 'signed', 'contacted'],
      to: 'arrived',
      by: [{ task: 'CALLED' }],
      fields: [
        { name: 'point', label: '位置', kind: 'point', required: true },
        { name: 'photos', label: '现场照片', kind: 'photos', max: 3, purpose: 'ARRIVE' },
      ],
      sets: ({ distance }) => ({ distance: distance ?? null }),
      resident: { phrase: '已到现场', thing: '{other}已到现场', sentence: '{other}已到现场' },
    },
    decline: {
      label: '拒绝应哨',
      did: '拒绝应哨',
      from: ['blown', 'signed'],
      to: 'refusedToCome',
      by: [{ task: 'CALLED' }],
      fields: [ASKED.ground],
    },
    insist: {
      label: '仍须应哨',
      did: '定仍须应哨',
      from: ['refusedToCome'],
      to: 'blown',
      by: [{ task: 'RULE' }],
      fields: [ASKED.why],
    },
    release: {
      label: '免予应哨',
      did: '免予应哨',
      from: ['refusedToCome', 'blown'],
      to: 'released',
      by: [{ task: 'RULE' }, { permission: 'order:decide', relation: 'office' }],
      fields: [ASKED.why],
    },
    minutes: {
      label: '记会办结果',
      did: '记录了会办结果',
      from: ['arrived'],
      to: 'minuted',
      by: [{ task: 'MINUTES' }],
      fields: [ASKED.minutes, { name: 'helps', label: '请其继续协办', kind: 'flag' }],
      effects: ({ form, values }) =>
        form.helps === true
          ? [
              {
                open: 'cohandle',
                form: { unitId: values.unitId, part: String(form.minutes).slice(0, 300) },
                unlessOpen: true,
              },
            ]
          : [],
    },
    mark: {
      label: '评价',
      did: '评价了应哨单位',
      from: ['minuted'],
      to: 'rated',
      by: [{ task: 'MARK' }],
      fields: [
        { name: 'mark', label: '应哨情况', kind: 'choice', required: true, options: MARKS },
        ASKED.opinion,
      ],
    },
  },
  clocks: [
    { milestone: 'sign', label: '应哨', stages: ['blown'], due: { amount: 1, unit: 'hour' } },
    {
      milestone: 'contact',
      label: '联系街道',
      stages: ['blown', 'signed'],
      due: { amount: 24, unit: 'hour' },
    },
    {
      milestone: 'arrive',
      label: '到场',
      stages: ['blown', 'signed', 'contacted'],
      due: { amount: 3, unit: 'workday' },
      when: (values) => values.level !== 'HARD',
    },
    {
      milestone: 'arrive_hard',
      label: '到场',
      stages: ['blown', 'signed', 'contacted'],
      due: { amount: 5, unit: 'workday' },
      when: (values) => values.level === 'HARD',
    },
  ],
});
