import { defineKind, type Effect, notPast, refuse, type StepContext } from '../model.ts';
import { ASKED } from '../texts.ts';

export const PATROL_PURPOSES = {
  HAZARD: '隐患排查',
  CAMPAIGN: '专项治理',
  HOUSEHOLD: '入户走访',
  JOINT: '代表同查',
} as const;

/** The points looked at, and the class an order about each belongs to. */
const POINTS = {
  LANES: { label: '消防通道畅通', fault: '消防通道占用', classCode: '100101' },
  EQUIPMENT: { label: '消防器材完好', fault: '消防器材不完好', classCode: '100102' },
  WIRES: { label: '没有飞线充电', fault: '飞线充电', classCode: '100103' },
  STAIRS: { label: '楼道没有堆物', fault: '楼道堆物', classCode: '020104' },
  FACILITIES: { label: '公共设施完好', fault: '公共设施损坏', classCode: '110101' },
  POWER: { label: '用电安全', fault: '用电隐患', classCode: '100105' },
} as const;
type Point = keyof typeof POINTS;

const CHECKS = Object.fromEntries(Object.entries(POINTS).map(([code, point]) => [code, point.label]));
const MAKE = { LEDGER: '列入隐患台账', ORDER: '列入台账,并立为主动治理工单' } as const;
const MET = { YES: '见到了', NO: '家中无人' } as const;

const faults = (form: StepContext['form']) =>
  Object.entries((form.checks ?? {}) as Record<string, unknown>).flatMap(([code, answer]) =>
    answer === 'NO' && Object.hasOwn(POINTS, code) ? [POINTS[code as Point]] : [],
  );
const hasPhoto = ({ form }: StepContext) => Array.isArray(form.photos) && form.photos.length > 0;
const counted = (run: StepContext['run'], name: string) => Number(run?.values[name] ?? 0) + 1;

/** Each "no" is shown and said where it is. */
function shown(context: StepContext) {
  if (faults(context.form).length === 0) return null;
  if (!hasPhoto(context)) return refuse('FIELD_INVALID', { field: '照片', reason: '有「否」的要附现场照片' });
  return String(context.form.where ?? '').trim() === ''
    ? refuse('FIELD_INVALID', { field: '在哪里', reason: '有「否」的要写明在哪里' })
    : null;
}

const photoNeeded = (context: StepContext) =>
  hasPhoto(context) ? null : refuse('FIELD_INVALID', { field: '照片', reason: '请附签字的照片' });

/** A hazard for each "no", and an order that nobody filed where that was chosen. */
function followUps({ form, homeId, unitName }: StepContext): Effect[] {
  const gridId = homeId ?? '';
  const where = String(form.where ?? '');
  return faults(form).flatMap(({ fault, classCode }): Effect[] => {
    const title = `${unitName(gridId)}${where}:${fault}`.slice(0, 60);
    const item: Effect = { addItem: 'hazard', form: { title, unitId: gridId, classCode } };
    return form.make === 'ORDER'
      ? [item, { file: { text: `巡查发现:${where} ${fault}`, classCode } }]
      : [item];
  });
}

const AT_HOME = { permission: 'patrol:do', at: 'home' } as const;

/** 巡查: a grid is walked by a list before anybody complains; each "no" is followed up by itself (M26 M43 M48). */
export const patrol = defineKind({
  label: '巡查中',
  rank: 2,
  home: 'grid',
  from: [],
  once: 'none',
  endedBy: 'survives',
  open: {
    label: '安排巡查',
    did: '安排了巡查',
    to: 'due',
    by: ['system', AT_HOME, { permission: 'order:supervise', at: 'home' }],
    fields: [
      { name: 'purpose', label: '为了什么', kind: 'choice', required: true, options: PATROL_PURPOSES },
      { name: 'patrolOn', label: '哪天前', kind: 'day', required: true },
      { name: 'points', label: '检查要点', kind: 'text', max: 500, layer: 'INTERNAL' },
      {
        ...ASKED.unit,
        name: 'deputyUnitId',
        label: '请哪个代表联络站',
        of: ['SERVICE_POINT', 'EXTERNAL'],
        askedIf: { field: 'purpose', is: ['JOINT'] },
      },
    ],
    guards: [notPast('patrolOn', '哪天前')],
  },
  stages: {
    due: {
      label: '待巡查',
      tasks: [
        { role: 'GRID', label: '巡查', unit: 'home', permission: 'patrol:do' },
        { role: 'DEPUTY', label: '代表同查', unit: { field: 'deputyUnitId' }, permission: 'order:follow' },
      ],
    },
    done: { label: '已巡查', ends: 'DONE', tellsOpener: { phrase: '巡查完成', thing: '巡查已完成' } },
    dropped: { label: '不再巡查', ends: 'DROPPED' },
  },
  steps: {
    commit: {
      label: '签承诺书',
      did: '请商户签了承诺书',
      from: ['due'],
      to: 'due',
      by: [AT_HOME],
      fields: [
        { name: 'shop', label: '商户', kind: 'text', required: true, min: 2, max: 60, layer: 'INTERNAL' },
        { ...ASKED.photos, label: '签好的承诺书', max: 3 },
      ],
      guards: [photoNeeded],
      sets: ({ run }) => ({ commitments: counted(run, 'commitments') }),
    },
    household: {
      label: '记入户走访',
      did: '入户走访',
      from: ['due'],
      to: 'due',
      by: [AT_HOME],
      fields: [
        { name: 'met', label: '见到人了吗', kind: 'choice', required: true, options: MET },
        { name: 'note', label: '说了什么', kind: 'text', max: 500, layer: 'INTERNAL' },
      ],
      sets: ({ run, form }) => ({
        households: counted(run, 'households'),
        ...(form.met === 'YES' ? { householdsMet: counted(run, 'householdsMet') } : {}),
      }),
    },
    finding: {
      label: '记代表的发现',
      did: '记下了代表的发现',
      from: ['due'],
      to: 'due',
      by: [{ task: 'DEPUTY' }],
      fields: [
        {
          name: 'finding',
          label: '看到什么',
          kind: 'text',
          required: true,
          min: 6,
          max: 1000,
          layer: 'INTERNAL',
        },
        { ...ASKED.photos, label: '签名或现场照片', max: 3 },
      ],
      guards: [photoNeeded],
      sets: ({ run }) => ({ findings: counted(run, 'findings') }),
    },
    finish: {
      label: '报巡查结果',
      did: '报了巡查结果',
      from: ['due'],
      to: 'done',
      by: [{ task: 'GRID' }],
      fields: [
        { name: 'checks', label: '逐项检查', kind: 'checks', required: true, items: CHECKS },
        { name: 'where', label: '在哪里', kind: 'text', max: 60, layer: 'INTERNAL' },
        { name: 'make', label: '有「否」的怎么办', kind: 'choice', required: true, options: MAKE },
        { ...ASKED.photos, purpose: 'BEFORE' },
      ],
      guards: [
        shown,
        ({ run }) =>
          run?.values.purpose === 'JOINT' && run.values.findings === undefined
            ? refuse('DEPUTY_FIRST')
            : null,
      ],
      sets: ({ form }) => ({ faults: faults(form).length }),
      effects: followUps,
    },
    drop: {
      label: '不再巡查',
      did: '取消了巡查',
      from: ['due'],
      to: 'dropped',
      by: ['opener', { permission: 'order:supervise', at: 'home' }],
      fields: [ASKED.why],
    },
  },
  clocks: [{ milestone: 'patrol', label: '巡查', stages: ['due'], due: { dayField: 'patrolOn' } }],
});
