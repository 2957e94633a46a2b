import type { OrderFacts, State } from '@yihu/shared';
import { after, MONDAY, order } from '../../../../../shared/test/order-samples.ts';
import { OrderLife } from '../../../../test/order-life';
import { receiptSentences } from './receipt';
import { headlineOf, stationsOf } from './stations';
import { isPast } from './tell';

const NAMES = { unit: '丁香社区01网格', office: '南七街道热线办', officePhone: '0551-00012345' };
const TAIL = '每一步都会在「消息」里告诉您。 有急事请打南七街道热线办电话 0551-00012345。';

function receipt(life: OrderLife, unit: string | null = null): string[] {
  return receiptSentences(life.facts, life.clocks, { ...NAMES, unit });
}

describe('the receipt', () => {
  it('names unit and date of an order that went out at once', () => {
    const life = new OrderLife({ presets: ['2h2wd'] }).upTo('dispatch');
    expect(receipt(life, NAMES.unit)).toEqual(['已派给丁香社区01网格,11月25日前答复您。', TAIL]);
  });

  it('says who decides by when, and the last day of all', () => {
    expect(receipt(new OrderLife())).toEqual([
      '南七街道热线办11月23日前告诉您是否受理。',
      '最迟11月30日答复您。',
      TAIL,
    ]);
    expect(receipt(new OrderLife().do('accept'))[0]).toBe('南七街道热线办已受理,11月23日前派给承办单位。');
  });

  it('says what happens with a place outside', () => {
    expect(receipt(new OrderLife({ facts: { outside: true } }))[0]).toBe(
      '您选的地点不在本街道网格内,先由南七街道热线办核对,11月23日前告诉您找哪里。',
    );
  });

  it('does without a phone', () => {
    const life = new OrderLife();
    const said = receiptSentences(life.facts, life.clocks, { ...NAMES, unit: null, officePhone: null });
    expect(said.at(-1)).toBe('每一步都会在「消息」里告诉您。');
  });

  it('does not invent a date while a year is not published', () => {
    const life = new OrderLife({ facts: { receivedAt: '2026-12-30T01:00:00.000Z' } });
    expect(receipt(life)[1]).toBe('最迟2027年节假日安排公布后告知的日期答复您。');
  });
});

const shape = (facts: Partial<OrderFacts>) =>
  stationsOf(order(facts), '丁香01网格')
    .map((station) => ({ done: '✓', now: '●', todo: '○' })[station.state])
    .join('');

describe('the stations', () => {
  it.each<[State, string]>([
    ['SUBMITTED', '●○○○○'],
    ['ACCEPTED', '●○○○○'],
    ['DISPATCHED', '✓●○○○'],
    ['IN_PROGRESS', '✓✓●○○'],
    ['REPLIED', '✓✓●○○'],
    ['TO_VISIT', '✓✓✓●○'],
    ['CLOSED', '✓✓✓✓✓'],
    ['ARCHIVED', '✓✓✓✓✓'],
    ['DECLINED', '●○○○○'],
    ['WITHDRAWN', '●○○○○'],
    ['MERGED', '●○○○○'],
    ['SUSPENDED', '✓✓●○○'],
  ])('%s: %s', (state, expected) => {
    expect(shape({ state })).toBe(expected);
  });

  it('stand where they stood while the filer is asked', () => {
    expect(shape({ state: 'NEED_INFO', resumeState: 'IN_PROGRESS' })).toBe('✓✓●○○');
    expect(shape({ state: 'NEED_INFO', resumeState: 'SUBMITTED' })).toBe('●○○○○');
  });

  it('show times of what has been only, also after a rework', () => {
    const life = new OrderLife().upTo('approve').do('rework', after(1));
    const times = stationsOf(life.facts, null).map((station) => station.at);
    expect(times).toEqual([MONDAY, null, MONDAY, null, null]);
    expect(stationsOf(life.facts, null)[1]?.label).toBe('派给承办单位');
  });
});

describe('the headline', () => {
  const said = { unit: '丁香01网格', office: '热线办', officePhone: null, date: '11月25日', isPast: false };
  const HAS_DATE: State[] = [
    'SUBMITTED',
    'NEED_INFO',
    'ACCEPTED',
    'DISPATCHED',
    'IN_PROGRESS',
    'REPLIED',
    'SUSPENDED',
    'CLOSED',
  ];

  it.each(HAS_DATE)('of %s names the date', (state) => {
    expect(headlineOf(order({ state }), said)).toContain('11月25日');
    expect(headlineOf(order({ state, outside: true }), said)).toContain('11月25日');
  });

  it('is past one millisecond after the promise, and not while it stands still', () => {
    const { facts, clocks } = new OrderLife({ presets: ['2h2wd'] }).upTo('sign');
    const { dueAt } =
      clocks.find(({ milestone, scope }) => milestone === 'handle' && scope === 'INNER') ?? {};
    if (dueAt == null) throw new Error('no promise');
    expect(isPast(facts, clocks, dueAt)).toBe(false);
    expect(isPast(facts, clocks, new Date(Date.parse(dueAt) + 1).toISOString())).toBe(true);
    const asked = new OrderLife({ presets: ['2h2wd'] }).upTo('sign').do('askInfo');
    expect(isPast({ ...asked.facts, state: 'IN_PROGRESS' }, asked.clocks, after(30))).toBe(false);
  });

  it('says that the day has passed, and whom to ask', () => {
    const late = { ...said, officePhone: '0551-12345', isPast: true };
    expect(headlineOf(order({ state: 'IN_PROGRESS' }), late)).toBe(
      '丁香01网格正在处理。原定11月25日前答复您,已经超过。可以问热线办,电话 0551-12345。',
    );
    for (const state of ['NEED_INFO', 'TO_VISIT', 'CLOSED', 'ARCHIVED'] as const)
      expect(headlineOf(order({ state }), late)).toBe(
        headlineOf(order({ state }), { ...late, isPast: false }),
      );
  });

  it('says which handling it is from the second on', () => {
    expect(headlineOf(order({ state: 'IN_PROGRESS', cycle: 0 }), said)).toBe(
      '丁香01网格正在处理。最迟11月25日答复您。',
    );
    expect(headlineOf(order({ state: 'IN_PROGRESS', cycle: 1 }), said)).toMatch(/^第2次办理。/);
  });
});
