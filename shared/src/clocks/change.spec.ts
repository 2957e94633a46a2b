import * as fc from 'fast-check';
import { dayStart, toInstant, toMillis } from '../time.ts';
import { type CalendarYear, makeCalendar } from './calendar.ts';
import { CALENDARS } from './calendar-data.ts';
import { cutToOuter, exceedsOuter, isLate, moveDue, outerForRework, resumeDue } from './change.ts';
import { type Due, promise } from './count.ts';
import { type ClockUnit, formatDue } from './explain.ts';

const CAL = makeCalendar(CALENDARS);
const at = (local: string) => toInstant(Date.parse(`${local.replace(' ', 'T')}:00+08:00`));
const lastLine = (due: Due) => due.proof.at(-1)?.text;
const as = (due: Due, unit: ClockUnit) => ({ ...due, unit });

describe('a pause with both consents (inner 5, outer 10 workdays)', () => {
  const start = at('2026-04-28 10:00');
  const inner = promise(start, 5, 'workday', CAL, { anchorLabel: '派单' });
  const outer = promise(start, 10, 'workday', CAL);

  it('moves by the workdays in (pause day, resume day]', () => {
    expect([formatDue(inner), formatDue(outer)]).toEqual(['2026-05-08 24:00', '2026-05-14 24:00']);
    const due = resumeDue(as(inner, 'workday'), at('2026-04-30 16:00'), at('2026-05-07 10:00'), CAL);
    expect(formatDue(due)).toBe('2026-05-11 24:00');
    expect(due.proof).toHaveLength(2);
    expect(lastLine(due)).toBe(
      '暂停 2026-04-30 16:00 至 2026-05-07 10:00: 顺延 2 工作日: 05-09 上班日(1), 05-10 周末, 05-11(2) → 2026-05-11 24:00',
    );
    expect(due.proof[1]).toMatchObject({ rule: 'pause.workday', old: inner.dueAt, new: due.dueAt });
    expect(cutToOuter(due, outer, at('2026-05-07 10:00'))).toBe(due);
  });

  it('is cut to the outer due with a line saying so', () => {
    const due = resumeDue(as(inner, 'workday'), at('2026-04-30 16:00'), at('2026-05-12 10:00'), CAL);
    expect(formatDue(due)).toBe('2026-05-15 24:00');
    const cut = cutToOuter(due, outer, at('2026-05-12 10:00'));
    expect([cut.dueAt, cut.dueDay]).toEqual([outer.dueAt, outer.dueDay]);
    expect(lastLine(cut)).toBe('按上级时限: 2026-05-15 24:00 → 2026-05-14 24:00');
  });

  it('a row late before the pause does not move, and says so', () => {
    const due = resumeDue(as(inner, 'workday'), at('2026-05-09 00:01'), at('2026-05-20 10:00'), CAL);
    expect(due.dueAt).toBe(inner.dueAt);
    expect(lastLine(due)).toContain('暂停前已超期, 不顺延');
    const onTheDot = resumeDue(as(inner, 'workday'), at('2026-05-09 00:00'), at('2026-05-11 10:00'), CAL);
    expect(formatDue(onTheDot)).toBe('2026-05-11 24:00');
  });
});

