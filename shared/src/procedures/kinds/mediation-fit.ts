import { defineKind } from '../model.ts';
import { ASKED } from '../texts.ts';
import { mediation } from './mediation.ts';

/** Why a matter that looks like a dispute is not mediated. */
const NOT_MEDIATED = {
  NOT_FIT: '不符合调解条件',
  NO_OTHER: '没有能坐下来谈的对方',
  UNWILLING: '当事人已表示不愿调解',
  URGENT: '先要处置,调解等不得',
} as const;

/**
 * 研判调解: a matter that may be one for mediation is not handed out before the desk has gone through the list (M16,
 * R12). Either answer lets it go on: mediation is opened, or it is written why not.
 */
export const mediationFit = defineKind({
  label: '研判调解',
  rank: 78,
  home: 'order',
  from: ['ACCEPTED'],
  once: 'home',
  excludes: ['mediation'],
  endedBy: ['assign', 'answer'],
  open: {
    label: '研判可否调解',
    did: '请热线办研判可否调解',
    to: 'proposed',
    by: ['system'],
    fields: [],
  },
  stages: {
    proposed: {
      label: '待研判调解',
      blocks: ['dispatch', 'answer'],
      tasks: [{ role: 'JUDGE', label: '研判可否调解', unit: 'office', permission: 'order:dispatch' }],
    },
    opened: { label: '已转调解', ends: 'OPENED' },
    waived: { label: '不转调解', ends: 'WAIVED' },
  },
  steps: {
    mediate: {
      label: '转调解',
      did: '决定先行调解',
      from: ['proposed'],
      to: 'opened',
      by: [{ task: 'JUDGE' }],
      // What mediation itself asks for, with its own guards when it is opened.
      fields: mediation.open.fields,
      effects: ({ form }) => [{ open: 'mediation', form }],
    },
    waive: {
      label: '不转调解',
      did: '决定不转调解',
      from: ['proposed'],
      to: 'waived',
      by: [{ task: 'JUDGE' }],
      fields: [
        { name: 'reasonCode', label: '为什么', kind: 'choice', required: true, options: NOT_MEDIATED },
        ASKED.opinion,
      ],
    },
  },
  clocks: [{ milestone: 'judge', label: '研判调解', stages: ['proposed'], due: { amount: 2, unit: 'hour' } }],
});
