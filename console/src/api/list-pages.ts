import type { InfiniteData } from '@tanstack/react-query';
import { type DeskPage, type DeskQuery, type DeskRow, isOfOpen } from '@yihu/shared';

/** Behind every due time, as the server sorts what waits for nothing. */
const NEVER = '~';

/** Where a row stands in its list; what stands before is smaller. */
function placeOf({ id, dueAt, receivedAt }: DeskRow, sort: 'due' | 'received'): string {
  if (sort === 'due') return `${dueAt ?? NEVER} ${id}`;
  // Newest first: an instant turned round sorts the other way.
  return [...`${receivedAt} ${id}`].map((each) => String.fromCharCode(0x7e - each.charCodeAt(0))).join('');
}

const sortOf = ({ sort, view, q }: DeskQuery) =>
  sort ?? (q === undefined && isOfOpen(view ?? 'OPEN') ? 'due' : 'received');

/**
 * A list that is shown, with what became of some of its orders: `rows` are those of `ids` that are in it now. One that
 * comes before the end of what is loaded is put in its place; pages, their ends and everybody else stay as they are.
 */
export function withFresh(
  data: InfiniteData<DeskPage>,
  query: DeskQuery,
  ids: readonly string[],
  rows: readonly DeskRow[],
): InfiniteData<DeskPage> {
  const sort = sortOf(query);
  const gone = new Set(ids);
  const shown = new Set(data.pages.flatMap(({ items }) => items.map(({ id }) => id)));
  // What is found by words is not found again: only what is shown can change.
  const coming = rows.filter(({ id }) => query.q === undefined || shown.has(id));
  const pages = data.pages.map((page) => ({ ...page, items: page.items.filter(({ id }) => !gone.has(id)) }));
  const last = pages.length - 1;
  for (const row of coming) {
    const place = placeOf(row, sort);
    const isBefore = (other: DeskRow) => placeOf(other, sort) > place;
    const at = pages.findIndex(({ items }) => items.some(isBefore));
    const page = pages[at < 0 ? last : at];
    // Behind the end of what is loaded: it comes with its page.
    if (page === undefined || (at < 0 && page.next !== null && !shown.has(row.id))) continue;
    const index = page.items.findIndex(isBefore);
    page.items.splice(index < 0 ? page.items.length : index, 0, row);
  }
  return { ...data, pages };
}
