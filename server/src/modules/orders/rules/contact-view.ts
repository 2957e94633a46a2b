import type { ContactView, OrderFacts } from '@yihu/shared';
import type { Reader } from './reader';

interface Known {
  stored: { facts: Pick<OrderFacts, 'confidentiality'> };
  own: { name: string; erased: boolean };
  /** Null when none was left. */
  maskedPhone: string | null;
  canReveal: boolean;
  reader: Reader;
  /** She only looks on: others handle it. */
  watches: boolean;
}

/** What staff may see of who filed it, and why there is no number to ask for. */
export function contactView({ stored, own, maskedPhone, canReveal, reader, watches }: Known): ContactView {
  const { confidentiality } = stored.facts;
  const isForDesk = confidentiality === 'DESK_ONLY' && reader === 'HANDLER';
  const isHidden = confidentiality === 'ANONYMOUS' || isForDesk || watches;
  const whyNot =
    confidentiality === 'ANONYMOUS'
      ? '诉求人选择匿名,没有留联系方式'
      : isForDesk
        ? '诉求人选择仅热线办可见,请由热线办转达'
        : watches
          ? '这件由别的单位承办,请由承办单位或热线办联系诉求人'
          : own.erased
            ? '诉求人已注销账号,或联系方式已过保存期限,已删除'
            : maskedPhone === null
              ? '诉求人没有留电话'
              : null;
  return {
    confidentiality,
    displayName: isHidden || own.name === '' ? '' : `${own.name.slice(0, 1)}**`,
    maskedPhone: isHidden ? null : maskedPhone,
    canReveal: canReveal && whyNot === null,
    whyNot,
  };
}
