import { MONDAY, order } from '../../test/order-samples.ts';
import { classLeaf } from '../classes.ts';
import type { OrderFacts } from '../orders/facts.ts';
import { addMinutes, type Instant } from '../time.ts';
import { hasGrown } from './alarms.ts';
import {
  burst,
  calendarEnds,
  campaignIsDue,
  inClasses,
  inWindow,
  isStuck,
  paramsOf,
  type Seen,
  SWEEP_DEFAULTS,
  slept,
  type Tally,
  TRIGGERS,
  TRIGGERS_OF_ITEMS,
} from './index.ts';

const ms = (instant: Instant, by: number): Instant => new Date(Date.parse(instant) + by).toISOString();

/** Whether the trigger's condition holds as an order goes from one picture to the next. */
function holds(
  name: string,
  before: Partial<OrderFacts>,
  after: Partial<OrderFacts>,
  data: Record<string, unknown> = {},
  more: { event?: string; clocks?: Seen['clocks'] } = {},
): boolean {
  const trigger = TRIGGERS[name];
  if (trigger === undefined) throw new Error(name);
  const common = { ...order(), state: 'IN_PROGRESS' as const };
  const seen: Seen = {
    before: { ...common, ...before },
    after: { ...common, ...before, ...after },
    event: {
      seq: 9,
      name: more.event ?? trigger.on[0] ?? '',
      at: MONDAY,
      actorId: 'A',
      actorUnitId: null,
      data,
    },
    clocks: more.clocks ?? [],
    sweepClasses: ['1001'],
    leaf: classLeaf(after.classCode ?? before.classCode ?? ''),
  };
  return trigger.where(seen, paramsOf(trigger.defaults, undefined));
}

function fires(name: string, tally: Partial<Tally>): boolean {
  const trigger = TRIGGERS[name];
  const params = paramsOf(trigger?.defaults ?? {}, undefined);
  const all = { n: 0, of: 0, orderIds: [], where: '', ...tally };
  return trigger?.fires?.(all, params) ?? all.n >= params.times;
}

const FIRM = { partyKind: 'ENTERPRISE', unhappy: 0 } as const;

describe('triggers about enterprises', () => {
  it('M91: the first unhappy answer of a firm, about the service or the result; not a middling or a skipped one', () => {
    const bad = { process: 'UNSATISFIED' };
    expect(holds('firmUnhappy', FIRM, { unhappy: 1 }, bad)).toBe(true);
    expect(holds('firmUnhappy', FIRM, { unhappy: 1 }, { result: 'VERY_UNSATISFIED' })).toBe(true);
    expect(holds('firmUnhappy', FIRM, {}, { process: 'BASIC', result: 'BASIC' })).toBe(false);
    expect(holds('firmUnhappy', FIRM, {}, {})).toBe(false);
    expect(holds('firmUnhappy', { ...FIRM, unhappy: 1 }, { unhappy: 2 }, bad)).toBe(false);
    expect(holds('firmUnhappy', { partyKind: 'PERSON' }, { unhappy: 1 }, bad)).toBe(false);
  });

  it('M91: the same firm with the same matter the second time', () => {
    expect(fires('firmRepeat', { n: 1 })).toBe(false);
    expect(fires('firmRepeat', { n: 2 })).toBe(true);
  });

  it('M91: not closed when its 168 hours are over, seen at the moment or only afterwards', () => {
    const red = { lights: [{ milestone: 'watch7d', level: 'RED' }] };
    expect(holds('firmSevenDays', FIRM, {}, red)).toBe(true);
    expect(holds('firmSevenDays', FIRM, {}, { lights: [{ milestone: 'watch7d', level: 'ORANGE' }] })).toBe(
      false,
    );
    expect(holds('firmSevenDays', FIRM, {}, { lights: [{ milestone: 'handle', level: 'RED' }] })).toBe(false);
    const closed = (late: boolean, items = '') =>
      holds(
        'firmSevenDays',
        FIRM,
        { state: 'CLOSED', items },
        {},
        {
          event: 'order.closed',
          clocks: [{ milestone: 'watch7d', scope: 'INNER', late }],
        },
      );
    expect(closed(false)).toBe(false);
    expect(closed(true)).toBe(true);
    expect(closed(true, 'closedloop:X:OPEN')).toBe(false);
  });
});

