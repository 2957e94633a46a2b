import { useQuery } from '@tanstack/react-query';
import type { GridFeature } from '@yihu/shared';
import { gridsOf } from '../api/places';

/** The street's grids, and the one of this code. */
export function useStreetGrids(streetId: string | undefined, code: string | null) {
  const found = useQuery({
    queryKey: ['street-grids', streetId],
    queryFn: () => gridsOf(streetId ?? ''),
    enabled: streetId !== undefined,
    staleTime: 300_000,
  });
  const grids: readonly GridFeature[] | undefined = found.data?.grids;
  return { grids, chosen: code === null ? undefined : grids?.find((grid) => grid.code === code) };
}
