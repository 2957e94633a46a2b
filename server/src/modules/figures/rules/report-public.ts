import type { Comparison, RateRow, ReportLine, ReportSection } from '@yihu/shared';
import type { ReportFindings } from './report-findings';
import { changeOf, daysText, foremost, MOST, standingText } from './report-sections';

/** What a street's schedule says about its public edition. */
export interface PublicManner {
  /** Whether units and grids may be named. */
  names: boolean;
  /** Smaller counts are not told: few people could be guessed from them. */
  smallest: number;
}

interface Counted {
  label: string;
  count: number;
}

/**
 * Rows residents may read. Those below the smallest are left out; when what is left out could be worked out from the
 * whole, the next smallest goes too.
 */
export function hideSmall<T extends Counted>(rows: readonly T[], smallest: number): T[] {
  const sorted = rows.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  const shown = sorted.filter(({ count }) => count >= smallest);
  let hidden = sorted.slice(shown.length).reduce((sum, { count }) => sum + count, 0);
  while (hidden > 0 && hidden < smallest && shown.length > 0) hidden += shown.pop()?.count ?? 0;
  return shown;
}

/** What residents read: no orders to open, small counts withheld, units named only where the street said so. */
export function publicSections(found: ReportFindings, manner: PublicManner): ReportSection[] {
  return [
    volume(found, manner),
    matters(found, manner),
    rates(found, manner),
    open(found, manner),
    ...units(found, manner),
    ...causes(found, manner),
  ];
}

const closed = (label: string, text: string): ReportLine => ({ label, text, opens: null });
const isSmall = (count: number, { smallest }: PublicManner) => count > 0 && count < smallest;
const countText = (count: number, manner: PublicManner) =>
  isSmall(count, manner) ? `不足 ${manner.smallest} 件` : `${count} 件`;
const lineOf = ({ label, count }: Counted) => closed(label, `${count} 件`);
const listed = (rows: readonly Counted[]) =>
  rows
    .slice(0, 3)
    .map(({ label, count }) => `${label} ${count} 件`)
    .join('、');

/** A change is told only where neither end of it is a small number. */
function change(name: string, now: number, then: Comparison, manner: PublicManner): string {
  if (then.count === null || isSmall(now, manner) || isSmall(then.count, manner)) return '';
  return `,${name}${changeOf(then)}`;
}

function volume({ days, channels }: ReportFindings, manner: PublicManner): ReportSection {
  const { count, proactive, previous, lastYear, rows } = channels;
  const [all, own] = [countText(count, manner), countText(proactive, manner)];
  return {
    title: '收到多少诉求',
    text: `${daysText(days)}共收到居民和企业的诉求 ${all}${change('比上期', count, previous, manner)}${change('比去年同期', count, lastYear, manner)};街道自己发现并办理 ${own}。`,
    lines: [
      closed('收到诉求', all),
      closed('主动发现', own),
      ...hideSmall(rows, manner.smallest).slice(0, MOST).map(lineOf),
    ],
  };
}

function matters({ classes, grids }: ReportFindings, manner: PublicManner): ReportSection {
  const rows = hideSmall(classes.rows, manner.smallest).slice(0, MOST);
  const places = manner.names ? foremost(hideSmall(grids.rows, manner.smallest)) : [];
  const where = places.length === 0 ? '' : `;最多的网格:${listed(places)}`;
  return {
    title: '大家反映最多的事',
    text: rows.length === 0 ? '各类诉求都不多,不逐类列出。' : `最多的是:${listed(rows)}${where}。`,
    lines: [...rows, ...places].map(lineOf),
  };
}

/** Shares of few people tell about each of them: such are not told. */
function rates({ rates: { rates: rows } }: ReportFindings, manner: PublicManner): ReportSection {
  const told = rows.filter(({ after, before }) => Math.min(after.den, before.den) >= manner.smallest);
  const both = ({ after, before }: RateRow) => `${after.text}(剔除不合理诉求前 ${before.text})`;
  return {
    title: '办得怎么样',
    text:
      told.length === 0
        ? '办理的件数还少,不公布比率。'
        : `${told.map(({ label, after }) => `${label} ${after.text}`).join(',')}。`,
    lines: told.map((rate) => closed(rate.label, both(rate))),
  };
}

function open({ open: figures, late }: ReportFindings, manner: PublicManner): ReportSection {
  const count = (name: string) => figures.find((figure) => figure.name === name)?.count ?? 0;
  const units = manner.names
    ? hideSmall(
        late.map(({ unitName: label, count: n }) => ({ label, count: n })),
        manner.smallest,
      )
    : [];
  const named = units.length === 0 ? '' : `(${listed(units)})`;
  return {
    title: '还在办的',
    text: `到成稿时超过时限还没办好的 ${countText(count('OVERDUE'), manner)}${named},群众两次以上不满意的 ${countText(count('UNHAPPY'), manner)}。`,
    lines: [
      closed('超过时限', countText(count('OVERDUE'), manner)),
      closed('今天到期', countText(count('DUE_TODAY'), manner)),
      closed('两次以上不满意', countText(count('UNHAPPY'), manner)),
    ],
  };
}

function units({ units: found }: ReportFindings, manner: PublicManner): ReportSection[] {
  if (found === null || !manner.names) return [];
  const rows = hideSmall(
    found.rows.map((row) => ({ ...row, label: row.unitName, count: row.received })),
    manner.smallest,
  );
  return [
    {
      title: '各单位',
      text:
        rows.length === 0
          ? '各单位承办件数都不多,不逐个列出。'
          : `列出承办 ${manner.smallest} 件次以上的单位。`,
      lines: rows.map((row) => closed(row.label, standingText(row))),
    },
  ];
}

function causes({ causes: found }: ReportFindings, manner: PublicManner): ReportSection[] {
  const rows = hideSmall(found ?? [], manner.smallest);
  if (rows.length === 0) return [];
  return [
    { title: '为什么会发生', text: `查过成因的里面最多的是${listed(rows)}。`, lines: rows.map(lineOf) },
  ];
}
