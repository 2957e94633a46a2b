import type { PressureAnswer, PressureBefore, PressureRow } from '@yihu/shared';
import { fewerText, indexText, pressureRows, pressureText, tendencyOf } from './pressure.view';

const none: PressureBefore = { filed: null, change: '无可比数据', points: '无可比数据', better: null };
const value = (num: number, den: number, text: string) => ({ num, den, text });
const row = (key: string, filed: number, more: Partial<PressureRow> = {}): PressureRow => ({
  ...{ key, label: key === '' ? '不在社区内' : `${key}社区`, filed, filedAfter: filed },
  ...{ repeats: value(1, filed, '10.00%'), repeatsAfter: value(0, filed, '0.00%') },
  ...{ perThousand: null, perThousandAfter: null, previous: none, lastYear: none },
  opens: { filed: '', filedAfter: '', repeats: '', repeatsAfter: '' },
  ...more,
});
const days = { fromDay: '2026-11-01', toDay: '2026-11-30' };
const answer = (more: Partial<PressureAnswer> = {}): PressureAnswer => ({
  ...days,
  ...{ asOf: '2026-11-23T01:00:00.000Z', previous: days, lastYear: days, total: row('', 12) },
  communities: [
    row('', 9),
    row('甲', 2, { perThousand: value(2, 1000, '2.00') }),
    row('乙', 3, { perThousand: value(3, 4000, '0.75') }),
  ],
  ...{ classes: [], withoutPopulation: [] },
  ...more,
});

describe('pressure as it is shown', () => {
  it('M45: fewer is better, in words; nothing to compare with is said, and so is a missing population', () => {
    const less = { filed: 3, change: '-33.3%', points: '—', better: true };
    const more = { filed: 1, change: '+100.0%', points: '—', better: false };
    const same = { filed: 3, change: '0.0%', points: '—', better: null };
    const fromNone = { filed: 0, change: '无可比数据', points: '—', better: false };
    expect([less, more, same, fromNone, none].map(fewerText)).toEqual([
      ...['减少 33.3%', '增加 100.0%', '持平', '无可比数据', '无可比数据'],
    ]);
    expect([less, more, same, fromNone, none].map(tendencyOf)).toEqual([
      ...['success', 'danger', undefined, undefined, undefined],
    ]);
    expect([indexText(null), indexText(value(0, 100, '0.00'))]).toEqual(['未填人口', '0.00']);
  });

  it('M45: the most first, what lies outside last; the sentence names who has most for its people', () => {
    const rows = pressureRows(answer(), 'community');
    expect(rows.map(({ key }) => key)).toEqual(['乙', '甲', '']);
    expect(pressureText(answer(), rows, '全街道')).toContain(
      '最多的是乙社区,3 件;按人口最多的是甲社区,每千人 2.00 件',
    );
    expect(pressureText(answer({ withoutPopulation: ['丙社区'] }), rows, '全街道')).toContain(
      '丙社区没有填人口(在「单位」里填)',
    );
  });
});
