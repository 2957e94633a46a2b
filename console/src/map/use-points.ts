import { type RefObject, useEffect, useMemo } from 'react';
import { clustersOf, type Drawn } from './clusters';
import type { GridMapProps, MapPoint } from './grid-map.types';
import { L } from './leaflet';

const LETTERS: Record<NonNullable<MapPoint['tone']>, string> = {
  order: '',
  due: '!',
  overdue: '!',
  service: '服',
  mediation: '调',
  self: '●',
};
const SIZE = 18;
const CROWD_SIZE = 28;

type OnPoint = GridMapProps['onPoint'];

/** Draws points, those that lie too close as one with their number; it parts when pressed, or lists who is there. */
export function usePoints(
  map: L.Map | null,
  points: readonly MapPoint[],
  selected: string | null,
  latest: RefObject<{ onPoint?: OnPoint }>,
): void {
  const drawnAt = useMemo(() => clustersOf(points, selected), [points, selected]);
  useEffect(() => {
    if (map === null) return;
    let made: L.Marker[] = [];
    const draw = () => {
      const held = document.activeElement;
      const focused = made.find((marker) => marker.getElement() === held)?.options.alt;
      for (const marker of made) marker.remove();
      const view = map.getBounds().pad(0.2);
      const bounds = [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()] as const;
      made = drawnAt([...bounds], map.getZoom()).map((one) => addDrawn(map, one, selected, latest));
      // The map is drawn anew under the hand that holds it.
      if (focused !== undefined) {
        const same = made.find((marker) => marker.options.alt === focused);
        (same?.getElement() ?? map.getContainer()).focus();
      }
    };
    // Before the first fit the map shows nowhere.
    map.whenReady(draw);
    map.on('moveend', draw);
    return () => {
      map.off('moveend', draw);
      for (const marker of made) marker.remove();
    };
  }, [map, drawnAt, selected, latest]);
  useEffect(() => {
    const chosen = points.find(({ id }) => id === selected);
    if (map !== null && chosen !== undefined)
      map.panInside([chosen.at.lat, chosen.at.lng], { padding: [40, 40] });
  }, [map, points, selected]);
}

function addDrawn(
  map: L.Map,
  one: Drawn,
  selected: string | null,
  latest: RefObject<{ onPoint?: OnPoint }>,
): L.Marker {
  return 'point' in one
    ? addPoint(map, one.point, one.point.id === selected, latest.current.onPoint)
    : addCrowd(map, one, latest.current.onPoint);
}

function addPoint(
  map: L.Map,
  { id, at, label, tone = 'order' }: MapPoint,
  isChosen: boolean,
  onPoint: OnPoint,
): L.Marker {
  const classes = ['desk-map-pin', `desk-map-pin-${tone}`, ...(isChosen ? ['desk-map-pin-chosen'] : [])];
  const icon = L.divIcon({ className: classes.join(' '), html: LETTERS[tone], iconSize: [SIZE, SIZE] });
  return addMarker(map, at, { icon, label, press: onPoint && (() => onPoint(id)) });
}

/** Several as one: pressed, the map goes to where they part; where they never do, it lists them. */
function addCrowd(
  map: L.Map,
  { points, at, parts }: Extract<Drawn, { points: unknown }>,
  onPoint: OnPoint,
): L.Marker {
  const { length } = points;
  const icon = L.divIcon({
    className: 'desk-map-pin desk-map-crowd',
    html: length > 99 ? '99+' : String(length),
    iconSize: [CROWD_SIZE, CROWD_SIZE],
  });
  const label = parts === null ? `同一地点 ${length} 个,列出来` : `这里有 ${length} 个,放大看`;
  const marker = addMarker(map, at, {
    icon,
    label,
    press: () => {
      if (parts === null) openList(marker, points, onPoint);
      else map.setView([at.lat, at.lng], parts, { animate: false });
    },
  });
  return marker;
}

/** What lies at one place, as a list in a bubble; Esc goes back to the pin. */
function openList(marker: L.Marker, points: readonly MapPoint[], onPoint: OnPoint): void {
  const list = document.createElement('ul');
  list.className = 'desk-map-list';
  for (const { id, label } of points) {
    const item = document.createElement('li');
    const line = document.createElement(onPoint === undefined ? 'span' : 'button');
    line.textContent = label;
    if (onPoint !== undefined) {
      line.setAttribute('type', 'button');
      line.addEventListener('click', () => onPoint(id));
    }
    item.append(line);
    list.append(item);
  }
  list.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    marker.closePopup();
    marker.getElement()?.focus();
  });
  marker.unbindPopup().bindPopup(list, { maxHeight: 220, autoPan: false, closeButton: false }).openPopup();
  list.querySelector('button')?.focus();
}

interface Pin {
  icon: L.DivIcon;
  label: string;
  press: (() => void) | undefined;
}

function addMarker(map: L.Map, at: { lat: number; lng: number }, { icon, label, press }: Pin): L.Marker {
  const marker = L.marker([at.lat, at.lng], { icon, keyboard: press !== undefined, alt: label });
  const text = document.createElement('span');
  text.textContent = label;
  marker.bindTooltip(text);
  marker.addTo(map);
  // Leaflet tells Enter on a marker as a click.
  if (press !== undefined) marker.on('click', press);
  const element = marker.getElement();
  element?.setAttribute('role', press === undefined ? 'img' : 'button');
  element?.setAttribute('aria-label', label);
  return marker;
}
