import { type SearchKind, UPPER_SYSTEMS } from '@yihu/shared';
import { type AskedWords, askedWords, nameTerm, numberTerm } from '../../order-index/rules/terms';

/** What somebody typed may be several things at once; orders found as any of them are found. */
export interface SearchPlan {
  kinds: SearchKind[];
  /** A whole order number, as stored. */
  orderNo: string | null;
  /** The beginning of the term of a number whose end was typed. */
  tailTerm: string | null;
  upperNo: string | null;
  /** E.164. */
  phone: string | null;
  nameTerm: string | null;
  words: AskedWords | null;
}

const WHOLE_NUMBER = /^[A-Za-z]{1,8}\d{8}-\d{3,6}$/;
/** The end of an order number: its running number, with as much of the day before it as one likes. */
const NUMBER_END = /^(?:\d{1,8}-\d{4,6}|\d{4,6})$/;
const UPPER_NUMBER = /^(?=(?:.*\d){6})[A-Za-z0-9][A-Za-z0-9_/-]{5,63}$/;
/** Two to ten characters that may be somebody's name. */
const NAME = /^[\p{Script=Han}·]{2,10}$/u;

export const UPPER_NAMES = Object.keys(UPPER_SYSTEMS);

/** Blanks as one, full-width as half-width: what was pasted as it was meant. */
export function cleanQuery(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, ' ').trim();
}

/**
 * What a cleaned query may be. A telephone number is nothing else; a number may be an order's or a platform's, and also
 * stand in a text.
 * @param normalise a number as typed → E.164, null when it is none
 */
export function searchPlan(query: string, normalise: (text: string) => string | null): SearchPlan {
  const phone = normalise(query);
  const none = { orderNo: null, tailTerm: null, nameTerm: null, words: null };
  if (phone !== null) return withKinds({ ...none, phone, upperNo: null });
  if (WHOLE_NUMBER.test(query))
    return withKinds({ ...none, phone, upperNo: query, orderNo: query.toUpperCase() });
  const words = askedWords(query);
  return withKinds({
    phone,
    orderNo: null,
    tailTerm: NUMBER_END.test(query) ? numberTerm(query) : null,
    upperNo: UPPER_NUMBER.test(query) ? query : null,
    nameTerm: NAME.test(query) ? nameTerm(query) : null,
    words: words.terms.length === 0 ? null : words,
  });
}

function withKinds(plan: Omit<SearchPlan, 'kinds'>): SearchPlan {
  const kinds: [SearchKind, unknown][] = [
    ['NUMBER', plan.orderNo ?? plan.tailTerm],
    ['UPPER_NO', plan.upperNo],
    ['PHONE', plan.phone],
    ['NAME', plan.nameTerm],
    ['WORDS', plan.words],
  ];
  return { ...plan, kinds: kinds.flatMap(([kind, value]) => (value === null ? [] : [kind])) };
}
