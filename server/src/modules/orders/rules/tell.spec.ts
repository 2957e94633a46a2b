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

describe('what the resident reads of the longer ways', () => {
  const life = () => new OrderLife({ presets: ['2h2wd'] }).upTo('sign');
  const last = (of: OrderLife, action: ActionName) => {
    const event = of.events.at(-1);
    if (event === undefined) throw new Error('no event');
    return fill(TRANSITIONS[action].resident ?? '', of.facts, of.clocks, event, BLANKS);
  };

  it.each<[ActionName, OrderLife, string]>([
    ['assign', life().do('assign'), '街道领导指定丁香01网格办理,11月25日前答复您'],
    ['handOver', life().do('handOver'), '现由丁香01网格办理,时限不变,11月25日前答复您'],
    ['unassign', life().do('unassign'), '正在改派,热线办11月23日前告诉您新的承办单位'],
    ['suspend', life().do('suspend'), '要较长时间才能办好,已同意延后办理,丁香01网格12月23日前告诉您进展'],
    ['wake', life().do('suspend').do('wake', after(1)), '丁香01网格恢复办理,11月26日前答复您'],
    ['moveDue', life().do('moveDue'), '经批准调整了时限,丁香01网格11月26日前答复您'],
    [
      'merge',
      new OrderLife().do('merge'),
      '与您反映的另一件(NQ20261122-0001)合并,由热线办一并办理,进展会同步告诉您',
    ],
    [
      'unmerge',
      new OrderLife().do('merge').do('unmerge'),
      '恢复单独办理,由热线办核对是否受理,最迟11月30日答复您',
    ],
    ['join', new OrderLife().do('join'), '已有3人反映同一问题,由丁香01网格一并办理'],
    ['contest', new OrderLife().do('decline').do('contest'), '您申请复核,热线办11月23日前重新告诉您是否受理'],
    [
      'dispute',
      new OrderLife().do('accept').do('answer').do('dispute', after(1)),
      '您认为没有解决,由丁香01网格重新办理,11月27日前答复您',
    ],
  ])('%s', (action, of, text) => {
    expect(last(of, action)).toBe(text);
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
