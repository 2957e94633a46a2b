import type { GeoPoint } from '@yihu/shared';
import { toWgs84 } from '../../directory/rules/datum';

const EARTH_M = 6_371_000;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

interface Placed {
  latE6: number | null;
  lngE6: number | null;
}

/** Metres between a reported point and the order's place (haversine); null when either is unknown. */
export function distanceM(point: unknown, order: Placed): number | null {
  if (point === undefined || point === null || order.latE6 === null || order.lngE6 === null) return null;
  const here = toWgs84(point as GeoPoint);
  const there = { lat: order.latE6 / 1e6, lng: order.lngE6 / 1e6 };
  const dLat = radians(there.lat - here.lat);
  const dLng = radians(there.lng - here.lng);
  const a =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(radians(here.lat)) * Math.cos(radians(there.lat)) * Math.sin(dLng / 2) ** 2;
  return Math.round(2 * EARTH_M * Math.asin(Math.sqrt(a)));
}
