import { useEffect, useRef } from 'react';
import type { GridMapProps, MapPoint } from './grid-map.types';
import { L } from './leaflet';
import './map.css';
import { useFit, useGrids, useMap, useMapColours } from './use-map';

const LETTERS: Record<NonNullable<MapPoint['tone']>, string> = {
  order: '',
  due: '!',
  overdue: '!',
  service: '服',
  mediation: '调',
  self: '●',
};
const SIZE = 18;

/** Outlines and points on an empty sheet, or on tiles where there is a service. */
export default function GridMap(props: GridMapProps) {
  const { grids, points = [], colours, selected = null, selectedPoint = null, label, fit } = props;
  const box = useRef<HTMLDivElement>(null);
  const map = useMap(box);
  const latest = useRef(props);
  latest.current = props;
  useGrids(map, {
    grids,
    colours: useMapColours(),
    selected,
    ...(colours === undefined ? {} : { tints: colours }),
    onGrid: (id, { lat, lng }) => latest.current.onPick?.({ at: { lat, lng }, gridId: id }),
  });
  useFit(map, grids, fit);
  useEffect(() => {
    if (map === null) return;
    const outside = (event: L.LeafletMouseEvent) => {
      const target = event.originalEvent.target;
      // A click on a grid is told by the grid.
      if (target instanceof Element && target.closest('.desk-map-grid, .desk-map-pin') !== null) return;
      const { lat, lng } = event.latlng;
      latest.current.onPick?.({ at: { lat, lng }, gridId: null });
    };
    map.on('click', outside);
    return () => {
      map.off('click', outside);
    };
  }, [map]);
  useEffect(() => {
    if (map === null) return;
    const made = points.map((point) =>
      addPoint(map, point, point.id === selectedPoint, latest.current.onPoint),
    );
    return () => {
      for (const marker of made) marker.remove();
    };
  }, [map, points, selectedPoint]);
  useEffect(() => {
    const chosen = points.find(({ id }) => id === selectedPoint);
    if (map !== null && chosen !== undefined)
      map.panInside([chosen.at.lat, chosen.at.lng], { padding: [40, 40] });
  }, [map, points, selectedPoint]);
  // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the map
  return <section ref={box} className="desk-map" aria-label={label} tabIndex={0} />;
}

function addPoint(
  map: L.Map,
  { id, at, label, tone = 'order' }: MapPoint,
  isChosen: boolean,
  onPoint: ((id: string) => void) | undefined,
): L.Marker {
  const classes = ['desk-map-pin', `desk-map-pin-${tone}`, ...(isChosen ? ['desk-map-pin-chosen'] : [])];
  const icon = L.divIcon({ className: classes.join(' '), html: LETTERS[tone], iconSize: [SIZE, SIZE] });
  const marker = L.marker([at.lat, at.lng], { icon, keyboard: onPoint !== undefined, alt: label });
  const text = document.createElement('span');
  text.textContent = label;
  marker.bindTooltip(text);
  marker.addTo(map);
  // Leaflet tells Enter on a marker as a click.
  if (onPoint !== undefined) marker.on('click', () => onPoint(id));
  const element = marker.getElement();
  element?.setAttribute('role', onPoint === undefined ? 'img' : 'button');
  element?.setAttribute('aria-label', label);
  return marker;
}
