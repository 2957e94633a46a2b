import { minutesText, nameOf, periodOf } from './period.view';

describe('periods of the dashboards', () => {
  it.each([
    ['today', '2026-11-22', '2026-11-22', '2026-11-22'],
    ['week', '2026-11-22', '2026-11-16', '2026-11-22'],
    ['week', '2026-11-23', '2026-11-23', '2026-11-23'],
    ['month', '2026-11-22', '2026-11-01', '2026-11-22'],
    ['lastMonth', '2026-03-31', '2026-02-01', '2026-02-28'],
    ['days30', '2026-11-30', '2026-11-01', '2026-11-30'],
    ['year', '2026-11-22', '2026-01-01', '2026-11-22'],
  ] as const)('%s as of %s', (name, today, fromDay, toDay) => {
    expect(periodOf(name, today)).toEqual({ fromDay, toDay });
  });

  it('know their names, the month first, and none for days of somebody’s own', () => {
    expect(nameOf('2026-11-01', '2026-11-22', '2026-11-22')).toBe('month');
    expect(nameOf('2026-11-01', '2026-11-01', '2026-11-01')).toBe('month');
    expect(nameOf('2026-11-16', '2026-11-22', '2026-11-22')).toBe('week');
    expect(nameOf('2026-11-03', '2026-11-05', '2026-11-22')).toBeNull();
  });

  it('tell durations as people do', () => {
    expect([null, 0, 59, 60, 2879, 2880, 4500].map(minutesText)).toEqual([
      ...['—', '0 分钟', '59 分钟', '1 小时 0 分', '47 小时 59 分', '2 天 0 小时', '3 天 3 小时'],
    ]);
  });
});
