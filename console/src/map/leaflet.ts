import type { Outline, Position } from '@yihu/shared';
import L from 'leaflet';
import 'leaflet/dist/leaflet.css';

/** Degrees have six decimals on the wire: a tenth of a metre. */
const round = (value: number) => Math.round(value * 1e6) / 1e6;

export const latLngOf = ([lng, lat]: Position): L.LatLngTuple => [lat, lng];
export const positionOf = ({ lat, lng }: L.LatLng): Position => [round(lng), round(lat)];

/** Rings as Leaflet takes them; it closes rings itself. */
export function latLngsOf(outline: Outline): L.LatLngTuple[][][] {
  const polygons = outline.type === 'Polygon' ? [outline.coordinates] : outline.coordinates;
  return polygons.map((rings) => rings.map((ring) => ring.slice(0, -1).map(latLngOf)));
}

/** The outline of a polygon that was drawn or bent, rings closed. */
export function outlineOf(polygon: L.Polygon): Outline {
  const ringOf = (ring: L.LatLng[]): Position[] => {
    const positions = ring.map(positionOf);
    return [...positions, ...positions.slice(0, 1)];
  };
  const shape = polygon.getLatLngs() as L.LatLng[][] | L.LatLng[][][];
  const isMany = Array.isArray(shape[0]?.[0]);
  if (!isMany) return { type: 'Polygon', coordinates: (shape as L.LatLng[][]).map(ringOf) };
  const [first = [], ...others] = (shape as L.LatLng[][][]).map((rings) => rings.map(ringOf));
  return others.length === 0
    ? { type: 'Polygon', coordinates: first }
    : { type: 'MultiPolygon', coordinates: [first, ...others] };
}

/** A map without tiles: whoever has a tile service says so in the settings. */
export function makeMap(box: HTMLElement): L.Map {
  const map = L.map(box, {
    zoomControl: false,
    attributionControl: false,
    zoomSnap: 0.25,
    minZoom: 8,
    maxZoom: 20,
    fadeAnimation: false,
    zoomAnimation: false,
    markerZoomAnimation: false,
  });
  // Layers need some view to be drawn in; what is shown moves it at once.
  map.setView([31.84, 117.25], 12);
  L.control.zoom({ zoomInTitle: '放大', zoomOutTitle: '缩小' }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  return map;
}

export { L };
