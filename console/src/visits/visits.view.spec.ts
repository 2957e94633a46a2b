import { fieldProblem, formProblem, type VisitLine } from '@yihu/shared';
import { CALL_OUTCOMES, dueFirst, fieldsOf, moved, startOf, whoMayCall } from './visits.view';

const NOW = '2026-11-23T06:00:00.000Z';
const line = (more: Partial<VisitLine>) =>
  ({ form: 'SERVICE', officer: null, nextOn: null, ...more }) as VisitLine;

it.each(CALL_OUTCOMES.map((outcome) => [outcome.label, outcome] as const))(
  '%s begins with answers its form knows, and lacks nothing',
  (_, outcome) => {
    const fields = fieldsOf(outcome.step);
    const start = startOf(outcome, NOW);
    expect(Object.keys(start).filter((name) => !fields.some((field) => field.name === name))).toEqual([]);
    expect(formProblem(fields, start)).toBeNull();
    for (const field of fields) {
      if (field.kind === 'choice' && start[field.name] !== undefined) {
        expect(Object.keys(field.options)).toContain(start[field.name]);
      }
      expect(start[field.name] === undefined ? null : fieldProblem(field, start[field.name])).toBeNull();
    }
  },
);

it('tries again on the next day of the street, not of Greenwich', () => {
  const tried = CALL_OUTCOMES.find(({ step }) => step === 'tried');
  expect(tried && startOf(tried, '2026-11-23T17:00:00.000Z').nextOn).toBe('2026-11-25');
});

it('lets the named officer call a firm, and others once they stand for it', () => {
  const firm = line({ form: 'ONE_TO_ONE', officer: { personId: 'LIN', name: '林' } });
  expect([whoMayCall(line({}), 'LIN'), whoMayCall(firm, 'LIN'), whoMayCall(firm, 'CHEN')]).toEqual([
    'ANYBODY',
    'MINE',
    'TAKE_FIRST',
  ]);
});

it('puts those of a later day behind', () => {
  const lines = ['2026-11-24', null, '2026-11-23'].map((nextOn) => line({ nextOn }));
  expect(dueFirst(lines, NOW).map(({ nextOn }) => nextOn)).toEqual([null, '2026-11-23', '2026-11-24']);
});

it('moves within the list', () => {
  const ids = ['a', 'b', 'c'];
  expect([moved(ids, null, 1), moved(ids, 'a', 1), moved(ids, 'c', 1), moved(ids, 'a', -1)]).toEqual([
    ...['a', 'b', 'c', 'a'],
  ]);
  expect([moved([], 'a', 1), moved(ids, 'gone', 1)]).toEqual([null, 'a']);
});
