import { addMinutes, type State, VERDICTS } from '@yihu/shared';
import { MONDAY } from '../../../../../shared/test/order-samples.ts';
import { type LiveClock, type SweptOrder, verdictOf } from './verdicts';

const STUCK = { within: 24, unit: 'hour' } as const;
const DAY = 24 * 60;
const NOW = addMinutes(MONDAY, 10 * DAY);
const later = (minutes: number) => addMinutes(NOW, minutes);
const clock = (
  milestone: LiveClock['milestone'],
  dueAt: string | null,
  more: Partial<LiveClock> = {},
): LiveClock => ({
  milestone,
  scope: 'INNER',
  state: 'RUNNING',
  dueAt,
  ...more,
});

function swept(
  state: State,
  more: Partial<SweptOrder['facts']> = {},
  rest: Partial<SweptOrder> = {},
): SweptOrder {
  return {
    facts: {
      state,
      receivedAt: MONDAY,
      staffAt: later(-60),
      returns: 0,
      urges: 0,
      told: true,
      filerId: 'FILER',
      hasPhone: true,
      procedures: '',
      ...more,
    },
    hasOwner: true,
    hasTurn: true,
    clocks: [clock('handle', later(3 * DAY))],
    ...rest,
  };
}
const said = (order: SweptOrder) => {
  const { verdict, next } = verdictOf(order, NOW, STUCK);
  return `${VERDICTS[verdict]} ${next}`;
};

describe('the daily verdict', () => {
  it('M81: an order with its owner, task and time ahead is on track, and says until when', () => {
    const { verdict, reason, next } = verdictOf(swept('IN_PROGRESS'), NOW, STUCK);
    expect([verdict, next]).toEqual(['ON_TRACK', 'reply']);
    expect(reason).toMatch(/^2026-\d\d-\d\d \d\d:\d\d 前完成$/);
  });

  it('M81: late from the millisecond after the due time; urge before supervise, the leader after two returns', () => {
    const dueAt = (due: string, facts = {}) =>
      said(swept('IN_PROGRESS', facts, { clocks: [clock('handle', due)] }));
    expect(dueAt(NOW)).toBe('将到期 extension');
    const before = new Date(Date.parse(NOW) - 1).toISOString();
    expect(dueAt(before)).toBe('已超期 urge');
    expect(dueAt(before, { urges: 1 })).toBe('已超期 supervision');
    expect(dueAt(before, { urges: 1, returns: 2 })).toBe('已超期 assign');
    const unsigned = [clock('handle', later(DAY * 3)), clock('sign', before)];
    expect(said(swept('DISPATCHED', {}, { clocks: unsigned }))).toBe('已超期 takeBack');
    const outer = [clock('handle', later(DAY * 3)), clock('handle', before, { scope: 'OUTER' })];
    expect(said(swept('IN_PROGRESS', {}, { clocks: outer }))).toBe('已超期 urge');
  });

  it('M81: at risk is what falls due before the day ends', () => {
    const due = (at: string) => said(swept('REPLIED', {}, { clocks: [clock('check', at)] }));
    expect(due('2026-12-03T16:00:00.000Z')).toBe('将到期 approve');
    expect(due('2026-12-03T16:00:00.001Z')).toBe('正常 approve');
  });

  it('M19 M81: stuck after 24 hours without staff to the millisecond, or after two returns', () => {
    const touched = (at: string) => said(swept('IN_PROGRESS', { staffAt: at }));
    expect(touched(later(-DAY))).toBe('停滞 urge');
    expect(touched(new Date(Date.parse(later(-DAY)) + 1).toISOString())).toBe('正常 reply');
    expect(said(swept('IN_PROGRESS', { returns: 2 }))).toBe('停滞 assign');
    expect(said(swept('IN_PROGRESS', { returns: 1 }))).toBe('正常 reply');
  });

  it('M09 M81: an approved result nobody was told of is named; who cannot be told is not waited for', () => {
    const visit = { clocks: [clock('visit', later(DAY * 2))] };
    expect(said(swept('TO_VISIT', { told: false }, visit))).toBe('未告知 tell');
    expect(said(swept('TO_VISIT', { told: true }, visit))).toBe('正常 visit');
    expect(said(swept('TO_VISIT', { told: false, filerId: null, hasPhone: false }, visit))).toBe(
      '正常 visit',
    );
  });

  it('M11: no owner, no clock, no task are each found, the worst first', () => {
    expect(said(swept('IN_PROGRESS', {}, { hasOwner: false, clocks: [], hasTurn: false }))).toBe(
      '缺责任单位 repair',
    );
    expect(said(swept('IN_PROGRESS', {}, { clocks: [], hasTurn: false }))).toBe('缺时限 repair');
    expect(said(swept('IN_PROGRESS', {}, { hasTurn: false }))).toBe('缺承办任务 repair');
    // What the office owes needs no unit's turn.
    expect(said(swept('SUBMITTED', {}, { hasTurn: false, clocks: [clock('accept', later(DAY * 2))] }))).toBe(
      '正常 accept',
    );
  });

  it('M81: what stands still by right is held, not stuck or late', () => {
    const paused = [clock('handle', later(DAY * 3), { state: 'PAUSED' })];
    expect(said(swept('IN_PROGRESS', {}, { clocks: paused }))).toBe('暂停中 reply');
    const past = [clock('handle', later(-DAY), { state: 'PAUSED' })];
    expect(said(swept('IN_PROGRESS', {}, { clocks: past }))).toBe('暂停中 reply');
    const waiting = [clock('handle', null, { state: 'AWAITING_CALENDAR' })];
    expect(verdictOf(swept('IN_PROGRESS', {}, { clocks: waiting }), NOW, STUCK).reason).toBe(
      '时限待节假日安排公布',
    );
  });
});
