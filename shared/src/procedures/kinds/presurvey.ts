import { defineKind } from '../model.ts';
import { ASKED } from '../texts.ts';

export const FOUND = {
  CLEAR: '情况属实,按此派单',
  NOT_AS_TOLD: '与反映的不一样',
  OUTSIDE_DUTY: '不属本街道职责',
} as const;

/** 初步调查: somebody looks at the place before the order is handed out (M74). */
export const presurvey = defineKind({
  label: '初步调查',
  rank: 55,
  home: 'order',
  from: ['ACCEPTED'],
  once: 'home',
  endedBy: 'terminal',
  open: {
    label: '先去看看',
    did: '请人先到现场调查',
    to: 'asked',
    by: [{ permission: 'order:dispatch', relation: 'office' }, 'system'],
    fields: [
      { ...ASKED.unit, label: '请谁去看' },
      {
        name: 'question',
        label: '看什么',
        kind: 'text',
        required: true,
        min: 4,
        max: 300,
        layer: 'INTERNAL',
      },
    ],
    resident: {
      phrase: '先去看看',
      thing: '{other}先到现场查看',
      sentence: '{office}请{other}先到现场查看,再派给承办单位',
    },
  },
  stages: {
    asked: {
      label: '初步调查',
      blocks: ['dispatch'],
      tasks: [{ role: 'SURVEYOR', label: '现场调查', unit: { field: 'unitId' }, permission: 'order:handle' }],
    },
    found: { label: '已调查', ends: 'FOUND', tellsOpener: { phrase: '已调查', thing: '调查有结果,请派单' } },
    calledOff: { label: '不必调查', ends: 'CALLED_OFF' },
  },
  steps: {
    report: {
      label: '报告调查结果',
      did: '报告了调查结果',
      from: ['asked'],
      to: 'found',
      by: [{ task: 'SURVEYOR' }],
      fields: [
        { name: 'found', label: '看到什么', kind: 'choice', required: true, options: FOUND },
        {
          name: 'result',
          label: '具体情况',
          kind: 'text',
          required: true,
          min: 6,
          max: 1000,
          layer: 'INTERNAL',
        },
        { name: 'photos', label: '现场照片', kind: 'photos', max: 6, purpose: 'BEFORE' },
      ],
      resident: {
        phrase: '已看现场',
        thing: '{unit}已到现场查看',
        sentence: '{unit}已到现场查看,{date}前派给承办单位',
      },
    },
    callOff: {
      label: '不必调查了',
      did: '取消了调查',
      from: ['asked'],
      to: 'calledOff',
      by: [{ permission: 'order:dispatch', relation: 'office' }],
      fields: [ASKED.opinion],
    },
  },
  clocks: [{ milestone: 'survey', label: '现场调查', stages: ['asked'], due: { amount: 4, unit: 'hour' } }],
});
