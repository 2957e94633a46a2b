import type { Part } from './list-plan';

/** Metres of one millionth of a degree of latitude. */
const METRES_PER_E6 = 0.11132;

/** A circle on the ground and the box around it; degrees ×10^6, WGS-84. */
export interface Box {
  latE6: number;
  lngE6: number;
  /** Half the box's sides. */
  latHalf: number;
  lngHalf: number;
  /** How much shorter a degree of longitude is there. */
  narrowing: number;
}

export function boxAround({ latE6, lngE6 }: { latE6: number; lngE6: number }, metres: number): Box {
  const narrowing = Math.cos((latE6 / 1e6 / 180) * Math.PI);
  const latHalf = Math.ceil(metres / METRES_PER_E6);
  return { latE6, lngE6, latHalf, lngHalf: Math.ceil(latHalf / narrowing), narrowing };
}

/** Within the box (index ix_list_point), and within the circle: across a street the ground is flat. */
export function nearPart({ latE6, lngE6, latHalf, lngHalf, narrowing }: Box): [Part, Part] {
  return [
    {
      sql: 'w.lat_e6 >= ? AND w.lat_e6 <= ? AND w.lng_e6 >= ? AND w.lng_e6 <= ?',
      params: [latE6 - latHalf, latE6 + latHalf, lngE6 - lngHalf, lngE6 + lngHalf],
    },
    {
      sql: '(w.lat_e6 - ?) * (w.lat_e6 - ?) + (w.lng_e6 - ?) * (w.lng_e6 - ?) * ? <= ?',
      params: [latE6, latE6, lngE6, lngE6, narrowing * narrowing, latHalf * latHalf],
    },
  ];
}
