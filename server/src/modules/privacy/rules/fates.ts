import { isOpen, type State } from '@yihu/shared';

/**
 * What becomes of an order when its filer leaves, naming the unit that goes on with it. Null: it is over, nothing
 * changes but that her name goes.
 */
export function fateOf(state: State, unit: string): string | null {
  if (!isOpen(state)) return null;
  if (state === 'NEED_INFO') {
    return `正在等您补充。注销后没有人能补充,到期由${unit}按已有的情况接着办;有要补充的,请先补充再注销。`;
  }
  if (state === 'TO_VISIT' || state === 'REPLIED') {
    return `已有答复。注销后您不能再评价,由${unit}按期办结;想评价的,请先评价再注销。`;
  }
  return `${unit}照样办到底,不会因为您注销就停。办理结果您不会再收到;不想继续办的,请先撤回再注销。`;
}
