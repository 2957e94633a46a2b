import type { OnLooker } from '@yihu/shared';

/** At most so many are named; the others are counted. */
const NAMED = 3;

const nameOf = ({ name, unit }: OnLooker) => (unit === '' ? name : `${unit}${name}`);

/** `热线办陈晓正在填写,丁香01网格张敏也在看`; null when nobody else is there. */
export function presenceText(others: readonly OnLooker[]): string | null {
  const say = (list: readonly OnLooker[], doing: string) => {
    if (list.length === 0) return [];
    const names = list.slice(0, NAMED).map(nameOf).join('、');
    return [`${names}${list.length > NAMED ? `等 ${list.length} 人` : ''}${doing}`];
  };
  const parts = [
    ...say(
      others.filter(({ editing }) => editing),
      '正在填写',
    ),
    ...say(
      others.filter(({ editing }) => !editing),
      '也在看',
    ),
  ];
  return parts.length === 0 ? null : parts.join(',');
}
