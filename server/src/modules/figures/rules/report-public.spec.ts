import { hideSmall } from './report-public';

const rows = (...counts: number[]) => counts.map((count, at) => ({ label: String(at), count }));
const shown = (...counts: number[]) => hideSmall(rows(...counts), 5).map(({ count }) => count);

it('withholds counts below the smallest, and the next one when the rest could be worked out', () => {
  expect(shown(5, 9, 0)).toEqual([9, 5]);
  // 4 alone could be found by subtraction: 5 goes as well.
  expect(shown(9, 4, 5)).toEqual([9]);
  // 3 and 4 hide each other.
  expect(shown(9, 4, 5, 3)).toEqual([9, 5]);
  expect(shown(4)).toEqual([]);
  expect(shown()).toEqual([]);
});
