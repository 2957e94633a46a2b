import { useQuery } from '@tanstack/react-query';
import type { DeskUnit, DeskUnitsAnswer } from '@yihu/shared';
import { useStreetId } from './places';
import { get } from './request';

/** Every unit of the street that is in use, the street and its office too; undefined until they are here. */
export function useAllUnits(): readonly DeskUnit[] | undefined {
  const id = useStreetId();
  const all = useQuery({
    queryKey: ['desk-units', id],
    queryFn: () => get<DeskUnitsAnswer>('/api/desk/units', { streetId: id }),
    enabled: id !== undefined,
    staleTime: 60_000,
  });
  return all.data?.units.filter(({ active }) => active);
}
