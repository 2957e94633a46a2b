import { repeatsAmong, type Said, yearBefore } from './marks';

const said = (id: string, receivedAt: string, more: Partial<Said> = {}): Said => ({
  id,
  receivedAt,
  state: 'IN_PROGRESS',
  classCode: '010101',
  filerId: 'LI',
  phoneBidx: null,
  ...more,
});

describe('repeats', () => {
  const now = '2026-11-22T06:00:00.000Z';

  it('are the later ones of a class within the year, to the millisecond', () => {
    expect(yearBefore(now)).toBe('2025-11-22T06:00:00.000Z');
    const at = (received: string) => [...repeatsAmong([said('A', received), said('B', now)])];
    expect(at('2025-11-22T06:00:00.000Z')).toEqual(['B']);
    expect(at('2025-11-22T05:59:59.999Z')).toEqual([]);
    expect(at(now)).toEqual(['B']);
  });

  it.each<[string, Partial<Said>, string[]]>([
    ['another class', { classCode: '010102' }, []],
    ['no class', { classCode: null }, []],
    ['withdrawn', { state: 'WITHDRAWN' }, []],
    ['closed', { state: 'CLOSED' }, ['B']],
    ['another person', { filerId: 'WANG' }, []],
    ['another account, one number', { filerId: 'WANG', phoneBidx: 'x' }, ['B']],
  ])('first %s', (_, more, repeats) => {
    const first = said('A', '2026-10-01T00:00:00.000Z', more);
    expect([...repeatsAmong([first, said('B', now, { phoneBidx: 'x' })])]).toEqual(repeats);
  });

  it('are open ones', () => {
    expect([...repeatsAmong([said('A', now), said('B', now, { state: 'CLOSED' })])]).toEqual([]);
  });
});
