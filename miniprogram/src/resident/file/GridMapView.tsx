import { Image, View } from '@tarojs/components';
import type { GridFeature } from '@yihu/shared';
import { useMemo, useState } from 'react';
import { Button } from '../../components';
import { spoken } from '../../platform/a11y';
import { toastError } from '../../platform/feedback';
import { tapShare } from '../../platform/tap';
import { gridAt, gridMap, wholeFrame, zoomed } from '../../view/grid-map';
import { mapSvg, svgUrl } from '../../view/grid-map-svg';

/** A tapped point in the outlines' datum with its grid (none outside every outline), or a grid alone, by name. */
export type MapPick =
  | { grid: GridFeature | null; at: { lat: number; lng: number } }
  | { grid: GridFeature; at: null };

export interface GridMapViewProps {
  grids: readonly GridFeature[];
  picked: MapPick | null;
  onPick: (pick: MapPick) => void;
}

const BOX_ID = 'grid-map';
const BOX_PX = 340;

/** The outlines as one picture that answers taps: the same on a phone's WeChat and in a browser, no map key. */
export function GridMapView({ grids, picked, onPick }: GridMapViewProps) {
  const map = useMemo(() => gridMap(grids), [grids]);
  const [frame, setFrame] = useState(() => wholeFrame(map));
  const pin = picked?.at ? map.toXy(picked.at.lng, picked.at.lat) : null;
  const picture = svgUrl(mapSvg(map, frame, BOX_PX, picked?.grid?.id ?? null, pin));
  const tap = async (event: unknown) => {
    const at = await tapShare(event, BOX_ID);
    if (!at) return;
    const [lng, lat] = map.toLngLat(frame.x + at.x * frame.side, frame.y + at.y * frame.side * map.ratio);
    onPick({ grid: gridAt(grids, lng, lat), at: { lat: round6(lat), lng: round6(lng) } });
  };
  const zoom = (factor: number) => {
    const centre: [number, number] = [frame.x + frame.side / 2, frame.y + (frame.side * map.ratio) / 2];
    setFrame(zoomed(map, frame, pin ?? centre, factor));
  };
  const note = grids.find((grid) => grid.note)?.note;
  return (
    <View>
      <View
        id={BOX_ID}
        className="map-box"
        style={{ paddingTop: `${map.ratio * 100}%` }}
        onClick={(event) => void tap(event).catch(toastError)}
        {...spoken({ role: 'img', label: '网格图,点一下选地点;也可以在下面按名字选' })}
      >
        <Image className="map-box__picture" src={picture} mode="scaleToFill" />
      </View>
      <View className="map-tools">
        <View className="map-tools__note">{note ? `边界为${note},仅供找位置` : ''}</View>
        <Button id="map-wider" kind="secondary" size="small" onTap={() => zoom(0.5)}>
          缩小
        </Button>
        <Button id="map-closer" kind="secondary" size="small" onTap={() => zoom(2)}>
          放大
        </Button>
      </View>
    </View>
  );
}

function round6(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
