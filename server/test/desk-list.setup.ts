import type { DeskCounts, DeskPage, DeskRow, ListViewName, Receipt } from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { filing, type Persona, type TestApp } from './harness';

/** A page of the desk's list; `query` as in the address. */
export function page(who: Persona, query = ''): Promise<DeskPage> {
  return who.ok<DeskPage>('GET', `/api/desk/orders?${query}`);
}

/** Ids of a list, page by page until its end. */
export async function idsOf(who: Persona, query: string, limit = 50): Promise<string[]> {
  const ids: string[] = [];
  for (let after = ''; ; ) {
    const { items, next } = await page(who, `${query}&limit=${limit}&after=${after}`);
    ids.push(...items.map(({ id }) => id));
    if (next === null) return ids;
    after = next;
  }
}

export async function countOf(who: Persona, view: Exclude<ListViewName, 'ALL' | 'CLOSED'>): Promise<number> {
  return (await countsOf(who)).counts[view];
}

export function countsOf(who: Persona): Promise<DeskCounts> {
  return who.ok<DeskCounts>('GET', '/api/desk/counts');
}

export async function rowOf(who: Persona, id: string): Promise<DeskRow> {
  const { items } = await page(who, 'view=ALL&limit=50');
  const row = items.find((each) => each.id === id);
  if (row === undefined) throw new Error(`${id} is not listed`);
  return row;
}

/** Files for a caller at the desk; answers the order's id. */
export async function called(
  app: TestApp,
  desk: Persona,
  more: Record<string, unknown> = {},
): Promise<Receipt> {
  const body = { ...filing(app.streetId), draftId: newId(), channel: 'HOTLINE_12345', ...more };
  return desk.ok<Receipt>('POST', '/api/orders/for-caller', body);
}
