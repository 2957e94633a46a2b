import type { GeoPoint, Position, Wgs84Pair } from '@yihu/shared';
import gcoord from 'gcoord';

// gcoord converts inside a rough box round China. Its way back (GCJ-02 → WGS-84) is a loop that never ends
// for points within about 1 km of that box's edge (seen with 1.0.7 at 72.005,30): one such request would
// stop the server. So only points well inside are converted; all of China lies there (73.5–135.1 E, 3.4–53.6 N).
const CONVERTED = { west: 72.5, east: 137.5, south: 1.5, north: 55.5 };

/** True when GCJ-02 differs from WGS-84 here, so that a conversion takes place. */
export function isConverted(lng: number, lat: number): boolean {
  return lng >= CONVERTED.west && lng <= CONVERTED.east && lat >= CONVERTED.south && lat <= CONVERTED.north;
}

/** Latitude within ±90 and longitude within ±180 degrees, both finite. */
export function isPointInRange(point: { lat: number; lng: number }): boolean {
  return Math.abs(point.lat) <= 90 && Math.abs(point.lng) <= 180;
}

/**
 * The WGS-84 pair of a point, degrees rounded to 6 decimals: exactly what is stored as e6 integers, so that
 * a later look-up from storage finds the same grid. Outside China the numbers are kept.
 */
export function toWgs84(point: GeoPoint): Wgs84Pair {
  const [lng, lat] =
    point.datum === 'GCJ02' && isConverted(point.lng, point.lat)
      ? gcoord.transform([point.lng, point.lat] as Position, gcoord.GCJ02, gcoord.WGS84)
      : [point.lng, point.lat];
  return { lng: round6(lng), lat: round6(lat) };
}

/** A WGS-84 position `[lng, lat]` in GCJ-02 degrees (6 decimals), for drawing on a WeChat map. */
export function toGcj02(position: Position): Position {
  const [lng, lat] = isConverted(position[0], position[1])
    ? gcoord.transform([position[0], position[1]] as Position, gcoord.WGS84, gcoord.GCJ02)
    : position;
  return [round6(lng), round6(lat)];
}

function round6(degrees: number): number {
  // + 0 turns −0 into 0, which JSON and the database would otherwise disagree about.
  return Math.round(degrees * 1e6) / 1e6 + 0;
}
