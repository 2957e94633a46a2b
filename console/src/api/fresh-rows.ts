import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { type DeskPage, type DeskQuery, LIST_LIMIT } from '@yihu/shared';
import { useCallback } from 'react';
import { deskOrders } from './desk';
import { withFresh } from './list-pages';

/** Everything that shows orders lies under this key: lists, counts, figures. */
export const ORDER_LISTS = ['orders'] as const;
export const listKey = (query: DeskQuery) => [...ORDER_LISTS, 'list', query] as const;
const isList = (key: readonly unknown[]) => key[0] === ORDER_LISTS[0] && key[1] === 'list';

/** Orders that changed, at most so many told of one by one; of more the lists are read again. */
const AT_MOST = LIST_LIMIT;
/**
 * Asks what became of these orders in every list that is on the screen; other lists are read when they are looked at.
 * Everything else that counts orders is asked for in the background.
 */
export async function freshRows(client: QueryClient, ids: readonly string[]): Promise<void> {
  const all = client.getQueryCache().findAll({ queryKey: ORDER_LISTS });
  for (const { queryKey } of all) {
    const isShownList = isList(queryKey) && ids.length <= AT_MOST;
    void client.invalidateQueries({
      queryKey,
      exact: true,
      refetchType: isShownList ? 'none' : 'active',
    });
  }
  if (ids.length === 0 || ids.length > AT_MOST) return;
  const shown = all.filter((query) => isList(query.queryKey) && query.isActive());
  await Promise.all(
    shown.map(async ({ queryKey, promise }) => {
      // A page under way was begun before: what it brings is not to be written over what is fresher.
      await promise?.catch(() => undefined);
      await freshen(client, queryKey, ids);
    }),
  );
}

async function freshen(client: QueryClient, key: readonly unknown[], ids: readonly string[]): Promise<void> {
  const query = key[2] as DeskQuery;
  try {
    const { items } = await deskOrders({ ...query, ids: ids.join(',') });
    client.setQueryData<InfiniteData<DeskPage>>(key, (data) => data && withFresh(data, query, ids, items));
  } catch {
    // Not reached, or refused for what the whole list would be refused for: the list itself says why.
    await client.invalidateQueries({ queryKey: key, exact: true });
  }
}

/** The same for what a screen has just done. */
export function useFreshRows(): (ids: readonly string[]) => Promise<void> {
  const client = useQueryClient();
  return useCallback((ids: readonly string[]) => freshRows(client, ids), [client]);
}
