import { PROCEDURES, type ProcedureView } from '../index.ts';
import { isOneTap } from './actions.ts';
import { askedOf, ongoing, openingsOf, owedLines, stepsOf } from './procedures.ts';

const run = (part: Partial<ProcedureView>): ProcedureView => ({
  id: 'run',
  kind: 'extension',
  label: '延期审核',
  version: 1,
  stage: 'asked',
  stageLabel: '延期审核',
  outcome: null,
  openedAt: '2026-11-23T01:00:00.000Z',
  openedBy: '丁香01网格',
  endedAt: null,
  orders: [],
  tasks: [],
  promises: [],
  history: [],
  allowed: [],
  ...part,
});

describe('procedures on the phone', () => {
  it('offers the steps this reader may take, what says no last and apart', () => {
    const steps = stepsOf(run({ allowed: ['refuse', 'approve'] }));
    expect(steps.map(({ name, refuses }) => [name, refuses])).toEqual([
      ['approve', false],
      ['refuse', true],
    ]);
    expect(steps[0]?.fields).toBe(PROCEDURES.extension?.steps.approve?.fields);
  });

  it('leaves out what a newer server knows and this phone does not, and what only looks like a kind', () => {
    expect(stepsOf(run({ kind: 'hearing', allowed: ['summon'] }))).toEqual([]);
    expect(stepsOf(run({ allowed: ['constructor', 'summon'] }))).toEqual([]);
    expect(openingsOf(['hearing', 'toString', 'extension']).map(({ label }) => label)).toEqual(['申请延期']);
  });

  it('tells the resident beside each of her buttons what it means, and asks nobody else so', () => {
    for (const [kindName, kind] of Object.entries(PROCEDURES)) {
      for (const [name, { by }] of Object.entries(kind.steps)) {
        const isHers = by.some(
          (doer) => typeof doer === 'object' && 'relation' in doer && doer.relation === 'self',
        );
        const meaning = askedOf(kindName, name)?.meaning ?? null;
        expect([kindName, name, meaning !== null]).toEqual([kindName, name, isHers]);
        if (meaning !== null) expect(meaning).not.toMatch(/相关部门|尽快/);
      }
    }
  });

  it('says who still owes what, and keeps what is over apart', () => {
    const task = { role: 'JUDGE', label: '审延期', unitId: 'u', unitName: '热线办' };
    const tasks = [
      { ...task, id: '1', state: 'OPEN' as const },
      { ...task, id: '2', state: 'RELEASED' as const },
    ];
    expect(owedLines(run({ tasks }))).toEqual([{ key: '1', unit: '热线办', what: '审延期' }]);
    const ended = run({ id: 'ended', endedAt: '2026-11-23T02:00:00.000Z' });
    expect(ongoing([ended, run({})])).toMatchObject({ open: [{ id: 'run' }], over: [{ id: 'ended' }] });
  });

  it('costs the one-hand closing no tap: signing is still sent at one', () => {
    expect(isOneTap('sign')).toBe(true);
  });
});
