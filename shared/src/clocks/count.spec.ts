import * as fc from 'fast-check';
import { addDays, dayEnd, dayOf, dayStart, formatMonthDay, toInstant, toMillis } from '../time.ts';
import { isWorkday, MissingCalendarError, makeCalendar } from './calendar.ts';
import { CALENDARS } from './calendar-data.ts';
import { countDue, promise } from './count.ts';
import { formatDue } from './explain.ts';
import vectors from './fixtures/clock_vectors.json' with { type: 'json' };

const CAL = makeCalendar(CALENDARS);
/** Local Shanghai 'YYYY-MM-DDTHH:mm' → Instant. */
const at = (local: string) => toInstant(Date.parse(`${local}:00+08:00`));
const said = (start: string, n: number, unit: 'minute' | 'hour' | 'day' | 'workday', opts = {}) =>
  promise(at(start), n, unit, CAL, opts).proof.map((line) => line.text);

describe('the end of a day', () => {
  it.each(['2024-02-28', '2024-02-29', '2026-11-22', '2026-12-31'])(
    '%s ends where the next begins',
    (day) => {
      expect(dayEnd(day)).toBe(dayStart(addDays(day, 1)));
    },
  );
});

describe('workday vectors', () => {
  it.each(vectors.workdays)('$start +$n → $dueDay 24:00', ({ start, n, dueDay }) => {
    const due = countDue(at(start), n, 'workday', CAL);
    expect(due.dueDay).toBe(dueDay);
    expect(due.dueAt).toBe(dayStart(addDays(dueDay, 1)));
    expect(formatDue(due)).toBe(`${dueDay} 24:00`);
  });

  it.each(vectors.mustFail)('$start +$n needs a year that is not loaded', ({ start, n }) => {
    expect(() => countDue(at(start), n, 'workday', CAL)).toThrow(MissingCalendarError);
    expect(promise(at(start), n, 'workday', CAL)).toEqual({
      dueAt: null,
      dueDay: null,
      awaitingCalendar: 2027,
      proof: [{ at: at(start), rule: 'calendar.awaiting', text: '待 2027 年节假日安排公布' }],
    });
  });
});

describe('the proof', () => {
  it('reads as a clerk would say it', () => {
    expect(said('2026-02-13T16:05', 2, 'workday')).toEqual([
      '收单 2026-02-13 16:05 → +2 工作日: 02-14 上班日(1), 02-15–02-23 春节, 02-24(2) → 2026-02-24 24:00',
    ]);
  });

  it('names each unit, the moved end and the cut-off', () => {
    expect(said('2026-03-02T23:30', 2, 'hour', { anchorLabel: '派单' })).toEqual([
      '派单 2026-03-02 23:30 → +2 小时 → 2026-03-03 01:30',
    ]);
    expect(said('2026-04-25T10:00', 7, 'day')).toEqual([
      '收单 2026-04-25 10:00 → +7 天: 05-02 劳动节, 顺延至 05-06 → 2026-05-06 24:00',
    ]);
    expect(said('2026-03-07T10:00', 0, 'workday')).toEqual([
      '收单 2026-03-07 10:00 → 当日: 03-07 周末, 顺延至 03-09 → 2026-03-09 24:00',
    ]);
    expect(said('2026-03-06T17:31', 0, 'workday', { sameDayCutoff: '17:30' })).toEqual([
      '收单 2026-03-06 17:31 → 当日: 已过 17:30, 顺延至 03-09 → 2026-03-09 24:00',
    ]);
  });

  it('shortens plain runs and leaves out the middle of a long walk', () => {
    expect(said('2026-03-02T10:00', 5, 'workday')).toEqual([
      '收单 2026-03-02 10:00 → +5 工作日: 03-03–03-06(1–4), 03-07–03-08 周末, 03-09(5) → 2026-03-09 24:00',
    ]);
    const [long = ''] = said('2026-01-05T10:00', 180, 'workday');
    expect(long).toContain(', …, ');
    expect(long.length).toBeLessThan(260);
    expect(long).toMatch(/\(180\) → 2026-\d\d-\d\d 24:00$|–180\) → 2026-\d\d-\d\d 24:00$/);
  });
});

