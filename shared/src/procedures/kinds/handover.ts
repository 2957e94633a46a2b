import { defineKind, type Guard, refuse, type StepContext } from '../model.ts';
import { ASKED, RETURN_REASONS } from '../texts.ts';
import { notBound } from './return.ts';

/** After two refused offers the leader in charge names the lead. */
const OFFERS = 2;

const notToItself: Guard = ({ order, form }) =>
  form.toUnitId === order?.leadUnitId ? refuse('UNIT_IS_LEAD') : null;

const offersLeft: Guard = ({ order }) =>
  (order?.offersRefused ?? 0) < OFFERS ? null : refuse('OFFERS_USED_UP', { limit: OFFERS });

const refusedSoFar = ({ order }: StepContext) => (order?.offersRefused ?? 0) + 1;

/** 转办: an offer, never a push. Whoever has the order stays responsible until another unit accepts (M57, M68, R2). */
export const handover = defineKind({
  label: '转办确认',
  rank: 60,
  link: '交办',
  home: 'order',
  from: ['IN_PROGRESS'],
  once: 'home',
  excludes: ['return', 'suspension'],
  endedBy: ['reply'],
  open: {
    label: '转办',
    did: '提出转办',
    to: 'offered',
    by: [{ permission: 'order:sign', relation: 'lead' }],
    fields: [
      { ...ASKED.unit, name: 'toUnitId', label: '转给谁' },
      { name: 'reasonCode', label: '转办原因', kind: 'choice', required: true, options: RETURN_REASONS },
      ASKED.ground,
    ],
    guards: [notBound, notToItself, offersLeft],
  },
  stages: {
    offered: {
      label: '转办确认',
      tasks: [
        {
          role: 'ANSWER',
          label: '接不接转办',
          unit: { field: 'toUnitId' },
          permission: 'order:sign',
          notOpener: true,
        },
      ],
    },
    deciding: {
      label: '转办待领导定',
      counts: 'offersRefused',
      tasks: [{ role: 'DECIDE', label: '定牵头单位', unit: 'office', permission: 'order:decide' }],
    },
    accepted: { label: '已接收', ends: 'ACCEPTED', tellsOpener: { phrase: '已同意', thing: '转办已接收' } },
    refused: {
      label: '未接收',
      ends: 'REFUSED',
      counts: 'offersRefused',
      tellsOpener: { phrase: '未同意', thing: '对方未接收,仍由本单位办理' },
    },
    lapsed: {
      label: '逾期未答',
      ends: 'LAPSED',
      tellsOpener: { phrase: '未答复', thing: '对方逾期未答,仍由本单位办理' },
    },
    takenBack: { label: '已撤回转办', ends: 'TAKEN_BACK' },
    decided: {
      label: '领导已指定',
      ends: 'DECIDED',
      tellsOpener: { phrase: '已指定', thing: '领导已指定牵头单位' },
    },
  },
  steps: {
    accept: {
      label: '接收',
      did: '接收了转办',
      from: ['offered'],
      to: 'accepted',
      by: [{ task: 'ANSWER' }],
      fields: [ASKED.opinion],
      link: '交办',
      effects: ({ values, order }) => [
        { act: 'handOver', form: { leadUnitId: values.toUnitId } },
        // 首问负责: the first unit goes on reading and being asked to the end.
        ...(order?.firstUnitId == null || order.firstUnitId === values.toUnitId
          ? []
          : [{ open: 'follow' as const, form: { unitId: order.firstUnitId } }]),
      ],
    },
    refuse: {
      label: '不接收',
      did: '没有接收转办',
      from: ['offered'],
      to: (context) => (refusedSoFar(context) >= OFFERS ? 'deciding' : 'refused'),
      by: [{ task: 'ANSWER' }],
      fields: [ASKED.ground],
    },
    takeBack: {
      label: '撤回转办',
      did: '撤回了转办',
      from: ['offered'],
      to: 'takenBack',
      by: ['opener'],
      fields: [],
    },
    lapse: {
      label: '逾期未答',
      did: '逾期没有答复转办',
      from: ['offered'],
      to: 'lapsed',
      by: ['system'],
      fields: [],
    },
    decide: {
      label: '定牵头单位',
      did: '定了牵头单位',
      from: ['deciding'],
      to: 'decided',
      by: [{ task: 'DECIDE' }],
      fields: [
        { ...ASKED.unit, name: 'leadUnitId', label: '牵头单位' },
        { name: 'unitIds', label: '协办单位', kind: 'units', max: 6 },
        { name: 'untilDay', label: '办到哪天', kind: 'day' },
        ASKED.why,
      ],
      link: '交办',
      effects: ({ form, order }) => [
        { act: 'assign', form: { leadUnitId: form.leadUnitId, reason: form.opinion } },
        ...(typeof form.untilDay === 'string'
          ? [
              {
                act: 'moveDue' as const,
                form: { milestone: 'handle', scope: 'INNER', toDay: form.untilDay, rule: '领导指定' },
              },
            ]
          : []),
        ...((form.unitIds ?? []) as string[]).map((unitId) => ({
          open: 'cohandle' as const,
          form: { unitId, part: String(form.opinion) },
        })),
        ...(order?.firstUnitId == null || order.firstUnitId === form.leadUnitId
          ? []
          : [{ open: 'follow' as const, form: { unitId: order.firstUnitId } }]),
      ],
    },
  },
  clocks: [
    {
      milestone: 'answer',
      label: '答复转办',
      stages: ['offered'],
      due: { amount: 4, unit: 'hour' },
      atDue: 'lapse',
    },
    { milestone: 'decide', label: '定牵头单位', stages: ['deciding'], due: { amount: 4, unit: 'hour' } },
  ],
});
