import { formatLocal } from '../../time.ts';
import { defineKind, refuse, type StepContext } from '../model.ts';
import { ASKED } from '../texts.ts';

/** Within so many workdays after the month is over, when nothing more is added to the line. */
function inWindow({ score, limits, until, now }: StepContext) {
  const days = limits.amounts?.days ?? 0;
  const due = score == null ? null : (until?.(score.endsAt, days, 'workday') ?? null);
  const label = score?.label ?? '';
  return due === null || now <= due
    ? null
    : refuse('SCORE_APPEAL_LATE', { label, days, due: formatLocal(due) });
}

/** Once settled, a line is settled. */
const notBefore = ({ earlier, score }: StepContext) =>
  earlier.length === 0 ? null : refuse('SCORE_APPEALED', { label: score?.label ?? '' });

/** Only what the line counts can be taken out of it. */
function ofTheLine({ form, score }: StepContext) {
  const named = (form.orders ?? []) as readonly string[];
  if (named.length === 0) return refuse('FIELD_INVALID', { field: '哪几件不该算', reason: '请至少选一件' });
  const stray = named.find((orderNo) => !score?.orderNos.includes(orderNo));
  return stray === undefined ? null : refuse('SCORE_WITHOUT', { label: score?.label ?? '', orderNo: stray });
}

/** 人员统计申诉: a person against a line of her own; the first value stays beside the final one (M94, R14). */
export const scoreAppeal = defineKind({
  label: '统计申诉',
  rank: 3,
  link: '申诉',
  home: 'score',
  from: [],
  once: 'home',
  endedBy: 'survives',
  limits: { amounts: { days: 5 } },
  open: {
    label: '统计申诉',
    did: '对本人的统计提出申诉',
    to: 'asked',
    by: ['subject'],
    fields: [
      { name: 'orders', label: '哪几件不该算', kind: 'orders', required: true, max: 50 },
      ASKED.ground,
      { ...ASKED.photos, label: '证据' },
    ],
    guards: [inWindow, notBefore, ofTheLine],
    sets: ({ score }) => ({ first: score?.first ?? '', officeUnitId: score?.officeUnitId ?? null }),
  },
  stages: {
    asked: {
      label: '申诉待定',
      tasks: [
        {
          role: 'JUDGE',
          label: '定统计申诉',
          unit: { field: 'officeUnitId' },
          permission: 'order:decide',
          notOpener: true,
          tells: { phrase: '统计申诉', thing: '有人对本人的统计提出申诉' },
        },
      ],
    },
    upheld: {
      label: '申诉成立',
      ends: 'UPHELD',
      tellsOpener: { phrase: '申诉成立', thing: '所列工单不再计入这一项' },
    },
    refused: {
      label: '申诉不成立',
      ends: 'REFUSED',
      tellsOpener: { phrase: '申诉不成立', thing: '这一项按原数统计' },
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
    },
    refuse: {
      label: '申诉不成立',
      did: '认定申诉不成立',
      from: ['asked'],
      to: 'refused',
      by: [{ task: 'JUDGE' }],
      fields: [ASKED.why],
    },
  },
  clocks: [{ milestone: 'judge', label: '定申诉', stages: ['asked'], due: { amount: 5, unit: 'workday' } }],
});
