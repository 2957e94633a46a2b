import { defineKind, type StepContext } from '../model.ts';
import { ASKED } from '../texts.ts';

const FOUND = { NONE: '没有发现', HAZARD: '发现,列入隐患台账', ORDER: '发现,立为主动治理工单' } as const;

const isLast = ({ tasks, task }: StepContext) =>
  !tasks.some((each) => each.state === 'OPEN' && each.id !== task?.id);

/** 同类排查: one grid after another looks for the same fault; what it finds is followed up by itself (M38 举一反三). */
export const sweep = defineKind({
  label: '同类排查',
  rank: 6,
  home: 'order',
  from: ['IN_PROGRESS', 'REPLIED', 'TO_VISIT', 'CLOSED'],
  once: 'home',
  endedBy: 'survives',
  open: {
    label: '同类排查',
    did: '安排了同类排查',
    to: 'opened',
    by: [
      { permission: 'order:handle', relation: 'lead' },
      { permission: 'order:approve', relation: 'office' },
    ],
    fields: [
      { name: 'unitIds', label: '排查哪些网格', kind: 'units', required: true, max: 30, of: ['GRID'] },
      { name: 'what', label: '排查什么', kind: 'text', required: true, min: 4, max: 300, layer: 'INTERNAL' },
    ],
  },
  stages: {
    opened: {
      label: '排查中',
      tasks: [{ role: 'GRID', label: '同类排查', unit: { field: 'unitIds' }, permission: 'patrol:do' }],
    },
    done: { label: '排查完成', ends: 'DONE', tellsOpener: { phrase: '排查完成', thing: '各网格都已排查' } },
    stopped: { label: '提前结束', ends: 'STOPPED' },
  },
  steps: {
    report: {
      label: '报排查结果',
      did: '报了排查结果',
      from: ['opened'],
      to: (context) => (isLast(context) ? 'done' : 'opened'),
      by: [{ task: 'GRID' }],
      fields: [
        { name: 'found', label: '发现同类问题了吗', kind: 'choice', required: true, options: FOUND },
        {
          name: 'finding',
          label: '在哪里、什么问题',
          kind: 'text',
          required: true,
          min: 4,
          max: 500,
          layer: 'INTERNAL',
          askedIf: { field: 'found', is: ['HAZARD', 'ORDER'] },
        },
        ASKED.photos,
      ],
      effects: ({ form, task, unitName }) => {
        const gridId = task?.unitId ?? null;
        const text = String(form.finding ?? '');
        if (gridId === null || form.found === 'NONE') return [];
        if (form.found === 'ORDER')
          return [{ file: { text: `同类排查发现:${text}`, rel: 'SWEPT_FROM' }, gridId }];
        return [
          { addItem: 'hazard', form: { title: `${unitName(gridId)}:${text}`.slice(0, 60), unitId: gridId } },
        ];
      },
    },
    stop: {
      label: '提前结束排查',
      did: '提前结束了排查',
      from: ['opened'],
      to: 'stopped',
      by: [{ permission: 'order:approve', relation: 'office' }],
      fields: [ASKED.why],
    },
  },
  clocks: [
    { milestone: 'sweep', label: '同类排查', stages: ['opened'], due: { amount: 10, unit: 'workday' } },
  ],
});
