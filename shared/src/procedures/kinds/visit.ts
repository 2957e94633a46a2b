import { nobodyComplained } from '../../orders/closing.ts';
import type { OrderFacts } from '../../orders/facts.ts';
import { CONTACT_WAYS } from '../../orders/fields.ts';
import { isUnhappy, SATISFACTION, type Satisfaction, SOLVED_ANSWERS } from '../../orders/model.ts';
import { dayOf } from '../../time.ts';
import { readEntries } from '../entries.ts';
import {
  defineKind,
  type Effect,
  notByHandler,
  notPast,
  type OpeningRules,
  refuse,
  type Step,
  type StepContext,
  type Values,
} from '../model.ts';
import { ASKED } from '../texts.ts';

export const VISIT_FORMS = { SERVICE: '服务回访', ONE_TO_ONE: '企业一对一回访' } as const;
const CONTACTED = { YES: '联系过', NO: '没有联系过', UNSURE: '记不清' } as const;
const TRUTHFUL = { TRUE: '与答复一致', PARTLY: '部分一致', UNTRUE: '与答复不符' } as const;
/** A visit may change nothing, end the order, or send it back to be handled again. */
const AFTER = { CLOSE: '办结', REWORK: '发回重办', NONE: '不改变' } as const;

const WAY = {
  name: 'way',
  label: '怎样联系',
  kind: 'choice',
  required: true,
  options: CONTACT_WAYS,
} as const;
const NOTE = { name: 'note', label: '回访记录', kind: 'text', max: 1000, layer: 'INTERNAL' } as const;
const NEXT = { name: 'nextOn', label: '下次回访日', kind: 'day', required: true } as const;

const isFirm = ({ order }: StepContext) => order?.partyKind === 'ENTERPRISE';

/** What the system begins with when a result has been approved; null for whom nobody calls. */
function formFor(order: OrderFacts, { visit }: OpeningRules): Values | null {
  const isReachable = order.filerId !== null || order.hasPhone;
  if (nobodyComplained(order) || order.confidentiality === 'ANONYMOUS' || !isReachable) return null;
  const inLoop = readEntries(order.items).some(({ kind }) => kind === 'closedloop');
  // A firm is called one to one whatever the rules say (M92).
  if (order.partyKind === 'ENTERPRISE' || inLoop) return { form: 'ONE_TO_ONE' };
  return visit?.form === 'NONE' ? null : { form: visit?.form ?? 'SERVICE' };
}

/** A one-to-one call is made by the person who stands for it. */
const byTheOfficer = ({ run, actor }: StepContext) =>
  run?.values.form === 'ONE_TO_ONE' && run.values.officerId !== actor.personId
    ? refuse('VISIT_OFFICER')
    : null;

const unhappyOrUnsolved = (form: Values) =>
  form.solved !== 'YES' ||
  isUnhappy((form.process ?? null) as Satisfaction | null) ||
  isUnhappy((form.result ?? null) as Satisfaction | null);

/** To close what she does not call solved, or is unhappy with, takes a record of what she was told. */
const explained = ({ form, order }: StepContext) => {
  if (form.afterwards === 'REWORK' && !unhappyOrUnsolved(form) && form.truthful !== 'UNTRUE') {
    return refuse('FIELD_INVALID', {
      field: '回访之后',
      reason: '诉求人认为已解决且没有不满意,不能发回重办',
    });
  }
  if (form.afterwards !== 'CLOSE' || order?.state !== 'TO_VISIT' || !unhappyOrUnsolved(form)) return null;
  return String(form.note ?? '').trim().length >= 6
    ? null
    : refuse('FIELD_INVALID', { field: '回访记录', reason: '没有解决或不满意时要办结,请写明怎样解释的' });
};

/** This call counts as one of them: the last of so many, on so many days. */
const triedEnough = ({ order, orderLimits, now }: StepContext) => {
  if (order === null || orderLimits === undefined) return null;
  const { tries, tryDays } = orderLimits;
  const made = order.tries + 1;
  const days = order.tryDays + (order.lastTryDay === dayOf(now) ? 0 : 1);
  return made >= tries && days >= tryDays ? null : refuse('VISIT_TRIES', { tries, tryDays, made, days });
};

const given = (values: Values, names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name) => (values[name] == null ? [] : [[name, values[name]]])));

/** Told first, then her answers as the final ones, then what follows from them. */
function effectsOf(context: StepContext): Effect[] {
  const { form, order, actor } = context;
  const answers = given(form, ['solved', 'process', 'result']);
  const effects: Effect[] = [{ act: 'tell', form: { way: form.way, reached: true } }];
  if (Object.keys(answers).length > 0) effects.push({ act: 'rate', form: { ...answers, via: 'VISIT' } });
  const closesItself = !isFirm(context) && !unhappyOrUnsolved(form) && !isBlocked(context);
  if (form.afterwards === 'CLOSE' && order?.state === 'TO_VISIT' && !closesItself) {
    effects.push({ act: 'close', form: { visitorId: actor.personId } });
  }
  if (form.afterwards === 'REWORK') {
    effects.push({
      act: 'rework',
      form: { reason: form.note ?? '回访时诉求人认为没有解决', ...given(form, ['leadUnitId']) },
    });
  }
  return effects;
}

