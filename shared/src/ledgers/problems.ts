import type { ClassLeaf } from '../classes.ts';
import type { OrderFacts } from '../orders/facts.ts';

/** Coordinates of a place are told to the public in steps of 0.001°, about 100 m. */
const STEP = 1000;

/** A place as everybody may know it: rounded to about 100 m (R17). */
export function roundedPlace(latE6: number, lngE6: number): { lat: number; lng: number } {
  const round = (e6: number) => Math.round(e6 / (1_000_000 / STEP)) / STEP;
  return { lat: round(latE6), lng: round(lngE6) };
}

/** Whether everybody may know that there are problems of that class: none of those kept to the desk. */
export function isPublicClass(leaf: ClassLeaf | undefined): boolean {
  return leaf !== undefined && !leaf.isDeskOnlyByDefault;
}

/** Whether the public may learn of an order as one of several: no report against somebody, nothing kept secret. */
export function isPublicMember(
  facts: Pick<OrderFacts, 'requestType' | 'confidentiality'>,
  leaf: ClassLeaf | undefined,
): boolean {
  return facts.requestType !== 'REPORT' && facts.confidentiality === 'SURNAME' && isPublicClass(leaf);
}

/** One open problem near a place, as everybody may read it. */
export interface NearProblem {
  id: string;
  className: string;
  stateLabel: string;
  /** How many orders that the public may know of. */
  count: number;
  /** Rounded to about 100 m, WGS-84. */
  lat: number;
  lng: number;
  /** From where she asked, in hundreds of metres. */
  distanceM: number;
}

/** What a command to all members would do, or did, to one of them. */
export interface MemberResult {
  orderId: string;
  orderNo: string;
  stateLabel: string;
  /** 可办 or done; otherwise `why` says what is in the way. */
  can: boolean;
  done: boolean;
  why: string | null;
}

/** POST /api/ledger-items/:id/members/:act */
export interface MembersAnswer {
  items: MemberResult[];
  can: number;
  done: number;
}

/** What can be done to all orders of a problem at once. */
export const MEMBER_ACTS = { reply: '统一答复', approve: '统一审核' } as const;
export type MemberAct = keyof typeof MEMBER_ACTS;
