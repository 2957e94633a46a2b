import { defineKind, refuse } from '../model.ts';
import { ASKED } from '../texts.ts';

/** 协办: a supporting unit does its part, by its own due time, with its own evidence (M07, M30, M67). */
export const cohandle = defineKind({
  label: '协办中',
  rank: 10,
  link: '协办',
  home: 'order',
  from: ['DISPATCHED', 'IN_PROGRESS'],
  once: 'unit',
  onceField: 'unitId',
  endedBy: 'terminal',
  open: {
    label: '请单位协办',
    did: '请单位协办',
    to: 'asked',
    by: [
      { permission: 'order:dispatch', relation: 'office' },
      { permission: 'order:decide', relation: 'office' },
      { permission: 'order:handle', relation: 'lead' },
    ],
    fields: [
      { ...ASKED.unit, label: '协办单位' },
      {
        name: 'part',
        label: '请其办什么',
        kind: 'text',
        required: true,
        min: 4,
        max: 300,
        layer: 'INTERNAL',
      },
    ],
    guards: [
      ({ order, form }) =>
        order !== null && form.unitId === order.leadUnitId ? refuse('UNIT_IS_LEAD') : null,
    ],
    link: '协办',
    resident: {
      phrase: '协办',
      thing: '{other}协助办理',
      sentence: '{lead}请{other}协助办理',
    },
  },
  stages: {
    asked: {
      label: '协办中',
      blocks: ['reply'],
      tasks: [{ role: 'SUPPORT', label: '协办', unit: { field: 'unitId' }, permission: 'order:handle' }],
    },
    answered: {
      label: '待主办确认',
      blocks: ['reply'],
      tasks: [{ role: 'CHECK', label: '确认协办', unit: 'lead', permission: 'order:handle' }],
    },
    disputed: {
      label: '待热线办定',
      blocks: ['reply'],
      tasks: [{ role: 'RULE', label: '裁定协办', unit: 'office', permission: 'order:dispatch' }],
    },
    done: { label: '协办完成', ends: 'DONE' },
    released: {
      label: '不再协办',
      ends: 'RELEASED',
      tellsOpener: { phrase: '免予协办', thing: '该单位不再协办' },
    },
  },
  steps: {
    finish: {
      label: '协办完成',
      did: '完成了协办',
      from: ['asked'],
      to: 'answered',
      by: [{ task: 'SUPPORT' }],
      fields: [
        {
          name: 'result',
          label: '办了什么',
          kind: 'text',
          required: true,
          min: 6,
          max: 500,
          layer: 'INTERNAL',
        },
        { name: 'photos', label: '办理后照片', kind: 'photos', max: 6, purpose: 'AFTER' },
      ],
      link: '协办',
    },
    decline: {
      label: '不应由我协办',
      did: '不同意协办',
      from: ['asked'],
      to: 'disputed',
      by: [{ task: 'SUPPORT' }],
      fields: [ASKED.ground],
    },
    take: {
      label: '认可',
      did: '认可了协办结果',
      from: ['answered'],
      to: 'done',
      by: [{ task: 'CHECK' }, { permission: 'order:dispatch', relation: 'office' }],
      fields: [ASKED.opinion],
      link: '协办',
    },
    sendBack: {
      label: '请再办',
      did: '请协办单位再办',
      from: ['answered'],
      to: 'asked',
      by: [{ task: 'CHECK' }],
      fields: [ASKED.why],
    },
    insist: {
      label: '仍须协办',
      did: '裁定仍须协办',
      from: ['disputed'],
      to: 'asked',
      by: [{ task: 'RULE' }],
      fields: [ASKED.why],
    },
    release: {
      label: '免予协办',
      did: '免去协办',
      from: ['asked', 'disputed'],
      to: 'released',
      by: [{ task: 'RULE' }, { permission: 'order:dispatch', relation: 'office' }],
      fields: [ASKED.opinion],
    },
  },
  clocks: [
    {
      milestone: 'support',
      label: '协办',
      stages: ['asked'],
      due: { amount: 3, unit: 'workday' },
      within: 'handle',
    },
  ],
});
