import { theme } from 'antd';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useMapSettings } from '../api/geo';
import type { MapGrid } from './grid-map.types';
import { L, latLngsOf, makeMap } from './leaflet';

export interface MapColours {
  line: string;
  fill: string;
  chosen: string;
  fault: string;
  text: string;
  back: string;
}

/** Colours of the theme as Leaflet needs them: values, not variables. */
export function useMapColours(): MapColours {
  const { token } = theme.useToken();
  return useMemo(
    () => ({
      line: token.colorTextSecondary,
      fill: token.colorPrimary,
      chosen: token.colorPrimary,
      fault: token.colorError,
      text: token.colorText,
      back: token.colorBgContainer,
    }),
    [token],
  );
}

/** A Leaflet map in the box, with tiles when there is a service, that follows the size of its box. */
export function useMap(box: RefObject<HTMLDivElement | null>): L.Map | null {
  const [map, setMap] = useState<L.Map | null>(null);
  const settings = useMapSettings().data;
  useEffect(() => {
    if (box.current === null) return;
    const made = makeMap(box.current);
    const watcher = new ResizeObserver(() => made.invalidateSize({ animate: false }));
    watcher.observe(box.current);
    setMap(made);
    return () => {
      watcher.disconnect();
      made.remove();
      setMap(null);
    };
  }, [box]);
  useEffect(() => {
    if (map === null || !settings?.tileUrl) return;
    const tiles = L.tileLayer(settings.tileUrl, { maxZoom: 20, attribution: settings.tileCredit });
    const credit = L.control.attribution({ prefix: false });
    tiles.addTo(map);
    credit.addTo(map);
    return () => {
      tiles.remove();
      credit.remove();
    };
  }, [map, settings]);
  return map;
}

interface DrawnGrids {
  grids: readonly MapGrid[];
  colours: MapColours;
  tints?: Readonly<Record<string, string>>;
  selected: string | null;
  /** More than one may stand out, e.g. those to be joined. */
  marked?: readonly string[];
  /** A grid was clicked, or Enter pressed on it. */
  onGrid: (id: string, at: L.LatLng) => void;
  /** Not drawn: it is being edited. */
  without?: string | null;
}

/** Draws grids that can be reached by Tab and pressed by Enter; the layers by grid. */
export function useGrids(map: L.Map | null, drawn: DrawnGrids): RefObject<Map<string, L.Polygon>> {
  const layers = useRef(new Map<string, L.Polygon>());
  const latest = useRef(drawn);
  latest.current = drawn;
  const { grids, colours, tints, selected, marked, without } = drawn;
  useEffect(() => {
    if (map === null) return;
    const made = grids.filter(({ id }) => id !== without).map((grid) => addGrid(map, grid, latest));
    layers.current = new Map(made);
    const name = () => showNames(map, layers.current);
    // Before the first fit the map shows nowhere, and nothing on it has a width.
    map.whenReady(name);
    map.on('zoomend', name);
    return () => {
      map.off('zoomend', name);
      for (const [, layer] of made) layer.remove();
    };
  }, [map, grids, without]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new layers are painted as well
  useEffect(() => {
    for (const [id, layer] of layers.current) {
      const isChosen = id === selected || (marked ?? []).includes(id);
      const tint = tints?.[id];
      layer.setStyle({
        color: isChosen ? colours.chosen : colours.line,
        weight: isChosen ? 3 : 1.25,
        fillColor: tint ?? colours.fill,
        fillOpacity: tint === undefined ? (isChosen ? 0.3 : 0.1) : 0.75,
      });
      if (isChosen) layer.bringToFront();
      layer.getElement()?.setAttribute('aria-pressed', String(isChosen));
    }
  }, [map, grids, without, colours, tints, selected, marked]);
  return layers;
}

function addGrid(map: L.Map, grid: MapGrid, latest: RefObject<DrawnGrids>): [string, L.Polygon] {
  const { id, name, note } = grid;
  const layer = L.polygon(latLngsOf(grid.outline), { className: 'desk-map-grid' }).addTo(map);
  const full = note === undefined ? name : `${name} ${note}`;
  const label = document.createElement('span');
  label.textContent = note === undefined ? (grid.label ?? name) : `${grid.label ?? name} ${note}`;
  label.title = full;
  layer.bindTooltip(label, { permanent: true, direction: 'center', className: 'desk-map-name' });
  layer.on('click', (event) => latest.current.onGrid(id, event.latlng));
  const element = layer.getElement();
  element?.setAttribute('tabindex', '0');
  element?.setAttribute('role', 'button');
  element?.setAttribute('aria-label', full);
  element?.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    latest.current.onGrid(id, layer.getBounds().getCenter());
  });
  return [id, layer];
}

/** A name is written only where it fits into its grid. */
function showNames(map: L.Map, layers: ReadonlyMap<string, L.Polygon>): void {
  for (const layer of layers.values()) {
    const bounds = layer.getBounds();
    const [west, east] = [bounds.getNorthWest(), bounds.getNorthEast()].map(
      (at) => map.latLngToContainerPoint(at).x,
    );
    const name = layer.getTooltip()?.getElement();
    const isTooWide = (name?.offsetWidth ?? 0) > (east ?? 0) - (west ?? 0);
    name?.classList.toggle('desk-map-name-hidden', isTooWide);
  }
}

/** Moves the map to the grid named, else to all of them, when another set of grids or another grid is asked for. */
export function useFit(map: L.Map | null, grids: readonly MapGrid[], fit: string | undefined): void {
  const wanted = fit ?? grids.map(({ id }) => id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a map that a person moved stays where she moved it
  useEffect(() => {
    if (map === null) return;
    const shown = grids.filter(({ id }) => fit === undefined || id === fit);
    const points = shown.flatMap(({ outline }) => latLngsOf(outline).flat(2));
    if (points.length > 0) map.fitBounds(L.latLngBounds(points), { padding: [16, 16], animate: false });
  }, [map, wanted]);
}
