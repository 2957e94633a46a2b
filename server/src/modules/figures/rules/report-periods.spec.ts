import { lastDue, periodAround } from './report-periods';

const due = (kind: Parameters<typeof lastDue>[0], now: string, more: object = {}) => {
  const { fromDay, toDay } = lastDue(kind, { at: '07:40', ...more }, now);
  return `${fromDay} ${toDay}`;
};

describe('what a report tells of', () => {
  it.each([
    // 07:40 in the street is 23:40 of the day before.
    ['DAILY_NOTE', '2026-11-22T23:40:00.000Z', {}, '2026-11-22 2026-11-22'],
    ['DAILY_NOTE', '2026-11-22T23:39:59.999Z', {}, '2026-11-21 2026-11-21'],
    ['DAILY_NOTE', '2026-11-22T10:00:00.000Z', { at: '18:00' }, '2026-11-22 2026-11-22'],
    ['WEEKLY_FLASH', '2026-11-22T23:40:00.000Z', {}, '2026-11-16 2026-11-22'],
    ['WEEKLY_FLASH', '2026-11-22T23:39:59.999Z', {}, '2026-11-09 2026-11-15'],
    ['WEEKLY_FLASH', '2026-11-25T02:00:00.000Z', { weekday: 7 }, '2026-11-15 2026-11-21'],
    ['MONTHLY_BULLETIN', '2026-11-30T23:40:00.000Z', {}, '2026-11-01 2026-11-30'],
    ['MONTHLY_BULLETIN', '2026-11-30T23:39:59.999Z', {}, '2026-10-01 2026-10-31'],
    ['MONTHLY_BULLETIN', '2026-03-04T23:00:00.000Z', { monthDay: 5 }, '2026-01-01 2026-01-31'],
  ] as const)('%s at %s', (kind, now, more, period) => {
    expect(due(kind, now, more)).toBe(period);
  });

  it('asked for by a day, it is the day, its week or its month, as far as that has come', () => {
    const around = (kind: Parameters<typeof periodAround>[0], day: string) => {
      const { fromDay, toDay } = periodAround(kind, day, '2026-11-25');
      return `${fromDay} ${toDay}`;
    };
    expect(around('DAILY_NOTE', '2026-11-20')).toBe('2026-11-20 2026-11-20');
    expect(around('WEEKLY_FLASH', '2026-11-22')).toBe('2026-11-16 2026-11-22');
    expect(around('WEEKLY_FLASH', '2026-11-24')).toBe('2026-11-23 2026-11-25');
    expect(around('MONTHLY_BULLETIN', '2026-02-10')).toBe('2026-02-01 2026-02-28');
    expect(around('MONTHLY_BULLETIN', '2026-11-10')).toBe('2026-11-01 2026-11-25');
  });
});