describe('other pauses', () => {
  it.each([
    ['within one day', '2026-03-02 10:00', 1, '2026-03-03 09:00', '2026-03-03 18:00', '2026-03-03 24:00'],
    [
      'resumed on a day off',
      '2026-03-05 10:00',
      1,
      '2026-03-06 09:00',
      '2026-03-07 09:00',
      '2026-03-09 24:00',
    ],
    [
      'over new year festival',
      '2026-02-12 10:00',
      2,
      '2026-02-14 09:00',
      '2026-02-24 09:00',
      '2026-02-24 24:00',
    ],
  ])('workdays, %s', (_, start, n, paused, resumed, due) => {
    const row = as(promise(at(start), n, 'workday', CAL), 'workday');
    expect(formatDue(resumeDue(row, at(paused), at(resumed), CAL))).toBe(due);
  });

  it('hours move by the time, days by the days and on to a workday', () => {
    const hours = as(promise(at('2026-03-02 10:00'), 4, 'hour', CAL), 'hour');
    const later = resumeDue(hours, at('2026-03-02 11:00'), at('2026-03-03 08:30'), CAL);
    expect(formatDue(later)).toBe('2026-03-03 11:30');
    expect(lastLine(later)).toContain('顺延 21 小时 30 分钟');
    const days = as(promise(at('2026-03-02 10:00'), 7, 'day', CAL), 'day');
    const moved = resumeDue(days, at('2026-03-03 11:00'), at('2026-03-08 08:30'), CAL);
    expect(formatDue(moved)).toBe('2026-03-16 24:00');
  });

  it('keeps an early end of day, waits where a calendar is missing, refuses a resume before the pause', () => {
    const early = as(promise(at('2026-03-02 10:00'), 3, 'workday', CAL, { dayEndsAt: '17:30' }), 'workday');
    expect(formatDue(resumeDue(early, at('2026-03-02 12:00'), at('2026-03-03 09:00'), CAL))).toBe(
      '2026-03-06 17:30',
    );
    const late = as(promise(at('2026-12-28 10:00'), 2, 'workday', CAL), 'workday');
    const waits = resumeDue(late, at('2026-12-29 10:00'), at('2026-12-31 10:00'), CAL);
    expect(waits).toMatchObject({ dueAt: null, awaitingCalendar: 2027 });
    expect(waits.proof).toHaveLength(3);
    const again = resumeDue(as(waits, 'workday'), at('2027-01-04 10:00'), at('2027-01-05 10:00'), CAL);
    expect(again).toMatchObject({ dueAt: null, awaitingCalendar: 2027 });
    expect(() => resumeDue(early, at('2026-03-03 09:00'), at('2026-03-02 12:00'), CAL)).toThrow(RangeError);
  });
});

describe('an extension approved after the calendar was edited', () => {
  const inner = promise(at('2026-09-22 10:00'), 5, 'workday', CAL);
  const outer = promise(at('2026-09-22 10:00'), 10, 'workday', CAL);
  const year = CALENDARS.find((entry): entry is CalendarYear => entry.year === 2026);
  const v2 = makeCalendar([
    ...CALENDARS,
    {
      year: 2026,
      version: 'v2',
      names: year?.names,
      offDays: [...(year?.offDays ?? []), '2026-10-10'],
      workDays: (year?.workDays ?? []).filter((day) => day !== '2026-10-10'),
    },
  ]);
  const now = at('2026-10-08 09:30');
  const move = (n: number, calendar = v2) => moveDue(inner.dueDay ?? '', n, 'workday', calendar, now, 'P1');

  it('counts from the old due day with the calendar in force at the decision', () => {
    expect([formatDue(inner), formatDue(outer)]).toEqual(['2026-09-30 24:00', '2026-10-13 24:00']);
    expect([formatDue(move(3)), formatDue(move(3, CAL))]).toEqual(['2026-10-12 24:00', '2026-10-10 24:00']);
    expect(lastLine(move(3))).toBe(
      '调整 2026-09-30 24:00 → +3 工作日: 10-01–10-07 国庆节, 10-08(1), 10-09(2), 10-10–10-11 周末, 10-12(3) → 2026-10-12 24:00 (节假日安排 v2)',
    );
    expect(move(3).proof[0]).toMatchObject({ at: now, by: 'P1', old: inner.dueAt, new: move(3).dueAt });
  });

  it('four more days reach the outer due, five need the upper platform', () => {
    expect([exceedsOuter(move(4), outer), exceedsOuter(move(5), outer)]).toEqual([false, true]);
    expect(formatDue(move(4))).toBe('2026-10-13 24:00');
  });

  it('on time up to and including the due instant', () => {
    expect(isLate(inner.dueAt, at('2026-10-01 00:00'))).toBe(false);
    expect(isLate(inner.dueAt, '2026-09-30T16:00:00.001Z')).toBe(true);
    expect(isLate(null, at('2026-10-01 00:00'))).toBe(false);
  });

  it('moves hours from the due instant, refuses 0, and may have to wait', () => {
    const old = { dueAt: at('2026-03-02 16:05'), dueDay: '2026-03-02' };
    expect(formatDue(moveDue(old, 2, 'hour', CAL, now, 'P1'))).toBe('2026-03-02 18:05');
    expect(formatDue(moveDue(old, 1, 'workday', CAL, now, 'P1'))).toBe('2026-03-03 16:05');
    expect(() => moveDue('2026-03-02', 0, 'workday', CAL, now, 'P1')).toThrow(RangeError);
    expect(lastLine(moveDue('2026-12-31', 1, 'workday', CAL, now, 'P1'))).toBe('待 2027 年节假日安排公布');
  });
});

