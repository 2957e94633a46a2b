import { type EditionRow, formatMonthDay } from '@yihu/shared';

/** `11月16日至11月22日` */
export function daysText({ fromDay, toDay }: Pick<EditionRow, 'fromDay' | 'toDay'>): string {
  return fromDay === toDay ? formatMonthDay(fromDay) : `${formatMonthDay(fromDay)}至${formatMonthDay(toDay)}`;
}

/** Which edition it is, where there was more than one: `第2版,更正` */
export function editionText({ edition }: Pick<EditionRow, 'edition'>): string {
  return edition === 1 ? '' : `第${edition}版,更正`;
}
