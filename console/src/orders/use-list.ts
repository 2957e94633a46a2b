import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { DeskQuery, DeskRow } from '@yihu/shared';
import { useMemo } from 'react';
import { deskCounts, deskOrders } from '../api/desk';
import { listKey, ORDER_LISTS } from '../api/fresh-rows';

/** Besides what the server tells, which is all that changes; in case a telling was lost. */
const AGAIN_MS = 5 * 60_000;

/**
 * The orders of a list, page by page. Single rows are kept fresh by what the server tells. What was searched for is
 * not looked up again by itself: each look at a caller is written down.
 */
export function useList(query: DeskQuery) {
  const pages = useInfiniteQuery({
    queryKey: listKey(query),
    queryFn: ({ pageParam }) => deskOrders({ ...query, after: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    refetchOnWindowFocus: false,
    ...(query.q === undefined
      ? { refetchInterval: AGAIN_MS }
      : { staleTime: Number.POSITIVE_INFINITY, refetchOnReconnect: false }),
  });
  const rows = useMemo(() => onceEach(pages.data?.pages.flatMap(({ items }) => items) ?? []), [pages.data]);
  return { pages, rows, ids: rows.map(({ id }) => id), first: pages.data?.pages[0] };
}

/** Each order once: one that moved meanwhile may stand on two pages. */
const onceEach = (rows: DeskRow[]) => [...new Map(rows.map((row) => [row.id, row])).values()];
export type LiveList = ReturnType<typeof useList>;

/** Orders in each built-in list. */
export function useCounts() {
  return useQuery({
    queryKey: [...ORDER_LISTS, 'counts'],
    queryFn: deskCounts,
    refetchInterval: AGAIN_MS,
  });
}
