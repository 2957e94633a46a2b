import { afterAct, neighbour, nextView, queryOf, viewOf } from './list.view.ts';

describe('the address of a list', () => {
  it('names its list, and everything open without a name', () => {
    expect(viewOf({})).toBe('OPEN');
    expect(viewOf({ view: 'TO_VISIT' })).toBe('TO_VISIT');
    expect(viewOf({ view: 'constructor' })).toBe('OPEN');
    expect(viewOf({ q: '井盖' })).toBe('ALL');
    expect(viewOf({ q: '井盖', view: 'MINE' })).toBe('MINE');
  });

  it('asks the server for nothing that is not a filter', () => {
    expect(queryOf({ view: 'OVERDUE', id: 'X', tab: 'links', unitId: 'U', q: '', from: '' })).toEqual({
      view: 'OVERDUE',
      unitId: 'U',
    });
  });
});

describe('moving', () => {
  const ids = ['a', 'b', 'c'];

  it('goes to the neighbour, from nowhere to the first, and stays at the ends', () => {
    expect(neighbour(ids, 'a', 1)).toBe('b');
    expect(neighbour(ids, 'a', -1)).toBe('a');
    expect(neighbour(ids, 'c', 1)).toBe('c');
    expect(neighbour(ids, null, 1)).toBe('a');
    expect(neighbour(ids, 'gone', -1)).toBe('a');
    expect(neighbour([], 'a', 1)).toBeNull();
  });

  it('stays on an order that stays, else takes what moved up to its place', () => {
    expect(afterAct(ids, 'b', ids)).toBe('b');
    expect(afterAct(ids, 'b', ['a', 'c'])).toBe('c');
    expect(afterAct(ids, 'c', ['a', 'b'])).toBe('b');
    expect(afterAct(ids, 'a', ['new', 'b', 'c'])).toBe('b');
    expect(afterAct(ids, 'a', [])).toBeNull();
  });

  it('goes round the lists', () => {
    expect(nextView('DUE_TODAY', 1)).toBe('OVERDUE');
    expect(nextView('DUE_TODAY', -1)).toBe('ALL');
    expect(nextView('ALL', 1)).toBe('DUE_TODAY');
  });
});
