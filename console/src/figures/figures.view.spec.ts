import { NOTHING_TO_COMPARE, type VolumeAnswer, type VolumeRow } from '@yihu/shared';
import { besideText, heatStep, mostOf, shownRows, volumeText } from './figures.view';

const row = (key: string, count: number, parent: string | null = null): VolumeRow => ({
  ...{ key, label: key, parent, count, proactive: 0, previous: null, lastYear: null },
  ...{ opens: '/api/a', opensProactive: '/api/b' },
});
const compared = { fromDay: '2026-10-01', toDay: '2026-10-22' };

describe('what the dashboards say', () => {
  it('shows classes one level at a time, the most first', () => {
    const rows = [row('01', 1), row('0101', 1, '01'), row('02', 3), row('010101', 1, '0101')];
    const keys = (under: string | null) => shownRows({ by: 'class', rows }, under).map(({ key }) => key);
    expect(keys(null)).toEqual(['02', '01']);
    expect(keys('01')).toEqual(['0101']);
    expect(keys('0101')).toEqual(['010101']);
    expect(shownRows({ by: 'day', rows }, null)).toHaveLength(4);
  });

  it('tells a volume in a sentence, and that there is nothing to compare with', () => {
    const answer = {
      ...{ count: 9, proactive: 2 },
      previous: { ...compared, count: 8, change: '+12.5%' },
      lastYear: { ...compared, count: null, change: NOTHING_TO_COMPARE },
    } as VolumeAnswer;
    expect(volumeText(answer, [row('a', 4), row('b', 5)])).toBe(
      '共收到 9 件,另有主动治理 2 件;环比 +12.5%(8 件);同比 无可比数据;最多的是b,5 件。',
    );
    expect(volumeText({ ...answer, count: 0, proactive: 0 }, [row('a', 0)])).toMatch(/^共收到 0 件;环比/);
    expect(besideText({ ...compared, count: 0, change: NOTHING_TO_COMPARE })).toBe('无可比数据(0 件)');
  });

  it('paints by one scale for all weeks; one order is never nothing', () => {
    const grids = [{ gridId: 'a', name: 'a', counts: [0, 40] }];
    expect(mostOf({ grids })).toBe(40);
    expect([0, 1, 10, 11, 20, 40].map((count) => heatStep(count, 40))).toEqual([0, 1, 1, 2, 2, 4]);
    expect(mostOf({ grids: [] })).toBe(0);
    expect(heatStep(0, 0)).toBe(0);
  });
});
