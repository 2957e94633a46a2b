import { CALENDARS, DEFAULT_LIMITS, makeCalendar, type PresetName, presetRows } from '@yihu/shared';
import { after, CLERK, MONDAY } from '../../../../../shared/test/order-samples.ts';
import { OrderLife } from '../../../../test/order-life';
import type { ClockRow, ListedClock } from '../../clocks/clock-row';
import { Comparison, judge, rateOf } from './compare';
import { replay } from './replay';

const endOf = (day: string) => `${day}T16:00:00.000Z`;
const rulesOf = (...presets: PresetName[]) => ({
  rows: presetRows(...presets),
  calendar: makeCalendar(CALENDARS),
  newId: () => 'S',
});
const again = (life: OrderLife, ...presets: PresetName[]) => replay(life.events, rulesOf(...presets));
const nameless = (rows: readonly ClockRow[]) => rows.map(({ id: _, ...row }) => row);

describe('a history lived again', () => {
  const begin = () => new OrderLife({ presets: ['2110', '2h2wd'] });
  it.each<[string, () => OrderLife]>([
    ['an order just filed', begin],
    ['one answered in time', () => begin().upTo('approve')],
    [
      'one that waited for its filer',
      () => begin().upTo('sign').do('askInfo', after(0, 1)).do('addInfo', after(2)),
    ],
    [
      'one taken back and handed out again',
      () => begin().upTo('dispatch').do('takeBack', after(0, 1)).do('dispatch', after(1)),
    ],
    [
      'one whose class was corrected',
      () => begin().upTo('sign').do('classify', after(0, 1), { classCode: '100101', urgency: 'L1' }),
    ],
    [
      'a firm’s, found out late',
      () =>
        begin().upTo('sign').do('classify', after(0, 1), { classCode: '100101', partyKind: 'ENTERPRISE' }),
    ],
    [
      'one sent back and done again',
      () => begin().upTo('reply').do('sendBack', after(0, 1)).do('reply', after(3)),
    ],
    ['one reworked', () => begin().upTo('approve').do('dispute', after(7)).do('reply', after(9))],
    ['one withdrawn', () => begin().upTo('sign').do('withdraw', after(1))],
  ])('of %s has, under the same rules, the same promises', (_, live) => {
    const life = live();
    expect(nameless(again(life, '2110', '2h2wd').clocks)).toEqual(nameless(life.clocks));
    expect(again(life, '2110', '2h2wd').facts).toEqual(life.facts);
  });

  it('has other due times under other rules, with the pauses there were', () => {
    const life = begin()
      .upTo('sign')
      .do('askInfo', after(0, 1))
      .do('addInfo', after(2))
      .do('reply', after(5));
    // 2h2wd: 11-25 + 2 workdays = 11-27; replied on Saturday 11-28. shandong: cut to the outer 11-30.
    expect(life.clock('handle')).toMatchObject({ dueAt: endOf('2026-11-27'), late: true });
    const handle = again(life, 'shandong').clocks.find(
      (row) => row.milestone === 'handle' && row.scope === 'INNER',
    );
    expect(handle).toMatchObject({ dueAt: endOf('2026-11-30'), late: false, state: 'MET' });
  });

  it('takes for evidence what the other rules take for it', () => {
    // 1235 is met by telling, not by replying.
    const life = begin().upTo('approve', after(0, 1));
    const told = (clocks: readonly ClockRow[]) =>
      clocks.find((row) => row.milestone === 'handle' && row.scope === 'INNER')?.state;
    expect(told(life.clocks)).toBe('MET');
    expect(told(again(life, '1235').clocks)).toBe('RUNNING');
    life.do('seen', after(0, 2));
    expect(told(again(life, '1235').clocks)).toBe('MET');
  });

  it('names what other limits would have refused, and only that', () => {
    const life = begin().do('accept').do('askInfo', after(0, 1), {}, CLERK).do('addInfo', after(0, 2));
    const asked = (asksPerCycle: number) =>
      replay(life.events, rulesOf('2h2wd'), {
        now: DEFAULT_LIMITS,
        asked: { ...DEFAULT_LIMITS, asksPerCycle },
      }).refused;
    expect(asked(0)).toEqual(['askInfo']);
    expect(asked(1)).toEqual([]);
    const solved = begin().upTo('reply');
    const evidence = { ...DEFAULT_LIMITS, evidenceClasses: [solved.facts.classCode ?? ''] };
    const pair = { now: DEFAULT_LIMITS, asked: evidence };
    expect(replay(solved.events, rulesOf('2h2wd'), pair).refused).toEqual(['reply']);
  });

  it('refuses a history with a gap', () => {
    const life = begin().upTo('sign');
    expect(() => replay([...life.events.slice(0, 2), ...life.events.slice(3)], rulesOf())).toThrow('gap');
  });
});

