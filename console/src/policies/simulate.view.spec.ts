import { comparison, monthBefore, rateText } from './simulate.view';

describe('what other rules would have made of a month', () => {
  it('takes the whole month before, across a year', () => {
    expect(monthBefore('2026-11-22')).toEqual({ fromDay: '2026-10-01', toDay: '2026-10-31' });
    expect(monthBefore('2027-01-05')).toEqual({ fromDay: '2026-12-01', toDay: '2026-12-31' });
    expect(monthBefore('2028-03-31').toDay).toBe('2028-02-29');
  });
  it('says rates and differences, and nothing over nothing as such', () => {
    const before = { orders: 10, onTime: 8, late: 2, open: 0, rate: 8000 };
    const after = { orders: 10, onTime: 5, late: 4, open: 1, rate: 5556 };
    expect(comparison(before, after).map(({ change }) => change)).toEqual([
      '-3',
      '+2',
      '+1',
      '-24.44 个百分点',
    ]);
    expect(comparison({ ...before, rate: null }, after).at(-1)?.change).toBe('—');
    expect(rateText(null)).toBe('—');
  });
});
