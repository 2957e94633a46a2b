import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { DeskQuery } from '@yihu/shared';
import { deskCounts, deskOrders } from '../api/desk';
import { ORDER_LISTS } from '../api/use-order';

const AGAIN_MS = 60_000;

/** The orders of a list, page by page; looked at again every minute besides what the server tells. */
export function useList(query: DeskQuery) {
  const pages = useInfiniteQuery({
    queryKey: [...ORDER_LISTS, 'list', query],
    queryFn: ({ pageParam }) => deskOrders({ ...query, after: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    refetchInterval: AGAIN_MS,
  });
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  return { pages, rows, ids: rows.map(({ id }) => id), first: pages.data?.pages[0] };
}
export type LiveList = ReturnType<typeof useList>;

/** Orders in each built-in list. */
export function useCounts() {
  return useQuery({
    queryKey: [...ORDER_LISTS, 'counts'],
    queryFn: deskCounts,
    refetchInterval: AGAIN_MS,
  });
}
