import type { GridFeature, MultiPolygon, Position } from '@yihu/shared';

/** The street's outlines laid flat: x to the right, y down, longer side 1000 units. */
export interface GridMap {
  width: number;
  height: number;
  /** Height of the picture for a width of 1: as the street's, but neither a strip nor a tower. */
  ratio: number;
  shapes: GridShape[];
  toXy: (lng: number, lat: number) => [number, number];
  toLngLat: (x: number, y: number) => [number, number];
}

export interface GridShape {
  id: string;
  label: string;
  /** Index of the community among the street's, for its colour. */
  tint: number;
  rings: [number, number][][];
  centre: [number, number];
}

/** The part of the map that is drawn; its height is `side` × the map's `ratio`. */
export interface Frame {
  x: number;
  y: number;
  side: number;
}

const LONG_SIDE = 1000;
const MARGIN = 0.04;

/** Projects outlines (degrees, any one datum) to drawing units; east–west is shrunk by the latitude. */
export function gridMap(grids: readonly GridFeature[]): GridMap {
  const all = grids.flatMap(({ outline }) => outline.coordinates.flat(2));
  const lngs = all.map(([lng]) => lng);
  const lats = all.map(([, lat]) => lat);
  const [west, east] = [Math.min(...lngs), Math.max(...lngs)];
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const span = Math.max((east - west) * squeeze, north - south) || 1e-6;
  const scale = (LONG_SIDE * (1 - 2 * MARGIN)) / span;
  const edge = LONG_SIDE * MARGIN;
  const toXy = (lng: number, lat: number): [number, number] => [
    edge + (lng - west) * squeeze * scale,
    edge + (north - lat) * scale,
  ];
  const width = (east - west) * squeeze * scale + 2 * edge;
  const height = (north - south) * scale + 2 * edge;
  const communities = [...new Set(grids.map(({ community }) => community.id))];
  return {
    width,
    height,
    ratio: Math.min(Math.max(height / width, 0.6), 1.1),
    toXy,
    toLngLat: (x, y) => [west + (x - edge) / scale / squeeze, north - (y - edge) / scale],
    shapes: grids.map((grid) => shapeOf(grid, communities.indexOf(grid.community.id), toXy)),
  };
}

function shapeOf(grid: GridFeature, tint: number, toXy: GridMap['toXy']): GridShape {
  const rings = grid.outline.coordinates.flatMap((polygon) =>
    polygon.map((ring) => ring.map(([lng, lat]) => toXy(lng, lat))),
  );
  return { id: grid.id, label: grid.name, tint, rings, centre: middle(rings[0] ?? []) };
}

/** Area centroid of a ring; the mean of its corners when it has no area. */
function middle(ring: readonly [number, number][]): [number, number] {
  let [area, x, y] = [0, 0, 0];
  for (const [at, [x1, y1]] of ring.entries()) {
    const [x2, y2] = ring[(at + 1) % ring.length] ?? [x1, y1];
    const cross = x1 * y2 - x2 * y1;
    area += cross;
    x += (x1 + x2) * cross;
    y += (y1 + y2) * cross;
  }
  if (Math.abs(area) > 1e-9) return [x / (3 * area), y / (3 * area)];
  const n = Math.max(1, ring.length);
  return [ring.reduce((sum, [px]) => sum + px, 0) / n, ring.reduce((sum, [, py]) => sum + py, 0) / n];
}

/** The grid whose outline holds the point (degrees, the outlines' datum), or null. Holes count as outside. */
export function gridAt(grids: readonly GridFeature[], lng: number, lat: number): GridFeature | null {
  return grids.find(({ outline }) => holds(outline, lng, lat)) ?? null;
}

function holds(outline: MultiPolygon, lng: number, lat: number): boolean {
  return outline.coordinates.some(
    (polygon) => polygon.filter((ring) => crossesOddly(ring, lng, lat)).length % 2 === 1,
  );
}

/** Even–odd rule: a line to the east leaves the ring an odd number of times. */
function crossesOddly(ring: readonly Position[], lng: number, lat: number): boolean {
  let inside = false;
  for (let at = 0, last = ring.length - 1; at < ring.length; last = at, at += 1) {
    const [x1, y1] = ring[at] ?? [0, 0];
    const [x2, y2] = ring[last] ?? [0, 0];
    if (y1 > lat !== y2 > lat && lng < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

/** The frame that shows the whole map, centred. */
export function wholeFrame({ width, height, ratio }: GridMap): Frame {
  const side = Math.max(width, height / ratio);
  return { x: (width - side) / 2, y: (height - side * ratio) / 2, side };
}

/** A closer (`factor` > 1) or wider frame round a point of the map; never wider than the whole. */
export function zoomed(map: GridMap, frame: Frame, [x, y]: [number, number], factor: number): Frame {
  const whole = wholeFrame(map);
  const side = Math.max(whole.side / 8, frame.side / factor);
  if (side >= whole.side) return whole;
  const keep = (at: number, low: number, share: number) =>
    Math.min(Math.max(at - (side * share) / 2, low), low + (whole.side - side) * share);
  return { x: keep(x, whole.x, 1), y: keep(y, whole.y, map.ratio), side };
}
