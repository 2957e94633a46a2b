import { formatDue } from '../../clocks/index.ts';
import { CONTACT_WAYS } from '../../orders/fields.ts';
import { defineKind, type Guard, refuse, type StepContext } from '../model.ts';
import { ASKED } from '../texts.ts';

const DEFAULT_DAYS = 5;

export const LEVELS = { UNIT: '本街道审核', UPPER: '超出上级时限,报上级平台' } as const;

function handleClock({ clocks, order }: StepContext) {
  return clocks.find(
    (clock) => clock.milestone === 'handle' && clock.scope === 'INNER' && clock.cycle === order?.cycle,
  );
}

/** R4: asked at or before the due time of the clock it moves; the decision may come later. */
const askedInTime: Guard = (context) => {
  const clock = handleClock(context);
  if (clock?.dueAt == null || clock.dueDay === null || context.now <= clock.dueAt) return null;
  return refuse('EXTENSION_TOO_LATE', {
    due: formatDue({ dueAt: clock.dueAt, dueDay: clock.dueDay }),
  });
};

const notTooLong: Guard = ({ form, limits }) => {
  const most = limits.amounts?.days ?? DEFAULT_DAYS;
  return Number(form.days) <= most
    ? null
    : refuse('EXTENSION_TOO_LONG', { days: Number(form.days), limit: most });
};

/** A refused extension is final for that due time. */
const notRefusedForThisDue: Guard = (context) => {
  const due = handleClock(context)?.dueAt ?? null;
  const refused = context.earlier.some((run) => run.outcome === 'REFUSED' && run.values.dueAt === due);
  return refused ? refuse('EXTENSION_REFUSED_BEFORE') : null;
};

const moved = ({ run, values }: StepContext, scope: 'INNER' | 'OUTER') => ({
  act: 'moveDue' as const,
  form: {
    milestone: 'handle',
    scope,
    amount: values.days,
    unit: 'workday',
    askedAt: run?.openedAt,
    rule: '延期',
  },
});

/** 延期: more time, asked before the old due time and after telling the resident why (R4). */
export const extension = defineKind({
  label: '延期审核',
  rank: 70,
  home: 'order',
  from: ['IN_PROGRESS'],
  once: 'home',
  excludes: ['return'],
  endedBy: 'terminal',
  limits: { max: 2, amounts: { days: DEFAULT_DAYS } },
  open: {
    label: '申请延期',
    did: '申请延期',
    to: ({ form }) => (form.level === 'UPPER' ? 'upper' : 'asked'),
    by: [{ permission: 'order:reply', relation: 'lead' }],
    fields: [
      { name: 'days', label: '延长', kind: 'number', required: true, min: 1, max: 180, unit: '个工作日' },
      { name: 'level', label: '由谁审', kind: 'choice', required: true, options: LEVELS },
      { ...ASKED.publicReason, label: '为什么需要更多时间' },
      { name: 'told', label: '怎样告知诉求人的', kind: 'choice', required: true, options: CONTACT_WAYS },
    ],
    guards: [askedInTime, notTooLong, notRefusedForThisDue],
    bulk: true,
    sets: (context) => ({ dueAt: handleClock(context)?.dueAt ?? null }),
    resident: {
      phrase: '申请延期',
      thing: '{unit}申请延期,审核后告知',
      sentence: '{unit}申请延长 {days} 个工作日:{publicReason}。现在的答复日期仍是{date},审核结果会告诉您',
    },
  },
  stages: {
    asked: {
      label: '延期审核',
      tasks: [
        { role: 'JUDGE', label: '审延期', unit: 'office', permission: 'order:approve', notOpener: true },
      ],
    },
    upper: {
      label: '延期报上级',
      tasks: [
        { role: 'UPPER', label: '录上级批复', unit: 'office', permission: 'order:approve', notOpener: true },
      ],
    },
    approved: { label: '同意延期', ends: 'APPROVED', tellsOpener: { phrase: '已同意', thing: '延期已同意' } },
    refused: {
      label: '不同意延期',
      ends: 'REFUSED',
      tellsOpener: { phrase: '未同意', thing: '延期未同意,时限不变' },
    },
  },
  steps: {
    approve: {
      label: '同意延期',
      did: '同意延期',
      from: ['asked'],
      to: 'approved',
      by: [{ task: 'JUDGE' }],
      fields: [ASKED.opinion],
      effects: (context) => [moved(context, 'INNER')],
      bulk: true,
    },
    grantedByUpper: {
      label: '上级已批准',
      did: '录入上级批准的延期',
      from: ['upper'],
      to: 'approved',
      by: [{ task: 'UPPER' }],
      fields: [ASKED.upperReference],
      effects: (context) => [moved(context, 'OUTER'), moved(context, 'INNER')],
    },
    refuse: {
      label: '不同意',
      did: '不同意延期',
      from: ['asked', 'upper'],
      to: 'refused',
      by: [{ task: 'JUDGE' }, { task: 'UPPER' }],
      fields: [ASKED.why],
      bulk: true,
      resident: {
        phrase: '不予延期',
        thing: '{date}前答复您,时限不变',
        sentence: '没有同意延期,{lead}仍须在{date}前答复您',
      },
    },
  },
  clocks: [
    {
      milestone: 'judge',
      label: '审延期',
      stages: ['asked', 'upper'],
      due: { amount: 1, unit: 'workday' },
    },
  ],
});
