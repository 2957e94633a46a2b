import { addDays, dayOf, dayStart } from '../../time.ts';
import { defineKind, type Effect, notByHandler, refuse, type StepContext } from '../model.ts';
import { ASKED } from '../texts.ts';

export const LOOKBACK_FORMS = { PLACE: '到现场看', ANSWER_AUDIT: '核对答复' } as const;

/** What an answer was found wrong in. */
export const ANSWER_FAULTS = {
  FACT: '与事实不符',
  BASIS: '依据引错',
  MISSED: '没有答到所问',
  VAGUE: '空话套话',
  PRIVATE: '写了不该写的',
} as const;
export type AnswerFault = keyof typeof ANSWER_FAULTS;

const PLACE = [
  { name: 'point', label: '位置', kind: 'point' },
  { name: 'photos', label: '同一地点的照片', kind: 'photos', max: 6, purpose: 'AFTER' },
] as const;

const FINDING = {
  name: 'finding',
  label: '看到什么',
  kind: 'text',
  required: true,
  min: 4,
  max: 500,
  layer: 'INTERNAL',
} as const;

/** A look at the place is a photo taken there, within so many metres of it. */
function atThePlace({ run, form, distance, limits }: StepContext) {
  if (run?.values.form !== 'PLACE') return null;
  if (form.point == null) return refuse('FIELD_INVALID', { field: '位置', reason: '请在现场定位' });
  if (!Array.isArray(form.photos) || form.photos.length === 0) return refuse('EVIDENCE_MISSING');
  const limit = limits.amounts?.metres ?? 0;
  return distance == null || distance <= limit ? null : refuse('FAR_FROM_PLACE', { distance, limit });
}

const isAudit = ({ values }: StepContext) => values.form === 'ANSWER_AUDIT';

/** Who approved an answer, asked about it or closed the order does not say whether it was right. */
const notTheAnswerer = ({ scorers, actor }: StepContext) =>
  scorers?.includes(actor.personId) ? refuse('AUDITS_OWN_ANSWER') : null;

/** Sent back while that is still possible; later it is a new order, linked to this one. */
function again(what: string, { order, now, orderLimits }: StepContext): Effect[] {
  const until =
    order?.closedAt == null || orderLimits === undefined
      ? null
      : dayStart(addDays(dayOf(order.closedAt), orderLimits.disputeDays + 1));
  return order?.state === 'CLOSED' && until !== null && now <= until && order.turnId !== null
    ? [{ act: 'rework', form: { reason: what } }]
    : [{ file: { text: what, rel: 'RELAPSE_OF' } }];
}

const relapsed = (context: StepContext) =>
  again(`回头看发现问题反弹:${String(context.form.finding ?? '')}`, context);
const toAnswerAgain = (context: StepContext) =>
  context.form.again === true ? again(`核对发现答复有误:${String(context.form.finding ?? '')}`, context) : [];

/**
 * 回头看: the place again, seven and thirty days later, by somebody who did not handle it (M25); or the answer that
 * was given, read by somebody of the office who did not let it through (M93).
 */
export const lookback = defineKind({
  label: '回头看',
  rank: 4,
  link: '回访',
  home: 'order',
  from: ['CLOSED', 'ARCHIVED'],
  once: 'home',
  endedBy: 'survives',
  limits: { amounts: { metres: 200 } },
  open: {
    label: '回头看',
    did: '安排了回头看',
    to: 'due',
    by: [
      'system',
      { permission: 'order:visit', relation: 'office' },
      { permission: 'order:supervise', relation: 'office' },
    ],
    fields: [
      { name: 'form', label: '怎样看', kind: 'choice', required: true, options: LOOKBACK_FORMS },
      { ...ASKED.unit, label: '由谁去看', required: false, askedIf: { field: 'form', is: ['PLACE'] } },
    ],
    // Whoever is near and not bound to what the lead unit said.
    sets: ({ values, order }) => ({
      unitId: values.unitId ?? order?.communityId ?? order?.leadUnitId ?? order?.officeUnitId,
    }),
  },
  stages: {
    due: {
      label: '待回头看',
      tasks: [
        {
          role: 'INSPECTOR',
          label: '回头看',
          unit: { field: 'unitId' },
          permission: 'patrol:do',
          when: (context) => !isAudit(context),
        },
        {
          role: 'AUDITOR',
          label: '核对答复',
          unit: 'office',
          permission: 'order:supervise',
          when: isAudit,
          tells: { phrase: '核对答复', thing: '抽到一件,请核对答复' },
        },
      ],
    },
    held: { label: '没有反弹', ends: 'HELD' },
    relapsed: {
      label: '已反弹',
      ends: 'RELAPSED',
      tellsOpener: { phrase: '已反弹', thing: '回头看发现问题又出现' },
    },
    right: { label: '答得准', ends: 'RIGHT' },
    wrong: {
      label: '答得不准',
      ends: 'WRONG',
      tellsOpener: { phrase: '答复有误', thing: '核对发现答复不准' },
    },
  },
  steps: {
    hold: {
      label: '没有反弹',
      did: '回头看,没有反弹',
      from: ['due'],
      to: 'held',
      by: [{ task: 'INSPECTOR' }],
      fields: [...PLACE, ASKED.opinion],
      guards: [notByHandler, atThePlace],
      sets: ({ distance }) => ({ distance: distance ?? null }),
    },
    relapse: {
      label: '又出现了',
      did: '回头看,发现反弹',
      from: ['due'],
      to: 'relapsed',
      by: [{ task: 'INSPECTOR' }],
      fields: [...PLACE, FINDING],
      guards: [notByHandler, atThePlace],
      sets: ({ distance }) => ({ distance: distance ?? null }),
      effects: relapsed,
      resident: {
        phrase: '回头看',
        thing: '问题又出现,重新办理',
        sentence: '{unit}回头看时发现问题又出现,已安排重新办理',
      },
    },
    right: {
      label: '答得准',
      did: '核对答复,答得准',
      from: ['due'],
      to: 'right',
      by: [{ task: 'AUDITOR' }],
      fields: [ASKED.opinion],
      guards: [notByHandler, notTheAnswerer],
    },
    wrong: {
      label: '答得不准',
      did: '核对答复,发现答得不准',
      from: ['due'],
      to: 'wrong',
      by: [{ task: 'AUDITOR' }],
      fields: [
        { name: 'fault', label: '哪里不准', kind: 'choice', required: true, options: ANSWER_FAULTS },
        { ...FINDING, label: '错在哪里,应当怎样答' },
        { name: 'again', label: '发回重新办理', kind: 'flag' },
      ],
      guards: [notByHandler, notTheAnswerer],
      effects: toAnswerAgain,
    },
  },
  scores: true,
  clocks: [{ milestone: 'inspect', label: '回头看', stages: ['due'], due: { amount: 3, unit: 'workday' } }],
});
