import type { Comparison, GridHeat, VolumeAnswer, VolumeRow, VolumeSplit } from '@yihu/shared';

/** What is told apart in the volume chart: classes one level at a time, the rest as they are. */
export function shownRows(
  { by, rows }: Pick<VolumeAnswer, 'by' | 'rows'>,
  under: string | null,
): VolumeRow[] {
  if (by !== 'class') return rows;
  return rows.filter(({ parent }) => parent === under).sort((a, b) => b.count - a.count);
}

const NAMES: Record<VolumeSplit, string> = {
  day: '日期',
  hour: '时段',
  class: '类别',
  grid: '网格',
  channel: '渠道',
};
export const splitName = (by: VolumeSplit): string => NAMES[by];

/** `+12.5%(10月1日至22日 80 件)`, or that there is nothing to compare with. */
export function besideText({ count, change }: Comparison): string {
  return count === null ? change : `${change}(${count} 件)`;
}

/** The volume in a sentence. */
export function volumeText(answer: VolumeAnswer, rows: readonly VolumeRow[]): string {
  const { count, proactive, previous, lastYear } = answer;
  const most = rows.reduce<VolumeRow | null>((top, row) => (row.count > (top?.count ?? 0) ? row : top), null);
  const parts = [
    `共收到 ${count} 件${proactive === 0 ? '' : `,另有主动治理 ${proactive} 件`}`,
    `环比 ${besideText(previous)}`,
    `同比 ${besideText(lastYear)}`,
    most === null ? '' : `最多的是${most.label},${most.count} 件`,
  ];
  return `${parts.filter((part) => part !== '').join(';')}。`;
}

/** Five steps of one colour, from nothing to the most any grid had in any of the weeks. */
export const HEAT_STEPS = [0, 0.15, 0.35, 0.6, 0.9] as const;

/** Which step a count is on: only none is nothing. */
export function heatStep(count: number, most: number): number {
  if (count === 0 || most === 0) return 0;
  return Math.max(1, Math.ceil((count / most) * (HEAT_STEPS.length - 1)));
}

/** The most any grid had in any week: weeks are compared by one scale. */
export function mostOf({ grids }: Pick<GridHeat, 'grids'>): number {
  return Math.max(0, ...grids.flatMap(({ counts }) => counts));
}