describe('same day and the end of a day', () => {
  it.each([
    ['2026-03-06T17:30', '2026-03-06'],
    ['2026-03-06T17:31', '2026-03-09'],
    ['2026-02-28T09:00', '2026-02-28'],
    ['2026-02-15T09:00', '2026-02-24'],
  ])('filed %s, 0 workdays, cut-off 17:30 → %s', (start, dueDay) => {
    expect(countDue(at(start), 0, 'workday', CAL, { sameDayCutoff: '17:30' }).dueDay).toBe(dueDay);
  });

  it('without a cut-off a workday evening is still the same day', () => {
    expect(countDue(at('2026-03-06T23:50'), 0, 'workday', CAL).dueDay).toBe('2026-03-06');
  });

  it('may end before midnight', () => {
    const due = countDue(at('2026-03-02T10:00'), 1, 'workday', CAL, { dayEndsAt: '17:30' });
    expect(formatDue(due)).toBe('2026-03-03 17:30');
  });

  it('prints an hour clock that ends at midnight as 24:00 of the day it could be met in', () => {
    expect(formatDue(countDue(at('2026-03-02T22:00'), 2, 'hour', CAL))).toBe('2026-03-02 24:00');
  });

  it.each([-1, 1.5, Number.NaN])('refuses the amount %p', (n) => {
    expect(() => countDue(at('2026-03-02T10:00'), n, 'workday', CAL)).toThrow(RangeError);
  });

  it('prints days as residents read them', () => {
    expect(formatMonthDay('2026-11-26')).toBe('11月26日');
    expect(formatMonthDay('2026-11-26T17:00:00.000Z')).toBe('11月27日');
    expect(() => toMillis('2026-11-26')).toThrow(RangeError);
    expect(() => dayStart('2026-02-30')).toThrow(RangeError);
  });
});

describe('properties', () => {
  const instants = fc
    .integer({ min: toMillis(dayStart('2024-01-01')), max: toMillis(dayStart('2026-06-01')) })
    .map(toInstant);
  const n = fc.integer({ min: 1, max: 40 });
  const units = fc.constantFrom('minute', 'hour', 'day', 'workday' as const);

  it('is monotone in n and in the start', () => {
    fc.assert(
      fc.property(instants, instants, n, n, units, (a, b, k, m, unit) => {
        const [early, late] = a <= b ? [a, b] : [b, a];
        const [few, many] = k <= m ? [k, m] : [m, k];
        const first = countDue(early, few, unit, CAL);
        expect(first.dueAt <= countDue(late, few, unit, CAL).dueAt).toBe(true);
        expect(first.dueAt <= countDue(early, many, unit, CAL).dueAt).toBe(true);
      }),
    );
  });

  it('adds up, counted on from the due day', () => {
    fc.assert(
      fc.property(instants, n, n, (start, a, b) => {
        const first = countDue(start, a, 'workday', CAL);
        const onward = countDue(dayStart(first.dueDay), b, 'workday', CAL);
        expect(onward.dueDay).toBe(countDue(start, a + b, 'workday', CAL).dueDay);
      }),
    );
  });

  it('a due day of days or workdays is never a day off, and lies after its start', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 40 }), fc.boolean(), (start, amount, calendarDays) => {
        const due = countDue(start, amount, calendarDays ? 'day' : 'workday', CAL);
        expect(isWorkday(CAL, due.dueDay)).toBe(true);
        expect(due.dueAt > start).toBe(true);
        expect(due.dueDay >= dayOf(start)).toBe(true);
      }),
    );
  });

  it('counts exactly n workdays after the start day, by an independent count', () => {
    const off = new Set(CALENDARS.flatMap((year) => year.offDays));
    const worked = new Set(CALENDARS.flatMap((year) => year.workDays));
    fc.assert(
      fc.property(instants, n, (start, amount) => {
        const due = countDue(start, amount, 'workday', CAL);
        let count = 0;
        for (let ms = Date.parse(dayOf(start)) + 864e5; ms <= Date.parse(due.dueDay); ms += 864e5) {
          const day = new Date(ms).toISOString().slice(0, 10);
          const weekend = [0, 6].includes(new Date(ms).getUTCDay());
          if (worked.has(day) || (!weekend && !off.has(day))) count += 1;
        }
        expect(count).toBe(amount);
      }),
    );
  });
});
