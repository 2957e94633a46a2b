import type {
  Datum,
  GeoPoint,
  GridFeature,
  MultiPolygon,
  Outline,
  Position,
  UnitKind,
  UnitRef,
} from '@yihu/shared';
import type { UnitEntity } from './directory.entity';
import type { KnownOutline } from './directory-snapshot';
import { toGcj02 } from './rules/datum';
import { boxOf, polygonsOf } from './rules/grid-index';

/** A unit as clients know it. */
export function refOf(unit: UnitEntity): UnitRef {
  return {
    id: unit.id,
    kind: unit.kind as UnitKind,
    code: unit.code,
    name: unit.name,
    shortName: unit.short_name,
  };
}

/** Where a unit is said to be; null when nobody said. */
export function centerOf(unit: UnitEntity): GeoPoint | null {
  if (unit.lat_e6 === null || unit.lng_e6 === null) return null;
  return { lat: unit.lat_e6 / 1e6, lng: unit.lng_e6 / 1e6, datum: 'WGS84' };
}

/** The middle of an outline's box. */
export function middleOf(outline: Outline): GeoPoint | null {
  const boxes = polygonsOf(outline).map(boxOf);
  if (boxes.length === 0) return null;
  const west = Math.min(...boxes.map((box) => box[0]));
  const south = Math.min(...boxes.map((box) => box[1]));
  const east = Math.max(...boxes.map((box) => box[2]));
  const north = Math.max(...boxes.map((box) => box[3]));
  return { lat: round((south + north) / 2, 1e6), lng: round((west + east) / 2, 1e6), datum: 'WGS84' };
}

/** A grid for the place picker, thinned for drawing and in the datum asked for. */
export function featureOf(
  grid: UnitEntity,
  community: UnitEntity,
  known: KnownOutline,
  datum: Datum,
): GridFeature {
  return {
    id: grid.id,
    code: grid.code,
    name: grid.name,
    community: refOf(community),
    note: known.note,
    outline: thinned(known.outline, datum),
  };
}

/**
 * Rounds to 5 decimals (1 m) and drops positions that became one. Only each position itself is looked at, so
 * edges shared by two grids stay shared on screen.
 */
function thinned(outline: Outline, datum: Datum): MultiPolygon {
  const coordinates = polygonsOf(outline).map((rings) =>
    rings
      .map((ring) => {
        const shown = ring.map((position): Position => {
          const [lng, lat] = datum === 'GCJ02' ? toGcj02(position) : position;
          return [round(lng, 1e5), round(lat, 1e5)];
        });
        return shown.filter(
          ([lng, lat], at) => at === 0 || lng !== shown[at - 1]?.[0] || lat !== shown[at - 1]?.[1],
        );
      })
      .filter((ring) => ring.length >= 4),
  );
  return { type: 'MultiPolygon', coordinates };
}

function round(value: number, scale: number): number {
  return Math.round(value * scale) / scale;
}
