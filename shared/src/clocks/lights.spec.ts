import * as fc from 'fast-check';
import { dayStart, formatLocal, toInstant, toMillis } from '../time.ts';
import { makeCalendar } from './calendar.ts';
import { CALENDARS } from './calendar-data.ts';
import { promise } from './count.ts';
import type { ClockUnit } from './explain.ts';
import {
  DAY_LIGHTS,
  DUE_LIGHT,
  defaultLights,
  highestLightDue,
  type LightLevel,
  lightsOf,
  NO_LIGHTS,
  nextLightAt,
} from './lights.ts';

const CAL = makeCalendar(CALENDARS);
const at = (local: string) => toInstant(Date.parse(`${local.replace(' ', 'T')}:00+08:00`));
const lights = (start: string, n: number, unit: ClockUnit, rule = defaultLights(unit)) =>
  lightsOf({ startedAt: at(start), ...promise(at(start), n, unit, CAL), lights: rule }, CAL);
const told = (made: ReturnType<typeof lights>) =>
  made.map((light) => `${light.level} ${formatLocal(light.at)}`);

describe('lights', () => {
  it.each<[string, string, number, ClockUnit, string[]]>([
    [
      'two workdays over new year festival',
      '2026-02-13 16:05',
      2,
      'workday',
      ['YELLOW 2026-02-14 00:00', 'ORANGE 2026-02-24 20:00', 'RED 2026-02-25 00:00'],
    ],
    [
      'one workday: the yellow one would lie before the start',
      '2026-03-02 10:00',
      1,
      'workday',
      ['ORANGE 2026-03-03 20:00', 'RED 2026-03-04 00:00'],
    ],
    ['same day, filed at 21:00: only red', '2026-03-02 21:00', 0, 'workday', ['RED 2026-03-03 00:00']],
    [
      'two hours',
      '2026-03-02 10:00',
      2,
      'hour',
      ['YELLOW 2026-03-02 11:00', 'ORANGE 2026-03-02 11:30', 'RED 2026-03-02 12:00'],
    ],
    [
      'sixty minutes',
      '2026-03-02 10:00',
      60,
      'minute',
      ['YELLOW 2026-03-02 10:30', 'ORANGE 2026-03-02 10:45', 'RED 2026-03-02 11:00'],
    ],
  ])('%s', (_, start, n, unit, expected) => {
    expect(told(lights(start, n, unit))).toEqual(expected);
  });

  it('tells at once of what was over before it began', () => {
    const over = {
      ...{ startedAt: '2026-03-04T02:00:00.000Z', dueAt: '2026-03-03T16:00:00.000Z', dueDay: '2026-03-03' },
      lights: DAY_LIGHTS,
    };
    expect(lightsOf(over, CAL)).toEqual([{ level: 'RED', at: over.startedAt }]);
    expect(highestLightDue(lightsOf(over, CAL), over.startedAt)).toBe('RED');
    expect(lightsOf({ ...over, lights: NO_LIGHTS }, CAL)).toEqual([]);
  });

  it('a wait ends with one light, a window has none, and nothing shines while the calendar is awaited', () => {
    expect(told(lights('2026-03-02 10:00', 7, 'day', DUE_LIGHT))).toEqual(['RED 2026-03-10 00:00']);
    expect(lights('2026-03-02 10:00', 1, 'workday', NO_LIGHTS)).toEqual([]);
    expect(lights('2026-12-31 10:00', 2, 'workday')).toEqual([]);
  });

  it('a yellow light whose day is in a year not loaded is left out, the others stay', () => {
    const only = makeCalendar(CALENDARS.filter((year) => year.year === 2026));
    const facts = {
      startedAt: at('2025-12-20 10:00'),
      dueAt: dayStart('2026-01-05'),
      dueDay: '2026-01-04',
      lights: defaultLights('workday'),
    };
    expect(lightsOf(facts, only).map((light) => light.level)).toEqual(['ORANGE', 'RED']);
    expect(lightsOf(facts, CAL).map((light) => light.level)).toEqual(['YELLOW', 'ORANGE', 'RED']);
  });

  it.each<[string, LightLevel | null]>([
    ['2026-03-02 10:59', null],
    ['2026-03-02 11:00', 'YELLOW'],
    ['2026-03-02 11:30', 'ORANGE'],
    ['2026-03-09 00:00', 'RED'],
  ])('at %s the highest light reached is %p', (now, level) => {
    expect(highestLightDue(lights('2026-03-02 10:00', 2, 'hour'), at(now))).toBe(level);
  });

  it('the next look is the earliest light above the one fired', () => {
    const made = lights('2026-03-02 10:00', 2, 'hour');
    expect([null, 'YELLOW', 'ORANGE', 'RED'].map((level) => nextLightAt(made, level as LightLevel))).toEqual([
      at('2026-03-02 11:00'),
      at('2026-03-02 11:30'),
      at('2026-03-02 12:00'),
      null,
    ]);
  });

  it('whenever the sweep woke, it ends at the level the stored facts say', () => {
    const low = toMillis(dayStart('2024-02-01'));
    const units = fc.constantFrom<ClockUnit>('minute', 'hour', 'day', 'workday');
    const wakes = fc.array(fc.integer({ min: 0, max: 30 * 864e5 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 600 * 864e5 }),
        fc.integer({ min: 1, max: 15 }),
        units,
        wakes,
        (s, n, unit, w) => {
          const startedAt = toInstant(low + s);
          const made = lightsOf(
            { startedAt, ...promise(startedAt, n, unit, CAL), lights: defaultLights(unit) },
            CAL,
          );
          const times = w.sort((a, b) => a - b).map((ms) => toInstant(low + s + ms));
          let fired: LightLevel | null = null;
          for (const now of times) {
            const next = nextLightAt(made, fired);
            if (next !== null && next <= now) fired = highestLightDue(made, now);
          }
          expect(fired).toBe(highestLightDue(made, times.at(-1) ?? ''));
          expect(made.every((light) => light.at >= startedAt)).toBe(true);
          expect(made.at(-1)?.level).toBe('RED');
        },
      ),
    );
  });
});
