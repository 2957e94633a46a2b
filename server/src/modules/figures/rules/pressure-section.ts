import type { FigureValue, PressureAnswer, PressureRow, ReportSection } from '@yihu/shared';

/** Communities told by their index, the highest first. */
const MOST = 5;

const indexText = (value: FigureValue | null) => (value === null ? '未填人口' : `每千人 ${value.text} 件`);

/** How much came in, how much of it again, and for how many residents (M45): the section of a report. */
export function pressureSection({ total, communities, withoutPopulation }: PressureAnswer): ReportSection {
  const worst = communities
    .filter(({ filed }) => filed > 0)
    .sort((a, b) => share(b) - share(a) || b.filed - a.filed || (a.key < b.key ? -1 : 1))
    .slice(0, MOST);
  const without =
    withoutPopulation.length === 0 ? '' : `;${withoutPopulation.join('、')}没有填人口,不在全街道指数内`;
  return {
    title: '诉求减量',
    text: `诉求 ${total.filed} 件,环比${told(total.previous)},同比${told(total.lastYear)};重复诉求率 ${total.repeats.text}(认定后 ${total.repeatsAfter.text});全街道${indexText(total.perThousand)}${without}。`,
    lines: [
      { label: '重复诉求', text: `${total.repeats.num} 件`, opens: total.opens.repeats },
      ...worst.map((row) => ({
        label: row.label,
        text: `${row.filed} 件,${indexText(row.perThousand)},重复 ${row.repeats.num} 件,环比${told(row.previous)}`,
        opens: row.opens.filed,
      })),
    ],
  };
}

const share = ({ perThousand: value }: PressureRow) => (value === null ? -1 : value.num / value.den);

const told = ({ filed, change }: PressureRow['previous']) => (filed === null ? `:${change}` : ` ${change}`);
