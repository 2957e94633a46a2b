import { defineKind, notPast } from '../model.ts';
import { ASKED } from '../texts.ts';
import { CONSENT_STEPS } from './mediation-consent.ts';
import { FIT_CHECKS, FREE, fits, noConflict, runsAgain } from './mediation-rules.ts';

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
    ...CONSENT_STEPS,
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
