import { type ClassLeaf, rankClasses } from '../classes.ts';
import type { ActionName } from '../orders/transitions/index.ts';
import { type Instant, toMillis } from '../time.ts';

/** Something proposed: how sure the rules are, in whole per cent, and why, without a word of who it is about. */
export interface Proposal {
  confidence: number;
  reason: string;
}
export interface ClassProposal extends Proposal {
  code: string;
}
export interface UnitProposal extends Proposal {
  unitId: string;
}
export interface DoubleProposal extends Proposal {
  orderId: string;
  orderNo: string;
  /** The ledger's problem that one lies in; whoever joins it took the proposal as well. */
  problemId: string | null;
}

/** What is proposed for an order at one moment; what the rules know nothing about is absent. */
export interface Proposals {
  class?: ClassProposal;
  unit?: UnitProposal;
  double?: DoubleProposal;
}

/** As an event keeps it: the proposal and what was chosen instead, or after it. */
export type Decided<P extends Proposal> = P & { chosen: string | null };
export interface DecidedProposals {
  class?: Decided<ClassProposal>;
  unit?: Decided<UnitProposal>;
  double?: Decided<DoubleProposal>;
  /** Nobody was asked: the street's rules decided. */
  auto?: true;
}

/** Never surer than this: words are words. [R] */
const SUREST = 95;
/** One short word alone is little to go by. [R] */
const ONE_SHORT_WORD = 60;
const SHORT = 2;
const WORDS_TOLD = 3;

/**
 * The class whose words occur in what was said, and how far it stands above the next one: its share of both scores.
 * Null when not one word of any class occurs.
 */
export function proposeClass(text: string, leaves: readonly ClassLeaf[]): ClassProposal | null {
  const [first, second] = rankClasses(text, leaves);
  if (first === undefined) return null;
  const share = Math.round((100 * first.score) / (first.score + (second?.score ?? 0)));
  const [only] = first.words;
  const isLittle = first.words.length === 1 && only !== undefined && [...only].length <= SHORT;
  return {
    code: first.leaf.code,
    confidence: Math.min(share, isLittle ? ONE_SHORT_WORD : SUREST),
    reason: `说到:${first.words.slice(0, WORDS_TOLD).join('、')}`,
  };
}

/** How sure the duty list is of a unit, by what speaks for it. [R] */
export const UNIT_CONFIDENCE = { LEADER: 90, BY_ITSELF: 90, LISTED: 80 } as const;

/** An open order of the same class that may be the same matter. */
export interface Alike {
  orderId: string;
  orderNo: string;
  problemId: string | null;
  receivedAt: Instant;
  /** Filed by the same account, or with the same number. */
  samePerson: boolean;
  /** Metres between the two places; null when one of them is not known to the metre. */
  metres: number | null;
}

/** So near is the same spot. [R] */
export const SAME_SPOT_METRES = 50;
const ALIKE = {
  PERSON: { confidence: 85, said: '同一诉求人、同一分类' },
  SPOT: { confidence: 70, said: `同一分类,相距不到 ${SAME_SPOT_METRES} 米` },
  GRID: { confidence: 40, said: '同一网格、同一分类' },
} as const;
const DAY_MS = 86_400_000;

const likeness = ({ samePerson, metres }: Alike) =>
  samePerson ? ALIKE.PERSON : metres !== null && metres <= SAME_SPOT_METRES ? ALIKE.SPOT : ALIKE.GRID;

/** The most likely double among open orders of the same class near it or of the same person; the newest of equals. */
export function proposeDouble(others: readonly Alike[], now: Instant): DoubleProposal | null {
  const [best] = [...others].sort(
    (a, b) => likeness(b).confidence - likeness(a).confidence || (a.receivedAt < b.receivedAt ? 1 : -1),
  );
  if (best === undefined) return null;
  const { confidence, said } = likeness(best);
  const days = Math.floor((toMillis(now) - toMillis(best.receivedAt)) / DAY_MS);
  const when = days === 0 ? '24 小时内' : `${days} 天前`;
  const { orderId, orderNo, problemId } = best;
  return { orderId, orderNo, problemId, confidence, reason: `${said},${when}反映` };
}

/** Actions at which somebody takes or leaves what is proposed. */
export const DECIDING: readonly ActionName[] = ['accept', 'classify', 'dispatch', 'merge'];

/** What was chosen, beside each proposal. `chosen` null: nothing yet. */
export function decided(
  proposals: Proposals,
  chosen: { classCode: string | null; unitId: string | null; orderId: string | null },
  isAuto: boolean,
): DecidedProposals {
  const { class: ofClass, unit, double } = proposals;
  return {
    ...(ofClass === undefined ? {} : { class: { ...ofClass, chosen: chosen.classCode } }),
    ...(unit === undefined ? {} : { unit: { ...unit, chosen: chosen.unitId } }),
    ...(double === undefined ? {} : { double: { ...double, chosen: chosen.orderId } }),
    ...(isAuto ? { auto: true as const } : {}),
  };
}
