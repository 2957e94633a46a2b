import type { GridGap, GridOverlap, Outline, OutlineRefusal, Position } from '@yihu/shared';
import { polygonsOf } from '../../directory/rules/grid-index';
import { checkOutline, type OutlineProblem } from '../../directory/rules/outline-check';
import { areaOf, gapsOf, outsideOf, overlapOf } from './overlay';

/** A grid on the map. */
export interface Patch {
  id: string;
  name: string;
  outline: Outline;
}

/** What the street says of where its grids may lie. */
export interface Ground {
  outline: Outline | null;
  /** `[lng, lat]`; asked when the street has no outline. */
  center: Position | null;
}

/** Below this two borders drawn by hand differ without anybody meaning it. */
export const SLIP_M2 = 20;
/** Of a grid's ground that may hang over the street's edge. */
const OVERHANG = 0.01;
/** A street without an outline reaches no farther from its middle than this. */
const FARTHEST_KM = 30;
const KM_PER_DEGREE = 111.195;

export type GroundCheck = { outline: Outline } | { problem: OutlineProblem };

/** Checks an outline in itself and against the street it is to lie in. */
export function checkGround(input: unknown, ground: Ground): GroundCheck {
  const checked = checkOutline(input);
  if ('problem' in checked) return checked;
  const reason = whyOutside(checked.outline, ground);
  return reason === null ? checked : { problem: { fault: 'OUTSIDE_STREET', ring: '外环', reason, at: null } };
}

function whyOutside(outline: Outline, { outline: street, center }: Ground): string | null {
  if (street !== null) {
    const m2 = Math.round(outsideOf(outline, street));
    return m2 <= SLIP_M2 || m2 <= areaOf(outline) * OVERHANG ? null : `有 ${m2} 平方米在本街道边界之外`;
  }
  if (center === null) return null;
  const far = polygonsOf(outline)
    .flat(2)
    .find((position) => kmBetween(position, center) > FARTHEST_KM);
  if (far === undefined) return null;
  return `${far.join(',')} 离本街道中心 ${Math.round(kmBetween(far, center))} 公里,超过 ${FARTHEST_KM} 公里`;
}

function kmBetween([lng1, lat1]: Position, [lng2, lat2]: Position): number {
  const north = (lat1 - lat2) * KM_PER_DEGREE;
  const east = (lng1 - lng2) * KM_PER_DEGREE * Math.cos((lat2 * Math.PI) / 180);
  return Math.hypot(north, east);
}

/** A refusal as it is answered: which feature of a file (null for a single outline), which ring, why, where. */
export function refusalOf(
  { fault, ring, reason, at }: OutlineProblem,
  feature: number | null,
): OutlineRefusal {
  return { feature, ring, fault, reason, at: at && { lng: at[0], lat: at[1] } };
}

/** A refusal in one sentence. */
export function refusalText({ feature, ring, reason }: OutlineRefusal, name = ''): string {
  const which = feature === null ? '' : `第 ${feature} 个网格${name === '' ? '' : `「${name}」`}的`;
  return `${which}${ring}:${reason}`;
}

/** Pairs of grids that share ground, of which one at least is among `touched` (all when absent). Largest first. */
export function overlapsOf(patches: readonly Patch[], touched?: ReadonlySet<string>): GridOverlap[] {
  const pairs: GridOverlap[] = [];
  patches.forEach((a, at) => {
    for (const b of patches.slice(at + 1)) {
      if (touched !== undefined && !touched.has(a.id) && !touched.has(b.id)) continue;
      const m2 = Math.round(overlapOf(a.outline, b.outline));
      if (m2 >= SLIP_M2) pairs.push({ gridId: a.id, gridName: a.name, otherId: b.id, otherName: b.name, m2 });
    }
  });
  return pairs.sort((a, b) => b.m2 - a.m2);
}

/** Ground that no grid holds. */
export function gapsBetween(patches: readonly Patch[], street: Outline | null): GridGap[] {
  return gapsOf(
    patches.map(({ outline }) => outline),
    street,
  )
    .map((rings) => ({ rings, m2: Math.round(areaOf({ type: 'Polygon', coordinates: rings })) }))
    .filter(({ m2 }) => m2 >= SLIP_M2);
}
