import { CALENDARS, checkCalendar } from '@yihu/shared';
import { kindOf, pressed, spansOf, weeksOf } from './calendar.view';

const empty = { year: 2027, version: '通知', offDays: [], workDays: [], names: {} };

describe('a year of days off', () => {
  it('turns a workday off and back, a weekend day off, worked, and back', () => {
    const monday = pressed(empty, '2027-01-04', '元旦');
    expect([kindOf(monday, '2027-01-04'), monday.names]).toEqual(['OFF', { '2027-01-04': '元旦' }]);
    expect(pressed(monday, '2027-01-04')).toEqual(empty);
    const off = pressed(empty, '2027-01-02');
    const worked = pressed(off, '2027-01-02');
    expect([kindOf(off, '2027-01-02'), kindOf(worked, '2027-01-02')]).toEqual(['OFF', 'MADE_UP']);
    expect(pressed(worked, '2027-01-02')).toEqual(empty);
  });
  it('lays a month out from Monday with every day once', () => {
    const weeks = weeksOf(2026, 11);
    expect(weeks[0]?.[6]).toBe('2026-11-01');
    expect(weeks.flat().filter((day) => day !== null)).toHaveLength(30);
    expect(weeks.every((week) => week.length === 7)).toBe(true);
  });
  it('says the built-in holidays as spans, and what it writes passes the check', () => {
    const built = CALENDARS.find(({ year }) => year === 2026);
    if (built === undefined) throw new Error('2026 is built in');
    expect(spansOf(built).length).toBeGreaterThan(5);
    const friday = built.offDays.find((day) => kindOf(built, day) === 'OFF') ?? '';
    expect(checkCalendar(pressed(built, friday))).toEqual([]);
  });
});
