import type { GridGap, Outline, Position, Wgs84Pair } from '@yihu/shared';
import { useEffect, useRef } from 'react';
import type { MapGrid } from './grid-map.types';
import { L, latLngOf, latLngsOf, outlineOf, positionOf } from './leaflet';
import './map.css';
import '@geoman-io/leaflet-geoman-free';
import '@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.css';
import { useFit, useGrids, useMap, useMapColours } from './use-map';

/** What the mouse does: nothing, draw a polygon, bend the one there is, draw a line. */
export type EditTool = 'look' | 'draw' | 'bend' | 'line';

export interface GridEditMapProps {
  grids: readonly MapGrid[];
  selected: string | null;
  marked?: readonly string[];
  gaps?: readonly GridGap[];
  tool: EditTool;
  /** The outline being drawn or bent; null while there is none. */
  outline: Outline | null;
  /** The line that cuts. */
  line: readonly Position[];
  /** Where something is wrong. */
  fault?: Wgs84Pair | null;
  label: string;
  onGrid: (id: string) => void;
  onOutline: (outline: Outline) => void;
  onLine: (line: Position[]) => void;
}

const SNAP_PX = 14;

/** The map one draws on. Corners snap to those of the neighbours, so that borders stay shared. */
export default function GridEditMap(props: GridEditMapProps) {
  const { grids, selected, marked, gaps = [], tool, outline, line, fault = null, label } = props;
  const box = useRef<HTMLDivElement>(null);
  const map = useMap(box);
  const colours = useMapColours();
  const latest = useRef(props);
  latest.current = props;
  useGrids(map, {
    ...{ grids, colours, selected },
    ...(marked === undefined ? {} : { marked }),
    without: tool === 'bend' ? selected : null,
    onGrid: (id) => {
      if (latest.current.tool === 'look') latest.current.onGrid(id);
    },
  });
  useFit(map, grids, undefined);

  // Gaps lie under everything.
  useEffect(() => {
    if (map === null) return;
    const style = {
      color: colours.fault,
      weight: 1,
      dashArray: '4 4',
      fillOpacity: 0.15,
      interactive: false,
    };
    const made = gaps.map(({ rings }) =>
      L.polygon(latLngsOf({ type: 'Polygon', coordinates: rings }), { ...style, pmIgnore: true }).addTo(map),
    );
    for (const layer of made) layer.bringToBack();
    return () => {
      for (const layer of made) layer.remove();
    };
  }, [map, gaps, colours]);

  // Drawing something new.
  useEffect(() => {
    if (map === null || tool === 'look' || tool === 'bend') return;
    map.pm.setLang('zh');
    const style = { color: colours.chosen, weight: 2 };
    const shape = tool === 'draw' ? 'Polygon' : 'Line';
    map.pm.enableDraw(shape, {
      ...{ snappable: true, snapDistance: SNAP_PX, allowSelfIntersection: true, continueDrawing: true },
      ...{ templineStyle: style, hintlineStyle: { ...style, dashArray: '5 5' }, pathOptions: style },
    });
    const made: L.PM.CreateEventHandler = ({ layer }) => {
      layer.remove();
      if (layer instanceof L.Polygon) latest.current.onOutline(outlineOf(layer));
      else if (layer instanceof L.Polyline) {
        latest.current.onLine((layer.getLatLngs() as L.LatLng[]).map(positionOf));
      }
    };
    map.on('pm:create', made);
    quiet(map);
    return () => {
      map.off('pm:create', made);
      map.pm.disableDraw();
    };
  }, [map, tool, colours]);

  // What is being drawn or bent.
  useEffect(() => {
    if (map === null || outline === null) return;
    const layer = L.polygon(latLngsOf(outline), {
      color: colours.chosen,
      weight: 3,
      fillOpacity: 0.25,
    }).addTo(map);
    if (tool === 'bend') {
      layer.pm.enable({ snappable: true, snapDistance: SNAP_PX, allowSelfIntersection: true });
      quiet(map);
      layer.on('pm:edit', () => latest.current.onOutline(outlineOf(layer)));
    }
    return () => {
      layer.pm.disable();
      layer.remove();
    };
  }, [map, outline, tool, colours]);
  useEffect(() => {
    if (map === null || line.length < 2) return;
    const layer = L.polyline(line.map(latLngOf), { color: colours.fault, weight: 3, dashArray: '8 5' }).addTo(
      map,
    );
    return () => {
      layer.remove();
    };
  }, [map, line, colours]);
  useEffect(() => {
    if (map === null || fault === null) return;
    const at: L.LatLngTuple = [fault.lat, fault.lng];
    const ring = L.circleMarker(at, { radius: 10, color: colours.fault, weight: 3, fillOpacity: 0 }).addTo(
      map,
    );
    map.panInside(at, { padding: [60, 60] });
    return () => {
      ring.remove();
    };
  }, [map, fault, colours]);
  // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the map
  return <section ref={box} className="desk-map" aria-label={label} tabIndex={0} />;
}

/** Handles are for the mouse; who uses keys changes the corners as text. */
function quiet(map: L.Map): void {
  for (const handle of map.getPane('markerPane')?.querySelectorAll('.marker-icon') ?? []) {
    handle.setAttribute('role', 'presentation');
    handle.setAttribute('tabindex', '-1');
  }
}
