import { useNavigate, useRouterState, useSearch } from '@tanstack/react-router';

type Filters = Readonly<Record<string, string | undefined>>;

/** What a screen is filtered by, kept in the address so that it can be shared: read it, or change a part of it. */
export function useFilters(): readonly [Readonly<Record<string, string>>, (part: Filters) => void] {
  const filters = useSearch({ strict: false }) as Record<string, string>;
  const navigate = useNavigate();
  const to = useRouterState({ select: (state) => state.location.pathname });
  const change = (part: Filters) => void navigate({ to, search: { ...filters, ...part }, replace: true });
  return [filters, change];
}
