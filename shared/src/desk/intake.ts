/** What the desk asks for while it takes a matter in. */
import type { Wgs84Pair } from '../places.ts';

/** Where a proposal of the place search comes from. */
export const PLACE_KINDS = {
  GRID: '网格',
  COMMUNITY: '社区',
  POINT: '服务点',
  EARLIER: '反映过的地点',
} as const;
export type PlaceKind = keyof typeof PLACE_KINDS;

/** Longest text a place is looked for by, in characters as people count them. */
export const PLACE_WORDS_MAX = 60;

/** POST /api/intake/places: in the body, for addresses of requests are written to logs. */
export interface PlaceSearchBody {
  streetId: string;
  q: string;
}

/** A place of the street. */
export interface PlaceHit {
  kind: PlaceKind;
  /** What is written as the address when it is taken; without doors, names and numbers of persons. */
  label: string;
  gridId: string | null;
  gridCode: string | null;
  /** Community and grid; empty when the grid is not known. */
  gridName: string;
  at: Wgs84Pair | null;
  /** How many of the latest orders came from there; 0 for what is no earlier address. */
  times: number;
}

/** At most `PLACES_SHOWN`, the best first. */
export interface PlaceSearchAnswer {
  items: PlaceHit[];
}
export const PLACES_SHOWN = 12;
