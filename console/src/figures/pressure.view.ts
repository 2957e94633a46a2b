import type { FigureValue, PressureAnswer, PressureBefore, PressureRow } from '@yihu/shared';

/** What is set beside one another: communities, or the classes of one of them or of all. */
export type PressureSplit = 'community' | 'class';
export const PRESSURE_SPLITS: Record<PressureSplit, string> = { community: '按社区', class: '按类别' };

/** The rows shown, the most first; what is outside every community and what has no class yet comes last. */
export function pressureRows(answer: PressureAnswer, by: PressureSplit): PressureRow[] {
  const rows = by === 'class' ? answer.classes : answer.communities;
  return rows.toSorted((a, b) => Number(a.key === '') - Number(b.key === '') || b.filed - a.filed);
}

/** `每千人 1.25 件`, or that no population is entered: which is not the same as 0. */
export function indexText(value: FigureValue | null): string {
  return value === null ? '未填人口' : value.text;
}

/** `减少 33.3%`: fewer is better, said in words and not by a colour alone. */
export function fewerText({ filed, change, better }: PressureBefore): string {
  if (filed === null || filed === 0) return change;
  if (better === null) return '持平';
  return `${better ? '减少' : '增加'} ${change.slice(1)}`;
}

/** Green for fewer, red for more. */
export function tendencyOf({ change, filed, better }: PressureBefore): 'success' | 'danger' | undefined {
  if (better === null || filed === null || !/\d/.test(change)) return undefined;
  return better ? 'success' : 'danger';
}

/** The tile in a sentence or two. */
export function pressureText(answer: PressureAnswer, rows: readonly PressureRow[], of: string): string {
  const { total, withoutPopulation } = answer;
  const [most] = rows;
  const densest = rows
    .filter(({ perThousand, filed }) => perThousand !== null && filed > 0)
    .sort((a, b) => ratio(b.perThousand) - ratio(a.perThousand))[0];
  const parts = [
    `${of}诉求 ${total.filed} 件(认定后 ${total.filedAfter} 件),环比${fewerText(total.previous)},同比${fewerText(total.lastYear)},越少越好`,
    `重复诉求率 ${total.repeats.text}(认定后 ${total.repeatsAfter.text})`,
    total.perThousand === null ? '没有填人口,不算每千人件数' : `每千人 ${total.perThousand.text} 件`,
    most === undefined || most.filed === 0 ? '' : `最多的是${most.label},${most.filed} 件`,
    densest === undefined || densest.key === most?.key
      ? ''
      : `按人口最多的是${densest.label},每千人 ${densest.perThousand?.text} 件`,
    withoutPopulation.length === 0 ? '' : `${withoutPopulation.join('、')}没有填人口(在「单位」里填)`,
  ];
  return `${parts.filter((part) => part !== '').join(';')}。`;
}

const ratio = (value: FigureValue | null) => (value === null ? 0 : value.num / value.den);
