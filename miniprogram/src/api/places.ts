import {
  type Datum,
  type GeoPoint,
  type GridCodeAnswer,
  type PlaceAnswer,
  STICKER_PREFIX,
  type StickerAnswer,
  type StreetBrief,
  type StreetGridsAnswer,
  type StreetsAnswer,
  type StreetUnitsAnswer,
  strangerError,
  type UnitPeopleAnswer,
} from '@yihu/shared';
import { readStored, tryStore } from '../platform/store';
import { useSession } from '../session/session';
import { getSession } from '../session/store';
import { get } from './request';
import { useRemote } from './use-remote';

export const streets = () => get<StreetsAnswer>('/api/streets');

export const gridsOf = (streetId: string, datum: Datum) =>
  get<StreetGridsAnswer>(`/api/streets/${streetId}/grids`, { datum });

export const unitsOf = (streetId: string) => get<StreetUnitsAnswer>(`/api/streets/${streetId}/units`);

/** Who works at a unit, for forms that name a person. */
export const peopleOf = (unitId: string) => get<UnitPeopleAnswer>(`/api/units/${unitId}/people`);

/** Which grid the point lies in; `inside: false` means outside every grid we serve. */
export const locate = ({ lat, lng, datum }: GeoPoint) =>
  get<PlaceAnswer>('/api/places/locate', { lat, lng, datum });

/** The grid of a printed code, or of a sticker by its id (`s=…`). */
export const gridByCode = (code: string) => {
  const text = code.trim();
  return text.startsWith(STICKER_PREFIX)
    ? get<StickerAnswer>(`/api/places/stickers/${encodeURIComponent(text.slice(STICKER_PREFIX.length))}`)
    : get<GridCodeAnswer>(`/api/places/codes/${encodeURIComponent(text)}`);
};

/** The street this device talks to: the signed-in person's own, else the first one that is open. */
export async function ownStreet(): Promise<StreetBrief> {
  const own = getSession()?.me.street?.id;
  const { streets: open } = await streets();
  if (!Array.isArray(open)) throw strangerError(200); // JSON, but not ours
  const street = open.find(({ id }) => id === own) ?? open[0];
  if (!street) throw new Error('还没有街道开通,请稍后再来');
  return street;
}

const KEPT = 'yihu.street.';

/** `ownStreet` as a hook; without a network as it was last known, so that its number can be called. */
export function useStreet() {
  const own = useSession()?.me.street?.id ?? '';
  return useRemote<StreetBrief>(`street:${own}`, async () => {
    try {
      const street = await ownStreet();
      tryStore(KEPT + own, street);
      return street;
    } catch (e) {
      const kept = readStored<StreetBrief>(KEPT + own);
      if (kept === null) throw e;
      return kept;
    }
  });
}
