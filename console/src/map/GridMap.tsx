import { useEffect, useRef } from 'react';
import type { GridMapProps, MapPoint } from './grid-map.types';
import { L } from './leaflet';
import './map.css';
import { useFit, useGrids, useMap, useMapColours } from './use-map';
import { usePoints } from './use-points';

/** The same array always: what is drawn is not drawn anew for nothing. */
const NO_POINTS: readonly MapPoint[] = [];

/** Outlines and points on an empty sheet, or on tiles where there is a service. */
export default function GridMap(props: GridMapProps) {
  const { grids, points = NO_POINTS, colours, selected = null, selectedPoint = null, label, fit } = props;
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
      if (
        target instanceof Element &&
        target.closest('.desk-map-grid, .desk-map-pin, .leaflet-popup') !== null
      )
        return;
      const { lat, lng } = event.latlng;
      latest.current.onPick?.({ at: { lat, lng }, gridId: null });
    };
    map.on('click', outside);
    return () => {
      map.off('click', outside);
    };
  }, [map]);
  usePoints(map, points, selectedPoint, latest);
  // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the map
  return <section ref={box} className="desk-map" aria-label={label} tabIndex={0} />;
}
