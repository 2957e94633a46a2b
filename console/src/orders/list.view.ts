import {
  type DeskQuery,
  isListView,
  LIST_VIEWS,
  type ListViewName,
  type Scope,
  searchWords,
} from '@yihu/shared';

/** Whose promise it is: the street's own, or the one made to the platform above. */
export const SCOPES: Readonly<Record<Scope, string>> = { INNER: '本级', OUTER: '上级' };

/** What of the address says which orders are listed; `id` besides says which is open. */
export const FILTERS = [
  'state',
  'classCode',
  'unitId',
  'gridId',
  'channel',
  'urgency',
  'line',
  'from',
  'to',
  'light',
  'late',
  'sort',
] as const;
export type FilterName = (typeof FILTERS)[number];
export type Search = Readonly<Record<string, string | undefined>>;

/** The list an address names: the one given, all when only searched, else everything open. */
export function viewOf({ view, q }: Search): ListViewName {
  if (view !== undefined && isListView(view)) return view;
  return q === undefined || q === '' ? 'OPEN' : 'ALL';
}

/** What the server is asked for; the order that is open is no part of it. */
export function queryOf(search: Search): DeskQuery {
  const given = Object.fromEntries(FILTERS.flatMap((name) => (search[name] ? [[name, search[name]]] : [])));
  // An address may have been written by hand, or by a paste gone wrong.
  const q = searchWords(search.q ?? '');
  return { ...given, ...(q === '' ? {} : { q }), view: viewOf(search) };
}

/** The part of an address that is kept and shared: everything but the order that is open. */
export function addressText(search: Search): string {
  const given = ['view', 'q', ...FILTERS].flatMap((name) => (search[name] ? [[name, search[name]]] : []));
  return new URLSearchParams(given).toString();
}

/** How many filters besides list and words narrow it. */
export const filtersSet = (search: Search): number => FILTERS.filter((name) => search[name]).length;

/** The next or the one before; the first when none is chosen, and at the ends the same again. */
export function neighbour(ids: readonly string[], current: string | null, step: 1 | -1): string | null {
  if (ids.length === 0) return null;
  const at = current === null ? -1 : ids.indexOf(current);
  if (at < 0) return ids[0] ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))] ?? null;
}

/**
 * What to look at after something was done to `id`: itself while it stays in the list, else what has moved up to its
 * place, else the last. Null: the list is empty now.
 */
export function afterAct(before: readonly string[], id: string, after: readonly string[]): string | null {
  if (after.includes(id)) return id;
  const at = before.indexOf(id);
  const following = before.slice(at + 1).find((other) => after.includes(other));
  return following ?? after[after.length - 1] ?? null;
}

/** The list before or after, in the order they are offered. */
export function nextView(view: ListViewName, step: 1 | -1): ListViewName {
  const names = Object.keys(LIST_VIEWS) as ListViewName[];
  const at = names.indexOf(view) + step;
  return names[(at + names.length) % names.length] ?? view;
}
