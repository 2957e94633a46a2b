import { GRID_WORKER, MONDAY, order, PATHS } from '../../test/order-samples.ts';
import { decideStep, stepRefused } from './engine.ts';
import { defineKind, notPast, type StepContext, type TaskFacts } from './model.ts';
import { refusedWords } from './plain.ts';

const kind = defineKind({
  label: '试办',
  rank: 1,
  home: 'orders',
  from: ['IN_PROGRESS'],
  once: 'none',
  endedBy: 'terminal',
  open: { label: '试办', did: '试办', to: 'on', by: ['system'], fields: [] },
  stages: {
    on: { label: '在办', tasks: [{ role: 'DO', label: '办', unit: 'lead', permission: 'order:handle' }] },
    over: { label: '已办', ends: 'OVER' },
  },
  steps: {
    look: { label: '看', did: '看了', from: ['on'], to: 'on', by: [{ task: 'DO' }], fields: [], keeps: true },
    part: { label: '办', did: '办了', from: ['on'], to: 'on', by: [{ task: 'DO' }], fields: [] },
    say: {
      label: '说',
      did: '说了',
      from: ['on'],
      to: 'over',
      by: [{ task: 'DO' }],
      fields: [{ name: 'words', label: '说明', kind: 'text', max: 200, layer: 'PUBLIC' }],
    },
  },
});

const task: TaskFacts = { id: 'T1', role: 'DO', unitId: 'GRID', personId: null, state: 'OPEN' };
const facts = order({ state: 'IN_PROGRESS', leadUnitId: 'GRID' });
const context = (form: Record<string, unknown> = {}): StepContext => ({
  run: {
    id: 'R',
    kind: 'trial',
    version: 1,
    stage: 'on',
    outcome: null,
    rootId: 'STREET',
    homeKind: 'orders',
    orderId: null,
    homeId: null,
    openKey: null,
    nth: 1,
    openerId: 'P',
    openerUnitId: 'OFFICE',
    openedAt: MONDAY,
    endedAt: null,
    values: {},
  },
  values: {},
  form,
  tasks: [task],
  task: null,
  order: facts,
  clocks: [],
  earlier: [],
  limits: {},
  actor: { personId: GRID_WORKER.personId, unitId: null, isSystem: false },
  now: MONDAY,
  publicNumbers: ['0551-00012345'],
  unitName: () => '',
});
const ask = (stepName: string, form?: Record<string, unknown>) => ({
  kindName: 'trial',
  kind,
  stepName,
  context: context(form),
  actor: GRID_WORKER,
  tree: { pathOf: (unitId: string) => (unitId === 'GRID' ? PATHS.leadPath : null), paths: PATHS },
});
const took = (stepName: string, form?: Record<string, unknown>) => {
  const verdict = decideStep(ask(stepName, form), () => 'NEW');
  if (verdict.refused !== null) throw new Error(verdict.refused.code);
  return verdict.decision.step;
};

describe('a step of a procedure', () => {
  it('answers the task of who takes it, unless it is an entry on the way', () => {
    expect(took('part')).toMatchObject({ done: 'T1', opened: [], released: [] });
    expect(took('look')).toMatchObject({ done: null, opened: [], released: [] });
    expect(took('say', { words: '网格已于11月23日办好' })).toMatchObject({ done: 'T1', outcome: 'OVER' });
  });

  it('tells residents nothing private and no empty phrase, and may name the telephones of units', () => {
    const code = (words: string) => stepRefused(ask('say', { words }), true)?.code ?? null;
    expect(code('请打13800138000')).toBe('REPLY_HAS_PRIVATE');
    expect(code('有问题请打0551-00012345')).toBeNull();
    expect(code('我们会尽快处理')).toBe('REPLY_EMPTY_PHRASE');
    const remedy = { name: 'remedy', label: '找谁', kind: 'text', max: 200, layer: 'PUBLIC' } as const;
    expect(refusedWords([remedy], { remedy: '区信访局 0551-65000000' })).toBeNull();
    expect(
      refusedWords([{ ...remedy, layer: 'INTERNAL', name: 'note' }], { note: '13800138000' }),
    ).toBeNull();
  });

  it('takes a day from today on', () => {
    const day = (meetOn: string) => notPast('meetOn', '哪天')(context({ meetOn }))?.code ?? null;
    expect([day('2026-11-22'), day('2026-11-23'), day('2026-11-24')]).toEqual(['DAY_PAST', null, null]);
    expect(notPast('meetOn', '哪天')(context())).toBeNull();
  });
});
