import { OPEN_STATES } from '../../orders/model.ts';
import { type Doer, defineKind, notPast, type ProcedureKind } from '../model.ts';
import { ASKED } from '../texts.ts';

const WORDS = {
  name: 'words',
  label: '批示内容',
  kind: 'text',
  required: true,
  min: 2,
  max: 500,
  layer: 'INTERNAL',
} as const;
const PERSON = { name: 'personId', label: '请谁落实(不选则单位任何人)', kind: 'person' } as const;
const UNTIL = { name: 'untilDay', label: '办到哪天', kind: 'day', required: true } as const;

/** Whoever works in a unit, the office too, may owe the answer to a leader's word. */
const ANYBODY = 'unit:read';

/** What is the same of a leader's word on an order and on a unit or place: carried out, then looked at by who gave it. */
const courseFor = (leaders: readonly Doer[]): Pick<ProcedureKind, 'steps' | 'clocks'> => ({
  steps: {
    answer: {
      label: '报告落实',
      did: '报告了批示的落实',
      from: ['given'],
      to: 'answered',
      by: [{ task: 'DOER' }],
      fields: [
        {
          name: 'answer',
          label: '落实得怎样',
          kind: 'text',
          required: true,
          min: 6,
          max: 1000,
          layer: 'INTERNAL',
        },
      ],
    },
    confirm: {
      label: '已阅',
      did: '看过落实情况',
      from: ['answered'],
      to: 'carriedOut',
      by: [{ task: 'READER' }],
      fields: [ASKED.opinion],
    },
    again: {
      label: '再落实',
      did: '要求再落实',
      from: ['answered'],
      to: 'given',
      by: [{ task: 'READER' }],
      fields: [ASKED.why],
    },
    recall: {
      label: '收回批示',
      did: '收回了批示',
      from: ['given', 'answered'],
      to: 'recalled',
      by: leaders,
      fields: [ASKED.why],
    },
  },
  clocks: [{ milestone: 'answer', label: '落实批示', stages: ['given'], due: { dayField: 'untilDay' } }],
});

const OF_ORDER: readonly Doer[] = [
  { permission: 'order:decide', relation: 'office' },
  { permission: 'order:decideMain', relation: 'office' },
];
const OF_UNIT: readonly Doer[] = [
  { permission: 'order:decide', at: 'home' },
  { permission: 'order:decideMain', at: 'home' },
];

const stagesFor = (unit: { field: string } | 'home') =>
  ({
    given: {
      label: '待落实批示',
      tasks: [
        {
          role: 'DOER',
          label: '落实批示',
          unit,
          person: { field: 'personId' },
          permission: ANYBODY,
          tells: { phrase: '领导批示', thing: '领导有批示,请落实' },
        },
      ],
    },
    answered: {
      label: '批示待阅',
      tasks: [
        {
          role: 'READER',
          label: '看落实情况',
          unit: 'opener',
          person: { field: 'giverId' },
          permission: ANYBODY,
        },
      ],
    },
    carriedOut: { label: '批示已落实', ends: 'CARRIED_OUT' },
    recalled: { label: '批示已收回', ends: 'RECALLED' },
  }) as const satisfies ProcedureKind['stages'];

/** 领导批示: what a leader writes beside an order in the morning becomes a task of the unit or person named. */
export const directive = defineKind({
  label: '领导批示',
  rank: 3,
  home: 'order',
  from: [...OPEN_STATES, 'CLOSED'],
  once: 'none',
  endedBy: 'survives',
  open: {
    label: '批示交办',
    did: '作出批示',
    to: 'given',
    by: OF_ORDER,
    fields: [
      {
        ...ASKED.unit,
        label: '交给哪个单位',
        of: ['HOTLINE_OFFICE', 'SECTION', 'COMMUNITY', 'GRID', 'EXTERNAL'],
      },
      PERSON,
      UNTIL,
      WORDS,
    ],
    guards: [notPast('untilDay', '办到哪天')],
    sets: ({ actor }) => ({ giverId: actor.personId }),
  },
  stages: stagesFor({ field: 'unitId' }),
  ...courseFor(OF_ORDER),
});

/** 批示交办: the same about no single order, but to a unit or about a grid: a hot place, who is late. */
export const charge = defineKind({
  label: '批示交办',
  rank: 3,
  home: 'unit',
  from: [],
  once: 'none',
  endedBy: 'survives',
  open: {
    label: '批示交办',
    did: '作出批示',
    to: 'given',
    by: OF_UNIT,
    fields: [PERSON, UNTIL, WORDS],
    guards: [notPast('untilDay', '办到哪天')],
    sets: ({ actor }) => ({ giverId: actor.personId }),
  },
  stages: stagesFor('home'),
  ...courseFor(OF_UNIT),
});