describe('rework', () => {
  it('keeps the old outer due unless the new inner one is later', () => {
    const outer = promise(at('2026-09-18 16:00'), 10, 'workday', CAL);
    const policy = promise(at('2026-09-23 20:05'), 5, 'workday', CAL);
    const inner = promise(at('2026-09-23 20:05'), 3, 'workday', CAL);
    expect([formatDue(inner), formatDue(outer)]).toEqual(['2026-09-29 24:00', '2026-10-09 24:00']);
    expect(outerForRework(outer, inner, policy)).toBe(outer);
    const long = promise(at('2026-09-23 20:05'), 15, 'workday', CAL);
    expect(outerForRework(outer, long, policy)).toBe(policy);
  });
});

describe('properties', () => {
  const low = toMillis(dayStart('2024-01-01'));
  const times = fc.integer({ min: low, max: toMillis(dayStart('2026-03-01')) });
  const spans = fc.integer({ min: 0, max: 40 * 864e5 });
  const units = fc.constantFrom<ClockUnit>('minute', 'hour', 'day', 'workday');

  it('a pause is monotone in both ends and never ends before the resume', () => {
    fc.assert(
      fc.property(
        times,
        fc.integer({ min: 1, max: 30 }),
        units,
        spans,
        spans,
        spans,
        (start, n, unit, a, b, c) => {
          const due = promise(toInstant(start), n, unit, CAL);
          const room = toMillis(due.dueAt ?? '') - start;
          const [p1 = 0, p2 = 0] = [a % room, b % room].sort((x, y) => x - y).map((x) => start + x);
          const [r1, r2] = [p2 + c / 2, p2 + c].map((ms) => toInstant(Math.floor(ms)));
          const after = (paused: number, resumed = '') =>
            resumeDue(as(due, unit), toInstant(paused), resumed, CAL).dueAt ?? '';
          expect(after(p2, r1) <= after(p2, r2)).toBe(true);
          expect(after(p2, r1) <= after(p1, r1)).toBe(true);
          expect(after(p2, r1) >= (due.dueAt ?? '')).toBe(true);
          expect(after(p1, r2) >= (r2 ?? '')).toBe(true);
        },
      ),
    );
  });

  it('inner ≤ outer after the cut, and an inner that fits is untouched', () => {
    fc.assert(
      fc.property(times, fc.nat(30), fc.nat(30), units, units, (start, n, m, u1, u2) => {
        const now = toInstant(start);
        const [inner, outer] = [promise(now, n + 1, u1, CAL), promise(now, m + 1, u2, CAL)];
        const cut = cutToOuter(inner, outer, now);
        expect((cut.dueAt ?? '') <= (outer.dueAt ?? '')).toBe(true);
        expect(cut === inner).toBe((inner.dueAt ?? '') <= (outer.dueAt ?? ''));
        expect(cutToOuter(cut, outer, now)).toBe(cut);
      }),
    );
  });
});
