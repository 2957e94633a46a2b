import { CALENDARS, formatLocal, lightsOf, makeCalendar, promise } from '@yihu/shared';
import { type CardRow, cardLights, DEFAULT_CARDS } from './cards';

const CALENDAR = makeCalendar(CALENDARS);
/** Cards of a promise of three workdays. */
const cards = (startedAt: string, rows: readonly CardRow[] = DEFAULT_CARDS) => {
  const { dueAt, dueDay } = promise(startedAt, 3, 'workday', CALENDAR);
  const lights = lightsOf({ startedAt, dueAt, dueDay, lights: cardLights(rows) }, CALENDAR);
  return lights.map(({ level, at }) => `${level} ${formatLocal(at)}`);
};

describe('cards of supervision (R10)', () => {
  it('are yellow one workday before the due day and red on the first workday after it', () => {
    expect(cards('2026-11-24T01:00:00.000Z')).toEqual([
      'YELLOW 2026-11-26 00:00',
      'ORANGE 2026-11-28 00:00',
      'RED 2026-11-30 00:00',
    ]);
  });

  it('wait for the end of a holiday and know a Saturday that works', () => {
    // Due on 30 April; the first workday after the days off is 6 May.
    expect(cards('2026-04-27T01:00:00.000Z').at(-1)).toBe('RED 2026-05-06 00:00');
    // Due on Saturday 9 May, which works; then on Friday the 8th, and the Saturday is the first workday after.
    expect(cards('2026-05-06T01:00:00.000Z').at(-1)).toBe('RED 2026-05-11 00:00');
    expect(cards('2026-04-30T01:00:00.000Z').at(-1)).toBe('RED 2026-05-09 00:00');
  });

  it('are as many days away as the street says, or none', () => {
    const rows: CardRow[] = [{ card: 'YELLOW', workdays: -2, tell: ['HANDLER'] }];
    expect(cards('2026-11-24T01:00:00.000Z', rows)).toEqual([
      'YELLOW 2026-11-25 00:00',
      'ORANGE 2026-11-28 00:00',
    ]);
  });
});
