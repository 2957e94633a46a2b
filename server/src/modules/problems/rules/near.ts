const EARTH_M = 6_371_000;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

interface Place {
  lat: number;
  lng: number;
}

/** Metres between two places that lie near each other (WGS-84): flat enough within a street. */
export function distanceBetweenM(a: Place, b: Place): number {
  const north = radians(b.lat - a.lat);
  const east = radians(b.lng - a.lng) * Math.cos(radians((a.lat + b.lat) / 2));
  return EARTH_M * Math.hypot(north, east);
}
