import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { queryOf, type Search, viewOf } from './list.view';

/** The workbench's address: which list, which filters, which order. A link to it shows somebody else the same. */
export function useAddress() {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const text = JSON.stringify(queryOf(search));
  // The same filters are the same object, so that opening another order asks for no new list.
  const query = useMemo(() => JSON.parse(text) as ReturnType<typeof queryOf>, [text]);
  const change = useCallback(
    (part: Search) =>
      void navigate({ to: '/orders', search: (before: Search) => ({ ...before, ...part }), replace: true }),
    [navigate],
  );
  /** Another list or search: what was open before is not part of it. */
  const list = useCallback(
    (next: Search) => void navigate({ to: '/orders', search: () => next }),
    [navigate],
  );
  return { search, query, view: viewOf(search), id: search.id ?? null, change, list };
}
export type Address = ReturnType<typeof useAddress>;
