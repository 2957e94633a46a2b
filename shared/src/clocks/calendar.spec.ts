import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, type Day } from '../time.ts';
import {
  calendarVersion,
  countWorkdays,
  isWorkday,
  loadedYears,
  MissingCalendarError,
  makeCalendar,
  workdayBefore,
} from './calendar.ts';
import { CALENDARS } from './calendar-data.ts';

const CAL = makeCalendar(CALENDARS);
const TRUTH = join(process.cwd(), '../shared/data/holidays/truth_2024_2026.json');

describe('calendar', () => {
  it('throws for a year without a list instead of guessing', () => {
    expect(loadedYears(CAL)).toEqual([2024, 2025, 2026]);
    expect(() => isWorkday(CAL, '2027-01-04')).toThrow(MissingCalendarError);
    expect(() => isWorkday(CAL, '2023-12-29')).toThrow('2023');
  });

  it.each([
    ['2026-02-14', true],
    ['2026-02-16', false],
    ['2026-10-10', true],
    ['2026-10-11', false],
    ['2026-10-09', true],
    ['2025-10-08', false],
    ['2024-02-09', true],
  ])('%s is a workday: %p', (day, works) => {
    expect(isWorkday(CAL, day)).toBe(works);
  });

  it('a later version of a year replaces the earlier one whole', () => {
    const edited = CALENDARS[2] ?? { year: 0, version: '', offDays: [], workDays: [] };
    const v2 = makeCalendar([...CALENDARS, { ...edited, version: 'v2', workDays: [] }]);
    expect(isWorkday(v2, '2026-10-10')).toBe(false);
    expect(isWorkday(CAL, '2026-10-10')).toBe(true);
    expect(calendarVersion(v2, '2026-10-10')).toBe('v2');
    expect(calendarVersion(v2, '2030-01-01')).toBeNull();
  });

  it('a notice may correct the December before it', () => {
    const older = { year: 2026, version: 'v1', offDays: ['2026-12-26'], workDays: ['2026-12-31'] };
    const next = { year: 2027, version: 'v1', offDays: ['2026-12-31'], workDays: ['2026-12-26'] };
    const cal = makeCalendar([next, older]);
    expect([isWorkday(cal, '2026-12-31'), isWorkday(cal, '2026-12-26')]).toEqual([false, true]);
    expect(loadedYears(cal)).toEqual([2026, 2027]);
  });

  it('counts (after, until] and finds the workday before', () => {
    expect(countWorkdays(CAL, '2026-04-30', '2026-05-07')).toBe(2);
    expect(countWorkdays(CAL, '2026-05-07', '2026-04-30')).toBe(0);
    expect(workdayBefore(CAL, '2026-02-24')).toBe('2026-02-14');
  });
});

(existsSync(TRUTH) ? describe : describe.skip)('against the published notices (skipped when absent)', () => {
  const expand = (spans: string[]): Day[] =>
    spans.flatMap((span) => {
      const [first = '', last = first] = span.split('..');
      const days: Day[] = [];
      for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
      return days;
    });

  it('off days and worked weekends are the same', () => {
    const truth = JSON.parse(readFileSync(TRUTH, 'utf8')) as { off: string[]; work: string[] };
    expect(CALENDARS.flatMap((year) => year.offDays).sort()).toEqual(expand(truth.off).sort());
    expect(CALENDARS.flatMap((year) => year.workDays).sort()).toEqual(expand(truth.work).sort());
  });
});