describe('triggers about rounds', () => {
  it.each([
    ['hardRounds', 'roundsFailed', 2],
    ['hardUnits', 'leadUnits', 3],
    ['reworkThird', 'reworks', 3],
    ['unhappyTwice', 'unhappy', 2],
  ] as const)('M22 M99 R9: %s when %s comes to %i, once', (name, fact, n) => {
    expect(holds(name, { [fact]: n - 2 }, { [fact]: n - 1 })).toBe(false);
    expect(holds(name, { [fact]: n - 1 }, { [fact]: n })).toBe(true);
    expect(holds(name, { [fact]: n }, { [fact]: n })).toBe(false);
    expect(holds(name, { [fact]: n }, { [fact]: n + 1 })).toBe(false);
  });

  it('M85: dispatched to three units and never signed, when the third sign-for is late', () => {
    const late = { lights: [{ milestone: 'sign', level: 'RED' }] };
    const unsigned = { state: 'DISPATCHED', firstUnitId: null } as const;
    expect(holds('bounce', unsigned, {}, late)).toBe(true);
    expect(holds('bounce', { ...unsigned, firstUnitId: 'U3' }, {}, late)).toBe(false);
    expect(holds('bounce', unsigned, {}, { lights: [{ milestone: 'sign', level: 'ORANGE' }] })).toBe(false);
    expect(fires('bounce', { n: 2 })).toBe(false);
    expect(fires('bounce', { n: 3 })).toBe(true);
  });
});

describe('triggers about many orders', () => {
  const SPAN = { within: 30, unit: 'day', times: 3 } as const;
  const at = (receivedAt: Instant) => ({ receivedAt });
  const later = (days: number) => addMinutes(MONDAY, days * 24 * 60);

  it('M34 M55: the third at 30 d 0 h after the first is no cluster, 1 ms earlier it is', () => {
    const middle = at(later(10));
    const exact = [at(MONDAY), middle, at(later(30))];
    const earlier = [at(MONDAY), middle, at(ms(later(30), -1))];
    expect(burst(exact, later(30), SPAN)).toEqual([]);
    expect(burst(earlier, ms(later(30), -1), SPAN)).toEqual(earlier);
    expect(inWindow(MONDAY, later(30), SPAN)).toBe(false);
    expect(inWindow(ms(MONDAY, 1), later(30), SPAN)).toBe(true);
  });

  it('M34: one classified after later ones of its kind is in their window', () => {
    const three = [at(MONDAY), at(later(1)), at(later(2))];
    expect(burst(three, MONDAY, SPAN)).toHaveLength(3);
    expect(burst([...three, at(later(40))], later(40), SPAN)).toEqual([]);
  });

  it('M71 M55: ten orders of a problem in a week, three problems of one place in a year', () => {
    const { surge, recurrence } = TRIGGERS_OF_ITEMS;
    expect(paramsOf(surge?.defaults ?? {}, undefined)).toMatchObject({ times: 10, within: 7, unit: 'day' });
    expect(paramsOf(recurrence?.defaults ?? {}, undefined)).toMatchObject({ times: 3, within: 365 });
  });

  it('M49: disputes of members: three, or a quarter; 2 of 12 is not enough', () => {
    expect(fires('problemDisputed', { n: 2, of: 12 })).toBe(false);
    expect(fires('problemDisputed', { n: 3, of: 12 })).toBe(true);
    expect(fires('problemDisputed', { n: 3, of: 400 })).toBe(true);
    expect(fires('problemDisputed', { n: 1, of: 4 })).toBe(true);
    expect(fires('problemDisputed', { n: 1, of: 5 })).toBe(false);
    expect(fires('problemDisputed', { n: 0, of: 0 })).toBe(false);
  });

  it('M44: a watched class reaches its threshold, or grows by so much and is not few', () => {
    const row = { weekly: 20, growthPercent: 50, least: 5 };
    expect(hasGrown(row, 20, 20)).toBe(true);
    expect(hasGrown(row, 19, 19)).toBe(false);
    expect(hasGrown(row, 6, 4)).toBe(true);
    expect(hasGrown(row, 5, 4)).toBe(false);
    expect(hasGrown(row, 4, 0)).toBe(false);
    expect(hasGrown(row, 5, 0)).toBe(true);
  });
});

