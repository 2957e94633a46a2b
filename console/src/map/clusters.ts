import Supercluster from 'supercluster';
import type { MapPoint } from './grid-map.types';

/** Pixels around a point within which others are drawn as one with it: two fingers' breadth of pins. */
const RADIUS_PX = 36;
/** As near as the map goes; what is still one there lies at the same place. */
export const NEAREST = 20;

/** What is drawn: one point, or several that lie too close to be told apart. */
export type Drawn =
  | { point: MapPoint }
  | {
      points: MapPoint[];
      at: { lat: number; lng: number } /** Where they part; null: nowhere. */;
      parts: number | null;
    };

/** Points by where they lie. `selected` is never hidden among others. */
export function clustersOf(
  points: readonly MapPoint[],
  selected: string | null,
): (bounds: [west: number, south: number, east: number, north: number], zoom: number) => Drawn[] {
  const alone = points.filter(({ id, tone }) => id === selected || tone === 'self');
  const crowd = points.filter((point) => !alone.includes(point));
  const index = new Supercluster<{ place: number }>({ radius: RADIUS_PX, extent: 256, maxZoom: NEAREST });
  index.load(
    crowd.map(({ at }, place) => ({
      type: 'Feature',
      properties: { place },
      geometry: { type: 'Point', coordinates: [at.lng, at.lat] },
    })),
  );
  const pointAt = (place: number) => crowd.slice(place, place + 1);
  return (bounds, zoom) => [
    ...index.getClusters(bounds, Math.round(zoom)).flatMap(({ properties, geometry }): Drawn[] => {
      if (!('cluster' in properties)) return pointAt(properties.place).map((point) => ({ point }));
      const { cluster_id: id } = properties;
      const all = index
        .getLeaves(id, Number.POSITIVE_INFINITY)
        .flatMap((leaf) => pointAt(leaf.properties.place));
      const parts = index.getClusterExpansionZoom(id);
      const [lng = 0, lat = 0] = geometry.coordinates;
      return [{ points: all, at: { lat, lng }, parts: parts > NEAREST ? null : parts }];
    }),
    ...alone.map((point) => ({ point })),
  ];
}
