import { addDays, type Day, type SimulatedFigure, type SimulatedOrder } from '@yihu/shared';

/** The calendar month before the one a day is in. */
export function monthBefore(today: Day): { fromDay: Day; toDay: Day } {
  const toDay = addDays(`${today.slice(0, 7)}-01`, -1);
  return { fromDay: `${toDay.slice(0, 7)}-01`, toDay };
}

/** Ten-thousandths as a percentage; — for nothing over nothing. */
export function rateText(rate: number | null): string {
  return rate === null ? '—' : `${(rate / 100).toFixed(2)}%`;
}

/** `+3`, `-2`, `不变`: what the other rules would change. */
export function differenceText(before: number, after: number): string {
  if (before === after) return '不变';
  return after > before ? `+${after - before}` : String(after - before);
}

export const STANDS: Readonly<Record<SimulatedOrder['before'], string>> = {
  ON_TIME: '按时',
  LATE: '超期',
  OPEN: '未到期',
  NONE: '没有时限',
};

/** The rows of the comparison, whole first. */
export function comparison(
  before: SimulatedFigure,
  after: SimulatedFigure,
): { name: string; before: string; after: string; change: string }[] {
  const count = (name: string, key: 'onTime' | 'late' | 'open') => ({
    name,
    before: String(before[key]),
    after: String(after[key]),
    change: differenceText(before[key], after[key]),
  });
  return [
    count('按时', 'onTime'),
    count('超期', 'late'),
    count('未到期', 'open'),
    {
      name: '按时率',
      before: rateText(before.rate),
      after: rateText(after.rate),
      change: points(before, after),
    },
  ];
}

function points(before: SimulatedFigure, after: SimulatedFigure): string {
  if (before.rate === null || after.rate === null) return '—';
  const change = after.rate - before.rate;
  return change === 0 ? '不变' : `${change > 0 ? '+' : ''}${(change / 100).toFixed(2)} 个百分点`;
}