describe('triggers found by looking', () => {
  it('M19: stuck after exactly 24 hours without staff, in a state that waits for staff', () => {
    const since = MONDAY;
    const now = addMinutes(since, 24 * 60);
    const waiting = { state: 'IN_PROGRESS', staffAt: since, receivedAt: addMinutes(since, -600) } as const;
    expect(isStuck(waiting, SWEEP_DEFAULTS.stuck, ms(now, -1))).toBe(false);
    expect(isStuck(waiting, SWEEP_DEFAULTS.stuck, now)).toBe(true);
    expect(isStuck({ ...waiting, state: 'TO_VISIT' }, SWEEP_DEFAULTS.stuck, now)).toBe(false);
    expect(isStuck({ ...waiting, staffAt: null }, SWEEP_DEFAULTS.stuck, addMinutes(now, -600))).toBe(true);
  });

  it('M81: untouched at 24:00 what came before 22:00; touched at 23:59 it is not', () => {
    const day = '2026-11-23';
    const end = '2026-11-23T16:00:00.000Z';
    const ten = '2026-11-23T14:00:00.000Z';
    const night = (receivedAt: Instant, firstStaffAt: Instant | null) =>
      slept({ receivedAt, firstStaffAt }, day, SWEEP_DEFAULTS.overnight);
    expect(night(MONDAY, ms(end, -60_000))).toBe(false);
    expect(night(MONDAY, end)).toBe(true);
    expect(night(MONDAY, null)).toBe(true);
    expect(night(ms(ten, -1), null)).toBe(true);
    expect(night(ten, null)).toBe(false);
    expect(night('2026-11-22T15:59:59.999Z', null)).toBe(false);
  });

  it('M48: a campaign is due from 00:00 of the day so many days before it starts', () => {
    const season = { startsOn: '2026-06-07', leadDays: 3, dueDay: '2026-06-09' };
    expect(campaignIsDue(season, '2026-06-03')).toBe(false);
    expect(campaignIsDue(season, '2026-06-04')).toBe(true);
    expect(campaignIsDue(season, '2026-06-09')).toBe(true);
    expect(campaignIsDue(season, '2026-06-10')).toBe(false);
  });

  it('M41: the years of days off end in 59 days, or a promise waits for one', () => {
    expect(calendarEnds(2026, '2026-11-01', 60, false)).toBe(false);
    expect(calendarEnds(2026, '2026-11-02', 60, false)).toBe(true);
    expect(calendarEnds(2026, '2026-01-01', 60, true)).toBe(true);
  });
});

describe("a tenant's own numbers", () => {
  it('M22: replace the defaults, switch it off, limit it to classes', () => {
    const params = paramsOf({ times: 2 }, { name: 'hardRounds', on: false, times: 4, classes: ['0102'] });
    expect(params).toMatchObject({ on: false, times: 4, classes: ['0102'] });
    expect(inClasses(params.classes, '010201')).toBe(true);
    expect(inClasses(params.classes, '020101')).toBe(false);
    expect(inClasses(null, null)).toBe(true);
  });
});
