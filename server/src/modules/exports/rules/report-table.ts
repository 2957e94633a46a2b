import { formatLocal, type ReportBrief, type ReportSection } from '@yihu/shared';
import { type Cell, column, type Table } from './table';

/** The number a line of a report begins with: a count, or a rate in per cent. */
function numberOf(text: string): Cell {
  const count = /^(\d+) 件次?$/.exec(text)?.[1];
  if (count !== undefined) return Number(count);
  const percent = /^(\d+)\.(\d\d)%/.exec(text);
  if (percent === null) return null;
  return { share: { num: Number(`${percent[1]}${percent[2]}`), den: 10_000 } };
}

/** Each section of a report that has numbers. */
export function reportTables(
  { fromDay, toDay, asOf, version }: ReportBrief,
  sections: readonly ReportSection[],
): Table[] {
  return sections
    .filter(({ lines }) => lines.length > 0)
    .map(({ title, text, lines }) => ({
      title,
      columns: [column('项目', 20), column('数'), column('原文', 60)],
      rows: lines.map((line) => [line.label, numberOf(line.text), line.text]),
      notes: [`${fromDay} 至 ${toDay},数字截至 ${formatLocal(asOf)},第 ${version} 稿`, text],
    }));
}
