import { formatLocal } from '../../time.ts';
import { defineKind, refuse, type StepContext } from '../model.ts';
import { ASKED } from '../texts.ts';

/** What of an order is scored, by the name of the figure it counts in. */
export const SCORED = {
  solved: '解决率',
  satisfied: '满意率',
  on_time: '按期办结率',
  contacted: '先行联系率',
  returned: '退回率',
} as const;

/** The value as it was scored, before anybody judged. */
function firstValue({ order, values, clocks }: StepContext): string {
  switch (values.figure) {
    case 'solved':
      return order?.finalSolved ?? 'NONE';
    case 'satisfied':
      return order?.finalResult ?? 'NONE';
    case 'returned':
      return String(order?.returns ?? 0);
    default: {
      const milestone = values.figure === 'on_time' ? 'handle' : 'contact';
      const isLate = clocks.some(
        (clock) => clock.milestone === milestone && clock.dueAt !== null && clock.late === true,
      );
      return isLate ? 'LATE' : 'ON_TIME';
    }
  }
}

/** Within so many workdays after the order was closed, when its score stands. */
function inWindow({ order, limits, until, now }: StepContext) {
  const days = limits.amounts?.days ?? 0;
  const due = order?.closedAt == null ? null : (until?.(order.closedAt, days, 'workday') ?? null);
  return due === null || now <= due ? null : refuse('APPEAL_TOO_LATE', { days, due: formatLocal(due) });
}

/** Who gave the score does not judge the appeal against it. */
const notTheScorer = ({ scorers, actor }: StepContext) =>
  scorers?.includes(actor.personId) ? refuse('JUDGES_SCORE') : null;

/** 考核申诉: a unit against one score; the first value stays beside the final one (R14, M33). */
export const appeal = defineKind({
  label: '申诉中',
  rank: 3,
  link: '申诉',
  home: 'order',
  from: ['CLOSED', 'ARCHIVED'],
  once: 'unit',
  onceField: 'scoreKey',
  endedBy: 'survives',
  limits: { amounts: { days: 2 } },
  scores: true,
  open: {
    label: '考核申诉',
    did: '对考核提出申诉',
    to: 'asked',
    by: [{ permission: 'order:reply', relation: 'lead' }],
    fields: [
      { name: 'figure', label: '对哪一项', kind: 'choice', required: true, options: SCORED },
      ASKED.ground,
      { ...ASKED.photos, label: '证据' },
    ],
    guards: [
      inWindow,
      ({ earlier, form, actor }) =>
        earlier.some((run) => run.values.figure === form.figure && run.openerUnitId === actor.unitId)
          ? refuse('APPEALED_BEFORE', { figure: SCORED[form.figure as keyof typeof SCORED] ?? '' })
          : null,
    ],
    sets: (context) => ({
      first: firstValue(context),
      scoreKey: `${String(context.values.figure)}:${context.actor.unitId ?? ''}`,
    }),
  },
  stages: {
    asked: {
      label: '申诉待定',
      tasks: [
        { role: 'JUDGE', label: '定申诉', unit: 'office', permission: 'order:decide', notOpener: true },
      ],
    },
    upheld: {
      label: '申诉成立',
      ends: 'UPHELD',
      tellsOpener: { phrase: '申诉成立', thing: '这一项不计入考核' },
    },
    refused: {
      label: '申诉不成立',
      ends: 'REFUSED',
      tellsOpener: { phrase: '申诉不成立', thing: '这一项按原分计入考核' },
    },
  },
  steps: {
    uphold: {
      label: '申诉成立',
      did: '认定申诉成立',
      from: ['asked'],
      to: 'upheld',
      by: [{ task: 'JUDGE' }],
      fields: [ASKED.why],
      guards: [notTheScorer],
      sets: () => ({ final: 'EXCLUDED' }),
      effects: ({ values }) => [{ act: 'exclude', form: { figures: [values.figure], reasonCode: 'APPEAL' } }],
    },
    refuse: {
      label: '申诉不成立',
      did: '认定申诉不成立',
      from: ['asked'],
      to: 'refused',
      by: [{ task: 'JUDGE' }],
      fields: [ASKED.why],
      guards: [notTheScorer],
      sets: ({ values }) => ({ final: values.first }),
    },
  },
  clocks: [{ milestone: 'judge', label: '定申诉', stages: ['asked'], due: { amount: 5, unit: 'workday' } }],
});
