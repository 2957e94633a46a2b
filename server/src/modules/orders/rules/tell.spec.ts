import { ACTIONS, type ActionName, type OrderFacts, TRANSITIONS } from '@yihu/shared';
import { after, MONDAY, order } from '../../../../../shared/test/order-samples.ts';
import { OrderLife } from '../../../../test/order-life';
import { type Blanks, dateFor, dueDayText, fill, messageOf } from './tell';

const BLANKS: Blanks = {
  unit: '丁香01网格',
  office: '热线办',
  what: '消防通道占用堵塞等等很长的名称',
  where: '三里庵街道',
  disputeDays: 14,
};

/** What the last action of a life tells, by whom it tells. */
function told(life: OrderLife, action: ActionName): Record<string, string> {
  const event = life.events.at(-1);
  if (event === undefined) throw new Error('no event');
  return Object.fromEntries(
    TRANSITIONS[action].told.map((each) => [
      each.to,
      messageOf(each, life.facts, life.clocks, event, BLANKS).thing,
    ]),
  );
}

const sentence = (life: OrderLife, action: ActionName) =>
  fill(
    TRANSITIONS[action].resident ?? '',
    life.facts,
    life.clocks,
    { name: TRANSITIONS[action].event },
    BLANKS,
  );

describe('dates', () => {
  it('name the last day on which a due time can be met', () => {
    expect(dueDayText('2026-11-25T16:00:00.000Z', null)).toBe('11月25日');
    expect(dueDayText('2026-11-25T15:59:00.000Z', null)).toBe('11月25日');
    expect(dueDayText(null, 2027)).toBe('2027年节假日安排公布后告知的日期');
    expect(dueDayText(null, null)).toBe('约定日');
  });

  it.each<[OrderLife, string]>([
    [new OrderLife(), '11月23日'],
    [new OrderLife().upTo('accept', after(0, 12)), '11月24日'],
    [new OrderLife({ presets: ['2h2wd'] }).upTo('dispatch'), '11月25日'],
    [new OrderLife({ presets: ['2h2wd'] }).upTo('sign').do('askInfo'), '11月30日'],
    [new OrderLife().upTo('reply'), '11月24日'],
    [new OrderLife().upTo('approve').do('rate'), '12月7日'],
  ])('are the ones the reader waits for (%#)', (life, date) => {
    expect(dateFor(life.facts, life.clocks, 14)).toBe(date);
  });
});

describe('messages', () => {
  it('say unit and date', () => {
    const life = new OrderLife({ presets: ['2h2wd'] }).upTo('dispatch');
    expect(told(life, 'dispatch')).toEqual({
      lead: '消防通道占用堵塞,11月25日前办结',
      resident: '已派丁香01网格,11月25日前答复',
    });
    expect(sentence(life, 'dispatch')).toBe('已派给丁香01网格,11月25日前答复您');
    expect(told(life.do('urge').do('urge', after(1)), 'urge')).toEqual({
      lead: '第2次催办,请尽早答复',
      office: '第2次催办,请督促',
    });
  });

  it('count the handling a rework is, and the days for another', () => {
    const life = new OrderLife({ presets: ['2h2wd'] }).upTo('approve').do('rework');
    expect(told(life, 'rework')).toEqual({
      lead: '第2次办理,11月26日前',
      resident: '第2次办理,11月26日前答复',
    });
    const closed = new OrderLife().upTo('approve').do('rate');
    expect(told(closed, 'close')).toEqual({ resident: '没解决可在14天内要求重办' });
    expect(sentence(closed, 'close')).toBe('已办结。如果没有解决,12月7日前可以要求重办');
  });

  it('fit twenty characters even when the date is not known yet', () => {
    const late: Partial<OrderFacts> = { receivedAt: '2026-12-30T01:00:00.000Z' };
    const life = new OrderLife({ facts: late }).upTo('dispatch', '2026-12-30T01:00:00.000Z');
    expect(told(life, 'dispatch').resident).toBe('已派丁香01网格,约定日前答复');
    expect(sentence(life, 'dispatch')).toBe('已派给丁香01网格,2027年节假日安排公布后告知的日期前答复您');
    const long = ACTIONS.flatMap((action) => Object.values(told(life, action))).filter(
      (thing) => [...thing].length > 20,
    );
    expect(long).toEqual([]);
  });

  it('leave no blank open', () => {
    const life = new OrderLife().upTo('dispatch', MONDAY);
    const texts = ACTIONS.flatMap((action) => [...Object.values(told(life, action)), sentence(life, action)]);
    expect(texts.filter((text) => /[{}]|undefined|null/.test(text))).toEqual([]);
    expect(fill('{nobody}找{where}', order(), [], { name: 'x' }, BLANKS)).toBe('找三里庵街道');
  });
});
