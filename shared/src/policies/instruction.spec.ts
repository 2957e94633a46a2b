import type { ClockFacts } from '../clocks/index.ts';
import { instructionFor } from './instruction.ts';

const FACTS: ClockFacts = {
  partyKind: 'PERSON',
  requestType: 'COMPLAINT',
  complexity: 'SIMPLE',
  urgency: 'L3',
  channel: 'MINIPROGRAM',
  classCode: '010102',
  cycle: 0,
};
const rows = [
  { when: { urgency: 'L1' }, by: 'LEADER_MAIN', later: true, reason: '紧急件先派单,随后补批' },
  { when: { offList: true }, by: 'LEADER_DEPUTY', later: true, reason: '清单外' },
  { when: { complexity: 'COMPLEX' }, by: 'LEADER_MAIN', later: false, reason: '复杂件' },
] as const;
const needs = (facts: Partial<ClockFacts>, offList = false) =>
  instructionFor({ rows }, { ...FACTS, ...facts }, offList);

describe('which orders need a leader’s word', () => {
  it('M06: none where no row holds; the first row that does decides whose', () => {
    expect(needs({})).toBeNull();
    expect(needs({ complexity: 'COMPLEX' })).toEqual({
      form: 'DISPATCH',
      leader: 'LEADER_MAIN',
      reason: '复杂件',
    });
  });

  it('M06 R3: urgent ones go first where the row lets them, and only those', () => {
    expect(needs({ urgency: 'L1', complexity: 'COMPLEX' })?.form).toBe('LATER');
    const [, , complex] = rows;
    const strict = instructionFor(
      { rows: [complex] },
      { ...FACTS, urgency: 'L1', complexity: 'COMPLEX' },
      false,
    );
    expect(strict?.form).toBe('DISPATCH');
  });

  it('M66: what no row of the duty list names goes to the leader, unless it is urgent', () => {
    expect(needs({}, true)).toEqual({ form: 'ROUTE', leader: 'LEADER_DEPUTY', reason: '清单外' });
    expect(needs({ urgency: 'L1' }, true)?.form).toBe('LATER');
  });
});
