import { minutesOf, minuteText, mondayOf, partOn, shiftsOn, weekdayText, weekFrom } from './week.view';

describe('a week of duty', () => {
  it('begins on Monday, on a Sunday too', () => {
    expect([mondayOf('2026-11-22'), mondayOf('2026-11-23')]).toEqual(['2026-11-16', '2026-11-23']);
    expect(weekFrom('2026-12-28').at(-1)).toBe('2027-01-03');
    expect(weekdayText('2026-11-22')).toBe('周日');
  });
  it('cuts a night at midnight', () => {
    const [night] = shiftsOn(['2026-11-23'], 17 * 60 + 30, 8 * 60 + 30);
    if (night === undefined) throw new Error('one day, one shift');
    expect(night).toEqual({ startsAt: '2026-11-23T09:30:00.000Z', endsAt: '2026-11-24T00:30:00.000Z' });
    expect(partOn('2026-11-23', night)).toEqual({ from: 1050, to: 1440 });
    expect(partOn('2026-11-24', night)).toEqual({ from: 0, to: 510 });
    expect(partOn('2026-11-25', night)).toBeNull();
  });
  it('reads and writes times of day', () => {
    expect([minutesOf('08:30'), minutesOf('24:00'), minutesOf('24:01'), minutesOf('8点')]).toEqual([
      510,
      1440,
      null,
      null,
    ]);
    expect([minuteText(510), minuteText(1440)]).toEqual(['08:30', '24:00']);
  });
});