/** Something else keeps it from closing: then closing is asked for in so many words, and refused by name. */
function isBlocked({ order, run, waits }: StepContext): boolean {
  if (order === null || waits === undefined) return false;
  const visited = run?.values.form === 'ONE_TO_ONE' ? 'ONE_TO_ONE' : order.visited;
  return waits({ ...order, visited }, 'close');
}

const TRIED: Step = {
  label: '没联系上',
  did: '回访没有联系上',
  from: ['due', 'taken', 'tried'],
  to: 'tried',
  // Not as the holder of the task: the call is still to be made.
  by: [{ permission: 'order:visit', relation: 'office' }],
  fields: [WAY, NEXT, NOTE],
  guards: [notByHandler, byTheOfficer, notPast('nextOn', '下次回访日')],
  link: '回访',
  effects: ({ form }) => [{ act: 'tell', form: { way: form.way, reached: false } }],
};

/** 回访: her coded answers to somebody who did not handle it; first and final answers lie apart (R13, M20, M92). */
export const visit = defineKind({
  label: '回访中',
  rank: 5,
  link: '回访',
  home: 'order',
  from: ['TO_VISIT', 'CLOSED'],
  once: 'home',
  endedBy: ['close', 'dispute', 'rework', 'archive', 'recall'],
  opensAfter: { approve: formFor, answer: formFor },
  open: {
    label: '回访',
    did: '安排了回访',
    to: 'due',
    by: ['system', { permission: 'order:visit', relation: 'office' }],
    fields: [{ name: 'form', label: '哪一种', kind: 'choice', required: true, options: VISIT_FORMS }],
    guards: [
      (context) =>
        isFirm(context) && context.form.form !== 'ONE_TO_ONE'
          ? refuse('FIELD_INVALID', { field: '哪一种', reason: '企业诉求须一对一回访' })
          : null,
      ({ order }) => (order?.confidentiality === 'ANONYMOUS' ? refuse('NOT_REACHABLE') : null),
    ],
    link: '回访',
  },
  stages: {
    due: {
      label: '待回访',
      tasks: [{ role: 'VISITOR', label: '回访', unit: 'office', permission: 'order:visit' }],
    },
    taken: {
      label: '专人回访',
      tasks: [{ role: 'VISITOR', label: '一对一回访', unit: 'office', permission: 'order:visit' }],
    },
    tried: {
      label: '没联系上',
      tasks: [{ role: 'VISITOR', label: '再次回访', unit: 'office', permission: 'order:visit' }],
    },
    answered: { label: '已回访', ends: 'ANSWERED' },
    notReached: { label: '联系不上', ends: 'NOT_REACHED' },
  },
  steps: {
    take: {
      label: '由我一对一回访',
      did: '担任一对一回访人',
      from: ['due', 'taken', 'tried'],
      to: 'taken',
      // Not as the holder of the task: that would be done with it.
      by: [{ permission: 'order:visit', relation: 'office' }],
      fields: [],
      guards: [notByHandler],
      sets: ({ actor }) => ({ officerId: actor.personId }),
    },
    tried: TRIED,
    answer: {
      label: '登记回访',
      did: '登记了回访',
      from: ['due', 'taken', 'tried'],
      to: 'answered',
      by: [{ task: 'VISITOR' }],
      fields: [
        WAY,
        { name: 'contacted', label: '承办人员联系过您吗', kind: 'choice', options: CONTACTED },
        { name: 'solved', label: '解决了吗', kind: 'choice', options: SOLVED_ANSWERS },
        { name: 'process', label: '服务过程', kind: 'choice', options: SATISFACTION },
        { name: 'result', label: '办理结果', kind: 'choice', options: SATISFACTION },
        { name: 'truthful', label: '答复与实际一致吗', kind: 'choice', options: TRUTHFUL },
        { name: 'afterwards', label: '回访之后', kind: 'choice', required: true, options: AFTER },
        {
          ...ASKED.unit,
          name: 'leadUnitId',
          label: '改由哪个单位办',
          required: false,
          hint: '发回重办时才填,不填由原单位办',
        },
        NOTE,
      ],
      guards: [notByHandler, byTheOfficer, explained],
      link: '回访',
      resident: {
        phrase: '已回访',
        thing: '{office}已记下您的意见',
        sentence: '{office}回访了您,已记下您的意见',
      },
      effects: effectsOf,
    },
    giveUp: {
      label: '多次联系不上',
      did: '多次联系不上,结束回访',
      from: ['tried'],
      to: 'notReached',
      by: [{ task: 'VISITOR' }],
      fields: [WAY, NOTE],
      guards: [notByHandler, byTheOfficer, triedEnough],
      link: '回访',
      effects: ({ form }) => [{ act: 'tell', form: { way: form.way, reached: false } }],
      resident: {
        phrase: '没联系上',
        thing: '请看答复,没解决可要求重办',
        sentence: '{office}多次联系您没有联系上。结果在这里可以看到,没有解决可以要求重办',
      },
    },
  },
  clocks: [
    { milestone: 'visit', label: '回访', stages: ['due', 'taken'], due: { amount: 3, unit: 'workday' } },
    { milestone: 'next', label: '再次回访', stages: ['tried'], due: { dayField: 'nextOn' } },
  ],
});
