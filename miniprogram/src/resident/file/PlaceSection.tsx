import { Text, View } from '@tarojs/components';
import type { GeoPoint, PlaceAnswer, StreetBrief } from '@yihu/shared';
import { useEffect, useState } from 'react';
import { gridByCode, locate } from '../../api/places';
import { ApiError, errText } from '../../api/request';
import { Button, Icon, RowLink, TextField } from '../../components';
import { spoken } from '../../platform/a11y';
import { currentLocation } from '../../platform/location';
import { callPhone } from '../../platform/phone';
import { gridLabel } from '../../view/place';
import { CodeEntry } from './CodeEntry';
import { ADDRESS_LIMIT, type Draft, type DraftPlace } from './draft';
import { MapSheet } from './MapSheet';
import { NearProblems } from './NearProblems';

export interface PlaceSectionProps {
  draft: Draft;
  patch: (part: Partial<Draft>) => void;
  street: StreetBrief | undefined;
  scanned: string | null;
  forCaller: boolean;
}

/** Four ways to say where; the answer at once names the grid, or says that it lies outside. */
export function PlaceSection({ draft, patch, street, scanned, forCaller }: PlaceSectionProps) {
  const [way, setWay] = useState<'map' | 'code' | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const choose = (place: DraftPlace) => {
    setProblem('');
    setWay(null);
    patch({ place, problem: null });
  };
  const byGps = async () => {
    setBusy(true);
    setProblem('');
    try {
      const point = await currentLocation();
      choose(await locate(point).then((answer) => located(point, answer), unlessOffline(point)));
    } finally {
      setBusy(false);
    }
  };
  const byCode = async (code: string) => {
    const { grid, community } = await gridByCode(code);
    choose({ kind: 'code', gridCode: grid.code, label: gridLabel(community.name, grid.name) });
  };
  const failed = (e: unknown) => setProblem(errText(e));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scanned sticker fills the place once
  useEffect(() => {
    if (scanned && !draft.place) void byCode(scanned).catch(failed);
  }, []);

  if (draft.place && way === null) {
    return (
      <Chosen
        place={draft.place}
        draft={draft}
        patch={patch}
        street={street}
        forCaller={forCaller}
        onOther={() => patch({ place: null, problem: null })}
      />
    );
  }
  return (
    <View>
      {problem && (
        <View className="yh-field__error file-problem" {...spoken({ role: 'alert' })}>
          {problem}
        </View>
      )}
      {!forCaller && (
        <RowLink
          id="place-gps"
          icon="pin"
          title={busy ? '正在定位…' : '用我现在的位置'}
          hint="人在现场时最快"
          onTap={() => !busy && void byGps().catch(failed)}
        />
      )}
      <RowLink
        id="place-map"
        icon="search"
        title="在网格图上点选"
        hint="不在现场也能选"
        onTap={() => setWay('map')}
      />
      <RowLink
        id="place-code"
        icon="scan"
        title="输入网格编号"
        hint="楼栋门口的网格牌上有编号"
        onTap={() => setWay(way === 'code' ? null : 'code')}
      />
      {way === 'code' && <CodeEntry onCode={byCode} />}
      <RowLink
        id="place-unsure"
        icon="phone"
        title={forCaller ? '说不清,之后电话核实' : '说不清,电话联系我'}
        hint="请在下面留电话,热线办来问"
        onTap={() => choose({ kind: 'unsure' })}
      />
      <MapSheet open={way === 'map'} street={street} onClose={() => setWay(null)} onPick={choose} />
    </View>
  );
}

/** What a position turned out to be. */
function located(point: GeoPoint, answer: PlaceAnswer): DraftPlace {
  if (!answer.inside) return { kind: 'gps', point, gridCode: null, label: '您现在的位置', outside: true };
  const label = gridLabel(answer.community.name, answer.grid.name);
  return { kind: 'gps', point, gridCode: answer.grid.code, label, outside: false };
}

/** Without a network the position stands for itself; the server finds its grid later. */
const unlessOffline = (point: GeoPoint) => (e: unknown) => {
  if (!(e instanceof ApiError) || e.status !== 0) throw e;
  const place: DraftPlace = {
    kind: 'gps',
    point,
    gridCode: null,
    label: '您现在的位置',
    outside: false,
    unchecked: true,
  };
  return place;
};

interface ChosenProps extends Omit<PlaceSectionProps, 'scanned'> {
  place: DraftPlace;
  onOther: () => void;
}

function Chosen({ place, draft, patch, street, forCaller, onOther }: ChosenProps) {
  const outside = 'outside' in place && place.outside;
  return (
    <View>
      <View className={`file-place${outside ? ' file-place--outside' : ''}`} id="place-chosen">
        <Icon name={outside ? 'alert' : 'pin'} />
        <View className="file-place__body">
          <Text className="file-place__name">
            {place.kind === 'unsure' ? '地点之后电话核实' : place.label}
          </Text>
          <Text className="file-place__note">{noteOf(place, street, forCaller)}</Text>
        </View>
        <Button id="place-other" kind="secondary" size="small" onTap={onOther}>
          换
        </Button>
      </View>
      {outside && street?.officePhone && (
        <Button kind="plain" icon="phone" onTap={() => callPhone(street.officePhone ?? '')}>
          打电话问热线办
        </Button>
      )}
      <View className="file-address">
        <TextField
          id="file-address"
          label="楼栋、门牌、楼层"
          value={draft.address}
          onChange={(address) => patch({ address })}
          placeholder="例如:丁香家园3号楼2单元4楼"
          maxLength={ADDRESS_LIMIT}
        />
      </View>
      {!forCaller && !outside && <NearProblems draft={draft} patch={patch} />}
    </View>
  );
}

function noteOf(place: DraftPlace, street: StreetBrief | undefined, forCaller: boolean): string {
  if (place.kind === 'unsure') {
    return forCaller ? '请记下对方的电话' : '请在下面「联系方式」里留电话,写上大概位置更好';
  }
  if ('outside' in place && place.outside) {
    return `这里不在${street?.name ?? '本街道'}的网格内。仍可提交,热线办看过后告诉您该找谁。`;
  }
  if ('unchecked' in place && place.unchecked) return '现在没有网络,位置已记下,提交后由系统核对是哪个网格';
  if (place.kind === 'gps') return '按手机定位,可能差几十米;写上门牌更准';
  return place.kind === 'code' ? '按网格编号' : '按您在图上点的位置';
}
