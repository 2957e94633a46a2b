import { formatDue } from '../../clocks/index.ts';
import { defineKind, type Guard, refuse, type StepContext } from '../model.ts';
import { ASKED, RETURN_REASONS } from '../texts.ts';

/** The window of the turn the asking unit is in. */
function windowOf({ clocks, order }: StepContext) {
  return clocks.find((clock) => clock.milestone === 'return_window' && clock.subjectId === order?.turnId);
}

/** R1: inside the window only; past it the unit is the one responsible. */
const windowOpen: Guard = (context) => {
  const window = windowOf(context);
  if (window?.dueAt == null || window.dueDay === null || context.now <= window.dueAt) return null;
  return refuse('RETURN_TOO_LATE', { due: formatDue({ dueAt: window.dueAt, dueDay: window.dueDay }) });
};

/** Named by a leader, a unit neither returns nor hands over. */
export const notBound: Guard = ({ order }) => (order?.bound ? refuse('LEAD_BOUND') : null);

/** A refused return is final for the unit that asked. */
const notRefusedBefore: Guard = ({ earlier, order }) =>
  earlier.some((run) => run.outcome === 'REFUSED' && run.openerUnitId === order?.leadUnitId)
    ? refuse('RETURN_REFUSED_BEFORE')
    : null;

/** 退单: a unit gives an order back, with ground, inside its window (M29, R1). The clock runs on. */
export const returnKind = defineKind({
  label: '退单审核',
  rank: 90,
  link: '交办',
  home: 'order',
  from: ['DISPATCHED', 'IN_PROGRESS'],
  once: 'home',
  excludes: ['handover', 'extension', 'suspension', 'mediation'],
  endedBy: 'terminal',
  open: {
    label: '退单',
    did: '申请退单',
    // The office judges the first return of an order; from the second on the leader in charge does.
    to: ({ order }) => ((order?.returns ?? 0) === 0 ? 'asked' : 'raised'),
    by: [{ permission: 'order:sign', relation: 'lead' }],
    fields: [
      { name: 'reasonCode', label: '退单原因', kind: 'choice', required: true, options: RETURN_REASONS },
      ASKED.ground,
      { name: 'suggestedUnitId', label: '建议由谁办', kind: 'unit' },
    ],
    guards: [notBound, windowOpen, notRefusedBefore],
    records: { RETURN_TOO_LATE: 'lateReturn' },
  },
  stages: {
    asked: {
      label: '退单审核',
      blocks: ['reply'],
      tasks: [
        { role: 'JUDGE', label: '审退单', unit: 'office', permission: 'order:dispatch', notOpener: true },
      ],
    },
    raised: {
      label: '退单待领导定',
      blocks: ['reply'],
      tasks: [
        { role: 'LEADER', label: '定承办单位', unit: 'office', permission: 'order:decide', notOpener: true },
      ],
    },
    accepted: { label: '同意退单', ends: 'ACCEPTED', tellsOpener: { phrase: '已同意', thing: '退单已同意' } },
    refused: {
      label: '不同意退单',
      ends: 'REFUSED',
      tellsOpener: { phrase: '未同意', thing: '退单未同意,请继续办理' },
    },
    assigned: {
      label: '领导已指定',
      ends: 'ASSIGNED',
      tellsOpener: { phrase: '已指定', thing: '领导已指定承办单位' },
    },
  },
  steps: {
    accept: {
      label: '同意退单',
      did: '同意退单',
      from: ['asked'],
      to: 'accepted',
      by: [{ task: 'JUDGE' }],
      fields: [ASKED.opinion],
      link: '交办',
      effects: ({ values }) => [{ act: 'unassign', form: { via: 'RETURN', reasonCode: values.reasonCode } }],
    },
    refuse: {
      label: '不同意',
      did: '不同意退单',
      from: ['asked', 'raised'],
      to: 'refused',
      by: [{ task: 'JUDGE' }, { task: 'LEADER' }],
      fields: [ASKED.why],
      link: '交办',
    },
    assign: {
      label: '指定承办单位',
      did: '指定了承办单位',
      from: ['raised'],
      to: 'assigned',
      by: [{ task: 'LEADER' }],
      fields: [{ ...ASKED.unit, name: 'leadUnitId', label: '承办单位' }, ASKED.why],
      link: '交办',
      effects: ({ form }) => [{ act: 'assign', form: { leadUnitId: form.leadUnitId, reason: form.opinion } }],
    },
  },
  clocks: [
    {
      milestone: 'judge',
      label: '审退单',
      stages: ['asked', 'raised'],
      due: { amount: 4, unit: 'hour' },
    },
  ],
});
