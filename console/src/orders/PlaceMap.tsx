import { useQuery } from '@tanstack/react-query';
import type { OrderView, PlaceAnswer, Wgs84Pair } from '@yihu/shared';
import { Spin } from 'antd';
import { Suspense, useMemo } from 'react';
import { gridsOf, useStreetId } from '../api/places';
import { get } from '../api/request';
import { GridMap } from '../map';

interface Props {
  order: OrderView;
  /** Lists the orders of a grid. */
  onGrid: (gridId: string) => void;
}

/** Where it is, on the outlines of the street's grids. */
export function PlaceMap({ order, onGrid }: Props) {
  const streetId = useStreetId();
  const grids = useQuery({
    queryKey: ['grids', streetId],
    queryFn: () => gridsOf(streetId ?? ''),
    enabled: streetId !== undefined,
    staleTime: 600_000,
  });
  const { id, title, point, gridId, gridName, late } = order;
  const at = useWgs84(point);
  const points = useMemo(
    () =>
      at === null ? [] : [{ id, label: title, at, tone: late ? ('overdue' as const) : ('order' as const) }],
    [id, title, at, late],
  );
  const drawn = useMemo(
    () => grids.data?.grids.map((grid) => ({ ...grid, note: grid.note ?? '' })),
    [grids.data],
  );
  if (drawn === undefined) return null;
  const own = drawn.find((grid) => grid.id === gridId);
  return (
    <div className="bench-map">
      <Suspense fallback={<Spin className="desk-waiting" aria-label="正在打开地图" />}>
        <GridMap
          label={`${title}在${gridName ?? order.placeLabel};选一个网格看它的工单`}
          grids={drawn}
          points={points}
          selected={own?.id ?? null}
          selectedPoint={id}
          onPick={(picked) => picked.gridId !== null && onGrid(picked.gridId)}
          {...(own === undefined ? {} : { fit: own.id })}
        />
      </Suspense>
      {point === null && <p className="bench-note desk-muted">没有定位,按所在网格显示</p>}
    </div>
  );
}

/** The place as maps draw it; phones give it in the other datum, which only the server converts. */
function useWgs84(point: OrderView['point']): Wgs84Pair | null {
  const isOther = point !== null && point.datum !== 'WGS84';
  const placed = useQuery({
    queryKey: ['locate', point],
    queryFn: () => get<PlaceAnswer>('/api/places/locate', { ...point }),
    enabled: isOther,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const lat = isOther ? placed.data?.wgs84.lat : point?.lat;
  const lng = isOther ? placed.data?.wgs84.lng : point?.lng;
  return useMemo(() => (lat === undefined || lng === undefined ? null : { lat, lng }), [lat, lng]);
}
