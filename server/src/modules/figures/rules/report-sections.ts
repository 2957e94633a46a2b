import {
  type Comparison,
  formatMonthDay,
  type RateRow,
  type ReportLine,
  type ReportSection,
  type UnitRow,
  type VolumeRow,
} from '@yihu/shared';
import type { Days } from './periods';
import { pressureSection } from './pressure-section';
import type { ReportFindings } from './report-findings';

/** Classes, grids, units named at most in one section. */
export const MOST = 5;

/** What staff read: every count with the orders behind it, units by name. */
export function officeSections(found: ReportFindings): ReportSection[] {
  const { pressure } = found;
  const reduced = pressure ? [pressureSection(pressure)] : [];
  return [
    volume(found),
    most(found),
    ...reduced,
    rates(found),
    open(found),
    ...table(found),
    ...causes(found),
  ];
}

/** `11月16日至11月22日` */
export function daysText({ fromDay, toDay }: Days): string {
  return fromDay === toDay ? formatMonthDay(fromDay) : `${formatMonthDay(fromDay)}至${formatMonthDay(toDay)}`;
}

/** The rows with the most, none of nothing. */
export function foremost(rows: readonly VolumeRow[]): VolumeRow[] {
  return rows
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
    .slice(0, MOST);
}

export const changeOf = ({ count, change }: Comparison) => (count === null ? `:${change}` : ` ${change}`);

const piecesOf = (rows: readonly VolumeRow[]) =>
  rows.slice(0, 3).map(({ label, count }) => `${label} ${count} 件`);
const lineOf = ({ label, count, opens }: VolumeRow): ReportLine => ({ label, text: `${count} 件`, opens });

function volume({ days, channels }: ReportFindings): ReportSection {
  const { count, proactive, previous, lastYear, opens, opensProactive, rows } = channels;
  return {
    title: '诉求量',
    text: `${daysText(days)}共收到诉求 ${count} 件,环比${changeOf(previous)},同比${changeOf(lastYear)};另有主动治理 ${proactive} 件。`,
    lines: [
      { label: '收到诉求', text: `${count} 件`, opens },
      { label: '主动治理', text: `${proactive} 件`, opens: opensProactive },
      ...foremost(rows).map(lineOf),
    ],
  };
}

function most({ classes, grids }: ReportFindings): ReportSection {
  const [matters, places] = [foremost(classes.rows), foremost(grids.rows)];
  return {
    title: '集中在哪里',
    text:
      matters.length === 0
        ? '没有收到诉求。'
        : `最多的类别:${piecesOf(matters).join('、')};最多的网格:${piecesOf(places).join('、')}。`,
    lines: [...matters, ...places].map(lineOf),
  };
}

/** Rates are always told before and after what was approved to be left out. */
function rateText({ after, before, previous, lastYear }: RateRow): string {
  return `${after.text}(${after.num}/${after.den};认定前 ${before.text};环比 ${previous.points},同比 ${lastYear.points})`;
}

function rates({ rates: { rates: rows, scope } }: ReportFindings): ReportSection {
  return {
    title: '五率',
    text: `按单位承办 ${scope} 件次计算:${rows.map(({ label, after }) => `${label} ${after.text}`).join(',')}。`,
    lines: rows.map((rate) => ({
      label: rate.label,
      text: rateText(rate),
      opens: `${rate.opens.den}&after=1`,
    })),
  };
}

function open({ open: figures, late }: ReportFindings): ReportSection {
  const count = (name: string) => figures.find((figure) => figure.name === name)?.count ?? 0;
  const units = late.slice(0, MOST).map(({ unitName, count: own }) => `${unitName} ${own} 件`);
  return {
    title: '在办情况',
    text: `到成稿时超时 ${count('OVERDUE')} 件${units.length === 0 ? '' : `(${units.join('、')})`},隔夜未动 ${count('OVERNIGHT')} 件,重复不满意 ${count('UNHAPPY')} 件。`,
    lines: figures.map(({ label, count: own, opens }) => ({ label, text: `${own} 件`, opens })),
  };
}

/** `第 1 名(上期第 2 名),承办 20 件次,…` */
export function standingText({
  rank,
  previousRank,
  received,
  completion,
  onTime,
  satisfied,
}: Omit<UnitRow, 'opens'>): string {
  const place = rank === null ? '未排名' : `第 ${rank} 名`;
  const before = previousRank === null ? '' : `(上期第 ${previousRank} 名)`;
  return `${place}${before},承办 ${received} 件次,办结率 ${completion.text},按期率 ${onTime.text},满意率 ${satisfied.text}`;
}

function table({ units }: ReportFindings): ReportSection[] {
  if (units === null) return [];
  const [first] = units.rows;
  return [
    {
      title: '各单位',
      text:
        first === undefined
          ? '没有派单。'
          : `有 ${units.rows.length} 个单位承办;办结率最高的是${first.unitName},${first.completion.text}。`,
      lines: units.rows.map((row) => ({
        label: row.unitName,
        text: standingText(row),
        opens: row.opens.received,
      })),
    },
  ];
}

function causes({ causes: found }: ReportFindings): ReportSection[] {
  if (found === null) return [];
  const [first] = found;
  return [
    {
      title: '成因',
      text:
        first === undefined ? '还没有分析过成因。' : `分析过的里面最多的是${first.label},${first.count} 件。`,
      lines: found.map(({ label, count, opens }) => ({ label, text: `${count} 件`, opens })),
    },
  ];
}
