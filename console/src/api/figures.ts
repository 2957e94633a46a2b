import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type {
  DeskOrders,
  GridHeat,
  LinksReport,
  MorningPage,
  PressureAnswer,
  RatesAnswer,
  TrendAnswer,
  UnitTable,
  VolumeAnswer,
} from '@yihu/shared';
import { get, type Query } from './request';

/** Key of all numbers, for asking them anew. */
export const FIGURES_KEY = ['figures'] as const;
const MINUTES = 60_000;

/** One answer of dashboards; what was shown stays while another period is asked for. */
function useNumbers<T>(path: string, query: Query) {
  return useQuery({
    queryKey: [...FIGURES_KEY, path, query],
    queryFn: () => get<T>(path, query),
    staleTime: MINUTES,
    placeholderData: keepPreviousData,
  });
}

export const useVolume = (query: Query) => useNumbers<VolumeAnswer>('/api/desk/volume', query);
export const useRates = (query: Query) => useNumbers<RatesAnswer>('/api/desk/rates', query);
export const useLinks = (query: Query) => useNumbers<LinksReport>('/api/links', query);
export const useUnitTable = (query: Query) => useNumbers<UnitTable>('/api/desk/unit-table', query);
export const usePressure = (query: Query) => useNumbers<PressureAnswer>('/api/desk/pressure', query);
export const useTrend = (query: Query) => useNumbers<TrendAnswer>('/api/desk/trend', query);
export const useHeat = (query: Query) => useNumbers<GridHeat>('/api/desk/grid-heat', query);

/** The leader's page: as it is now, or as it was kept that morning. */
export const useMorning = (day: string | undefined) =>
  useQuery({
    queryKey: [...FIGURES_KEY, 'morning', day ?? ''],
    queryFn: () => get<MorningPage>('/api/desk/morning', { day }),
    refetchInterval: day === undefined ? 5 * MINUTES : false,
  });

/** The orders behind a number, by the address that stands beside it. */
export const useBehindOrders = (address: string | null) =>
  useInfiniteQuery({
    queryKey: [...FIGURES_KEY, 'behind', address],
    queryFn: ({ pageParam }) =>
      get<Partial<DeskOrders> & Pick<DeskOrders, 'items'>>(withPage(address ?? '', pageParam)),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: address !== null,
  });

function withPage(address: string, after: string): string {
  // `after` of a rate is another thing: its lists come in one page.
  return after === '' ? address : `${address}${address.includes('?') ? '&' : '?'}after=${after}`;
}
