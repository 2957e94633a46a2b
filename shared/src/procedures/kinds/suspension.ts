import { formatDue } from '../../clocks/index.ts';
import { dayOf } from '../../time.ts';
import { defineKind, type Guard, refuse } from '../model.ts';
import { ASKED } from '../texts.ts';

const dayAhead: Guard = ({ form, now }) =>
  form.nextReportDay === undefined || String(form.nextReportDay) > dayOf(now)
    ? null
    : refuse('DAY_NOT_AHEAD', { field: '下次报告日' });

/** The resident is told why before the day she was promised is over; what is late already stays late. */
const askedInTime: Guard = ({ clocks, order, now }) => {
  const clock = clocks.find(
    ({ milestone, scope, cycle }) => milestone === 'handle' && scope === 'INNER' && cycle === order?.cycle,
  );
  if (clock?.dueAt == null || clock.dueDay === null || now <= clock.dueAt) return null;
  return refuse('SUSPENSION_TOO_LATE', { due: formatDue({ dueAt: clock.dueAt, dueDay: clock.dueDay }) });
};

/**
 * 挂账: long-term, on the books, with a plan and a next report; the resident knows why and until when (R5). One
 * approval covers the orders of a root-cause project (M55). The day lives in the order alone: its `next_report`
 * clock reminds of it and wakes the order, and every report moves it.
 */
export const suspension = defineKind({
  label: '挂账审核',
  rank: 65,
  home: 'orders',
  shares: 'project',
  inTime: true,
  from: ['IN_PROGRESS'],
  once: 'home',
  excludes: ['return', 'handover', 'extension', 'mediation', 'suspension'],
  endedBy: ['reply', 'wake'],
  endsBy: { wake: 'wakeOnDay' },
  open: {
    label: '申请挂账',
    did: '申请挂账',
    to: 'asked',
    by: [
      { permission: 'order:reply', relation: 'lead' },
      { permission: 'order:dispatch', relation: 'office' },
    ],
    fields: [
      { ...ASKED.publicReason, label: '为什么一时办不成' },
      {
        name: 'plan',
        label: '办理计划',
        kind: 'text',
        required: true,
        min: 10,
        max: 1000,
        layer: 'INTERNAL',
      },
      { name: 'nextReportDay', label: '下次报告日', kind: 'day', required: true },
    ],
    guards: [dayAhead, askedInTime],
    resident: {
      phrase: '申请延后',
      thing: '{unit}申请延后办理,审核后告知',
      sentence:
        '{unit}说明一时办不成:{publicReason}。申请延后办理,街道主要领导审核后告诉您;现在的答复日期仍是{date}',
    },
  },
  stages: {
    asked: {
      label: '挂账审核',
      tasks: [
        { role: 'JUDGE', label: '审挂账', unit: 'office', permission: 'order:decideMain', notOpener: true },
      ],
    },
    standing: {
      label: '已挂账',
      tasks: [{ role: 'REPORT', label: '报告进展', unit: 'lead', permission: 'order:handle' }],
    },
    refused: {
      label: '不同意挂账',
      ends: 'REFUSED',
      tellsOpener: { phrase: '未同意', thing: '挂账未同意,请按期办理' },
    },
    woken: { label: '恢复办理', ends: 'WOKEN' },
  },
  steps: {
    approve: {
      label: '同意挂账',
      did: '同意挂账',
      from: ['asked'],
      to: 'standing',
      by: [{ task: 'JUDGE' }],
      fields: [{ name: 'nextReportDay', label: '改定下次报告日', kind: 'day' }, ASKED.opinion],
      guards: [dayAhead],
      effects: ({ values }) => [{ act: 'suspend', form: { nextReportDay: values.nextReportDay } }],
    },
    refuse: {
      label: '不同意',
      did: '不同意挂账',
      from: ['asked'],
      to: 'refused',
      by: [{ task: 'JUDGE' }],
      fields: [ASKED.why],
      resident: {
        phrase: '不同意延后',
        thing: '{date}前答复您,时限不变',
        sentence: '没有同意延后办理,{lead}仍须在{date}前答复您',
      },
    },
    report: {
      label: '报告进展',
      did: '报告了挂账进展',
      from: ['standing'],
      to: 'standing',
      by: [{ task: 'REPORT' }, { permission: 'order:reply', relation: 'lead' }],
      fields: [
        { ...ASKED.publicReason, label: '进展', min: 10 },
        { name: 'nextReportDay', label: '下次报告日', kind: 'day', required: true },
      ],
      guards: [dayAhead],
      resident: {
        phrase: '办理进展',
        thing: '{unit}报告进展,下次{day}',
        sentence: '{unit}报告进展:{publicReason}。{day}前再告诉您',
      },
    },
    wake: {
      label: '恢复办理',
      did: '恢复办理',
      from: ['standing'],
      to: 'woken',
      by: [
        'system',
        { permission: 'order:reply', relation: 'lead' },
        { permission: 'order:dispatch', relation: 'office' },
        { permission: 'order:decideMain', relation: 'office' },
      ],
      fields: [ASKED.opinion],
      effects: () => [{ act: 'wake', form: {} }],
    },
    wakeOnDay: {
      label: '到期恢复',
      did: '报告日已到,恢复办理',
      from: ['standing'],
      to: 'woken',
      by: ['system'],
      fields: [],
    },
  },
  clocks: [
    {
      milestone: 'judge',
      label: '审挂账',
      stages: ['asked'],
      due: { amount: 2, unit: 'workday' },
      within: 'handle',
    },
  ],
});
