import { useQuery } from '@tanstack/react-query';
import type { ClassLeaf } from '@yihu/shared';
import { useMemo } from 'react';
import { useStreetId } from '../api/places';
import { get } from '../api/request';
import { useAllUnits } from '../api/units';
import { classNames, type Names } from './say.view';

/** Names of classes and units as the street has them. */
export function useNames(): Names {
  const streetId = useStreetId();
  const units = useAllUnits();
  const classes = useQuery({
    queryKey: ['classes', streetId],
    queryFn: () =>
      // Of a firm: its own classes and everybody's, so all there are.
      get<{ items: ClassLeaf[] }>('/api/classes', { streetId, partyKind: 'ENTERPRISE' }),
    enabled: streetId !== undefined,
    staleTime: 300_000,
  });
  const leaves = classes.data?.items;
  return useMemo(
    () => ({
      classes: classNames(leaves),
      units: new Map((units ?? []).map(({ code, name }) => [code, name])),
    }),
    [leaves, units],
  );
}
