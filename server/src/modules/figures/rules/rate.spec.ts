import { mean, panjinScore, percent, points } from './rate';

describe('rates in whole numbers', () => {
  it('M13: 宁国 of 601 dispatched 597 were on time and 4 late: all done, 99.33 % on time, printed 99 %', () => {
    expect(percent(597 + 4, 601).text).toBe('100.00%');
    expect(percent(597, 601).text).toBe('99.33%');
    expect(percent(597, 601, 0).text).toBe('99%');
  });

  it.each([
    ['住建', 8, 87, '9%'],
    ['公安', 6, 70, '9%'],
    ['城管', 5, 66, '8%'],
    ['卫健', 3, 65, '5%'],
    ['市监', 5, 39, '13%'],
  ])('M56: 宁国 unhappy with %s: %i of %i is %s', (_, unhappy, done, text) => {
    expect(percent(unhappy, done, 0).text).toBe(text);
  });

  it('M14: 南七 4135 of 4157 are 99.47 %, a change is told in percentage points', () => {
    expect(percent(4135, 4157).text).toBe('99.47%');
    expect(points({ num: 4135, den: 4157 }, { num: 9927, den: 10_000 })).toBe('+0.2 个百分点');
    expect(points({ num: 1, den: 2 }, { num: 3, den: 4 })).toBe('-25.0 个百分点');
    expect(points({ num: 1, den: 3 }, { num: 1, den: 3 })).toBe('0.0 个百分点');
    expect(points({ num: 1, den: 3 }, { num: 0, den: 0 })).toBe('—');
  });

  it.each([
    [9806, 9900, 10_000, 10_000, '99.3'],
    [9844, 9837, 10_000, 10_000, '99.2'],
    [9795, 9844, 10_000, 9996, '99.1'],
    [9621, 9401, 10_000, 10_000, '97.4'],
    [10_000, 10_000, 10_000, 10_000, '100.0'],
    [9925, 9702, 10_000, 10_000, '99.0'],
  ])('M56: 盘锦 %i %i %i %i scores %s', (done, satisfied, answered, visited, score) => {
    expect(panjinScore({ done, satisfied, answered, visited })).toBe(score);
  });

  it('M58: nothing of nothing is no 100 %, a half goes up, large numbers stay exact', () => {
    expect(percent(0, 0).text).toBe('—');
    expect(mean(0, 0).text).toBe('—');
    expect(percent(0, 5).text).toBe('0.00%');
    expect(percent(1, 800).text).toBe('0.13%');
    expect(percent(1, 8, 0).text).toBe('13%');
    expect(percent(9_007_199_254_740_990, 9_007_199_254_740_991).text).toBe('100.00%');
    expect(mean(7, 5).text).toBe('1.40');
    expect(mean(1, 200).text).toBe('0.01');
  });
});
