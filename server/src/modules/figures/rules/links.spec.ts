import { addMinutes, TEN_LINKS } from '@yihu/shared';
import { MONDAY } from '../../../../../shared/test/order-samples.ts';
import { OrderLife } from '../../../../test/order-life';
import { linkMeans, linkMeasures, linksOf } from './links';
import { plus } from './measures';

const after = (minutes: number) => addMinutes(MONDAY, minutes);
const whole = () =>
  new OrderLife()
    .do('classify', after(5))
    .do('accept', after(10))
    .do('dispatch', after(30))
    .do('sign', after(40))
    .do('procedure', after(50), { procedureId: 'P1', kind: 'cohandle', step: 'open', stage: null })
    .do('urge', after(60))
    .do('reply', after(100))
    .do('approve', after(110))
    .do('procedure', after(120), { procedureId: 'P2', kind: 'visit', step: 'open', stage: null })
    .do('rate', after(150))
    .do('analyse', after(200));

const report = (...orders: OrderLife[]) =>
  linkMeans(
    orders.reduce((all, { events }) => plus(all, { received: 1, ...linkMeasures(linksOf(events)) }), {}),
  );

describe('the ten links of an order', () => {
  it('M31: are told one by one, in their order of naming: when, by whom, how long', () => {
    const links = linksOf(whole().events);
    expect(links.map(({ link }) => link)).toEqual(TEN_LINKS);
    expect(links.map(({ link, times, minutes }) => `${link} ${times} ${minutes}`)).toEqual([
      '受理 1 5',
      '交办 1 20',
      '分类 1 5',
      '协办 1 20',
      '督办 1 10',
      '反馈 2 50',
      '回访 1 10',
      '申诉 0 0',
      '分析 1 50',
      '评价 1 30',
    ]);
    const [accepted] = links;
    expect(accepted).toMatchObject({ firstAt: after(10), lastAt: after(10) });
    expect(accepted?.who).toHaveLength(1);
  });

  it('M31: share out the time from filing to the last of them without gap or overlap', () => {
    const total = linksOf(whole().events).reduce((sum, { minutes }) => sum + minutes, 0);
    expect(total).toBe(200);
  });

  it('M31: the report counts who went through each, who lacks it, and the mean', () => {
    const short = new OrderLife().do('accept', after(15));
    const both = report(whole(), short);
    expect(both.find(({ link }) => link === '受理')).toEqual({
      link: '受理',
      orders: 2,
      lacking: 0,
      times: 2,
      minutes: 10,
    });
    expect(both.find(({ link }) => link === '申诉')).toMatchObject({
      orders: 0,
      lacking: 2,
      minutes: null,
    });
    expect(report().every(({ minutes }) => minutes === null)).toBe(true);
  });
});
