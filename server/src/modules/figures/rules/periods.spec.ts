import { NOTHING_TO_COMPARE } from '@yihu/shared';
import { changeText, daysOf, lastYearOf, mondayOf, previousOf } from './periods';

const days = ({ fromDay, toDay }: { fromDay: string; toDay: string }) => `${fromDay} ${toDay}`;

describe('the periods a period is compared with', () => {
  it.each([
    // A whole month with the whole month before; a month so far with as much of the month before.
    ['2026-11-01', '2026-11-30', '2026-10-01 2026-10-31', '2025-11-01 2025-11-30'],
    ['2026-11-01', '2026-11-22', '2026-10-01 2026-10-22', '2025-11-01 2025-11-22'],
    ['2026-03-01', '2026-03-30', '2026-02-01 2026-02-28', '2025-03-01 2025-03-30'],
    // Any other days with as many just before.
    ['2026-11-16', '2026-11-22', '2026-11-09 2026-11-15', '2025-11-16 2025-11-22'],
    ['2026-11-22', '2026-11-22', '2026-11-21 2026-11-21', '2025-11-22 2025-11-22'],
    ['2026-10-01', '2026-11-30', '2026-08-01 2026-09-30', '2025-10-01 2025-11-30'],
    // February with and without its 29th.
    ['2028-02-01', '2028-02-29', '2028-01-01 2028-01-31', '2027-02-01 2027-02-28'],
    ['2029-02-01', '2029-02-28', '2029-01-01 2029-01-31', '2028-02-01 2028-02-29'],
    ['2028-02-29', '2028-02-29', '2028-02-28 2028-02-28', '2027-02-28 2027-02-28'],
  ])('%s to %s', (fromDay, toDay, previous, lastYear) => {
    expect(days(previousOf({ fromDay, toDay }))).toBe(previous);
    expect(days(lastYearOf({ fromDay, toDay }))).toBe(lastYear);
  });

  it.each([
    [9, 8, '+12.5%'],
    [7, 8, '-12.5%'],
    [8, 8, '0.0%'],
    [2, 3, '-33.3%'],
    [5, 3, '+66.7%'],
    [0, 4, '-100.0%'],
    [1, 0, NOTHING_TO_COMPARE],
    [1, null, NOTHING_TO_COMPARE],
  ])('%i after %s is %s', (now, before, text) => {
    expect(changeText(now, before)).toBe(text);
  });

  it('names every day of a period, and the Monday of a week', () => {
    expect(daysOf({ fromDay: '2026-11-30', toDay: '2026-12-01' })).toEqual(['2026-11-30', '2026-12-01']);
    expect(['2026-11-22', '2026-11-23', '2026-11-29', '1969-12-31'].map(mondayOf)).toEqual([
      ...['2026-11-16', '2026-11-23', '2026-11-23', '1969-12-29'],
    ]);
  });
});