describe('a verdict', () => {
  const clock = (more: Partial<ListedClock>): ListedClock => ({
    orderId: 'O',
    cycle: 0,
    scope: 'INNER',
    milestone: 'handle',
    state: 'RUNNING',
    startedAt: MONDAY,
    dueAt: endOf('2026-11-25'),
    dueDay: '2026-11-25',
    awaitingYear: null,
    metAt: null,
    late: false,
    fired: null,
    ...more,
  });
  const MET = clock({ state: 'MET', metAt: MONDAY });
  it.each<[string, ListedClock[], string, string]>([
    ['at the last instant', [clock({})], endOf('2026-11-25'), 'OPEN'],
    ['a millisecond later', [clock({})], '2026-11-25T16:00:00.001Z', 'LATE'],
    ['paused past its due time', [clock({ state: 'PAUSED' })], endOf('2026-12-25'), 'OPEN'],
    ['met', [MET], endOf('2026-12-25'), 'ON_TIME'],
    ['met late', [clock({ state: 'MET', late: true })], MONDAY, 'LATE'],
    ['reworked and running', [MET, clock({ cycle: 1, dueAt: endOf('2026-12-25') })], MONDAY, 'OPEN'],
    [
      'late once, in time after the rework',
      [clock({ state: 'MET', late: true }), { ...MET, cycle: 1 }],
      MONDAY,
      'LATE',
    ],
    ['taken back', [clock({ state: 'CANCELLED' })], endOf('2026-12-25'), 'NONE'],
    [
      'waiting for a calendar',
      [clock({ state: 'AWAITING_CALENDAR', dueAt: null, dueDay: null, awaitingYear: 2027 })],
      endOf('2027-12-25'),
      'OPEN',
    ],
    ['only the platform’s clock late', [MET, clock({ scope: 'OUTER' })], endOf('2026-12-25'), 'ON_TIME'],
  ])('%s', (_, rows, asOf, verdict) => {
    expect(judge(rows, asOf).verdict).toBe(verdict);
  });

  it.each([
    [0, 0, null],
    [1, 0, 10_000],
    [0, 1, 0],
    [1, 2, 3_333],
    [2, 1, 6_667],
    [597, 4, 9_933],
    [1, 15, 625],
  ])('%d on time and %d late make %s ten-thousandths', (onTime, late, rate) => {
    expect(rateOf(onTime, late)).toBe(rate);
  });

  it('counts each order once on each side, by unit and milestone', () => {
    const comparison = new Comparison(1);
    const [good, bad] = [judge([MET], MONDAY), judge([clock({ state: 'MET', late: true })], MONDAY)];
    comparison.add({ orderId: '1', orderNo: 'A', unitId: 'U' }, bad, good);
    comparison.add({ orderId: '2', orderNo: 'B', unitId: 'U' }, bad, bad);
    comparison.add({ orderId: '3', orderNo: 'C', unitId: 'V' }, good, good);
    expect(comparison.figures()).toEqual({
      before: { orders: 3, onTime: 1, late: 2, open: 0, rate: 3_333 },
      after: { orders: 3, onTime: 2, late: 1, open: 0, rate: 6_667 },
    });
    expect(comparison.byUnit((id) => `${id}科`).map(({ unitName, after }) => [unitName, after.late])).toEqual(
      [
        ['U科', 1],
        ['V科', 0],
      ],
    );
    expect(comparison.byMilestone()).toEqual([
      {
        milestone: 'handle',
        label: '办理答复',
        before: { promised: 3, late: 2 },
        after: { promised: 3, late: 1 },
      },
    ]);
    expect([comparison.late.map(({ orderNo }) => orderNo), comparison.lateTotal]).toEqual([['A'], 2]);
  });
});
