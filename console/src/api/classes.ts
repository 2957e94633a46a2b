import { useQuery } from '@tanstack/react-query';
import { CLASS_LEAVES, type ClassLeaf } from '@yihu/shared';
import { useStreetId } from './places';
import { get } from './request';

/** The class tree of the street, firms' own classes first; until it is here, the one every street begins with. */
export function useClasses(): readonly ClassLeaf[] {
  const streetId = useStreetId();
  const classes = useQuery({
    queryKey: ['classes', streetId],
    queryFn: () => get<{ items: ClassLeaf[] }>('/api/classes', { streetId, partyKind: 'ENTERPRISE' }),
    enabled: streetId !== undefined,
    staleTime: 300_000,
  });
  return classes.data?.items ?? CLASS_LEAVES;
}
