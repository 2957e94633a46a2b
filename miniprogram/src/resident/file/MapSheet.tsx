import { View } from '@tarojs/components';
import type { GridFeature, StreetBrief } from '@yihu/shared';
import { useState } from 'react';
import { gridsOf } from '../../api/places';
import { useRemote } from '../../api/use-remote';
import { Button, ChoiceList, Remote, Sheet } from '../../components';
import { spoken } from '../../platform/a11y';
import { MAP_DATUM } from '../../platform/location';
import { gridLabel } from '../../view/place';
import type { DraftPlace } from './draft';
import { GridMapView, type MapPick } from './GridMapView';

export interface MapSheetProps {
  open: boolean;
  street: StreetBrief | undefined;
  onClose: () => void;
  onPick: (place: DraftPlace) => void;
}

/** Pick the place on the street's outlines, or by the name of the grid. */
export function MapSheet({ open, street, onClose, onPick }: MapSheetProps) {
  const [picked, setPicked] = useState<MapPick | null>(null);
  const grids = useRemote(open && street ? `grids:${street.id}` : null, async () => {
    const { grids: all } = await gridsOf(street?.id ?? '', MAP_DATUM);
    return all;
  });
  const take = () => {
    if (!picked) return;
    onPick(placeOf(picked));
  };
  const foot = (
    <Button id="map-ok" disabled={!picked} onTap={take}>
      {picked ? '就是这里' : '请先在图上点一下'}
    </Button>
  );
  return (
    <Sheet open={open} title="在网格图上点选" onClose={onClose} foot={foot}>
      <Remote of={grids}>
        {(all) =>
          all.length === 0 ? (
            <View className="yh-muted">还没有网格图,请换一种方式</View>
          ) : (
            <>
              <GridMapView grids={all} picked={picked} onPick={setPicked} />
              <View className="map-picked" {...spoken({ role: 'status', live: 'polite' })}>
                {pickedText(picked, street)}
              </View>
              <View className="yh-part">或者按名字选</View>
              <ChoiceList
                label="网格"
                search="输入社区或网格名"
                limit={6}
                value={picked?.grid?.id ?? null}
                onChange={(id) => setPicked(byName(all, id))}
                choices={all.map((grid) => ({
                  value: grid.id,
                  label: grid.name,
                  hint: grid.community.name,
                  keywords: [grid.code],
                }))}
              />
            </>
          )
        }
      </Remote>
    </Sheet>
  );
}

const labelOf = ({ community, name }: GridFeature) => gridLabel(community.name, name);

function pickedText(picked: MapPick | null, street: StreetBrief | undefined): string {
  if (!picked) return '点一下出事的地方,会出现红色图钉';
  return picked.grid
    ? `已选:${labelOf(picked.grid)}`
    : `这里不在${street?.name ?? '本街道'}的网格内,也可以提交`;
}

/** A grid chosen by name has no point of its own: its code is the place. */
function placeOf(pick: MapPick): DraftPlace {
  if (!pick.at) return { kind: 'code', gridCode: pick.grid.code, label: labelOf(pick.grid) };
  return {
    kind: 'map',
    point: { ...pick.at, datum: MAP_DATUM },
    gridCode: pick.grid?.code ?? null,
    label: pick.grid ? labelOf(pick.grid) : '图上点的位置',
    outside: pick.grid === null,
  };
}

function byName(grids: readonly GridFeature[], id: string): MapPick | null {
  const grid = grids.find((one) => one.id === id);
  return grid ? { grid, at: null } : null;
}
