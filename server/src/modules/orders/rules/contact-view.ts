import type { ContactView, OrderFacts } from '@yihu/shared';
import { maskPhone } from '../../../platform/crypto';
import type { Reader } from './reader';

interface Known {
  stored: { facts: Pick<OrderFacts, 'confidentiality'> };
  own: { name: string; erased: boolean };
  phone: string | null;
  canReveal: boolean;
  reader: Reader;
}

/** What staff may see of who filed it, and why there is no number to ask for. */
export function contactView({ stored, own, phone, canReveal, reader }: Known): ContactView {
  const { confidentiality } = stored.facts;
  const isHidden =
    confidentiality === 'ANONYMOUS' || (confidentiality === 'DESK_ONLY' && reader === 'HANDLER');
  const whyNot =
    confidentiality === 'ANONYMOUS'
      ? '诉求人选择匿名,没有留联系方式'
      : isHidden
        ? '诉求人选择仅热线办可见,请由热线办转达'
        : own.erased
          ? '诉求人已注销账号,或联系方式已过保存期限,已删除'
          : phone === null
            ? '诉求人没有留电话'
            : null;
  return {
    confidentiality,
    displayName: isHidden || own.name === '' ? '' : `${own.name.slice(0, 1)}**`,
    maskedPhone: isHidden || phone === null ? null : maskPhone(phone),
    canReveal: canReveal && whyNot === null,
    whyNot,
  };
}
