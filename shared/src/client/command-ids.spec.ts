import { makeCommandIds } from './command-ids.ts';

describe('ids of commands', () => {
  it('stay while the same is tried again, and change with what is said or once it went through', () => {
    const { idFor, done } = makeCommandIds();
    const first = idFor('o1', 3, 'sign', {});
    expect(idFor('o1', 3, 'sign', {})).toBe(first);
    expect(idFor('o1', 3, 'sign', { text: 'x' })).not.toBe(first);
    const again = idFor('o1', 3, 'sign', {});
    done();
    expect(idFor('o1', 3, 'sign', {})).not.toBe(again);
  });
});
