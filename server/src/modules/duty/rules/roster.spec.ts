import { addMinutes, CALENDARS, makeCalendar } from '@yihu/shared';
import { doubled, gapsOf, isIdle, isShift, overlaps, partOf, periodOf } from './roster';

const AT = '2026-11-23T01:00:00.000Z';
const span = (from: number, to: number) => ({
  startsAt: addMinutes(AT, from * 60),
  endsAt: addMinutes(AT, to * 60),
});
const calendar = makeCalendar(CALENDARS);
const QUARTER = { within: 15, unit: 'minute' } as const;

describe('roster', () => {
  it('M65: shifts that follow on each other share no moment, one minute of overlap is refused', () => {
    expect(overlaps(span(0, 8), span(8, 16))).toBe(false);
    expect(overlaps(span(0, 8), { ...span(8, 16), startsAt: addMinutes(AT, 479) })).toBe(true);
    expect(doubled([span(0, 8)], [span(8, 16), span(16, 24)])).toBeNull();
    expect(doubled([], [span(0, 8), span(7, 9)])).toEqual({ shift: span(7, 9), other: span(0, 8) });
  });

  it('M80: names the hours nobody keeps watch', () => {
    const { from, to } = periodOf('2026-11-23', 1);
    expect(gapsOf([], from, to)).toEqual([{ from, to }]);
    const day = { startsAt: '2026-11-23T00:00:00.000Z', endsAt: '2026-11-23T10:00:00.000Z' };
    const night = { startsAt: '2026-11-23T10:30:00.000Z', endsAt: '2026-11-24T00:00:00.000Z' };
    expect(gapsOf([night, day], from, to)).toEqual([
      { from: '2026-11-22T16:00:00.000Z', to: day.startsAt },
      { from: day.endsAt, to: night.startsAt },
    ]);
    expect(gapsOf([{ startsAt: from, endsAt: to }], from, to)).toEqual([]);
  });

  it('M80: tells nights and holidays apart, a worked Saturday being a workday', () => {
    const part = (local: string) =>
      partOf({ startsAt: new Date(`${local}:00+08:00`).toISOString() }, calendar);
    expect(part('2026-11-23T08:00')).toBe('WORKDAY');
    expect(part('2026-11-23T07:59')).toBe('NIGHT');
    expect(part('2026-11-23T17:59')).toBe('WORKDAY');
    expect(part('2026-11-23T18:00')).toBe('NIGHT');
    expect(part('2026-11-22T09:00')).toBe('HOLIDAY');
    expect(part('2026-10-10T09:00')).toBe('WORKDAY');
    expect(part('2026-10-01T20:00')).toBe('HOLIDAY');
  });

  it('M65: 15 minutes are no standstill, one millisecond more is; looking begins it anew', () => {
    const shift = { ...span(0, 8), seenAt: null };
    const quarter = addMinutes(AT, 15);
    const after = (ms: number) => new Date(Date.parse(quarter) + ms).toISOString();
    expect(isIdle(shift, QUARTER, quarter)).toBe(false);
    expect(isIdle(shift, QUARTER, after(1))).toBe(true);
    expect(isIdle({ ...shift, seenAt: after(0) }, QUARTER, addMinutes(AT, 30))).toBe(false);
    expect(isIdle({ ...shift, seenAt: after(-1) }, QUARTER, addMinutes(AT, 30))).toBe(true);
    // What was looked at in an earlier shift does not count against this one.
    expect(isIdle({ ...shift, seenAt: addMinutes(AT, -60) }, QUARTER, quarter)).toBe(false);
    expect(isIdle(shift, QUARTER, addMinutes(AT, 8 * 60))).toBe(false);
    expect(isIdle(shift, QUARTER, addMinutes(AT, -1))).toBe(false);
  });

  it('M65: a shift ends after it begins and lasts no longer than a day and the hour of handing over', () => {
    expect(isShift(span(0, 25))).toBe(true);
    expect(isShift({ ...span(0, 25), endsAt: addMinutes(AT, 25 * 60 + 1) })).toBe(false);
    expect(isShift(span(1, 1))).toBe(false);
  });
});
