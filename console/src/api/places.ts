import { useQuery } from '@tanstack/react-query';
import type { StreetGridsAnswer, StreetsAnswer, StreetUnitsAnswer, UnitChoice } from '@yihu/shared';
import { useMe } from '../session/session';
import { get } from './request';

export const streets = () => get<StreetsAnswer>('/api/streets');
export const gridsOf = (streetId: string) =>
  get<StreetGridsAnswer>(`/api/streets/${streetId}/grids`, { datum: 'WGS84' });

/** The street this person works for; who works for a district or the whole starts with the first open one. */
export function useStreetId(): string | undefined {
  const own = useMe().street?.id;
  const first = useQuery({ queryKey: ['streets'], queryFn: streets, enabled: own === undefined });
  return own ?? first.data?.streets[0]?.id;
}

/** All units of the street; undefined until they are here. */
export function useUnits(): readonly UnitChoice[] | undefined {
  const id = useStreetId();
  const units = useQuery({
    queryKey: ['units', id],
    queryFn: () => get<StreetUnitsAnswer>(`/api/streets/${id}/units`),
    enabled: id !== undefined,
    staleTime: 300_000,
  });
  return units.data?.units;
}
